"""Habits of the hand: how days, phones, notes and letters are written."""

import unicodedata
from collections.abc import Callable
from datetime import date

from xlsxwriter import Workbook

from tests.rosters.legacy import in_tcvn3, in_vni
from tests.rosters.paper import AN, BINH, CUC, HEADER, PEOPLE, Row, changed, habit, page, write


@habit
def excel_dates(book: Workbook) -> None:
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = page(book, [HEADER, AN, BINH, changed(CUC, 5, 42249)])
    sheet.write_datetime(1, 5, date(1999, 2, 3), day)
    sheet.write_datetime(1, 6, date(2000, 2, 3), day)
    sheet.write_number(2, 5, 38126, day)
    sheet.write_datetime(1, 2, date(1975, 7, 12), day)


@habit
def dates_as_text(book: Workbook) -> None:
    ways = ["3.2.1999", "3-2-1999", " 03 / 02 / 1999 ", "3/2/99", "ngày 3 tháng 2 năm 1999", "1999-02-03 00:00:00"]
    people = [
        [*changed(changed(AN, 1, f"Nguyễn Văn {name}"), 5, way)[:7]] for name, way in zip("ABCDEG", ways, strict=True)
    ]
    less = [
        [*changed(changed(BINH, 1, f"Trần Thị {name}"), 5, way)[:7]]
        for name, way in zip("AB", ["2/1999", 1999], strict=True)
    ]
    page(book, [HEADER[:7], *people, *less])


@habit
def impossible_dates(book: Workbook) -> None:
    page(book, [HEADER, changed(AN, 5, "31/02/2024"), changed(BINH, 6, "12/25/2004"), changed(CUC, 5, "năm ngoái")])


@habit
def phones(book: Workbook) -> None:
    ways: list[object] = [900000001, "0900.000.002", "+84 900 000 003", "01234000004", 841000005.0, "-", "không có"]
    page(
        book,
        [
            HEADER,
            *(
                [*AN[:1], f"Nguyễn Văn {name}", *AN[2:4], None, *AN[5:7], way]
                for name, way in zip("ABCDEGH", ways, strict=True)
            ),
        ],
    )


@habit
def bad_phones(book: Workbook) -> None:
    page(book, [HEADER, changed(AN, 7, "0900 000 00"), changed(BINH, 7, "0900000002 / 0900000003"), CUC])


@habit
def decomposed(book: Workbook) -> None:
    page(book, [[apart(value) for value in row] for row in (HEADER, *PEOPLE)])


def apart(value: object) -> object:
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


def _spelt(write_so: Callable[[str], str]) -> list[Row]:
    above: list[Row] = [["ĐẢNG ỦY XÃ SƠN ĐÔNG"], []]
    rows: list[Row] = [
        *above,
        HEADER,
        *PEOPLE,
        [4, "Vi Thị Én", 1942, "Thôn Ấm", None, "01/06/1970", "01/06/1971", None, "Miễn sinh hoạt từ 01/2025"],
    ]
    return [[write_so(value) if isinstance(value, str) else value for value in row] for row in rows]


@habit
def tcvn3(book: Workbook) -> None:
    page(book, _spelt(in_tcvn3))


@habit
def vni(book: Workbook) -> None:
    page(book, _spelt(in_vni))


@habit
def tcvn3_capitals(book: Workbook) -> None:
    """Names typed in small letters, in the font that shows capitals."""
    page(book, [HEADER, *(changed(row, 1, str(row[1]).lower()) for row in PEOPLE)])
    for row in (HEADER, *PEOPLE):
        write(
            book.worksheets()[0],
            [[in_tcvn3(v.lower()) if isinstance(v, str) else v for v in row]],
            [HEADER, *PEOPLE].index(row),
        )


@habit
def notes(book: Workbook) -> None:
    said = [
        "Miễn SHĐ đến hết năm 2026 theo QĐ số 12-QĐ/ĐU",
        "Đi làm ăn xa, chuyển SH tạm thời đến 30/6/2027",
        "Sinh hoạt tạm thời nơi khác đến",
        "Làm nhiệm vụ đặc biệt từ tháng 3/2026",
        "Đề nghị miễn sinh hoạt",
        "Huân chương kháng chiến",
    ]
    people = [
        changed(changed(changed(BINH, 1, f"Trần Thị {name}"), 7, None), 8, note)
        for name, note in zip("ABCDEG", said, strict=True)
    ]
    page(book, [HEADER, *people])


@habit
def crosses_for_exempt(book: Workbook) -> None:
    page(book, [[*HEADER, "Miễn sinh hoạt"], [*AN, "x"], [*BINH, "01/2025"], [*CUC, None]])


@habit
def odd(book: Workbook) -> None:
    """Nothing wrong, much to ask about."""
    rows = [
        changed(AN, 5, "03/02/1990"),
        changed(changed(BINH, 2, 1920), 7, "0900000001"),
        changed(CUC, 6, None),
        changed(changed(AN, 2, None), 7, "0900000009"),
        changed(changed(CUC, 1, "Hà Văn Khải"), 4, "Phó B.thư"),
    ]
    page(book, [HEADER, *rows])


@habit
def repeated_people(book: Workbook) -> None:
    page(book, [HEADER, AN, BINH, AN, changed(AN, 2, 1982)])


@habit
def bad_rows(book: Workbook) -> None:
    rows = [
        changed(AN, 1, None),
        changed(BINH, 1, "Trần Thị Bình 2"),
        changed(CUC, 3, None),
        changed(AN, 1, "<b>Nguyễn</b> Văn An"),
        changed(AN, 1, "Nguyễn " + "a" * 193),
        changed(AN, 2, 2090),
        changed(AN, 2, "không rõ năm"),
        CUC,
    ]
    page(book, [HEADER, *rows])


@habit
def formulas(book: Workbook) -> None:
    sheet = page(book, [HEADER, AN, BINH, CUC, changed(CUC, 1, '=HYPERLINK("http://x.example","a")')])
    sheet.write_formula(1, 7, "=1+1", value="0900000001")
    sheet.write_formula(2, 1, '=CONCATENATE("Trần"," Thị Bình")', value="Trần Thị Bình")
    sheet.write_formula(3, 0, "=A3+1", value=3)


@habit
def ignored_columns(book: Workbook) -> None:
    """All that may not be kept; the names of the columns are those of the official form."""
    more: Row = ["Số thẻ đảng viên", "Số CCCD", "Dân tộc", "Nơi ở hiện nay"]
    secret: Row = ["45.123456", "025075000001", "Kinh", "Số 9 ngõ Tối"]
    page(book, [[*HEADER, *more], [*changed(AN, 2, "12/07/1975"), *secret], [*changed(BINH, 7, "mất"), *secret]])


@habit
def marked(book: Workbook) -> None:
    page(book, [["TỐI MẬT"], HEADER, *PEOPLE])


@habit
def marked_in_a_running_head(book: Workbook) -> None:
    page(book, [HEADER, *PEOPLE]).set_header('&C&"Arial,Bold"TUYỆT MẬT')


@habit
def marked_in_tcvn3(book: Workbook) -> None:
    page(book, [[in_tcvn3("Tuyệt mật")], *_spelt(in_tcvn3)])


@habit
def stamped_in_tcvn3(book: Workbook) -> None:
    """The stamp alone is old, the list is not."""
    page(book, [[in_tcvn3("TUYỆT MẬT")], HEADER, *PEOPLE])


@habit
def named_like_a_mark(book: Workbook) -> None:
    page(book, [HEADER, changed(AN, 1, "Nguyễn Thị Mật"), BINH, CUC])
