"""The clock: a few fixed entries in memory; what is due is always a query on our own tables, never a job."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.services.live_tally import owe_edits
from bot.services.participation import roll_up, write_due_months
from scheduler.reminders import remind
from scheduler.series import call_due
from scheduler.upkeep import expire, retain

log = structlog.get_logger()
Duty = Callable[[AsyncSession, datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty and how often it is looked after, in seconds of the real clock."""

    name: str
    duty: Duty
    every: float


ENTRIES: tuple[Entry, ...] = (
    Entry("reminders", remind, 1.0),
    Entry("rollup", roll_up, 1.0),
    Entry("tallies", owe_edits, 1.0),
    Entry("expiry", expire, 10.0),
    Entry("due_months", write_due_months, 60.0),
    Entry("series", call_due, 5.0),
    Entry("retention", retain, 3600.0),
)
"""Intervals, no hours of the day: people's time may be moved on, and a missed hour is caught up at the next tick."""


RUNNING: set["asyncio.Task[object]"] = set()
"""Ticks at work, so that stopping lets them finish."""


def start_clock(sessions: Sessions, now: Callable[[], datetime], rang: Callable[[], None]) -> AsyncIOScheduler:
    """Start ticking in the running loop; `rang` is called after a duty that may have left something to send."""
    clock = AsyncIOScheduler(timezone="UTC")
    for entry in ENTRIES:
        clock.add_job(
            tick,
            IntervalTrigger(seconds=entry.every),
            args=(entry, sessions, now, rang),
            id=entry.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # late is better than never; the library's own default is to skip
            next_run_time=datetime.now().astimezone(),
        )
    clock.start()
    return clock


async def stop_clock(clock: AsyncIOScheduler) -> None:
    """No new tick; those at work end first, as a tick that is cut off would only be done again."""
    clock.pause()
    await asyncio.gather(*RUNNING, return_exceptions=True)
    clock.shutdown(wait=False)


async def tick(entry: Entry, sessions: Sessions, now: Callable[[], datetime], rang: Callable[[], None]) -> None:
    """Do one duty in one transaction; a failure is logged and tried again at the next tick."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine of APScheduler runs in a task
    RUNNING.add(task)
    task.add_done_callback(RUNNING.discard)
    try:
        async with sessions.begin() as db:
            done = await entry.duty(db, now())
    except Exception:  # a job runner: one duty that fails must not end the clock
        log.exception("duty_failed", duty=entry.name)
        return
    if done:
        rang()
