"""The secretary moves a meeting to another time or place."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import Meeting
from bot.refusals import ChoiceExpected
from bot.services import meetings
from bot.services.audit import as_member
from bot.services.live_tally import tally_of
from bot.services.permissions import Right
from bot.services.sureness import hear_of_move, limit_passed
from bot.words import moving as words
from bot.words import stops
from bot.words.calling import TIME_EXAMPLE, behind, is_surely_a_place, place_in
from bot.words.moments import read_when
from bot.words.stops import number_said
from bot.words.times import local
from handlers.meetings.move_questions import HALF, LOOK, MOVE, PLACE, WHEN, ask_place, ask_when, next_question
from handlers.meetings.planning import (
    Planned,
    a_moment,
    an_hour,
    begin,
    change,
    heard,
    is_offered,
    jot,
    named,
    or_anew,
    planned,
    typed,
    typed_at_preview,
)
from handlers.meetings.present import as_it_stands, is_as_shown
from handlers.meetings.typed_times import hours_to_come, times_in, unreadable
from handlers.talk import drafts
from handlers.talk.acting import acting_at, one_meeting

router = Router()
SURE = "move_sure"
"""The step in which the number of people is said."""
WHICH = "move_which"
"""The draft of a move said in one line, while it is asked for which meeting."""
JUST_BEGUN = timedelta(days=1)
"""A meeting that did not take place may still be moved a day later."""


def can_be_moved(turn: Turn, meeting: Meeting) -> bool:
    return meeting.starts_at > turn.now - JUST_BEGUN


# Which meeting


@router.choice("move", number, number)
async def move(turn: Turn) -> Reply:
    """The button under a tally; one of an older time shows how things are now."""
    member, meeting, _ = await acting_at(turn, Right.CALL, turn.args[0])
    if not is_as_shown(meeting, turn.args[1]):
        return await as_it_stands(turn, meeting, member)
    return await _begin(turn, meeting, "")


@router.command("dời họp")
@router.command("chuyển họp")
@router.command("lùi họp")
@router.phrase("dời họp")
@router.phrase("chuyển họp")
@router.phrase("lùi họp")
@router.phrase("xác nhận: dời họp")
async def move_in_words(turn: Turn) -> Reply:
    return await _of_which(turn, words.without_lead(behind(heard(turn, turn.said.text), 2)))


@router.command("đổi giờ họp")
@router.phrase("đổi giờ họp")
@router.phrase("xác nhận: đổi giờ họp")
async def change_the_hour(turn: Turn) -> Reply:
    return await _of_which(turn, words.without_lead(behind(heard(turn, turn.said.text), 3)))


ANEW = or_anew(("doi hop ", "chuyen hop ", "lui hop "), move_in_words)
ANEW_HOUR = or_anew(("doi gio hop ",), change_the_hour)


async def _of_which(turn: Turn, said: str) -> Reply:
    """With several meetings the words wait until it is known which is meant."""
    waiting = drafts.begin(turn, WHICH, words=said)
    found = await one_meeting(turn, Right.CALL, f"move_of:{waiting}:{{}}", lambda one: can_be_moved(turn, one))
    return found if isinstance(found, Reply) else await _begin(turn, found, said)


@router.choice("move_of", number, number)
async def choose_meeting(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHICH, turn.args[0])
    _, meeting, _ = await acting_at(turn, Right.CALL, turn.args[1])
    return await _begin(turn, meeting, draft["words"])


async def resume_which(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHICH)
    return await _of_which(turn, draft["words"])


async def _begin(turn: Turn, meeting: Meeting, said: str) -> Reply:
    plan = begin(turn, MOVE, meeting=meeting.id, revision=meeting.revision)
    if said:
        jot(turn, MOVE, **_said(turn, plan, meeting, said, f"dời họp {words.EXAMPLE}"))
    return await next_question(turn)


# What is said


def _said(turn: Turn, plan: Planned, meeting: Meeting, said: str, example: str = TIME_EXAMPLE) -> dict[str, Any]:
    """The new time, or the new place alone; nothing where it is neither for sure."""
    if facts := times_in(turn, said, plan, example):
        return _completed(turn, meeting, facts)
    place = place_in(read_when(said, turn.now).rest)
    return {"place": place} if is_surely_a_place(place) else {}


def _completed(turn: Turn, meeting: Meeting, facts: dict[str, Any]) -> dict[str, Any]:
    """Who names the day alone keeps the hour, who names the hour alone keeps the day."""
    here = local(meeting.starts_at)
    on, hours = facts["on"] or here.date(), facts["hours"] or (here.time(),)
    return facts | {"on": on, "hours": hours_to_come(on, hours, turn.now)}


async def _meeting(turn: Turn, plan: Planned) -> Meeting:
    return await meetings.meeting_of(turn.db, plan.about["meeting"])


@router.step(WHEN)
@router.step(HALF)
@ANEW
@ANEW_HOUR
async def time_in_words(turn: Turn) -> Reply:
    plan = planned(turn, MOVE)
    said = words.without_lead(typed(turn))
    facts = _said(turn, plan, await _meeting(turn, plan), said)
    if not facts:
        raise unreadable(said, TIME_EXAMPLE)
    change(turn, MOVE, **facts)
    return await next_question(turn)


@router.step(LOOK)
@ANEW
@ANEW_HOUR
async def words_at_the_preview(turn: Turn) -> Reply:
    plan, said = planned(turn, MOVE), typed_at_preview(turn)
    if words.is_yes(said) and is_offered(turn, f"move_go:{plan.number}:{plan.edition}"):
        return await _go(turn, plan)
    facts = _said(turn, plan, await _meeting(turn, plan), words.without_lead(said))
    if not facts:
        raise ChoiceExpected
    change(turn, MOVE, **facts)
    return await next_question(turn)


@router.step(PLACE)
@ANEW
@ANEW_HOUR
async def place_in_words(turn: Turn) -> Reply:
    change(turn, MOVE, place=await named(turn))
    return await next_question(turn)


@router.choice("move_at", number, a_moment)
async def choose_time(turn: Turn) -> Reply:
    on, hour = turn.args[1].date(), turn.args[1].time()
    planned(turn, MOVE, turn.args[0])
    change(turn, MOVE, on=on, hours=hours_to_come(on, (hour,), turn.now))
    return await next_question(turn)


@router.choice("move_hour", number, an_hour)
async def choose_hour(turn: Turn) -> Reply:
    plan = planned(turn, MOVE, turn.args[0])
    change(turn, MOVE, hours=hours_to_come(plan.on, (turn.args[1],), turn.now))
    return await next_question(turn)


@router.choice("move_place", number, number)
async def choose_place(turn: Turn) -> Reply:
    places = planned(turn, MOVE, turn.args[0]).about.get("places", [])
    change(turn, MOVE, place=places[turn.args[1]] if turn.args[1] < len(places) else "")
    return await next_question(turn)


@router.choice("move_edit", number, str)
async def edit(turn: Turn) -> Reply:
    plan = planned(turn, MOVE, turn.args[0])
    _, meeting, _ = await acting_at(turn, Right.CALL, plan.about["meeting"])
    return await ask_place(turn, plan, meeting) if turn.args[1] == "place" else ask_when(turn, plan, meeting)


@router.choice("move_drop", number)
async def leave(turn: Turn) -> Reply:
    plan = planned(turn, MOVE, turn.args[0])
    member, meeting, _ = await acting_at(turn, Right.CALL, plan.about["meeting"])
    drafts.drop(turn)
    tally = await tally_of(turn.db, meeting, member.id, turn.now)
    return replace(tally, text=f"{words.LEFT} {tally.text}")


# It is done


@router.choice("move_go", number, number, maybe=number)
async def confirm(turn: Turn) -> Reply:
    """A button under an older preview moves nothing: it shows what the change would be by now."""
    plan = planned(turn, MOVE, turn.args[0])
    sure_of = turn.args[2] if len(turn.args) > 2 else None
    return await (_go(turn, plan, sure_of) if plan.edition == turn.args[1] else next_question(turn))


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    """How many people hear of it; raises ChoiceExpected for everything else."""
    plan, people = planned(turn, MOVE), number_said(typed(turn))
    if not is_offered(turn, f"move_go:{plan.number}:{plan.edition}:{people}"):
        raise ChoiceExpected
    return await _go(turn, plan, people)


async def _go(turn: Turn, plan: Planned, sure_of: int | None = None) -> Reply:
    member, meeting, cell = await acting_at(turn, Right.CALL, plan.about["meeting"], lock=True)
    is_whole = len(plan.hours) < 2 and (plan.at or plan.place)
    if not is_whole or not is_as_shown(meeting, plan.about["revision"]):
        return await next_question(turn)
    people = await hear_of_move(turn.db, meeting)
    limit = await limit_passed(turn.db, cell, people)
    if limit is not None and sure_of != people:
        sure = Choice(stops.move_for(people), f"move_go:{plan.number}:{plan.edition}:{people}")
        leave_it = Choice(words.LEAVE, f"move_drop:{plan.number}")
        return Reply(stops.sure_of_many(people, limit), (sure, leave_it), expect=SURE)
    at = plan.at or meeting.starts_at
    by = as_member(member.id)
    moved = await meetings.move_meeting(turn.db, meeting.id, at, plan.place or None, by, turn.now, harmless=True)
    drafts.drop(turn)
    tally = await tally_of(turn.db, moved, member.id, turn.now)
    return replace(tally, text=f"{words.MOVED}\n{tally.text}")
