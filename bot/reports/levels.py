"""The units of one level below a unit over a period: those right below, or all of a kind however deep.

Read from the rows that are kept, as the tree was in each month. Where a list would be made of too many, there is none:
whoever asks goes down by a level first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit, UnitKind
from bot.reports.participation import days_of, names_in, stood_below
from bot.reports.period import Period
from bot.reports.rows_below import MOST, is_too_long, kinds_at, rows_for
from bot.reports.summary import Row, months_begun
from bot.reports.unmet import units_named
from bot.services.participation import COUNTS
from bot.services.rate import Counts, Line, trend_of

LEVELS = tuple(kind for kind in UnitKind if kind not in {UnitKind.GROUP, UnitKind.GRASSROOTS_CELL})
"""A cell is one of the same level whether or not it is a grassroots organisation itself."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One unit over a period, and the name of the unit above it in the last of its months."""

    row: Row
    under: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is read."""

    is_compared: bool = True
    """With the change since the period before: twice the rows."""
    are_few: bool = False
    """So few rows are known to stand below that there cannot be too many."""


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the rows of one unit come to."""

    last: tuple[str, int]
    """The last month, and the unit above it then."""
    numbers: Sequence[int]
    """The counts of the period, then what was expected and came in the one before."""

    def __add__(self, other: "_Sums") -> "_Sums":
        numbers = [one + more for one, more in zip(self.numbers, other.numbers, strict=True)]
        return _Sums(max(self.last, other.last), numbers)


WHOLE = Extent()
NONE = _Sums(("", 0), (0,) * (len(COUNTS) + 2))


async def units_at(
    db: AsyncSession,
    unit: Unit,
    level: UnitKind | None,
    period: Period,
    now: datetime,
    kind: MeetingKind,
    line: Line,
    extent: Extent = WHOLE,
) -> list[Placed] | None:
    """By name; None where they are too many."""
    first, last = months_begun(period, now)
    since = period.before.first if extent.is_compared else period.first
    sums = await (
        _deep(db, unit, level, since, period, last, kind, are_few=extent.are_few)
        if level
        else _right_below(db, unit, period, last, kind)
    )
    if sums is None:
        return None
    ids = {unit_id for unit_id, one in sums.items() if any(one.numbers[: len(COUNTS)])}
    unders = {sums[one].last[1] for one in ids} if level else set()
    if not level:
        ids |= {*await stood_below(db, unit, *days_of(first, last), kind)}
    units = await units_named(db, ids | unders)
    names = await names_in(db, units, last)
    placed = [_placed(one, sums.get(one.id, NONE), names, line) for one in units if one.id in ids]
    return sorted(placed, key=lambda one: (one.sort_key, one.row.unit_id))


async def _right_below(
    db: AsyncSession, unit: Unit, period: Period, last: str, kind: MeetingKind
) -> dict[int, _Sums] | None:
    row = Participation
    found = await db.execute(
        select(row.unit_id, func.max(row.month), *_numbers(row, period))
        .where(row.under_id == unit.id, row.kind == kind, row.month.between(period.before.first, last))
        .group_by(row.unit_id)
    )
    return {unit_id: _Sums((month, unit.id), numbers) for unit_id, month, *numbers in found}


async def _deep(
    db: AsyncSession,
    unit: Unit,
    level: UnitKind,
    since: str,
    period: Period,
    last: str,
    kind: MeetingKind,
    *,
    are_few: bool,
) -> dict[int, _Sums] | None:
    kinds = kinds_at(level)
    rows = rows_for(db, unit, kinds, since, last, kind, are_few=are_few)
    if not are_few and await is_too_long(db, rows):
        return None
    found = await db.execute(
        select(rows.c.unit_id, rows.c.under_id, rows.c.unit_kind, func.max(rows.c.month), func.count())
        .add_columns(*_numbers(rows.c, period))
        .group_by(rows.c.unit_id, rows.c.under_id, rows.c.unit_kind)
    )
    sums: dict[int, _Sums] = {}
    read = 0
    for unit_id, under_id, unit_kind, month, count, *numbers in found:
        read += count
        if unit_kind in kinds:
            one = _Sums((month, under_id), numbers)
            sums[unit_id] = sums[unit_id] + one if unit_id in sums else one
    return None if read > MOST else sums


def _numbers(rows: Any, period: Period) -> Iterable[Any]:
    """Whole numbers: by itself SUM comes back as Decimal from PostgreSQL."""
    for name in COUNTS:
        yield func.sum(case((rows.month >= period.first, getattr(rows, name)), else_=0)).cast(BigInteger)
    for name in ("expected", "present"):
        yield func.sum(case((rows.month < period.first, getattr(rows, name)), else_=0)).cast(BigInteger)


def _placed(one: Any, sums: _Sums, names: dict[int, str], line: Line) -> Placed:
    due, met, expected, present, excused, unexcused, expected_before, present_before = sums.numbers
    counts = Counts(expected, present, excused, unexcused)
    trend = trend_of(counts, Counts(expected_before, present_before))
    is_below = not line.is_met(counts.present, counts.expected)
    row = Row(one.id, one.code, names[one.id], one.kind in CELLS, met, due, counts, trend, is_below)
    return Placed(row, names.get(sums.last[1], ""), one.sort_key)


def total_of(rows: Iterable[Row]) -> tuple[int, int, Counts]:
    """Met, due and counts of all together, sum over sum (rule 11)."""
    numbers = [
        (one.met, one.due, counts.expected, counts.present, counts.excused, counts.unexcused)
        for one in rows
        for counts in (one.counts,)
    ]
    met, due, *counted = map(sum, zip(*numbers, strict=True)) if numbers else (0, 0)
    return met, due, Counts(*counted)


async def levels_below(db: AsyncSession, unit: Unit) -> list[UnitKind]:
    """The levels that can be asked for, from the highest; none where only cells stand below.

    The first and the last unit of each kind are looked into and stand for all of it; a query for each level of trees.
    """
    known: set[UnitKind] = set()
    looked_into = [unit.id]
    while looked_into:
        found = await db.execute(
            select(Unit.kind, func.min(Unit.id), func.max(Unit.id))
            .where(Unit.parent_id.in_(looked_into), Unit.closed_on.is_(None), Unit.kind != UnitKind.GROUP)
            .group_by(Unit.kind)
        )
        some = {kind: {first, last} for kind, first, last in found}
        looked_into = [one for kind, ids in some.items() if kind not in {*CELLS, *known} for one in sorted(ids)]
        known |= some.keys()
    if known <= set(CELLS):
        return []
    return [kind for kind in LEVELS if kind in known or (kind is UnitKind.CELL and UnitKind.GRASSROOTS_CELL in known)]
