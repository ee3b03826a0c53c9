"""Table B of `domain` 10: what the cells below a committee come to, a line for each committee right below it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.scores import Grade
from bot.model.units import Unit
from bot.refusals import TableTooLong
from bot.reports.cells_then import CellThen, cells_then
from bot.reports.held_meetings import Held, held_below, kinds_of
from bot.reports.period import Period
from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value, total_of
from bot.reports.small_cells import joined
from bot.reports.summary import NOT_GRADED, months_begun
from bot.reports.table_a import MOST_CELLS
from bot.reports.unmet import NotMet, not_met
from bot.services.rate import Counts, Line
from bot.services.unit_settings import settings_of
from bot.words import report_words
from bot.words import tables as words

THEMATIC = (MeetingKind.THEMATIC, MeetingKind.REGULAR_THEMATIC)
"""The second serves both duties (rule 13)."""
WIDTHS = (5, 36, 8, 8, 8, 40, 10, 9, 9, 9, 9, 9, 6, 6, 6, 6, 12)
NAME, UNMET, EXPECTED, PRESENT, RATE, UNEXCUSED, GRADED = 1, 5, 7, 8, 9, 11, range(12, 16)
SUMMED = (2, 3, 4, 6, EXPECTED, PRESENT, 10, UNEXCUSED, *GRADED, 16)


@dataclass(frozen=True, slots=True)
class SumLine:
    """What the cells of one unit come to."""

    name: str
    size: int
    """People expected at a meeting of each of its cells, together."""
    due: int
    met: int
    unmet: tuple[NotMet, ...]
    thematic: int
    counts: Counts
    below: int
    """Cells whose rate does not reach the line."""
    grades: tuple[int, ...]
    visited: int
    """Meetings at which somebody of the committee above was."""
    is_hidden: bool = False
    """So few people that no number is given of them."""


@dataclass(frozen=True, slots=True)
class SumTable:
    """What table B says of a unit: a line for each committee right below, one for its own cells together."""

    unit: str
    period: Period
    line: Line
    lines: tuple[SumLine, ...]


async def sum_table(
    db: AsyncSession, unit: Unit, period: Period, now: datetime, *, shows_small: bool = False
) -> SumTable:
    """Of the regular meetings of some months. `shows_small`: it stays in the cell that it is about.

    Raises TableTooLong.
    """
    months = months_begun(period, now)
    cells = await cells_then(db, unit, *months)
    if len(cells) > MOST_CELLS:
        raise TableTooLong(most=MOST_CELLS)
    thematic = await cells_then(db, unit, *months, MeetingKind.THEMATIC)
    regular = await held_below(db, unit, cells, *months, kinds_of(MeetingKind.REGULAR))
    themes = await held_below(db, unit, [*cells, *thematic], *months, THEMATIC)
    missed = await not_met(db, unit, period, now)
    line = (await settings_of(db, unit)).line
    names = await _names(db, unit, cells)
    seen = _Seen(names, cells, regular, themes, missed, line)
    lines = [seen.line_of(key) for key in names]
    return SumTable(unit.name, period, line, tuple(lines if shows_small else without_few(lines)))


async def _names(db: AsyncSession, unit: Unit, cells: Sequence[CellThen]) -> Mapping[int, str]:
    """By unit right below, in order; 0: its own cells together. A unit that has only cells is one line itself."""
    committees = {one.child_id for one in cells if one.child_id != one.cell.id}
    found = await db.scalars(select(Unit).where(Unit.id.in_(committees)).order_by(Unit.sort_key, Unit.id))
    names = {one.id: one.name for one in found}
    has_own = any(one.child_id == one.cell.id for one in cells)
    if not names:
        return {0: unit.name}
    return {**names, 0: words.OWN_CELLS} if has_own else names


class _Seen:
    """All that was read, by the line that it belongs to."""

    def __init__(
        self,
        names: Mapping[int, str],
        cells: Sequence[CellThen],
        regular: Sequence[Held],
        themes: Sequence[Held],
        missed: Sequence[NotMet],
        line: Line,
    ) -> None:
        self.names, self.wanted = names, line
        self.cells, self.missed = defaultdict[int, list[CellThen]](list), defaultdict[int, list[NotMet]](list)
        of_cell: dict[int, int] = {}
        for cell in cells:
            key = self._key(cell.child_id)
            of_cell[cell.cell.id] = key
            self.cells[key].append(cell)
        for one in missed:
            self.missed[of_cell.get(one.unit_id, 0)].append(one)
        self.themes = Counter(self._key(one.child_id) for one in themes)
        self.visited = Counter(self._key(one.child_id) for one in regular if one.upper)
        self.graded = Counter((self._key(one.child_id), one.score.grade) for one in regular if one.score)

    def _key(self, child_id: int) -> int:
        return child_id if child_id in self.names else 0

    def line_of(self, key: int) -> SumLine:
        cells = self.cells[key]
        counts = sum((one.counts for one in cells), Counts())
        below = sum(not self.wanted.is_met(one.counts.present, one.counts.expected) for one in cells)
        return SumLine(
            self.names[key],
            sum(one.size for one in cells),
            sum(one.due for one in cells),
            sum(one.met for one in cells),
            tuple(self.missed[key]),
            self.themes[key],
            counts,
            below,
            tuple(self.graded[key, grade] for grade in Grade),
            self.visited[key],
        )


def without_few(lines: Sequence[SumLine]) -> Iterable[SumLine]:
    """A line of so few that it could name somebody stands with the next larger; where there is none, empty."""
    few, is_enough = joined((one, one.size, True) for one in lines if one.counts.expected)
    if not few:
        return lines
    if not is_enough:
        return [_emptied(one) if one in few else one for one in lines]
    return [*(one for one in lines if one not in few), _together(few)]


def _emptied(line: SumLine) -> SumLine:
    name = report_words.too_small(line.name)
    return replace(line, name=name, counts=Counts(), below=0, grades=NOT_GRADED, visited=0, is_hidden=True)


def _together(some: Sequence[SumLine]) -> SumLine:
    counts = sum((one.counts for one in some), Counts())
    return SumLine(
        report_words.small_cells(len(some)),
        sum(one.size for one in some),
        sum(one.due for one in some),
        sum(one.met for one in some),
        tuple(missed for one in some for missed in one.unmet),
        sum(one.thematic for one in some),
        counts,
        sum(one.below for one in some),
        tuple(map(sum, zip(*(one.grades for one in some), strict=True))),
        sum(one.visited for one in some),
    )


# Written


def table_of(found: SumTable, *, exporter: str | None, at: datetime) -> Table:
    """As a sheet."""
    is_one_month = found.period.length == 1
    is_hidden = any(one.is_hidden for one in found.lines)
    notes = [*([] if is_one_month else [words.B_MONTHS]), words.B_NOTE, *([words.TOO_SMALL_NOTE] if is_hidden else [])]
    said = f"{words.about(MeetingKind.REGULAR.value, found.period.label)}; {report_words.line(*_wanted(found.line))}"
    return Table(
        words.B_SHEET,
        (words.B_TITLE, found.unit, said),
        COLUMNS,
        tuple(_row(number, one, is_one_month=is_one_month) for number, one in enumerate(found.lines, start=1)),
        None if is_hidden else total_of(COLUMNS, {NAME: words.TOTAL}),
        (*notes, words.exported_by(exporter, at)),
        Drawing(words.b_drawing(found.period.label), NAME, (RATE,)),
    )


def _wanted(line: Line) -> tuple[str, int]:
    return line.operator, line.percent


def _column(number: int, head: str, width: int) -> Column:
    look = Look.TEXT if number in {NAME, UNMET} else Look.RATE if number == RATE else Look.COUNT
    return Column(head, width, look, number in SUMMED, Share(PRESENT, EXPECTED) if number == RATE else None)


COLUMNS = tuple(
    _column(number, head, width) for number, (head, width) in enumerate(zip(words.B_COLUMNS, WIDTHS, strict=True))
)


def _row(number: int, one: SumLine, *, is_one_month: bool) -> tuple[Value, ...]:
    counts = one.counts
    missed = sum(len(cell.months) for cell in one.unmet)
    names = words.unmet_names([(cell.name, cell.months) for cell in one.unmet], is_one_month=is_one_month)
    known = (counts.expected, counts.present, counts.strict, one.below, counts.unexcused, *one.grades, one.visited)
    shown = (None,) * len(known) if one.is_hidden else known
    return (number, one.name, one.due, one.met, missed, names, one.thematic, *shown)
