"""A file of residents as rows: its headings found, in a workbook or as text with commas or semicolons."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.services.roster.records import UnreadableWorkbook
from bot.services.roster.workbook import Row, open_workbook
from bot.words import resident_import as words
from bot.words.resident_import import Field

HEADER_WITHIN = 20
MOST_BYTES = 20_000_000
Columns = dict[Field, int]


def table_in(path: Path) -> tuple[Sequence[Row], Columns]:
    """The rows behind the headings; raises UnreadableWorkbook."""
    missing: list[Field] = [*words.WANTED]
    for rows in _sheets(path):
        for index, row in enumerate(rows[:HEADER_WITHIN]):
            columns = _columns(row)
            lacking = [one for one in words.WANTED if one not in columns]
            if not lacking:
                return rows[index + 1 :], columns
            missing = min(missing, lacking, key=len)
    raise UnreadableWorkbook(words.columns_missing(missing))


def _columns(row: Row) -> Columns:
    columns: Columns = {}
    for column, value in row.filled():
        if isinstance(value, str) and (one := words.heading(value)) is not None:
            columns.setdefault(one, column)
    return columns


def _sheets(path: Path) -> Iterator[Sequence[Row]]:
    if path.suffix.lower() == ".csv":
        yield _csv_rows(path)
        return
    for sheet in open_workbook(path, _silent).sheets:
        if not sheet.is_hidden:
            yield sheet.rows


def _silent(done: int, total: int) -> None:
    """A list of residents is short."""


def _csv_rows(path: Path) -> list[Row]:
    """With commas or, as Vietnamese spreadsheets write it, with semicolons."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES).decode("utf-8-sig")
        first = text.partition("\n")[0]
        apart = max(",;\t", key=first.count)
        found = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
        rows = [Row(number, tuple(cell.strip() or None for cell in cells)) for number, cells in enumerate(found, 1)]
    except (OSError, ValueError, csv.Error) as error:
        raise UnreadableWorkbook(words.NO_FILE) from error
    return [row for row in rows if row.filled()]
