"""Reminding the units that have not answered, in one step and not too often."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import IndicatorReport
from bot.model.units import Unit
from bot.refusals import RemindedJustNow
from bot.services.audit import note
from bot.services.indicator_asking import owe_asking
from bot.services.indicators import Asked, about, stood_below
from bot.words.times import day_of

NUDGED = 10
"""Reminders that somebody asked for come behind those of the clock."""
REST = timedelta(hours=2)
"""Between two reminders that somebody asks for."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """How many units are reminded, and how many of them nobody can be told at."""

    units: int
    unreached: int


async def to_nudge(db: AsyncSession, asked: Asked, unit: Unit, now: datetime) -> list[IndicatorReport]:
    """The units at or below this one that have not answered, were asked, and not reminded just now; locked.

    Raises RemindedJustNow where all of them were.
    """
    report = IndicatorReport
    found = await db.scalars(
        select(report)
        .join(Unit, Unit.id == report.unit_id)
        .where(
            report.round_id == asked.round.id,
            stood_below(unit.id),
            report.answered_at.is_(None),
            or_(Unit.closed_on.is_(None), Unit.closed_on > day_of(now)),
        )
        .order_by(report.unit_id)
        .with_for_update(of=report)
        .execution_options(populate_existing=True)
    )
    silent = found.all()
    rested = [one for one in silent if one.nudged_at is None or one.nudged_at <= now - REST]
    if silent and not rested:
        raise RemindedJustNow(at=max(one.nudged_at for one in silent if one.nudged_at))
    return rested


async def nudge(db: AsyncSession, asked: Asked, unit: Unit, by: str, now: datetime) -> Nudge:
    """Remind those below a unit that have not answered. Of two at once the second is refused: RemindedJustNow."""
    silent = await to_nudge(db, asked, unit, now)
    for one in silent:
        one.nudges, one.nudged_at = one.nudges + 1, now
    reached = await owe_asking(db, asked.round, [(one.unit_id, NUDGED + one.nudges) for one in silent], now)
    if silent:
        note(db, by, "figures_nudged", about(asked.indicator.id), now, unit=unit.code, units=len(silent))
    await db.flush()
    return Nudge(len(silent), len(silent) - reached)
