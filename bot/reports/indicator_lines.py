"""Every unit that was asked, as a file shows it; what leaves the house compares no cell so small as to name people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import FigureKind, Indicator
from bot.model.units import CELLS, Unit
from bot.reports.small_cells import FEWEST, TWO
from bot.services.indicator_sums import Row, Sums, Table, answers_below, is_late, names_of
from bot.services.indicators import Asked
from bot.words import report_words
from bot.words.indicator_sheet import speaks_of_people


@dataclass(frozen=True, slots=True)
class Line:
    """One unit that was asked, or several small ones together."""

    name: str
    under: str
    is_cell: bool
    parts: tuple[int, ...] | None
    planned: int | None
    answered_at: datetime | None
    is_late: bool = False
    is_corrected: bool = False


async def lines_below(db: AsyncSession, asked: Asked, unit: Unit, now: datetime) -> list[Line]:
    """In the order of the units above them, then by name."""
    answers = await answers_below(db, asked, unit, now)
    above = {one.unit_id: _above(one.path) for one in answers}
    names = await names_of(db, [*above, *(one for one in above.values() if one)])
    cells = set(await db.scalars(select(Unit.id).where(Unit.path.startswith(unit.path), Unit.kind.in_(CELLS))))
    lines = [
        Line(
            names[one.unit_id],
            names.get(above[one.unit_id], ""),
            one.unit_id in cells,
            one.parts,
            one.planned,
            one.answered_at,
            is_late(one, asked.round),
            one.revision > 1,
        )
        for one in answers
    ]
    return sorted(lines, key=lambda line: line.under)


def _above(path: str) -> int:
    line = path.strip("/").split("/")
    return int(line[-2]) if len(line) > 1 else 0


def without_small(lines: Sequence[Line], indicator: Indicator) -> list[Line]:
    """Where people are classed, cells with fewer than five of them stand together in one line.

    A single small one takes the next larger with it; where there is none, its numbers are left out.
    """
    small = _small(indicator, [(one.is_cell, one.parts) for one in lines])
    those = [one for place, one in enumerate(lines) if place in small]
    if not _hide_each_other(those):
        return [_left_out(one) if place in small else one for place, one in enumerate(lines)]
    return [*(one for place, one in enumerate(lines) if place not in small), _together(those)]


def table_without_small(table: Table, indicator: Indicator) -> Table:
    """The same of what a picture shows."""
    small = _small(indicator, [(row.is_cell, row.sums.parts) for row in table.below])
    those = [row for place, row in enumerate(table.below) if place in small]
    rest = tuple(row for place, row in enumerate(table.below) if place not in small)
    parts = [row.sums.parts or () for row in those]
    if len(those) < TWO or sum(map(sum, parts)) < FEWEST:
        left_out = (replace(row, name=report_words.too_small(row.name), sums=Sums(indicator.kind)) for row in those)
        return Table(table.own, (*rest, *left_out))
    added = tuple(map(sum, zip(*parts, strict=True)))
    asked, done = sum(row.sums.asked for row in those), sum(row.sums.answered for row in those)
    together = Row(0, report_words.small_cells(len(those)), False, Sums(indicator.kind, asked, done, added))
    return Table(table.own, (*rest, together))


def _small(indicator: Indicator, units: Sequence[tuple[bool, tuple[int, ...] | None]]) -> set[int]:
    """The places of those that are not shown by themselves, of units that are cells or not, with what they answered."""
    if indicator.kind is not FigureKind.CLASSES or not speaks_of_people(indicator.counted):
        return set()
    counted = sorted((not is_cell, sum(parts), place) for place, (is_cell, parts) in enumerate(units) if parts)
    small = [one for one in counted if not one[0] and one[1] < FEWEST]
    while small and len(small) < len(counted) and (len(small) < TWO or sum(one[1] for one in small) < FEWEST):
        small.append(counted[len(small)])
    return {place for *_, place in small}


def _hide_each_other(small: Sequence[Line]) -> bool:
    return len(small) >= TWO and sum(sum(one.parts or ()) for one in small) >= FEWEST


def _together(small: Sequence[Line]) -> Line:
    parts = tuple(map(sum, zip(*(one.parts or () for one in small), strict=True)))
    planned = [one.planned for one in small if one.planned is not None]
    name = report_words.small_cells(len(small))
    return Line(name, "", is_cell=False, parts=parts, planned=sum(planned) if planned else None, answered_at=None)


def _left_out(line: Line) -> Line:
    return replace(line, name=report_words.too_small(line.name), parts=None, planned=None)
