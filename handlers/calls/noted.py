"""What several people said on the phone, typed in one line: recorded, and said back with who is left."""

import hashlib
from collections.abc import Sequence
from typing import NoReturn

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.attendances import Answer
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import CallUnreadable, DraftGone
from bot.services.audit import as_member
from bot.services.calls import answered_otherwise, call_list, is_to_come, record_calls
from bot.services.permissions import Right
from bot.services.tally import standing_of
from bot.words import calls as words
from bot.words.call_line import Called, CallSaid, read_calls
from bot.words.listed import row_of, shown
from handlers.calls.listing import DRAFT, all_asked, has_begun, keep_list, listed, miss, tally
from handlers.talk import drafts
from handlers.talk.acting import acting_at
from handlers.talk.handing_over import may_say_all
from handlers.talk.numbering import behind


async def take_line(turn: Turn, meeting_id: int, text: str) -> Reply | None:
    """All of the line or nothing; None where it tells of no calls."""
    member, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    people = await listed(turn, meeting)
    said = read_calls(text, [one.name for one in people])
    if said is None:
        return None
    before = await answered_otherwise(turn.db, meeting, people, said)
    if before:
        return await ask_sure(turn, meeting, people, text, before)
    return await store(turn, member, meeting, cell, people, said)


async def ask_sure(
    turn: Turn, meeting: Meeting, people: Sequence[Member], text: str, before: Sequence[tuple[CallSaid, Answer]]
) -> Reply:
    """Somebody in the line has answered otherwise, by their own hand: nothing of it is stored before it is sure."""
    lines = [words.before(one.number, people[one.number - 1].name, was, one.answer) for one, was in before]
    await keep_list(turn, meeting)
    draft = drafts.add(turn, DRAFT, line=text, ids=[one.id for one in people])
    sure = f"calls_sure:{meeting.id}:{draft['no']}:{line_key(text)}"
    choices = Choice(words.SURE, sure), Choice(words.NOT_SURE, f"calls_page:{meeting.id}:0")
    return Reply(words.ask_sure(lines), behind(len(people), choices), expect=f"calls_sure:{meeting.id}")


async def store_sure(turn: Turn, meeting_id: int) -> Reply:
    """The line that was asked about, however people had answered before."""
    member, meeting, cell = await acting_at(turn, Right.DECIDE_LEAVE, meeting_id)
    if not is_to_come(meeting, turn.now):
        return has_begun(turn, meeting)
    people = await listed(turn, meeting)
    said = read_calls(drafts.draft_of(turn, DRAFT)["line"], [one.name for one in people])
    if said is None:
        raise DraftGone
    drafts.add(turn, DRAFT, line="")
    return await store(turn, member, meeting, cell, people, said)


def line_key(text: str) -> str:
    """A button belongs to one line only."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


async def store(
    turn: Turn, member: Member, meeting: Meeting, cell: Unit, people: Sequence[Member], said: Sequence[CallSaid]
) -> Reply:
    await note_calls(turn, member, meeting, people, said)
    return await echo(turn, meeting, cell, people, said)


async def take_typed(turn: Turn, meeting_id: int) -> Reply:
    """A line typed below the list: even `2 vắng` alone is about number 2; raises CallUnreadable for anything else."""
    text = turn.said.text
    reply = await take_line(turn, meeting_id, text) or await take_line(turn, meeting_id, f"{words.CALLED} {text}")
    return reply or unread(text)


def unread(text: str) -> NoReturn:
    raise CallUnreadable(part=shown(row_of(text)))


async def note_calls(
    turn: Turn, by: Member, meeting: Meeting, people: Sequence[Member], said: Sequence[CallSaid]
) -> None:
    """Answers are recorded; who did not pick up is only remembered here."""
    await record_calls(turn.db, meeting, people, said, as_member(by.id), turn.now)
    miss(turn, meeting, [people[one.number - 1].id for one in said if one.answer is Called.NOT_REACHED])


async def echo(turn: Turn, meeting: Meeting, cell: Unit, people: Sequence[Member], said: Sequence[CallSaid]) -> Reply:
    lines = recorded(people, said, says_all=await may_say_all(turn, cell))
    left = await call_list(turn.db, meeting)
    leaves = await leaves_to_decide(turn, meeting)
    if not left:
        reply = all_asked(turn, meeting, "\n".join(lines))
        return Reply(reply.text, (*leaves, *reply.choices))
    await keep_list(turn, meeting)
    lines.append(words.left([f"{one.number} {one.member.name}" for one in left]))
    choices = (Choice(words.LIST, f"calls_page:{meeting.id}:0"), *leaves, tally(meeting))
    return Reply("\n".join(lines), behind(len(people), choices), expect=f"calls:{meeting.id}:0")


def recorded(people: Sequence[Member], said: Sequence[CallSaid], *, says_all: bool) -> list[str]:
    """Who said what; reasons only where they may be said."""
    noted = [one for one in said if one.answer is not Called.NOT_REACHED]
    lines = [
        words.said(one.number, people[one.number - 1].name, one.answer, one.reason if says_all else None)
        for one in noted
    ]
    names = [f"{one.number} {people[one.number - 1].name}" for one in said if one not in noted]
    return [*([words.noted(lines)] if lines else []), *([words.not_reached(names)] if names else [])]


async def leaves_to_decide(turn: Turn, meeting: Meeting) -> tuple[Choice, ...]:
    """What was asked for on the phone is a request too."""
    pending = (await standing_of(turn.db, meeting)).pending
    return (Choice(words.decide(pending), f"leaves:{meeting.id}:0"),) if pending else ()
