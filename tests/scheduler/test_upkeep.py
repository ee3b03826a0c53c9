"""Tidying up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.notices import NoticeState
from bot.services.meetings import call_meeting, checked, kind_named
from bot.services.roll import Marks, close_roll, take_roll
from scheduler import upkeep
from scheduler.clock import ENTRIES
from scheduler.upkeep import expire, retain
from tests import village


def test_what_is_too_old_is_looked_for_every_hour() -> None:
    assert [entry.every for entry in ENTRIES if entry.duty is retain] == [3600.0]


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


async def test_what_was_not_sent_in_time_is_marked_slice_by_slice(
    each_db: AsyncSession, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 2)
    cell = await village.cell(each_db)
    for person in await village.members(each_db, cell, 5):
        await village.reachable_at(each_db, person, now)
    soon = await village.meeting(each_db, cell, now, timedelta(hours=3))
    await village.meeting(each_db, cell, now, timedelta(days=3))
    assert await expire(each_db, soon.starts_at - timedelta(seconds=1)) == 0
    assert [await expire(each_db, soon.starts_at) for _ in range(4)] == [2, 2, 1, 0]
    states = {(one.meeting_id == soon.id, one.state, one.cause) for one in await village.all_notices(each_db)}
    assert states == {(True, NoticeState.EXPIRED, "expired"), (False, NoticeState.WAITING, None)}
