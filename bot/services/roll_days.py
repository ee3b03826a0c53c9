"""Which meeting a line of the roll is about that names its day, since it was on paper and is written down later."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState
from bot.words.roll_day import DaySaid, day_said
from bot.words.times import at_local, day_of


async def meetings_on(db: AsyncSession, cell_ids: Sequence[int], on: date) -> Sequence[Meeting]:
    """The meetings of these cells on a day, but for those called off, the earliest first."""
    found = await db.scalars(
        select(Meeting)
        .where(
            Meeting.cell_id.in_(cell_ids),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= at_local(on, time()),
            Meeting.starts_at < at_local(on + timedelta(days=1), time()),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return found.all()


async def day_meant(
    db: AsyncSession, cell_ids: Sequence[int], text: str, else_meant: Sequence[Meeting], now: datetime
) -> DaySaid | None:
    """The day that a line names. `10/12` is ten of twelve where so many are on a list that may be meant."""
    said = day_said(text, day_of(now))
    if said is None or said.is_sure:
        return said
    sizes = await db.scalars(
        select(func.count())
        .where(Attendance.meeting_id.in_([one.id for one in else_meant]))
        .group_by(Attendance.meeting_id)
    )
    if said.second in set(sizes):
        return None
    return said if await meetings_on(db, cell_ids, said.on) else None
