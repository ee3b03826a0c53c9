"""Of each member of a cell, at how many of the meetings of a year they were: for whoever leads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member, Membership
from bot.model.units import Unit
from bot.services.people import holds
from bot.services.rate import Counts
from bot.words.times import at_local, day_of

MARKS = (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)
"""In the order of `Counts`."""


@dataclass(frozen=True, slots=True)
class PersonYear:
    """One person; what the closed rolls of this very cell say, and nothing of why."""

    member_id: int
    name: str
    birth_year: int | None
    """None unless another here has the same name."""
    sort_key: str
    counts: Counts


async def people_year(
    db: AsyncSession, cell: Unit, year: int, kind: MeetingKind, now: datetime
) -> Sequence[PersonYear]:
    """Who belongs to the cell today, and whoever was on a roll of the year, by Vietnamese name order; nobody erased."""
    marks = [func.count().filter(Attendance.mark == one).label(one.value) for one in MARKS]
    counted = (
        select(Attendance.member_id, func.count().label("expected"), *marks)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Meeting.cell_id == cell.id,
            Meeting.state == MeetingState.CLOSED,
            Meeting.kind.in_([one for one in MeetingKind if one.counted_as is kind]),
            Meeting.starts_at >= at_local(date(year, 1, 1), time()),
            Meeting.starts_at < at_local(date(year + 1, 1, 1), time()),
            IS_COUNTED,
        )
        .group_by(Attendance.member_id)
        .cte("counted")
    )
    today = select(Membership.member_id).where(Membership.unit_id == cell.id, holds(day_of(now)))
    those = union(today, select(counted.c.member_id)).subquery()
    found = await db.execute(
        select(Member.id, Member.name, Member.birth_year, Member.sort_key, *list(counted.c)[1:])
        .join(those, those.c.member_id == Member.id)
        .outerjoin(counted, counted.c.member_id == Member.id)
        .where(Member.erased_at.is_(None))
        .order_by(Member.sort_key, Member.id)
    )
    rows = found.all()
    names = [name for _, name, *_ in rows]
    return [
        PersonYear(one, name, born if names.count(name) > 1 else None, key, Counts(*(count or 0 for count in counts)))
        for one, name, born, key, *counts in rows
    ]
