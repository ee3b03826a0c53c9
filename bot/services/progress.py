"""How far what is owed to many has come: counted, how fast it goes, and when it will be done."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, Step
from bot.model.notices import Attempt, AttemptOutcome, Notice
from bot.services.ledger import Broadcast, Counts, broadcasts, summed
from bot.services.notices import OPEN

LATELY = timedelta(seconds=10)
"""What left within it gives the pace."""
TO_ONE = (Step.REPLY, Step.TALLY, Step.PASSED_ON)


@dataclass(frozen=True, slots=True)
class Progress:
    """How it stands just now."""

    broadcasts: dict[Broadcast, Counts]
    due: int
    """Of those that wait: how many may leave by now."""
    per_second: float
    ends_at: datetime | None
    """When the due ones will have left at this pace; None while nothing moves."""

    @property
    def counts(self) -> Counts:
        return summed(self.broadcasts.values())


async def progress_of(db: AsyncSession, meeting: Meeting, now: datetime) -> Progress:
    """All that was ever owed about a meeting."""
    return await _progress(db, now, Notice.meeting_id == meeting.id, *_to_many())


async def progress(db: AsyncSession, now: datetime) -> Progress:
    """The broadcasts of which something may leave by now, as wholes."""
    moving = select(Notice.about).where(*_due(now)).distinct()
    return await _progress(db, now, Notice.about.in_(moving), *_to_many())


def _to_many() -> tuple[ColumnElement[bool], ...]:
    """About a meeting: answers, tallies and words passed on to one person are no broadcasts."""
    return (Notice.meeting_id.is_not(None), Notice.step.not_in(TO_ONE))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (*_to_many(), Notice.state.in_(OPEN), Notice.not_before <= now)


async def _progress(db: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> Progress:
    counts = await broadcasts(db, *which)
    due = await db.scalar(select(func.count()).select_from(Notice).where(*which, *_due(now))) or 0
    per_second = await _pace(db, *which) if due else 0.0
    ends_at = now + timedelta(seconds=due / per_second) if per_second else None
    return Progress(counts, due, per_second, ends_at)


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
