"""A file of an office as rows: its headings found, in a workbook or as text with commas or semicolons."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from openpyxl.utils import get_column_letter

from bot.services.roster.records import UnreadableWorkbook
from bot.services.roster.workbook import Row, open_workbook

HEADER_WITHIN = 20
MOST_BYTES = 20_000_000
F = TypeVar("F", bound=StrEnum)


class BadCell(ValueError, Generic[F]):
    """A cell that cannot be taken: in which column, and why."""

    def __init__(self, where: F, reason: str) -> None:
        super().__init__(reason)
        self.where = where


@dataclass(frozen=True, slots=True)
class Bad:
    """Where it stands, and why it cannot be taken."""

    cell: str
    reason: str


def cell_at(column: int, row: int) -> str:
    """`C7`; columns are counted from 0, rows as people see them."""
    return f"{get_column_letter(column + 1)}{row}"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that came over a page: it is read in memory alone, and never touches a disk."""

    name: str
    content: bytes

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix


def table_in(
    path: Path | HandedIn,
    heading: Callable[[object], F | None],
    wanted: Sequence[F],
    columns_missing: Callable[[list[F]], str],
    no_file: str,
) -> tuple[Sequence[Row], dict[F, int]]:
    """The rows behind the headings, and the column of each field; raises UnreadableWorkbook, with these sentences."""
    missing: list[F] = [*wanted]
    for rows in _sheets(path, no_file):
        for index, row in enumerate(rows[:HEADER_WITHIN]):
            columns = _columns(row, heading)
            lacking = [one for one in wanted if one not in columns]
            if not lacking:
                return rows[index + 1 :], columns
            missing = min(missing, lacking, key=len)
    raise UnreadableWorkbook(columns_missing(missing))


def _columns(row: Row, heading: Callable[[object], F | None]) -> dict[F, int]:
    columns: dict[F, int] = {}
    for column, value in row.filled():
        if isinstance(value, str) and (one := heading(value)) is not None:
            columns.setdefault(one, column)
    return columns


def _sheets(path: Path | HandedIn, no_file: str) -> Iterator[Sequence[Row]]:
    if path.suffix.lower() == ".csv":
        yield _csv_rows(path, no_file)
        return
    for sheet in open_workbook(path.content if isinstance(path, HandedIn) else path, _silent).sheets:
        if not sheet.is_hidden:
            yield sheet.rows


def _silent(done: int, total: int) -> None:
    """Such a list is short."""


def _csv_rows(path: Path | HandedIn, no_file: str) -> list[Row]:
    """With commas or, as Vietnamese spreadsheets write it, with semicolons."""
    try:
        text = _bytes(path).decode("utf-8-sig").replace("\0", "")  # PostgreSQL keeps it in no text
        first = text.partition("\n")[0]
        apart = max(",;\t", key=first.count)
        found = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
        rows = [Row(number, tuple(cell.strip() or None for cell in cells)) for number, cells in enumerate(found, 1)]
    except (OSError, ValueError, csv.Error) as error:
        raise UnreadableWorkbook(no_file) from error
    return [row for row in rows if row.filled()]


def _bytes(path: Path | HandedIn) -> bytes:
    if isinstance(path, HandedIn):
        return path.content
    with path.open("rb") as file:
        return file.read(MOST_BYTES)
