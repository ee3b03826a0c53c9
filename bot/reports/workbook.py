"""The summary as a workbook or a .csv: a line for each unit below, the sums, how it was in the period before."""

from datetime import datetime

from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value, total_of
from bot.reports.sheet_xlsx import xlsx_of
from bot.reports.summary import Row, Summary
from bot.words import report_words as words

WIDTHS = (5, 40, 8, 8, 9, 9, 9, 9, 9, 12, 10, 6, 6, 6, 6, 30)
LOOKS = (Look.COUNT, Look.TEXT, *[Look.COUNT] * 6, Look.RATE, Look.RATE, Look.TREND, *[Look.COUNT] * 4, Look.TEXT)
EXPECTED, PRESENT, EXCUSED, STRICT, ADJUSTED, TREND, NOTE = 4, 5, 6, 8, 9, 10, 15
SUMMED = (*range(2, 8), *range(11, 15))
SHARES = {STRICT: Share(PRESENT, EXPECTED), ADJUSTED: Share(PRESENT, EXPECTED, EXCUSED)}
COLUMNS = tuple(
    Column(head, width, look, number in SUMMED, SHARES.get(number))
    for number, (head, width, look) in enumerate(zip(words.COLUMNS, WIDTHS, LOOKS, strict=True))
)


def workbook_of(report: Summary, *, exporter: str, at: datetime) -> bytes:
    """An .xlsx of the unit's rows and their sum; the same bytes for the same report."""
    return xlsx_of([summary_table(report, exporter=exporter, at=at)], title=words.HEADING, at=at)


def summary_table(report: Summary, *, exporter: str, at: datetime) -> Table:
    period = report.period
    about = words.about(report.kind.value, period.label, period.before.label)
    last = total_of(COLUMNS, {1: words.TOTAL, TREND: report.own.trend, NOTE: _note(report.own, report)})
    return Table(
        words.SHEET,
        (words.HEADING, report.own.name, about),
        COLUMNS,
        tuple(_row(number, row, report) for number, row in enumerate(report.rows, start=1)),
        None if report.own.is_hidden else last,
        (words.TABLE_NOTE, words.GRADES_NOTE, words.exported(exporter, at)),
        Drawing(words.drawing(period.label), 1, (STRICT,)),
    )


def _row(number: int, row: Row, report: Summary) -> tuple[Value, ...]:
    counts = row.counts
    came = (counts.expected, counts.present, counts.excused, counts.unexcused)
    shown = (None,) * len(came) if row.is_hidden else came
    grades = (None,) * len(row.grades) if row.is_hidden else row.grades
    rates = (counts.strict, counts.adjusted, row.trend)
    return (number, row.name, row.met, row.due, *shown, *rates, *grades, _note(row, report))


def _note(row: Row, report: Summary) -> str:
    line = report.line
    below = [words.below(line.operator, line.percent)] * row.is_below
    return "; ".join(below + [words.not_met(row.not_met)] * (row.not_met > 0))
