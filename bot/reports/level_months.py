"""Twelve months of each unit of one level below a unit, as the tree was in each of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import CELLS, Unit, UnitKind
from bot.reports.months import Month, UnitMonths, months_below, months_to
from bot.reports.rows_below import MOST, kinds_at, rows_below
from bot.reports.unmet import units_named
from bot.services.rate import Counts

UNDER, MONTH, EXPECTED, PRESENT = 1, 2, 5, 6
"""Places in a row of `rows_below`."""


@dataclass(frozen=True, slots=True)
class LevelMonths:
    """One unit over some months, still as rows: of many units only those that are shown are made into months."""

    unit: Any
    """Its id, code, name and kind."""
    under: str
    """The name of the unit above it in its last month, where that is not always the unit asked about."""
    present: int
    expected: int
    made: Callable[[], UnitMonths]


async def months_at(
    db: AsyncSession, unit: Unit, level: UnitKind | None, last: str, kind: MeetingKind
) -> list[LevelMonths] | None:
    """The twelve that end with this one, by name of the unit; None where the units are too many."""
    if not level:
        return [_known(one) for one in await months_below(db, unit, last, kind)]
    kinds = kinds_at(level)
    found = (await db.execute(select(rows_below(unit, kinds, months_to(last)[0], last, kind)))).all()
    if len(found) > MOST:
        return None
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    for row in found:
        if row[-1] in kinds:
            rows[row[0]].append(row)
    above = {unit_id: max(some, key=itemgetter(MONTH, UNDER))[UNDER] for unit_id, some in rows.items()}
    units = {one.id: one for one in await units_named(db, {*rows, *above.values()})}
    named = sorted((units[one] for one in rows), key=lambda one: (one.sort_key, one.id))
    return [_level_months(one, units[above[one.id]].name, rows[one.id], last) for one in named]


def _known(one: UnitMonths) -> LevelMonths:
    present, expected = (sum(getattr(month.counts, name) for month in one.months) for name in ("present", "expected"))
    return LevelMonths(one, "", present, expected, lambda: one)


def _level_months(unit: Any, under: str, rows: Sequence[Any], last: str) -> LevelMonths:
    present, expected = (sum(row[place] for row in rows) for place in (PRESENT, EXPECTED))
    return LevelMonths(unit, under, present, expected, partial(_made, unit, rows, last))


def _made(unit: Any, rows: Sequence[Any], last: str) -> UnitMonths:
    """A unit that moved within a month has a row under each that it stood under."""
    found: dict[str, Month] = {}
    for _, _, month, due, met, *counts, _ in rows:
        had = found.get(month, Month(month))
        found[month] = Month(month, had.due + due, had.met + met, had.counts + Counts(*counts))
    every = tuple(found.get(month, Month(month)) for month in months_to(last))
    return UnitMonths(unit.id, unit.code, unit.name, unit.kind in CELLS, every)
