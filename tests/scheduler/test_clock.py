"""The clock: a duty is done slice by slice until nothing is left, and one that fails ends nothing."""

import asyncio
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.audit import AuditRow
from bot.services.audit import note
from scheduler.clock import Clock, Entry, start_clock, stop_clock


class Work:
    """A duty of so many slices; each leaves a line in the audit."""

    def __init__(self, slices: int, fails_at: int = 0) -> None:
        self.left, self.fails_at, self.done = slices, fails_at, 0

    async def __call__(self, db: AsyncSession, now: datetime) -> int:
        if not self.left:
            return 0
        note(db, "clock", "slice", None, now)
        await db.flush()
        if self.left == self.fails_at:
            self.fails_at = 0
            raise OSError
        self.left, self.done = self.left - 1, self.done + 1
        return 1


class Hours:
    """A clock on a database, and how often it rang."""

    def __init__(self, url: str, now: datetime) -> None:
        self.rings = 0
        self.has_rung = asyncio.Event()
        self.sessions = sessions_of(open_engine(url))
        self.clock = Clock(self.sessions, lambda: now, self._ring)

    def _ring(self) -> None:
        self.rings += 1
        self.has_rung.set()

    async def slices(self) -> int:
        async with self.sessions.begin() as db:
            return await db.scalar(select(func.count(AuditRow.id))) or 0

    async def close(self) -> None:
        await self.sessions.kw["bind"].dispose()


async def test_a_tick_goes_on_until_nothing_is_left(sqlite_url: str, now: datetime) -> None:
    hours, work = Hours(sqlite_url, now), Work(3)
    await hours.clock.tick(Entry("work", work, 1.0))
    assert (work.left, hours.rings, await hours.slices()) == (0, 3, 3)
    await hours.close()


async def test_between_two_slices_others_have_their_turn(sqlite_url: str, now: datetime) -> None:
    hours, work = Hours(sqlite_url, now), Work(30)
    ticking = asyncio.create_task(hours.clock.tick(Entry("work", work, 1.0)))
    await asyncio.sleep(0)
    async with hours.sessions.begin():
        assert work.left >= 28
    await ticking
    assert work.left == 0
    await hours.close()


async def test_a_slice_that_fails_leaves_the_ones_before_and_is_tried_at_the_next_tick(
    sqlite_url: str, now: datetime
) -> None:
    hours, work = Hours(sqlite_url, now), Work(4, fails_at=2)
    await hours.clock.tick(Entry("work", work, 1.0))
    assert (work.left, await hours.slices()) == (2, 2)
    await hours.clock.tick(Entry("work", work, 1.0))
    assert (work.left, await hours.slices()) == (0, 4)
    await hours.close()


async def test_a_clock_that_is_stopped_ends_after_the_slice(sqlite_url: str, now: datetime) -> None:
    hours, work = Hours(sqlite_url, now), Work(1_000)
    ticking = asyncio.create_task(hours.clock.tick(Entry("work", work, 1.0)))
    await hours.has_rung.wait()
    hours.clock.is_stopping = True
    await ticking
    assert 0 < work.left < 1_000
    assert await hours.slices() == work.done
    await hours.close()


async def test_once_the_hour_was_moved_on_nothing_waits_for_its_turn(sqlite_url: str, now: datetime) -> None:
    hours, work = Hours(sqlite_url, now), Work(1)
    clock = start_clock(hours.sessions, lambda: now, hours._ring, [Entry("once an hour", work, 3600.0)])
    await hours.has_rung.wait()
    await asyncio.gather(*clock.ticks)
    hours.has_rung.clear()
    work.left = 1
    clock.all_due()
    await asyncio.wait_for(hours.has_rung.wait(), 10)
    assert work.done == 2
    await stop_clock(clock)
    await hours.close()
