"""Twelve months of each unit of one level below a unit, as the tree was in each of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import CTE, BigInteger, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Spaced
from bot.model.meetings import MeetingKind
from bot.model.units import CELLS, Unit, UnitKind
from bot.reports.months import Month, UnitMonths, months_below, months_to
from bot.reports.rows_below import MOST, is_too_long, kinds_at, rows_for
from bot.reports.unmet import units_named
from bot.services.participation import COUNTS
from bot.services.rate import Counts


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
    db: AsyncSession, unit: Unit, level: UnitKind | None, last: str, kind: MeetingKind, *, are_few: bool = False
) -> list[LevelMonths] | None:
    """The twelve that end with this one, by name of the unit; None where the units are too many.

    `are_few`: they are known to be few, and are not counted beforehand.
    """
    if not level:
        return [_known(one) for one in await months_below(db, unit, last, kind)]
    kinds = kinds_at(level)
    below = rows_for(db, unit, kinds, months_to(last)[0], last, kind, are_few=are_few)
    if not are_few and await is_too_long(db, below):
        return None
    rows: defaultdict[int, list[Any]] = defaultdict(list)
    found = (await db.execute(_of_each(below))).all()
    if sum(row.read for row in found) > MOST:  # of the committees between, nobody knows how many there were
        return None
    for row in found:
        rows[row.unit_id].append(row)
    above = {unit_id: max((one.last, one.under_id) for one in some)[1] for unit_id, some in rows.items()}
    units = {one.id: one for one in await units_named(db, {*rows, *above.values()})}
    named = sorted((units[one] for one in rows if units[one].kind in kinds), key=lambda one: (one.sort_key, one.id))
    return [_level_months(one, units[above[one.id]].name, rows[one.id], last) for one in named]


def _known(one: UnitMonths) -> LevelMonths:
    present, expected = (sum(getattr(month.counts, name) for month in one.months) for name in ("present", "expected"))
    return LevelMonths(one, "", present, expected, lambda: one)


def _level_months(unit: Any, under: str, rows: Sequence[Any], last: str) -> LevelMonths:
    present, expected = sum(row.present for row in rows), sum(row.expected for row in rows)
    return LevelMonths(unit, under, present, expected, partial(_made, unit, rows, last))


def _of_each(rows: CTE) -> Select[Any]:
    """A row for each unit and the one above it; its months, each with its counts, are one text."""
    written = Spaced(rows.c.month, *(rows.c[name] for name in COUNTS))
    expected, present = (func.sum(rows.c[name]).cast(BigInteger).label(name) for name in ("expected", "present"))
    return (
        select(rows.c.unit_id, rows.c.under_id, func.max(rows.c.month).label("last"))
        .add_columns(expected, present, func.count().label("read"))
        .add_columns(func.aggregate_strings(written, ";").label("months"))
        .group_by(rows.c.unit_id, rows.c.under_id)
    )


def _made(unit: Any, rows: Sequence[Any], last: str) -> UnitMonths:
    """A unit that moved within a month has a row under each that it stood under."""
    found: dict[str, Month] = {}
    for written in ";".join(row.months for row in rows).split(";"):
        month, *numbers = written.split()
        due, met, *counts = map(int, numbers)
        come = Month(month, due, met, Counts(*counts))
        found[month] = _together(found[month], come) if month in found else come
    every = tuple(found.get(month) or Month(month) for month in months_to(last))
    return UnitMonths(unit.id, unit.code, unit.name, unit.kind in CELLS, every)


def _together(one: Month, other: Month) -> Month:
    return Month(one.month, one.due + other.due, one.met + other.met, one.counts + other.counts)
