"""The clock: a few fixed entries in memory; what is due is always a query on our own tables, never a job."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.services import receipts
from bot.services.directive_leavers import Leavers
from bot.services.directive_reminders import remind_of_directives
from bot.services.directive_telling import Rounds as Directives
from bot.services.indicator_asking import ask_figures
from bot.services.live_tally import EVERY, owe_edits
from bot.services.opinion_clock import remind_opinions
from bot.services.own_reports import Rounds as Reports
from bot.services.participation import roll_up_waiting, write_some_due_months
from bot.services.phone_ways import Rounds
from bot.services.poll_counts import close_due
from bot.services.reorganising.on_the_day import change_tree
from bot.services.tasks import remind_tasks
from bot.services.visit_offices import follow_offices
from bot.services.visit_places import follow_cells
from bot.services.visit_remarks import ask_remarks
from scheduler.reminders import Slices
from scheduler.rhythm import Rhythm
from scheduler.series import call_due
from scheduler.upkeep import expire, retain, watch
from scheduler.warnings import Watch

log = structlog.get_logger()
Duty = Callable[[AsyncSession, datetime], Awaitable[int]]
"""Does a slice of what is due, small enough that nobody notices; returns how much, 0 when nothing is left."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A duty and how often it is looked after, in seconds of the real clock."""

    name: str
    duty: Duty
    every: float


async def owe_months(db: AsyncSession, now: datetime) -> int:
    return len(await write_some_due_months(db, now))


ENTRIES: tuple[Entry, ...] = (
    Entry("reminders", Slices().remind_some, 1.0),
    Entry("rollup", roll_up_waiting, 1.0),
    Entry("tree", change_tree, 10.0),
    Entry("directives", Directives().tell_some, 1.0),
    Entry("tallies", owe_edits, EVERY),
    Entry("expiry", expire, 10.0),
    Entry("receipts", receipts.Rounds().ask_some, 5.0),
    Entry("due_months", owe_months, 60.0),
    Entry("series", call_due, 5.0),
    Entry("rhythm", Rhythm().keep, 60.0),
    Entry("warnings", Watch().look, 60.0),
    Entry("tasks", remind_tasks, 60.0),
    Entry("polls", close_due, 5.0),
    Entry("visits", ask_remarks, 60.0),
    Entry("visited_cells", follow_cells, 60.0),
    Entry("visitors", follow_offices, 60.0),
    Entry("directives_back", remind_of_directives, 60.0),
    Entry("directive_leavers", Leavers().look, 600.0),
    Entry("opinions", remind_opinions, 60.0),
    Entry("figures", ask_figures, 5.0),
    Entry("reports", Reports().send_some, 60.0),
    Entry("phone_ways", Rounds().make_some, 300.0),
    Entry("alarms", watch, 60.0),
    Entry("retention", retain, 3600.0),
)
"""Intervals, no hours of the day: people's time may be moved on, and a missed hour is caught up at the next tick."""


@dataclass
class Clock:
    """Looks after every duty in its time, until it is stopped."""

    sessions: Sessions
    now: Callable[[], datetime]
    rang: Callable[[], None]
    """Called after a slice that may have left something to send."""
    timer: AsyncIOScheduler = field(default_factory=lambda: AsyncIOScheduler(timezone="UTC"))
    is_stopping: bool = False
    ticks: set["asyncio.Task[object]"] = field(default_factory=set)
    """At work, so that stopping lets them finish."""

    async def tick(self, entry: Entry) -> None:
        """Do a duty slice by slice until nothing of it is left; between two slices others have their turn."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine of APScheduler runs in a task
        self.ticks.add(task)
        task.add_done_callback(self.ticks.discard)
        while not self.is_stopping and await self._slice(entry):
            self.rang()
            await asyncio.sleep(0)

    def all_due(self) -> None:
        """Every duty is looked after now: the hour was moved on, and what it brought is not to wait for its turn."""
        for job in self.timer.get_jobs():
            job.modify(next_run_time=datetime.now().astimezone())

    async def _slice(self, entry: Entry) -> int:
        """One transaction; a failure is logged and tried again at the next tick."""
        try:
            async with self.sessions.begin() as db:
                return await entry.duty(db, self.now())
        except Exception:  # a job runner: one duty that fails must not end the clock
            log.exception("duty_failed", duty=entry.name)
            return 0


def start_clock(
    sessions: Sessions, now: Callable[[], datetime], rang: Callable[[], None], entries: Sequence[Entry] | None = None
) -> Clock:
    """Start ticking in the running loop. `entries`: by itself all of them."""
    clock = Clock(sessions, now, rang)
    for entry in ENTRIES if entries is None else entries:
        clock.timer.add_job(
            clock.tick,
            IntervalTrigger(seconds=entry.every),
            args=(entry,),
            id=entry.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # late is better than never; the library's own default is to skip
            next_run_time=datetime.now().astimezone(),
        )
    clock.timer.start()
    return clock


async def stop_clock(clock: Clock) -> None:
    """No new slice; those at work end first, as one that is cut off would only be done again."""
    clock.is_stopping = True
    clock.timer.pause()
    await asyncio.gather(*clock.ticks, return_exceptions=True)
    clock.timer.shutdown(wait=False)
