"""One unit in one round of a number: found again, with what its answer is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import Indicator, IndicatorPlan, IndicatorReport, IndicatorRound, IndicatorValue
from bot.model.units import Unit
from bot.refusals import NoSuchIndicator
from bot.words.times import at_local, day_of

SETTLED = timedelta(days=90)
"""So long after it was due an answer is given or corrected in the chat."""


@dataclass(frozen=True, slots=True)
class Report:
    """One unit in one round, and what its answer is held against."""

    row: IndicatorReport
    indicator: Indicator
    round: IndicatorRound
    unit: Unit
    planned: int | None
    last: tuple[int, ...] | None
    """What the unit answered last, in an earlier round."""
    last_on: date | None
    """When that round began."""
    last_year: tuple[int, ...] | None

    @property
    def parts(self) -> tuple[int, ...] | None:
        return tuple(self.row.parts) if self.row.parts is not None else None

    @property
    def is_late(self) -> bool:
        """Answered first after the day on which it was due."""
        return self.row.first_at is not None and self.row.first_at >= end_of(self.round.due_on)

    @property
    def is_corrected(self) -> bool:
        return self.row.revision > 1


def end_of(on: date) -> datetime:
    """The first moment that is too late for a day."""
    return at_local(on + timedelta(days=1), time())


async def report_of(db: AsyncSession, report_id: int, *, lock: bool = False) -> Report:
    """Raises NoSuchIndicator."""
    statement = select(IndicatorReport).where(IndicatorReport.id == report_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = await db.scalar(statement)
    if row is None:
        raise NoSuchIndicator(which=report_id)
    round_ = await db.get_one(IndicatorRound, row.round_id)
    indicator = await db.get_one(Indicator, round_.indicator_id)
    plan = await db.get(IndicatorPlan, (indicator.id, row.unit_id, round_.ends_on.year))
    earlier = await _earlier(db, indicator.id, row.unit_id, round_.starts_on)
    last = next(iter(earlier), None)
    return Report(
        row,
        indicator,
        round_,
        await db.get_one(Unit, row.unit_id),
        plan.planned if plan else None,
        last[1] if last else None,
        last[0] if last else None,
        dict(earlier).get(year_before(round_.starts_on)),
    )


async def own_report(db: AsyncSession, round_id: int, unit_id: int) -> IndicatorReport | None:
    """Where the unit itself was asked."""
    found: IndicatorReport | None = await db.scalar(
        select(IndicatorReport).where(IndicatorReport.round_id == round_id, IndicatorReport.unit_id == unit_id)
    )
    return found


async def has_reports(db: AsyncSession, unit_id: int) -> bool:
    """Whether a unit has ever been asked for a number."""
    found = select(IndicatorReport.id).where(IndicatorReport.unit_id == unit_id).limit(1)
    return await db.scalar(found) is not None


def year_before(on: date) -> date:
    """The first day of the same period a year before; what is asked once may have begun on 29 February."""
    return on.replace(year=on.year - 1) if (on.month, on.day) != (2, 29) else date(on.year - 1, 2, 28)


async def _earlier(
    db: AsyncSession, indicator_id: int, unit_id: int, starts_on: date
) -> list[tuple[date, tuple[int, ...]]]:
    """What the unit answered in earlier rounds, the newest first, by their first days."""
    found = await db.execute(
        select(IndicatorRound.starts_on, IndicatorReport.parts)
        .join(IndicatorReport, IndicatorReport.round_id == IndicatorRound.id)
        .where(
            IndicatorRound.indicator_id == indicator_id,
            IndicatorRound.starts_on < starts_on,
            IndicatorReport.unit_id == unit_id,
            IndicatorReport.answered_at.is_not(None),
        )
        .order_by(IndicatorRound.starts_on.desc())
        .limit(24)
    )
    return [(first, tuple(parts or ())) for first, parts in found]


class Open(NamedTuple):
    """A report that somebody may mean."""

    id: int
    unit_id: int
    round: IndicatorRound


async def reports_meant(db: AsyncSession, indicator_id: int, unit_ids: Sequence[int], now: datetime) -> list[Open]:
    """Of each unit the newest round, and older ones that it still has to answer: a late answer is of its own month."""
    found = await db.execute(
        select(IndicatorReport.id, IndicatorReport.unit_id, IndicatorReport.answered_at, IndicatorRound)
        .join(IndicatorRound, IndicatorRound.id == IndicatorReport.round_id)
        .where(IndicatorRound.indicator_id == indicator_id, IndicatorReport.unit_id.in_(unit_ids))
        .order_by(IndicatorReport.unit_id, IndicatorRound.starts_on.desc())
    )
    meant: list[Open] = []
    for report_id, unit_id, answered_at, round_ in found:
        is_newest = unit_id not in {one.unit_id for one in meant}
        if is_newest or (answered_at is None and round_.due_on >= day_of(now) - SETTLED):
            meant.append(Open(report_id, unit_id, round_))
    return meant


async def history_of(db: AsyncSession, report_id: int) -> Sequence[IndicatorValue]:
    """All that was ever answered, the oldest first."""
    found = await db.scalars(
        select(IndicatorValue).where(IndicatorValue.report_id == report_id).order_by(IndicatorValue.revision)
    )
    return found.all()
