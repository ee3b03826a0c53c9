"""The invitation is confirmed: the meeting is called, once."""

from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.refusals import ChoiceExpected
from bot.services import meetings
from bot.services.audit import as_member
from bot.services.directive_study import link_study
from bot.services.directives import directive_of
from bot.services.live_tally import tally_of
from bot.services.meetings import Call
from bot.services.sureness import limit_passed
from bot.words import calling as words
from bot.words import stops
from bot.words.stops import number_said
from handlers.meetings.kinds import offer_before
from handlers.meetings.planning import Planned, is_offered, planned, typed
from handlers.meetings.preview import CALL, caller, wanted
from handlers.meetings.questions import next_question
from handlers.talk import drafts

router = Router()
SURE = "call_sure"
"""The step in which a call that wakes people up, or reaches very many, is confirmed once more."""
PLAINLY = 0
"""Confirmed once more, without a number."""


@router.step(SURE)
async def words_when_asked_once_more(turn: Turn) -> Reply:
    """Yes, or the number of people where that is what was asked for."""
    plan, said = planned(turn, CALL), typed(turn)
    people = number_said(said)
    if people is None and words.is_yes(said) and is_offered(turn, _sure(plan, PLAINLY)):
        return await send_it(turn, plan, PLAINLY)
    if people and is_offered(turn, _sure(plan, people)):
        return await send_it(turn, plan, people)
    raise ChoiceExpected


def _sure(plan: Planned, people: int) -> str:
    return f"call_sure:{plan.number}:{plan.edition}:{people}"


@router.choice("call_go", number, number)
async def send(turn: Turn) -> Reply:
    return await _confirm(turn, None)


@router.choice("call_sure", number, number, maybe=number)
async def send_at_once(turn: Turn) -> Reply:
    return await _confirm(turn, *turn.args[2:] or (PLAINLY,))


async def _confirm(turn: Turn, sure_of: int | None) -> Reply:
    """A button under an older preview sends nothing: it shows what the invitation says by now."""
    plan = planned(turn, CALL, turn.args[0])
    if plan.edition != turn.args[1] or not plan.is_whole:
        return await next_question(turn)
    return await send_it(turn, plan, sure_of)


async def send_it(turn: Turn, plan: Planned, sure_of: int | None = None) -> Reply:
    """What wakes people up (`domain` rule 24), or tells very many, is asked once more."""
    one, call = await caller(turn, plan.about["unit"]), wanted(turn, plan)
    asked = await _ask_once_more(turn, plan, one.unit, call, sure_of)
    if asked is not None:
        return asked
    meeting = await meetings.call_meeting(turn.db, one.unit, call, as_member(one.member.id), turn.now)
    if (directive_id := plan.about.get("directive")) and meeting.kind is MeetingKind.STUDY:
        document = await directive_of(turn.db, directive_id)
        await link_study(turn.db, meeting, document, as_member(one.member.id), turn.now)
    drafts.drop(turn)
    tally = await tally_of(turn.db, meeting, one.member.id, turn.now)
    more = await offer_before(turn, meeting, one.unit)
    return replace(tally, text=f"{words.CALLED}\n{tally.text}", choices=(*tally.choices, *more))


async def _ask_once_more(turn: Turn, plan: Planned, cell: Unit, call: Call, sure_of: int | None) -> Reply | None:
    """None where nothing is left to be asked. The button names the number of people where they are very many."""
    people = (await meetings.preview(turn.db, cell, call, turn.now)).people
    limit = await limit_passed(turn.db, cell, people)
    is_express = call.kind is MeetingKind.EXTRAORDINARY
    if sure_of == people or (limit is None and (sure_of is not None or not is_express)):
        return None
    text = [words.are_you_sure(people)] if is_express else []
    text += [stops.sure_of_many(people, limit)] if limit is not None else []
    label = words.SEND_NOW if limit is None else stops.send_to(people)
    sure = Choice(label, _sure(plan, PLAINLY if limit is None else people))
    look = Choice(words.LOOK_AGAIN, f"call_look:{plan.number}")
    return Reply("\n".join(text), (sure, look), expect=SURE)
