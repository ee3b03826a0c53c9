"""A member's own record of a year: what the closed rolls say of them, and nothing that follows from it (rule 28)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.services.people import cells_of
from bot.services.rate import Counts
from bot.words.times import at_local, day_of

REGULAR = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC)
"""Rates of other kinds are never mixed with theirs (rule 14)."""
LATEST = 3


@dataclass(frozen=True, slots=True)
class Attended:
    """What the roll of one meeting says of the member."""

    on: date
    kind: MeetingKind
    mark: Mark


@dataclass(frozen=True, slots=True)
class Record:
    """The regular meetings of one year, and the latest meetings of any kind."""

    year: int
    held: int
    """By the member's cell, whether or not they were expected."""
    counts: Counts
    latest: Sequence[Attended]
    """The newest first."""


async def record_of(db: AsyncSession, member_id: int, year: int, now: datetime) -> Record:
    """What the closed rolls of a year come to; a meeting without a closed roll is neither presence nor absence."""
    of_year = (
        Meeting.state == MeetingState.CLOSED,
        Meeting.kind.in_(REGULAR),
        Meeting.starts_at >= at_local(date(year, 1, 1), time.min),
        Meeting.starts_at < at_local(date(year + 1, 1, 1), time.min),
    )
    held = await _held(db, member_id, of_year, now)
    return Record(year, held, await _counts(db, member_id, of_year), await _latest(db, member_id))


async def _held(db: AsyncSession, member_id: int, of_year: Sequence[ColumnElement[bool]], now: datetime) -> int:
    """The meetings of the own cell, and those of others where they were on the roll."""
    cells = await cells_of(db, [member_id], day_of(now))
    theirs = select(Attendance.meeting_id).where(Attendance.member_id == member_id)
    is_own = or_(Meeting.cell_id.in_(list(cells.values())), Meeting.id.in_(theirs))
    return await db.scalar(select(func.count()).select_from(Meeting).where(*of_year, is_own)) or 0


async def _counts(db: AsyncSession, member_id: int, of_year: Sequence[ColumnElement[bool]]) -> Counts:
    found = await db.execute(
        select(Attendance.mark, func.count())
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(Attendance.member_id == member_id, Attendance.mark.is_not(None), *of_year)
        .group_by(Attendance.mark)
    )
    marks = Counter(dict(found.all()))
    return Counts(marks.total(), marks[Mark.PRESENT], marks[Mark.EXCUSED], marks[Mark.UNEXCUSED])


async def _latest(db: AsyncSession, member_id: int) -> list[Attended]:
    found = await db.execute(
        select(Meeting.starts_at, Meeting.kind, Attendance.mark)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.member_id == member_id,
            Attendance.mark.is_not(None),
            IS_COUNTED,
            Meeting.state == MeetingState.CLOSED,
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        .limit(LATEST)
    )
    return [Attended(day_of(at), kind, mark) for at, kind, mark in found if mark is not None]
