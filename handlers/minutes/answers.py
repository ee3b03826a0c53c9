"""The answers about a meeting, by button or typed; after each the next question."""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversation import Router, Turn, number
from bot.messages import Reply
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.refusals import EndUnreadable, NotAtTheMeeting, OpinionsUnreadable, ResolutionUnreadable
from bot.services import minutes
from bot.services.audit import as_member
from bot.services.minutes import Question
from bot.services.minutes_people import people_there
from bot.services.permissions import Right
from bot.services.resolutions import next_resolution, resolve
from bot.words import minutes as words
from bot.words.names import fold, sort_key
from handlers.meetings.planning import heard
from handlers.minutes.overview import begun_or, shown
from handlers.minutes.questions import names
from handlers.talk.acting import acting_at

router = Router()
FARTHEST = 24 * 60


async def _held(turn: Turn, meeting_id: int) -> tuple[str, Meeting]:
    """Who writes, and the meeting, held until this is written."""
    member, meeting, _ = await acting_at(turn, Right.ROLL, meeting_id, lock=True)
    return as_member(member.id), meeting


def _asked_of(turn: Turn) -> int:
    """The meeting whose question is open."""
    return int((turn.endpoint.step or "").split(":")[1])


@router.choice("minutes_end", number, number)
async def end(turn: Turn) -> Reply:
    by, meeting = await _held(turn, turn.args[0])
    if turn.args[1] > FARTHEST:
        raise EndUnreadable(begun=meeting.starts_at)
    at = meeting.starts_at + timedelta(minutes=turn.args[1])
    await minutes.end(turn.db, meeting, at, by, turn.now)
    return await shown(turn, meeting.id)


@router.step("minutes_end")
async def end_typed(turn: Turn) -> Reply | None:
    by, meeting = await _held(turn, _asked_of(turn))
    at = minutes.end_said(meeting, heard(turn, turn.said.text))
    if at is None:
        return await begun_or(turn, EndUnreadable(begun=meeting.starts_at))
    await minutes.end(turn.db, meeting, at, by, turn.now)
    return await shown(turn, meeting.id)


@router.choice("minutes_chair", number, number)
async def chair(turn: Turn) -> Reply:
    return await _named(turn, turn.args[0], Question.CHAIR, turn.args[1])


@router.choice("minutes_clerk", number, number)
async def clerk(turn: Turn) -> Reply:
    return await _named(turn, turn.args[0], Question.CLERK, turn.args[1])


async def _named(turn: Turn, meeting_id: int, question: Question, member_id: int) -> Reply:
    by, meeting = await _held(turn, meeting_id)
    write = minutes.chair if question is Question.CHAIR else minutes.clerk
    await write(turn.db, meeting, member_id, by, turn.now)
    return await shown(turn, meeting.id)


@router.step("minutes_chair")
async def chair_typed(turn: Turn) -> Reply | None:
    return await _name_typed(turn, Question.CHAIR, words.ASK_CHAIR)


@router.step("minutes_clerk")
async def clerk_typed(turn: Turn) -> Reply | None:
    return await _name_typed(turn, Question.CLERK, words.ASK_CLERK)


async def _name_typed(turn: Turn, question: Question, asked: str) -> Reply | None:
    """Of several whom the words may name it is asked which; raises NotAtTheMeeting for nobody."""
    _, meeting, _ = await acting_at(turn, Right.ROLL, _asked_of(turn))
    found = _called(await people_there(turn.db, meeting), heard(turn, turn.said.text))
    if not found:
        return await begun_or(turn, NotAtTheMeeting())
    if len(found) > 1:
        choices = tuple(names(meeting, question, found))
        return Reply(f"{words.SEVERAL} {asked}", choices, expect=f"minutes_{question}:{meeting.id}")
    return await _named(turn, meeting.id, question, found[0].id)


def _called(people: Sequence[Member], text: str) -> list[Member]:
    """Whoever is called exactly so, else so without marks, else in part."""
    key, bare = sort_key(words.bare_name(text)), fold(words.bare_name(text))
    exactly = [one for one in people if one.sort_key == key]
    unmarked = [one for one in people if one.search_key == bare]
    return exactly or unmarked or [one for one in people if bare and f" {bare} " in f" {one.search_key} "]


@router.choice("minutes_opinions", number, number)
async def opinions(turn: Turn) -> Reply:
    return await _count(turn, turn.args[0], turn.args[1])


@router.step("minutes_opinions")
async def opinions_typed(turn: Turn) -> Reply | None:
    count = words.opinions_in(heard(turn, turn.said.text))
    if count is None:
        return await begun_or(turn, OpinionsUnreadable(most=minutes.MOST_OPINIONS))
    return await _count(turn, _asked_of(turn), count)


async def _count(turn: Turn, meeting_id: int, count: int) -> Reply:
    by, meeting = await _held(turn, meeting_id)
    await minutes.count_opinions(turn.db, meeting, count, by, turn.now)
    return await shown(turn, meeting.id)


@router.choice("minutes_resolution", number, number)
async def resolution(turn: Turn) -> Reply:
    """The number that was shown; 0: there was none."""
    by, meeting = await _held(turn, turn.args[0])
    row = await minutes.minutes_of(turn.db, meeting.id)
    is_own = row is not None and row.resolution is not None and row.resolution_no == turn.args[1]
    said = row.resolution if row is not None and is_own else str(turn.args[1])
    await resolve(turn.db, meeting, said if turn.args[1] else None, by, turn.now)
    return await shown(turn, meeting.id)


@router.step("minutes_resolution")
async def resolution_typed(turn: Turn) -> Reply | None:
    by, meeting = await _held(turn, _asked_of(turn))
    following = await next_resolution(turn.db, meeting)
    text = heard(turn, turn.said.text)
    said = fold(text).strip(" .!")
    text = following if said in words.SAID_YES else text
    if said not in words.SAID_NO and words.resolution_in(text, "-") is None:
        return await begun_or(turn, ResolutionUnreadable(example=following))
    await resolve(turn.db, meeting, None if said in words.SAID_NO else text, by, turn.now)
    return await shown(turn, meeting.id)
