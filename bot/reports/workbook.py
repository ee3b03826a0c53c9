"""The summary as a workbook: numbers stay numbers, and no text of people can start a formula."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from bot.reports.summary import Row, Summary
from bot.services.rate import Counts
from bot.words import report_words as words
from bot.words.times import local

HEAD = 4
"""The row of the column heads, counted from 0: above it stand the unit and the period."""
WIDTHS = (5, 40, 8, 8, 9, 9, 9, 9, 9, 12, 10, 6, 6, 6, 6, 30)
MET, DUE, EXPECTED, PRESENT, EXCUSED, UNEXCUSED, STRICT, ADJUSTED, TREND = range(2, 11)
GRADED = range(11, 15)
NOTE = 15
SUMMED = (*range(MET, STRICT), *GRADED)


class Formats(NamedTuple):
    """How cells look; every text is marked as text, so that not even an edit makes a formula of it."""

    title: Any
    head: Any
    text: Any
    count: Any
    rate: Any
    trend: Any
    total: Any
    total_rate: Any
    total_trend: Any
    plain: Any


def workbook_of(report: Summary, *, exporter: str, at: datetime) -> bytes:
    """An .xlsx of the unit's rows and their sum; the same bytes for the same report."""
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": words.HEADING, "created": local(at).replace(tzinfo=None)})
        page, formats = book.add_worksheet(words.SHEET), formats_of(book)
        _set_up(page)
        _write_heads(page, report, formats)
        for number, row in enumerate(report.rows, start=1):
            _write_row(page, HEAD + number, number, row, report, formats)
        last = HEAD + len(report.rows)
        _write_total(page, last + 1, report, formats)
        page.write_string(last + 3, 1, words.TABLE_NOTE, formats.plain)
        page.write_string(last + 4, 1, words.GRADES_NOTE, formats.plain)
        page.write_string(last + 5, 1, words.exported(exporter, at), formats.plain)
    return content.getvalue()


def formats_of(book: Workbook) -> Formats:
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    grid, bold = {"border": 1, "valign": "top"}, {"bold": True}
    rate, trend = {"num_format": "0.00", "align": "right"}, {"num_format": '+0.00;-0.00;"="', "align": "right"}
    return Formats(
        title=book.add_format(text | bold | {"font_size": 14}),
        head=book.add_format(text | grid | bold | {"text_wrap": True, "align": "center", "bg_color": "#E0E0E0"}),
        text=book.add_format(text | grid | {"text_wrap": True}),
        count=book.add_format(grid | {"num_format": "0"}),
        rate=book.add_format(grid | rate),
        trend=book.add_format(grid | trend),
        total=book.add_format(grid | bold | {"num_format": "0"}),
        total_rate=book.add_format(grid | bold | rate),
        total_trend=book.add_format(grid | bold | trend),
        plain=book.add_format(text),
    )


def _set_up(page: Any) -> None:
    """Its head stays in sight on the screen and comes again on every sheet of paper."""
    page.freeze_panes(HEAD + 1, 2)
    page.repeat_rows(HEAD)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)


def _write_heads(page: Any, report: Summary, formats: Formats) -> None:
    period = report.period
    page.write_string(0, 0, words.HEADING, formats.title)
    page.write_string(1, 0, report.own.name, formats.title)
    page.write_string(2, 0, words.about(report.kind.value, period.label, period.before.label), formats.plain)
    for column, head in enumerate(words.COLUMNS):
        page.write_string(HEAD, column, head, formats.head)


def _write_row(page: Any, at: int, number: int, row: Row, report: Summary, formats: Formats) -> None:
    page.write_number(at, 0, number, formats.count)
    page.write_string(at, 1, row.name, formats.text)
    for column, count in zip(SUMMED, _numbers(row), strict=True):
        page.write_number(at, column, count, formats.count)
    _write_rate(page, at, STRICT, row.counts.strict, formats.rate)
    _write_rate(page, at, ADJUSTED, row.counts.adjusted, formats.rate)
    _write_trend(page, at, row.trend, formats.trend)
    page.write_string(at, NOTE, _note(row, report), formats.text)


def _numbers(row: Row) -> Sequence[int]:
    counts = row.counts
    return row.met, row.due, counts.expected, counts.present, counts.excused, counts.unexcused, *row.grades


def _write_rate(page: Any, at: int, column: int, rate: str | None, look: Any) -> None:
    if rate is None:
        page.write_string(at, column, words.NOTHING, look)
    else:
        page.write_number(at, column, float(rate), look)


def _write_trend(page: Any, at: int, trend: int | None, look: Any) -> None:
    if trend is None:
        page.write_string(at, TREND, words.NOTHING, look)
    else:
        page.write_number(at, TREND, trend / 100, look)


def _note(row: Row, report: Summary) -> str:
    line = report.line
    below = [words.below(line.operator, line.percent)] * row.is_below
    return "; ".join(below + [words.not_met(row.not_met)] * (row.not_met > 0))


def _write_total(page: Any, at: int, report: Summary, formats: Formats) -> None:
    """Sums that follow when a number above is mended; what they come to now is kept beside, for phones."""
    rows = report.rows
    page.write_blank(at, 0, None, formats.total)
    page.write_string(at, 1, words.TOTAL, formats.total)
    for column, sums in zip(SUMMED, zip(*map(_numbers, rows), strict=True), strict=True):
        span = f"{xl_rowcol_to_cell(HEAD + 1, column)}:{xl_rowcol_to_cell(at - 1, column)}"
        page.write_formula(at, column, f"=SUM({span})", formats.total, sum(sums))
    _write_total_rates(page, at, sum((row.counts for row in rows), Counts()), formats)
    _write_trend(page, at, report.own.trend, formats.total_trend)
    page.write_string(at, NOTE, _note(report.own, report), formats.total)


def _write_total_rates(page: Any, at: int, counts: Counts, formats: Formats) -> None:
    """Sum over sum, with nothing to divide by as a dash (rules 9 and 11)."""
    expected, present, excused = (xl_rowcol_to_cell(at, column) for column in (EXPECTED, PRESENT, EXCUSED))
    for column, whole, rate in (
        (STRICT, expected, counts.strict),
        (ADJUSTED, f"({expected}-{excused})", counts.adjusted),
    ):
        formula = f'=IF({whole}=0,"{words.NOTHING}",ROUND(100*{present}/{whole},2))'
        now = words.NOTHING if rate is None else float(rate)
        page.write_formula(at, column, formula, formats.total_rate, now)
