"""A cell's own months and meetings: counts, never names."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import MeetingKind, MeetingState
from bot.reports.cell_record import meetings_of, months_of
from bot.reports.period import month_period, read_period, year_period
from bot.services.meetings import cancel_meeting
from bot.services.participation import roll_up_all, write_due_months
from bot.services.rate import Counts
from tests import village
from tests.village import at


async def test_the_months_that_have_begun_the_newest_first(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db), since=at(2026, 9, 1).date())
    await village.members(each_db, cell, 4)
    await village.held(each_db, cell, at(2026, 9, 3))
    await village.held(each_db, cell, at(2026, 11, 3), unexcused=1)
    await village.held(each_db, cell, at(2026, 11, 20), MeetingKind.THEMATIC, unexcused=4)
    now = at(2026, 11, 21)
    await write_due_months(each_db, now)
    await roll_up_all(each_db, now)
    found = await months_of(each_db, cell, year_period(now.date()), now)
    assert [(one.month, one.met, one.due, one.counts, one.is_below) for one in found] == [
        ("2026-11", 1, 1, Counts(4, 3, 0, 1), True),
        ("2026-10", 0, 1, Counts(), False),
        ("2026-09", 1, 1, Counts(4, 4, 0, 0), False),
    ]
    assert await months_of(each_db, cell, read_period("y2025"), now) == []


async def test_the_meetings_of_a_month_are_those_of_its_days_here(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db))
    await village.members(each_db, cell, 3)
    for starts_at in (at(2026, 10, 31, 23, 59), at(2026, 11, 1, 0), at(2026, 11, 30, 23, 59), at(2026, 12, 1, 0)):
        await village.held(each_db, cell, starts_at, MeetingKind.STUDY, excused=1)
    found = await meetings_of(each_db, cell, read_period("m2026-11"))
    assert [(one.starts_at, one.counts) for one in found] == [
        (at(2026, 11, 1, 0), Counts(3, 2, 1, 0)),
        (at(2026, 11, 30, 23, 59), Counts(3, 2, 1, 0)),
    ]


async def test_what_was_called_off_is_left_out_and_what_is_called_has_no_counts(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db))
    await village.members(each_db, cell, 3)
    now = at(2026, 11, 21)
    called = await village.meeting(each_db, cell, now)
    off = await village.meeting(each_db, cell, now, timedelta(days=2))
    await cancel_meeting(each_db, off.id, "test", now)
    (found,) = await meetings_of(each_db, cell, month_period(now.date()))
    assert (found.starts_at, found.state, found.counts) == (called.starts_at, MeetingState.CALLED, None)


async def test_after_its_rows_have_had_their_time_a_meeting_has_no_counts(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db))
    await village.members(each_db, cell, 3)
    await village.held(each_db, cell, at(2026, 11, 3))
    await each_db.execute(delete(Attendance))
    (found,) = await meetings_of(each_db, cell, read_period("m2026-11"))
    assert (found.state, found.counts) == (MeetingState.CLOSED, None)
