"""What the workbooks are made with: three people, and the ways to put them on a page."""

from collections.abc import Callable, Iterable

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Row = list[object]
Make = Callable[[Workbook], None]
MADE: dict[str, Make] = {}

HEADER: Row = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    "Chi bộ",
    "Chức vụ",
    "Ngày vào Đảng",
    "Ngày chính thức",
    "SĐT",
    "Ghi chú",
]
AN: Row = [1, "Nguyễn Văn An", 1975, "Thôn Đoài", "Bí thư", "03/02/1999", "03/02/2000", "0900000001", None]
BINH: Row = [2, "Trần Thị Bình", 1980, "Thôn Đoài", None, "19/05/2004", "19/05/2005", "0900000002", None]
CUC: Row = [3, "Lê Kim Cúc", 1990, "Thôn Đông", "Bí thư", "02/09/2015", "02/09/2016", "0900000003", None]
PEOPLE = [AN, BINH, CUC]


def habit(make: Make) -> Make:
    MADE[make.__name__.replace("_", "-")] = make
    return make


def changed(row: Row, column: int, value: object) -> Row:
    return [*row[:column], value, *row[column + 1 :]]


def without(row: Row, *columns: int) -> Row:
    return [value for column, value in enumerate(row) if column not in columns]


def write(sheet: Worksheet, rows: Iterable[Row], start: int = 0) -> None:
    for number, row in enumerate(rows, start):
        for column, value in enumerate(row):
            _write(sheet, number, column, value)


def _write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def page(book: Workbook, rows: Iterable[Row], title: str = "Danh sách") -> Worksheet:
    sheet = book.add_worksheet(title)
    write(sheet, rows)
    return sheet
