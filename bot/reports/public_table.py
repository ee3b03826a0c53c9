"""The table for everybody: how the units below came, small ones together; no name of a person, nobody who visited."""

from datetime import datetime

from bot.reports.sheet_shape import Column, Drawing, Look, Share, Table, Value, total_of
from bot.reports.summary import Row, Summary
from bot.words import report_words
from bot.words import tables as words

WIDTHS = (5, 44, 10, 10, 10, 10, 10)
NAME, EXPECTED, PRESENT, RATE = 1, 4, 5, 6
LOOKS = (Look.COUNT, Look.TEXT, *[Look.COUNT] * 4, Look.RATE)
COLUMNS = tuple(
    Column(head, width, look, number in range(2, RATE), Share(PRESENT, EXPECTED) if number == RATE else None)
    for number, (head, width, look) in enumerate(zip(words.PUBLIC_COLUMNS, WIDTHS, LOOKS, strict=True))
)


def table_of(report: Summary, *, at: datetime) -> Table:
    """Of a report without small cells; who exported it stands in the log and not here."""
    about = words.about(report.kind.value, report.period.label)
    return Table(
        words.PUBLIC_SHEET,
        (words.PUBLIC_MARK, report.own.name, about),
        COLUMNS,
        tuple(_row(number, row) for number, row in enumerate(report.rows, start=1)),
        None if report.own.is_hidden else total_of(COLUMNS, {NAME: words.TOTAL}),
        (report_words.TABLE_NOTE, words.TOO_SMALL_NOTE, words.exported_by(None, at)),
        Drawing(report_words.drawing(report.period.label), NAME, (RATE,)),
    )


def _row(number: int, row: Row) -> tuple[Value, ...]:
    counts = row.counts
    came = (None, None) if row.is_hidden else (counts.expected, counts.present)
    return (number, row.name, row.met, row.due, *came, counts.strict)
