"""What a meeting concluded: written line by line, given to people of the cell, done, and carried over to the next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conclusions import Conclusion
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member
from bot.refusals import ConclusionUnreadable, NoSuchConclusion, TooManyItems
from bot.services.audit import note
from bot.services.conclusion_lines import people_of, said_in
from bot.services.meetings import guard
from bot.words import conclusions as words
from bot.words.times import day_of

LOOKED_BACK = timedelta(days=400)
"""Older tasks are not carried over any more."""


class State(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    LATE_DONE = "late_done"


@dataclass(frozen=True, slots=True)
class Concluded:
    """A conclusion with whose it is."""

    row: Conclusion
    who: Member | None
    meeting: Meeting

    @property
    def is_task(self) -> bool:
        return self.row.member_id is not None or self.row.due_on is not None

    def state(self, today: date) -> State:
        """Of what has no day, only whether it is done."""
        due_on, done_at = self.row.due_on, self.row.done_at
        if done_at is not None:
            return State.LATE_DONE if due_on is not None and day_of(done_at) > due_on else State.DONE
        return State.LATE if due_on is not None and due_on < today else State.OPEN


# Reading


async def conclusions_of(db: AsyncSession, meeting_id: int) -> list[Concluded]:
    """All of one meeting, in their order."""
    return await _concluded(db, Conclusion.meeting_id == meeting_id)


async def conclusion_of(db: AsyncSession, conclusion_id: int) -> Concluded:
    """Raises NoSuchConclusion."""
    found = await _concluded(db, Conclusion.id == conclusion_id)
    if not found:
        raise NoSuchConclusion(which=conclusion_id)
    return found[0]


async def tasks_of(db: AsyncSession, member_ids: Collection[int]) -> list[Concluded]:
    """What these have still to do, the earliest day first; what has no day stands last."""
    found = await _concluded(db, Conclusion.member_id.in_(member_ids), Conclusion.done_at.is_(None))
    return sorted(found, key=lambda one: (one.row.due_on is None, one.row.due_on or date.max, one.row.id))


async def open_tasks(db: AsyncSession, unit_ids: Collection[int], now: datetime) -> list[Concluded]:
    """The tasks of the meetings of these units that are not done."""
    is_task = or_(Conclusion.member_id.is_not(None), Conclusion.due_on.is_not(None))
    since = Meeting.starts_at > now - LOOKED_BACK
    found = await _concluded(db, Meeting.cell_id.in_(unit_ids), since, is_task, Conclusion.done_at.is_(None))
    return sorted(found, key=lambda one: (one.row.due_on is None, one.row.due_on or date.max, one.row.id))


async def carried_over(db: AsyncSession, meeting: Meeting) -> list[Concluded]:
    """What the next meeting looks back on: all that the one before it concluded, and older tasks that are not done.

    A committee looks back on its own meetings, and the cell on all others.
    """
    own = Meeting.kind == MeetingKind.COMMITTEE
    is_alike = own if meeting.kind is MeetingKind.COMMITTEE else ~own
    before = (
        Meeting.cell_id == meeting.cell_id,
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at < meeting.starts_at,
        Meeting.starts_at > meeting.starts_at - LOOKED_BACK,
        is_alike,
    )
    found = await _concluded(db, *before)
    last = max((one.meeting.starts_at for one in found), default=None)
    return [one for one in found if one.meeting.starts_at == last or (one.is_task and one.row.done_at is None)]


async def _concluded(db: AsyncSession, *which: object) -> list[Concluded]:
    found = await db.execute(
        select(Conclusion, Member, Meeting)
        .join(Meeting, Meeting.id == Conclusion.meeting_id)
        .outerjoin(Member, Member.id == Conclusion.member_id)
        .where(*which)  # type: ignore[arg-type] # conditions, of which SQLAlchemy knows several kinds
        .order_by(Meeting.starts_at, Meeting.id, Conclusion.position, Conclusion.id)
    )
    return [Concluded(row, who, meeting) for row, who, meeting in found]


# Writing; the meeting is held by whoever calls these


async def add_conclusions(
    db: AsyncSession, meeting: Meeting, lines: Sequence[str], by: str, now: datetime, *, harmless: bool = False
) -> list[Concluded]:
    """Write these lines, all or none.

    Raises SecrecyMarked or DoubtfulWords before anything is read, ConclusionUnreadable or TooManyItems.
    """
    guard(("\n".join(lines),), harmless=harmless)
    demand_begun(meeting, now)
    before = await conclusions_of(db, meeting.id)
    if len(before) + len(lines) > words.MOST:
        raise TooManyItems(most=words.MOST)
    people = await people_of(db, meeting)
    said = [said_in(line, people, now) for line in lines]
    if not all(text for text, _, _ in said):
        raise ConclusionUnreadable(why=words.NOTHING_SAID)
    for position, (text, who, due_on) in enumerate(said, len(before) + 1):
        db.add(
            Conclusion(
                meeting_id=meeting.id,
                position=position,
                text=text,
                member_id=who.id if who else None,
                due_on=due_on,
                by=by,
                at=now,
            )
        )
    note(db, by, "conclusions_added", f"meeting:{meeting.id}", now, count=len(lines))
    await db.flush()
    return (await conclusions_of(db, meeting.id))[len(before) :]


def demand_begun(meeting: Meeting, now: datetime) -> None:
    """Raises ConclusionUnreadable for a meeting that is off or has not begun."""
    if meeting.state is MeetingState.CANCELLED:
        raise ConclusionUnreadable(why=words.WAS_CANCELLED)
    if meeting.state is MeetingState.CALLED and meeting.starts_at > now:
        raise ConclusionUnreadable(why=words.NOT_BEGUN)


async def numbered(db: AsyncSession, meeting: Meeting, number: int) -> Concluded:
    """Raises NoSuchConclusion."""
    found = await conclusions_of(db, meeting.id)
    if not 1 <= number <= len(found):
        raise NoSuchConclusion(which=number)
    return found[number - 1]


async def change_conclusion(
    db: AsyncSession,
    meeting: Meeting,
    number: int,
    line: str,
    by: str,
    now: datetime,
    *,
    only_whose: bool = False,
    harmless: bool = False,
) -> Concluded:
    """Other words for one, or (`only_whose`) another person or day; what the line does not say stays as it was."""
    guard((line,), harmless=harmless)
    demand_begun(meeting, now)
    row = (await numbered(db, meeting, number)).row
    text, who, due_on = said_in(line, await people_of(db, meeting), now)
    if only_whose and who is None and due_on is None:
        raise ConclusionUnreadable(why=words.nobody(line.partition(" ")[2]))
    if not only_whose:
        if not text:
            raise ConclusionUnreadable(why=words.NOTHING_SAID)
        row.text = text
    row.member_id = who.id if who else row.member_id
    if due_on is not None and due_on != row.due_on:
        row.due_on, row.reminded_on, row.overdue_at = due_on, None, None
    row.by, row.at = by, now
    note(db, by, "conclusion_changed", f"meeting:{meeting.id}", now, conclusion=row.id)
    await db.flush()
    return await conclusion_of(db, row.id)


async def remove_conclusion(db: AsyncSession, meeting: Meeting, conclusion_id: int, by: str, now: datetime) -> None:
    """Those behind it move up; raises NoSuchConclusion."""
    found = await conclusions_of(db, meeting.id)
    gone = next((one.row for one in found if one.row.id == conclusion_id), None)
    if gone is None:
        raise NoSuchConclusion(which=conclusion_id)
    await db.delete(gone)
    for position, one in enumerate((one for one in found if one.row is not gone), 1):
        one.row.position = position
    note(db, by, "conclusion_removed", f"meeting:{meeting.id}", now, conclusion=conclusion_id)
    await db.flush()


async def mark_done(db: AsyncSession, conclusion_id: int, is_done: bool, by: str, now: datetime) -> Concluded:
    """A second tap changes nothing: the first day on which it was done counts. Raises NoSuchConclusion."""
    found: Conclusion | None = await db.scalar(
        select(Conclusion).where(Conclusion.id == conclusion_id).with_for_update()
    )
    if found is None:
        raise NoSuchConclusion(which=conclusion_id)
    if is_done and found.done_at is None:
        found.done_at, found.done_by = now, by
    elif not is_done:
        found.done_at = found.done_by = None
    note(db, by, "task_done" if is_done else "task_open", f"conclusion:{conclusion_id}", now)
    await db.flush()
    return await conclusion_of(db, conclusion_id)


def counted(found: Collection[Concluded], today: date) -> Mapping[State, int]:
    """How many stand how."""
    return {state: sum(one.state(today) is state for one in found) for state in State}
