"""What whoever is sent to a meeting is told, worded when it leaves from what is true then."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.messages import Capabilities, Choice, Reply
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAnswer, VisitAssignment, VisitPerson
from bot.services.notices import TOLD
from bot.services.told import Due, Told
from bot.services.visit_people import names_of
from bot.services.visit_telling import CALL, OFF, REMINDER, about, says_in, visit_in
from bot.words import visit_letters as letters
from bot.words import visits as words
from bot.words.brief import in_a_sentence
from bot.words.vi import cell as cell_name
from bot.words.vi import meeting_lines

Words = Callable[[Told, Capabilities, datetime], Awaitable[Reply | str]]
TOO_NEAR = timedelta(hours=2)
"""Nobody is at two meetings that begin so shortly after one another."""


class Seen(NamedTuple):
    """One visit with all that is said of it."""

    visit: Visit
    assignment: VisitAssignment
    meeting: Meeting
    cell: Unit
    sender: Unit


@dataclass(frozen=True, slots=True)
class Facts:
    """What a slice of such notices is worded from."""

    seen: Mapping[int, Seen]
    names: Mapping[int, str]
    """By assignment."""
    answers: Mapping[tuple[int, int], VisitAnswer | None]
    """By visit and member, of those who are sent."""
    earlier: Mapping[tuple[int, int], frozenset[tuple[str, int, NoticeState]]]
    """By visit and member: what they were told of which revision, and what became of it."""
    clashes: Mapping[tuple[int, int], tuple[str, datetime]]
    """By visit and member: another cell that they are sent to at the same hour."""


async def visit_words(db: AsyncSession, notices: Sequence[Notice | Due]) -> dict[int, Words]:
    """The worder of such notices: five queries however many they are."""
    facts = await _gather(db, sorted({visit_in(one.about) for one in notices}))
    return {one.id: _worder(one, facts) for one in notices}


def _worder(notice: Notice | Due, facts: Facts) -> Words:
    async def words_of(told: Told, capabilities: Capabilities, _now: datetime) -> Reply | str:
        return _said(notice, facts, told, capabilities)

    return words_of


async def _gather(db: AsyncSession, visit_ids: Sequence[int]) -> Facts:
    cells, senders = aliased(Unit), aliased(Unit)
    found = await db.execute(
        select(Visit, VisitAssignment, Meeting, cells, senders)
        .join(VisitAssignment, VisitAssignment.id == Visit.assignment_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(cells, cells.id == Visit.cell_id)
        .join(senders, senders.id == VisitAssignment.unit_id)
        .where(Visit.id.in_(visit_ids))
    )
    seen = {row[0].id: Seen(*row) for row in found}
    sent = await db.execute(
        select(VisitPerson.visit_id, VisitPerson.member_id, VisitPerson.answer).where(
            VisitPerson.visit_id.in_(visit_ids)
        )
    )
    answers = {(visit_id, member_id): answer for visit_id, member_id, answer in sent}
    names = await names_of(db, [one.assignment for one in seen.values()])
    return Facts(seen, names, answers, await _earlier(db, visit_ids), await clashes_of(db, visit_ids))


async def _earlier(
    db: AsyncSession, visit_ids: Sequence[int]
) -> dict[tuple[int, int], frozenset[tuple[str, int, NoticeState]]]:
    found = await db.execute(
        select(Notice.about, Notice.member_id, Notice.revision, Notice.state).where(
            Notice.about.in_([about(one, what) for one in visit_ids for what in (CALL, REMINDER)]),
            Notice.step == Step.VISIT,
        )
    )
    told: dict[tuple[int, int], set[tuple[str, int, NoticeState]]] = {}
    for said, member_id, revision, state in found:
        told.setdefault((visit_in(said), member_id or 0), set()).add((says_in(said), revision, state))
    return {key: frozenset(some) for key, some in told.items()}


async def clashes_of(db: AsyncSession, visit_ids: Sequence[int]) -> dict[tuple[int, int], tuple[str, datetime]]:
    """By visit and member: the nearest other meeting to which they are sent at the same hour, and have not declined."""
    mine, other = aliased(VisitPerson), aliased(VisitPerson)
    here, there = aliased(Visit), aliased(Visit)
    meeting, elsewhere = aliased(Meeting), aliased(Meeting)
    found = await db.execute(
        select(here.id, mine.member_id, meeting.starts_at, elsewhere.starts_at, Unit.name)
        .join(mine, mine.visit_id == here.id)
        .join(meeting, meeting.id == here.meeting_id)
        .join(other, (other.member_id == mine.member_id) & (other.visit_id != here.id))
        .join(there, (there.id == other.visit_id) & (there.meeting_id != here.meeting_id))
        .join(elsewhere, elsewhere.id == there.meeting_id)
        .join(Unit, Unit.id == elsewhere.cell_id)
        .where(
            here.id.in_(visit_ids),
            there.ended_at.is_(None),
            elsewhere.state == MeetingState.CALLED,
            other.answer.is_distinct_from(VisitAnswer.AWAY),
        )
        .order_by(elsewhere.starts_at, elsewhere.id)
    )
    clashes: dict[tuple[int, int], tuple[str, datetime]] = {}
    for visit_id, member_id, starts_at, other_at, cell in found:
        if abs(starts_at - other_at) < TOO_NEAR:
            clashes.setdefault((visit_id, member_id), (cell_name(cell), other_at))
    return clashes


def _said(notice: Notice | Due, facts: Facts, told: Told, capabilities: Capabilities) -> Reply | str:
    """Nobody is told what is no longer so, nor of a meeting to which they have said that they cannot go."""
    seen, key = facts.seen.get(visit_in(notice.about)), (visit_in(notice.about), notice.member_id or 0)
    if seen is None or seen.meeting.revision != notice.revision:
        return "superseded"
    if says_in(notice.about) == OFF:
        return _off(seen, told)
    if seen.visit.ended_at is not None or seen.meeting.state is not MeetingState.CALLED:
        return "superseded"
    if key not in facts.answers:
        return "not_sent_there"
    if facts.answers[key] is VisitAnswer.AWAY:
        return "answered"
    return _call(notice, seen, facts, told, capabilities)


def _off(seen: Seen, told: Told) -> Reply | str:
    if seen.visit.ended_at is None:
        return "superseded"
    lines = in_a_sentence(cell_name(seen.cell.name), seen.meeting.kind, seen.meeting.starts_at, seen.meeting.place)
    is_moved = seen.meeting.state is MeetingState.CALLED and seen.assignment.ended_at is None
    said = letters.moved_away if is_moved else letters.called_off
    return Reply(said(told.name or "", lines))


def _call(notice: Notice | Due, seen: Seen, facts: Facts, told: Told, capabilities: Capabilities) -> Reply | str:
    key = (seen.visit.id, notice.member_id or 0)
    earlier = facts.earlier.get(key, frozenset())
    is_reminder = says_in(notice.about) == REMINDER
    if is_reminder and (CALL, notice.revision, NoticeState.WAITING) in earlier:
        return "said_just_now"  # whoever can be reached only since today hears of it for the first time
    was_told = any(revision < notice.revision and state in TOLD for _, revision, state in earlier)
    letter = letters.Letter(
        told.name or "",
        facts.names[seen.assignment.id],
        seen.sender.name,
        _lines(seen, capabilities),
        is_reminder=is_reminder,
        is_moved=was_told,
        is_unannounced=not seen.assignment.is_announced,
        note=seen.assignment.note,
        clash=facts.clashes.get(key),
    )
    text, answer = letters.letter(letter), facts.answers[key]
    return Reply(f"{text}\n{letters.how(answer)}", answer_choices(*key), one_way=text)


def _lines(seen: Seen, capabilities: Capabilities) -> str:
    """Where every part of a text is paid for, a sentence is enough."""
    meeting, cell = seen.meeting, cell_name(seen.cell.name)
    if capabilities.most_parts is not None:
        return in_a_sentence(cell, meeting.kind, meeting.starts_at, meeting.place)
    return meeting_lines(cell, meeting.kind, meeting.starts_at, meeting.place, meeting.topic)


def answer_choices(visit_id: int, member_id: int) -> tuple[Choice, Choice]:
    where = f"visit:{visit_id}:{member_id}"
    return (
        Choice(words.WILL_COME, f"{where}:{VisitAnswer.COMING}"),
        Choice(words.CANNOT_COME, f"{where}:{VisitAnswer.AWAY}"),
    )
