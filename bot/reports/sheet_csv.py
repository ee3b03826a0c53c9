"""Tables as a .csv that opens by a double click where Excel speaks Vietnamese.

Between columns stands `;`: there a comma parts the decimals, so that Excel takes `;` for the end of a column and puts a
line with commas into one cell. The mark at its head says that it is UTF-8. No text of people can start a formula.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from bot.reports.sheet_shape import Column, Look, Table, Value
from bot.words.report_words import NOTHING

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Those of full width start a formula, too."""
BETWEEN = ";"
ENCODING = "utf-8-sig"


def csv_of(tables: Sequence[Table]) -> bytes:
    """The heads, the rows and the total of each, then what is noted; a table from the next by an empty line."""
    out = StringIO()
    writer = csv.writer(out, delimiter=BETWEEN, lineterminator="\r\n")
    for number, table in enumerate(tables):
        writer.writerows([[]] * (number > 0))
        writer.writerows(_lines(table))
    return out.getvalue().encode(ENCODING)


def _lines(table: Table) -> Iterable[Sequence[str]]:
    yield [one.head for one in table.columns]
    for row in table.rows:
        yield [_shown(column, value) for column, value in zip(table.columns, row, strict=True)]
    if table.total is not None:
        yield [_last(table, number, said) for number, said in enumerate(table.total)]
    yield []
    for text in (*table.titles, *table.notes):
        yield [harmless(text)]


def _shown(column: Column, value: Value) -> str:
    if column.look is Look.TEXT or (column.look is Look.COUNT and isinstance(value, str)):
        return harmless(str(value or ""))
    if column.look is Look.COUNT:
        return "" if value is None else str(value)
    if value is None:
        return NOTHING
    return _decimal(value if column.look is Look.RATE else _points(int(value)))


def _points(hundredths: int) -> str:
    """`-2.10`: a number, not a word."""
    whole, part = divmod(abs(hundredths), 100)
    return f"{'-' * (hundredths < 0)}{whole}.{part:02}"


def _decimal(value: Value) -> str:
    return str(value).replace(".", ",")


def _last(table: Table, number: int, said: Value) -> str:
    column = table.columns[number]
    if column.is_summed:
        return str(table.sum_of(number))
    if column.share is not None:
        rate = table.rate_of(column.share)
        return NOTHING if rate is None else _decimal(rate)
    return _shown(column, said)


def harmless(text: str) -> str:
    """One line, and with an apostrophe before it where a sheet would take it for a formula."""
    line = " ".join(text.splitlines())
    return f"'{line}" if text.startswith(STARTS) or line.lstrip().startswith(STARTS) else line
