"""How far what is owed to many has come: counted, how fast it goes, and when it will be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, Step
from bot.model.notices import Attempt, AttemptOutcome, Notice
from bot.services.arrivals import Arrivals, arrivals
from bot.services.budgets import Budget, all_budgets, purse_of
from bot.services.ledger import Broadcast, Counts, broadcasts, spent, summed
from bot.services.notices import OPEN

LATELY = timedelta(seconds=10)
"""What left within it gives the pace."""
TO_ONE = (Step.REPLY, Step.TALLY, Step.PASSED_ON)
NOT_TO_PEOPLE = (*TO_ONE, Step.GROUP)
"""A group is nobody: what it is told has books of its own."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How it stands just now."""

    broadcasts: dict[Broadcast, Counts]
    due: int
    """Of those that wait: how many may leave by now."""
    per_second: float
    cost: int
    """Đồng for what has left."""
    ends_at: datetime | None
    """When the due ones will have left at this pace; None while nothing moves."""
    arrivals: Arrivals
    """What networks say of those that left, where they do."""
    budgets: Sequence[Budget] = ()
    """The limits that hold for short messages of these."""

    @property
    def counts(self) -> Counts:
        return summed(self.broadcasts.values())


async def progress_of(db: AsyncSession, meeting: Meeting, now: datetime) -> Progress:
    """All that was ever owed about a meeting."""
    found = await _progress(db, now, Notice.meeting_id == meeting.id, *_to_many())
    return replace(found, budgets=(await purse_of(db, [meeting.cell_id])).over(meeting.cell_id))


async def progress_about(db: AsyncSession, about: str, unit_id: int, now: datetime) -> Progress:
    """All that was ever owed about one thing that a unit has told to many, which is no meeting."""
    found = await _progress(db, now, Notice.about == about, *_to_many())
    return replace(found, budgets=(await purse_of(db, [unit_id])).over(unit_id))


async def progress(db: AsyncSession, now: datetime) -> Progress:
    """The broadcasts of which something may leave by now, as wholes."""
    moving = select(Notice.about).where(*_due(now)).distinct()
    found = await _progress(db, now, Notice.about.in_(moving), *_to_many())
    return replace(found, budgets=await all_budgets(db))


def _to_many() -> tuple[ColumnElement[bool], ...]:
    """About a meeting, or told at units: what goes to one person is no broadcast, nor is a group's notice."""
    to_many = Notice.meeting_id.is_not(None) | Notice.unit_id.is_not(None)
    return (to_many, Notice.step.not_in(NOT_TO_PEOPLE))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (*_to_many(), Notice.state.in_(OPEN), Notice.not_before <= now)


async def _progress(db: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> Progress:
    counts = await broadcasts(db, *which)
    due = await db.scalar(select(func.count()).select_from(Notice).where(*which, *_due(now))) or 0
    per_second = await _pace(db, *which) if due else 0.0
    ends_at = now + timedelta(seconds=due / per_second) if per_second else None
    return Progress(counts, due, per_second, await spent(db, *which), ends_at, await arrivals(db, *which))


async def _pace(db: AsyncSession, *which: ColumnElement[bool]) -> float:
    """Messages a second that were taken lately, by the real clock."""
    lately = datetime.now(UTC) - LATELY
    taken, since = (
        await db.execute(
            select(func.count(), func.min(Attempt.ended_at))
            .select_from(Attempt)
            .join(Notice, Notice.id == Attempt.notice_id)
            .where(Attempt.ended_at > lately, Attempt.outcome == AttemptOutcome.ACCEPTED, *which)
        )
    ).one()
    if since is None:
        return 0.0
    return float(taken / max((datetime.now(UTC) - since).total_seconds(), 1.0))
