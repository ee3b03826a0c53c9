"""The units of one level below a unit over a period: those right below, or all of a kind however deep.

Read from the rows that are kept, as the tree was in each month. Where a list would be made of too many, there is none:
whoever asks goes down by a level first.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit, UnitKind
from bot.reports.participation import days_of, names_in, stood_below
from bot.reports.period import Period
from bot.reports.rows_below import MOST, kinds_at, rows_below
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


@dataclass
class _Sums:
    """What the rows of one unit come to."""

    last: tuple[str, int] = ("", 0)
    """The last month, and the unit above it then."""
    numbers: list[int] = field(default_factory=lambda: [0] * len(COUNTS))
    before: list[int] = field(default_factory=lambda: [0, 0])

    def add(self, month: str, under_id: int, numbers: Sequence[int], before: Sequence[int]) -> None:
        self.last = max(self.last, (month, under_id))
        self.numbers = [one + more for one, more in zip(self.numbers, numbers, strict=True)]
        self.before = [one + more for one, more in zip(self.before, before, strict=True)]


async def units_at(
    db: AsyncSession,
    unit: Unit,
    level: UnitKind | None,
    period: Period,
    now: datetime,
    kind: MeetingKind,
    line: Line,
    *,
    is_compared: bool = True,
) -> list[Placed] | None:
    """By name; None where they are too many. `is_compared`: with the change since the period before, twice the rows."""
    first, last = months_begun(period, now)
    since = period.before.first if is_compared else period.first
    sums = await (
        _deep(db, unit, level, since, period, last, kind) if level else _right_below(db, unit, period, last, kind)
    )
    if sums is None:
        return None
    ids = {unit_id for unit_id, one in sums.items() if any(one.numbers)}
    unders = {sums[one].last[1] for one in ids} if level else set()
    if not level:
        ids |= {*await stood_below(db, unit, *days_of(first, last), kind)}
    units = await units_named(db, ids | unders)
    names = await names_in(db, units, last)
    placed = [_placed(one, sums.get(one.id, _Sums()), names, line) for one in units if one.id in ids]
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
    sums: dict[int, _Sums] = defaultdict(_Sums)
    for unit_id, month, *numbers in found:
        sums[unit_id].add(month, unit.id, *_split(numbers))
    return dict(sums)


async def _deep(
    db: AsyncSession, unit: Unit, level: UnitKind, since: str, period: Period, last: str, kind: MeetingKind
) -> dict[int, _Sums] | None:
    kinds = kinds_at(level)
    rows = rows_below(unit, kinds, since, last, kind)
    found = await db.execute(
        select(rows.c.unit_id, rows.c.under_id, rows.c.unit_kind, func.max(rows.c.month), func.count())
        .add_columns(*_numbers(rows.c, period))
        .group_by(rows.c.unit_id, rows.c.under_id, rows.c.unit_kind)
    )
    sums: dict[int, _Sums] = defaultdict(_Sums)
    read = 0
    for unit_id, under_id, unit_kind, month, count, *numbers in found:
        read += count
        if unit_kind in kinds:
            sums[unit_id].add(month, under_id, *_split(numbers))
    return None if read > MOST else dict(sums)


def _numbers(rows: Any, period: Period) -> Iterable[Any]:
    """The counts of the period, then what was expected and came in the one before."""
    for name in COUNTS:
        yield func.sum(case((rows.month >= period.first, getattr(rows, name)), else_=0))
    for name in ("expected", "present"):
        yield func.sum(case((rows.month < period.first, getattr(rows, name)), else_=0))


def _split(numbers: Sequence[Any]) -> tuple[list[int], list[int]]:
    """SUM comes back as Decimal from PostgreSQL."""
    whole = [int(one) for one in numbers]
    return whole[: len(COUNTS)], whole[len(COUNTS) :]


def _placed(one: Any, sums: _Sums, names: dict[int, str], line: Line) -> Placed:
    due, met, *counted = sums.numbers
    counts = Counts(*counted)
    trend = trend_of(counts, Counts(*sums.before))
    is_below = not line.is_met(counts.present, counts.expected)
    row = Row(one.id, one.code, names[one.id], one.kind in CELLS, met, due, counts, trend, is_below)
    return Placed(row, names.get(sums.last[1], ""), one.sort_key)


def total_of(rows: Iterable[Row]) -> tuple[int, int, Counts]:
    """Met, due and counts of all together, sum over sum (rule 11)."""
    every = list(rows)
    return sum(one.met for one in every), sum(one.due for one in every), sum((one.counts for one in every), Counts())


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
