"""Tidying up."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.services.meetings import call_meeting, checked, kind_named
from bot.services.roll import Marks, close_roll, take_roll
from scheduler.upkeep import retain
from tests import village


async def test_a_rehearsal_that_moves_the_hour_on_by_years_destroys_nothing(each_db: AsyncSession) -> None:
    """One mistyped offset of three years once took away every roll of the installation."""
    now = datetime.now(UTC)
    cell = await village.cell(each_db, since=now.date())
    await village.members(each_db, cell, 3)
    call = checked(kind_named("regular"), now + timedelta(hours=3), "Nhà văn hóa", None, now)
    meeting = await call_meeting(each_db, cell, call, "test", now)
    await take_roll(each_db, meeting.id, Marks(everybody_present=True), "test", now)
    await close_roll(each_db, meeting.id, "test", now)
    await retain(each_db, now + timedelta(days=1100))
    assert await each_db.scalar(select(func.count(Attendance.id))) == 3
