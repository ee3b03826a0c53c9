"""Twelve months of a unit, and of each unit right below it: what was due, what was met, how many came."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among
from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit
from bot.reports.participation import days_of, stood_below
from bot.services.participation import COUNTS
from bot.services.rate import Counts

YEAR = 12
NOTHING = Counts()


@dataclass(frozen=True, slots=True)
class Month:
    """One month, `2026-12`: sum over sum (rule 11)."""

    month: str
    due: int = 0
    met: int = 0
    counts: Counts = NOTHING

    @property
    def has_not_met(self) -> bool:
        """It owed meetings and none was held: neither 0 % nor part of any rate (rule 12)."""
        return self.due > 0 and self.met == 0


@dataclass(frozen=True, slots=True)
class UnitMonths:
    """A unit over some months, the oldest first; none is left out."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    months: tuple[Month, ...]


@lru_cache(maxsize=64)
def months_to(last: str, count: int = YEAR) -> tuple[str, ...]:
    """So many months that end with this one, the oldest first."""
    end = int(last[:4]) * 12 + int(last[5:]) - 1
    return tuple(f"{one // 12:04}-{one % 12 + 1:02}" for one in range(end - count + 1, end + 1))


async def months_of_unit(
    db: AsyncSession, unit: Unit, last: str, kind: MeetingKind = MeetingKind.REGULAR, count: int = YEAR
) -> UnitMonths:
    """One query over the rows of the unit."""
    found = await _summed(db, Participation.unit_id == unit.id, months_to(last, count), kind)
    return _of(unit, found.get(unit.id, {}), months_to(last, count))


async def months_below(
    db: AsyncSession, unit: Unit, last: str, kind: MeetingKind = MeetingKind.REGULAR, count: int = YEAR
) -> list[UnitMonths]:
    """Each unit that stood right below, by name; one query for all of their months.

    Months in which a unit stood elsewhere are empty. A cell has nobody below it but its groups.
    """
    months = months_to(last, count)
    found = await _summed(db, Participation.under_id == unit.id, months, kind)
    ids = {*found, *await stood_below(db, unit, *days_of(months[0], months[-1]), kind)}
    columns = (Unit.id, Unit.code, Unit.name, Unit.kind, Unit.sort_key)
    units = await db.execute(select(*columns).where(Among(Unit.id, sorted(ids))))
    ordered = sorted(units, key=lambda one: (one.sort_key, one.id))
    return [_of(one, found.get(one.id, {}), months) for one in ordered]


async def _summed(
    db: AsyncSession, which: Any, months: Sequence[str], kind: MeetingKind
) -> Mapping[int, dict[str, Month]]:
    rows = await db.execute(
        select(Participation.unit_id, Participation.month, *(func.sum(getattr(Participation, one)) for one in COUNTS))
        .where(which, Participation.kind == kind, Participation.month.between(months[0], months[-1]))
        .group_by(Participation.unit_id, Participation.month)
    )
    found: defaultdict[int, dict[str, Month]] = defaultdict(dict)
    for unit_id, month, *sums in rows:
        due, met, *counts = map(int, sums)  # PostgreSQL adds up to Decimal
        found[unit_id][month] = Month(month, due, met, Counts(*counts))
    return found


def _of(unit: Any, found: Mapping[str, Month], months: Sequence[str]) -> UnitMonths:
    every = tuple(found.get(month) or Month(month) for month in months)
    return UnitMonths(unit.id, unit.code, unit.name, unit.kind in CELLS, every)
