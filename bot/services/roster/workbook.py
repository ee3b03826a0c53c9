"""A workbook on disk as plain rows: no formula is computed, no link followed, no style kept."""

import io
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import isfinite
from pathlib import Path
from typing import NamedTuple, cast

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from bot.services.roster.records import UnreadableWorkbook
from bot.services.roster.safety import MOST_BYTES, Part, inspect
from bot.words import roster_words as words

MOST_COLUMNS = 60
MOST_ROWS = 100_000
STEP = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A formula or an error: shown as it is written, never read."""

    text: str


Value = str | int | float | date | Spoilt | None


class Row(NamedTuple):
    """A row that is not empty: its number from 1, and its values from column A."""

    number: int
    values: tuple[Value, ...]

    def at(self, column: int) -> Value:
        return self.values[column] if column < len(self.values) else None

    def filled(self) -> list[tuple[int, Value]]:
        return [(column, value) for column, value in enumerate(self.values) if value is not None]


class Merge(NamedTuple):
    """Cells made one; rows from 1, columns from 0, all inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class RawSheet:
    """One sheet as it was written."""

    title: str
    is_hidden: bool
    rows: list[Row]
    merges: list[Merge]

    def width_at(self, row: int, column: int) -> int:
        """How many columns the cell was made to span."""
        return next((m.right - m.left + 1 for m in self._near(row) if (m.top, m.left) == (row, column)), 1)

    def filled_down(self, column: int) -> dict[int, Value]:
        """The value each row has in this column because cells were made one downwards."""
        numbers = [row.number for row in self.rows]
        fills: dict[int, Value] = {}
        bottom = 0
        for merge in self.merges:
            if merge.left == column and bottom < merge.top < merge.bottom:
                bottom = merge.bottom
                span = self.rows[bisect_left(numbers, merge.top) : bisect_right(numbers, bottom)]
                fills |= {row.number: span[0].at(column) for row in span}
        return fills

    def _near(self, row: int) -> Iterator[Merge]:
        for merge in self.merges[bisect_left(self.merges, (row,)) :]:
            if merge.top > row:
                return
            yield merge


@dataclass(frozen=True, slots=True)
class RawBook:
    """All sheets, and the text that stands outside their cells."""

    sheets: list[RawSheet]
    loose: list[str]


def open_workbook(file: Path | bytes, progress: Progress) -> RawBook:
    """Raises UnreadableWorkbook, and nothing else, for whatever the file may hold."""
    try:
        return _load(file if isinstance(file, bytes) else _bytes(file), progress)
    except UnreadableWorkbook:
        raise
    # A damaged package fails in zipfile, zlib, expat and openpyxl in dozens of ways, all one to people.
    except Exception as error:
        raise UnreadableWorkbook(words.BROKEN) from error


def _bytes(path: Path) -> bytes:
    """Read once, so that what was inspected is what is parsed."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableWorkbook(words.NO_FILE) from error
    if len(data) > MOST_BYTES:
        raise UnreadableWorkbook(words.TOO_BIG)
    return data


def _load(data: bytes, progress: Progress) -> RawBook:
    parts = inspect(data)
    total = sum(part.rows for part in parts.values())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it does not know
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        done = _Counter(total, progress)
        sheets = [_sheet(cast(ReadOnlyWorksheet, sheet), parts, done) for sheet in book.worksheets]
    return RawBook(sheets, [text for part in parts.values() for text in part.texts])


@dataclass(slots=True)
class _Counter:
    """Tells every few hundred rows how far the reading is."""

    total: int
    progress: Progress
    seen: int = 0
    kept: int = 0

    def row(self, is_kept: bool) -> None:
        self.seen += 1
        self.kept += is_kept
        if self.kept > MOST_ROWS:
            raise UnreadableWorkbook(words.TOO_MANY_ROWS)
        if self.seen % STEP == 0 and self.seen <= self.total:
            self.progress(self.seen, self.total)


def _sheet(sheet: ReadOnlyWorksheet, parts: dict[str, Part], counter: _Counter) -> RawSheet:
    sheet.reset_dimensions()  # programs write false ones
    part = parts.get(str(vars(sheet)["_worksheet_path"]), Part())
    rows = list(_rows(sheet, counter))
    merges = sorted(_merge(ref) for ref in part.merges)
    return RawSheet(sheet.title, sheet.sheet_state != "visible", rows, merges)


def _rows(sheet: ReadOnlyWorksheet, counter: _Counter) -> Iterator[Row]:
    for number, cells in enumerate(_all_cells(sheet), 1):
        values = [_value(cell.value, cell.data_type) if cell.value is not None else None for cell in cells]
        while values and values[-1] is None:
            values.pop()
        counter.row(is_kept=bool(values))
        if values:
            yield Row(number, tuple(values))


def _all_cells(sheet: ReadOnlyWorksheet) -> Iterator[tuple[ReadOnlyCell, ...]]:
    # The stubs know iter_rows of a worksheet in memory only.
    return cast(Iterator[tuple[ReadOnlyCell, ...]], cast(Worksheet, sheet).iter_rows(max_col=MOST_COLUMNS))


def _value(value: object, data_type: str) -> Value:
    if data_type in {"f", "e"}:
        return Spoilt(str(getattr(value, "text", value)))
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int | date):
        return value
    return str(value)


def _number(value: float) -> Value:
    """Programs write 1949 as 1949.0."""
    if not isfinite(value):
        return Spoilt(str(value))
    return int(value) if value.is_integer() else value


def _merge(reference: str) -> Merge:
    left, top, right, bottom = range_boundaries(reference)
    return Merge(top or 1, (left or 1) - 1, bottom or 1, (right or 1) - 1)
