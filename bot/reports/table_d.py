"""Table D of `domain` 10: a year month by month, each kind of meeting, and, in the own cell alone, who is flagged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.scores import Grade
from bot.model.units import Unit
from bot.reports.kinds import OfKind, by_kind
from bot.reports.months import YEAR, Month, months_of_unit
from bot.reports.period import Period
from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value, total_of
from bot.reports.small_cells import is_few
from bot.reports.summary import NOT_GRADED, months_begun
from bot.services.cell_persons import Flagged, flagged_in
from bot.services.rate import Counts, Line
from bot.services.scoring.grades import grades_of
from bot.services.unit_settings import settings_of
from bot.words import report_words
from bot.words import tables as words
from bot.words import warnings as flag_words
from bot.words.times import day_of, month_of
from bot.words.vi import KINDS

WIDTHS = (5, 10, 8, 8, 9, 9, 9, 9, 9, 9, 12, 6, 6, 6, 6, 30)
EXPECTED, PRESENT, EXCUSED, RATE, WANTED, ADJUSTED, GRADED, NOTE = 4, 5, 6, 8, 9, 10, range(11, 15), 15
SUMMED = (*range(2, 8), *GRADED)
SHARES = {RATE: Share(PRESENT, EXPECTED), ADJUSTED: Share(PRESENT, EXPECTED, EXCUSED)}


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the year with how its meetings were graded."""

    month: Month
    grades: tuple[int, ...] = NOT_GRADED
    is_hidden: bool = False
    """So few people that no number is given of them."""
    is_running: bool = False
    """The month is not over: who has not met still may."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """What table D says of a unit."""

    unit: str
    period: Period
    line: Line
    months: tuple[MonthLine, ...]
    kinds: tuple[OfKind, ...]
    flagged: Sequence[Flagged] | None = None
    """Who is to be looked after; None: whoever asks may not know."""

    @property
    def is_hidden(self) -> bool:
        return any(one.is_hidden for one in self.months)


async def year_table(
    db: AsyncSession, unit: Unit, period: Period, now: datetime, *, shows_small: bool = False
) -> YearTable:
    """Of the calendar year in which the period ends. `shows_small`: it stays in the cell that it is about."""
    found = await months_of_unit(db, unit, f"{period.last[:4]}-12", count=YEAR)
    _, last = months_begun(period, now)
    lines = [await _line(db, unit, one, now) for one in found.months if one.month <= last or one.due or one.met]
    kinds = await by_kind(db, unit, f"{period.last[:4]}-01", last)
    table = YearTable(unit.name, period, (await settings_of(db, unit)).line, tuple(lines), tuple(kinds))
    return table if shows_small else without_few(table, is_cell=unit.is_cell)


async def _line(db: AsyncSession, unit: Unit, month: Month, now: datetime) -> MonthLine:
    found = (await grades_of(db, [unit.id], month.month, month.month))[unit.id]
    return MonthLine(month, tuple(found[grade] for grade in Grade), is_running=month.month == month_of(day_of(now)))


async def with_flagged(
    db: AsyncSession, table: YearTable, cell: Unit, now: datetime, but: Sequence[int] = ()
) -> YearTable:
    """The same with who of the cell has reached an absence line; only for whoever leads it."""
    return replace(table, flagged=await flagged_in(db, cell, int(table.period.last[:4]), now, but=but))


def without_few(table: YearTable, *, is_cell: bool) -> YearTable:
    """Where so few met that a count could name one of them, none is given, nor the sum that would say it."""
    months = tuple(_emptied(one, is_cell=is_cell) for one in table.months)
    is_hidden = any(one.is_hidden for one in months)
    kinds = tuple(
        replace(one, counts=Counts()) if is_hidden or is_few(one.counts, one.met, is_cell=is_cell) else one
        for one in table.kinds
    )
    return replace(table, months=months, kinds=kinds)


def _emptied(one: MonthLine, *, is_cell: bool) -> MonthLine:
    if not is_few(one.month.counts, one.month.met, is_cell=is_cell):
        return one
    return MonthLine(replace(one.month, counts=Counts()), is_hidden=True, is_running=one.is_running)


# Written


def tables_of(found: YearTable, *, exporter: str | None, at: datetime) -> list[Table]:
    """The months, the kinds of meetings and, where whoever asks may know, who is flagged."""
    said = words.exported_by(exporter, at)
    flagged = [] if found.flagged is None else [_flags(found, found.flagged, said)]
    return [_months(found, said), _kinds(found, said), *flagged]


def _months(found: YearTable, said: str) -> Table:
    notes = [words.D_NOTE, *([words.TOO_SMALL_NOTE] if found.is_hidden else []), said]
    return Table(
        words.D_SHEET,
        (words.D_TITLE, found.unit, words.about(MeetingKind.REGULAR.value, found.period.label)),
        COLUMNS,
        tuple(_row(number, one, found.line) for number, one in enumerate(found.months, start=1)),
        None if found.is_hidden else total_of(COLUMNS, {1: words.TOTAL}),
        tuple(notes),
        Drawing(words.d_drawing(found.period.label), 1, (RATE, WANTED), are_lines=True),
    )


def _column(number: int, head: str, width: int) -> Column:
    look = Look.TEXT if number in {1, NOTE} else Look.RATE if number in {RATE, ADJUSTED} else Look.COUNT
    return Column(head, width, look, number in SUMMED, SHARES.get(number))


COLUMNS = tuple(
    _column(number, head, width) for number, (head, width) in enumerate(zip(words.D_COLUMNS, WIDTHS, strict=True))
)


def _row(number: int, one: MonthLine, line: Line) -> tuple[Value, ...]:
    month, counts = one.month, one.month.counts
    came = (counts.expected, counts.present, counts.excused, counts.unexcused)
    shown = (None,) * 4 if one.is_hidden else came
    grades = (None,) * len(one.grades) if one.is_hidden else one.grades
    rates = (counts.strict, line.percent, counts.adjusted)
    return (number, words.month_year(month.month), month.met, month.due, *shown, *rates, *grades, _note(one, line))


def _note(one: MonthLine, line: Line) -> str:
    month, counts = one.month, one.month.counts
    below = [report_words.below(line.operator, line.percent)] * (not line.is_met(counts.present, counts.expected))
    missed = max(0, month.due - month.met)
    said = report_words.not_met_yet if one.is_running else report_words.not_met
    return "; ".join(below + [said(missed)] * (missed > 0))


def _kinds(found: YearTable, said: str) -> Table:
    """A line for each kind, and no sum: their rates are never merged (rule 14)."""
    looks = (Look.COUNT, Look.TEXT, *[Look.COUNT] * 5, Look.RATE)
    columns = tuple(
        Column(head, width, look)
        for head, width, look in zip(words.KIND_COLUMNS, (5, 40, 10, 9, 9, 9, 9, 9), looks, strict=True)
    )
    titles = (words.D_TITLE, found.unit, found.period.label)
    rows = tuple(_kind(number, one) for number, one in enumerate(found.kinds, start=1))
    return Table(words.KIND_SHEET, titles, columns, rows, notes=(words.KIND_NOTE, said))


def _kind(number: int, one: OfKind) -> tuple[Value, ...]:
    counts = one.counts
    came = (counts.expected, counts.present, counts.excused, counts.unexcused)
    return (number, KINDS[one.kind.value], one.met, *(came if counts.expected else (None,) * 4), counts.strict)


def _flags(found: YearTable, flagged: Sequence[Flagged], said: str) -> Table:
    columns = tuple(
        Column(head, width, look)
        for head, width, look in zip(words.FLAG_COLUMNS, (5, 34, 90), (Look.COUNT, Look.TEXT, Look.TEXT), strict=True)
    )
    rows = tuple(
        (number, one.member.name, "; ".join(flag_words.line_said(line.line.value, line.days) for line in one.lines))
        for number, one in enumerate(flagged, start=1)
    )
    notes = (flag_words.HOW_COUNTED, flag_words.FLAGS_ONLY, said)
    return Table(words.FLAG_SHEET, (words.D_TITLE, found.unit, found.period.label), columns, rows, notes=notes)
