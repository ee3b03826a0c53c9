"""Habits of the page: where the headings, the cells and the totals stand."""

from xlsxwriter import Workbook

from tests.rosters.paper import AN, BINH, CUC, HEADER, PEOPLE, Row, changed, habit, page, without, write


@habit
def plain(book: Workbook) -> None:
    page(book, [HEADER, *PEOPLE])


@habit
def title_rows(book: Workbook) -> None:
    above: list[Row] = [["ĐẢNG BỘ TỈNH PHÚ THỌ"], ["ĐẢNG ỦY XÃ SƠN ĐÔNG", *[None] * 4, "ĐẢNG CỘNG SẢN VIỆT NAM"], []]
    page(book, [*above, ["DANH SÁCH ĐẢNG VIÊN"], ["(Tính đến ngày 01/11/2026)"], [], HEADER, *PEOPLE])


@habit
def two_row_header(book: Workbook) -> None:
    sheet = book.add_worksheet("Danh sách")
    for column, text in ((0, "STT"), (1, "Họ và tên"), (4, "Chi bộ"), (7, "Điện thoại")):
        sheet.merge_range(0, column, 1, column, text)
    sheet.merge_range(0, 2, 0, 3, "Năm sinh")
    sheet.merge_range(0, 5, 0, 6, "Ngày vào Đảng")
    write(sheet, [[None, None, "Nam", "Nữ", None, "Dự bị", "Chính thức"]], 1)
    write(sheet, [[f"({number})" for number in range(1, 9)]], 2)
    write(sheet, [_by_sex(AN), _by_sex(BINH, is_male=False), _by_sex(CUC, is_male=False)], 3)


def _by_sex(row: Row, is_male: bool = True) -> Row:
    born = [row[2], None] if is_male else [None, row[2]]
    return [*row[:2], *born, row[3], *row[5:8]]


@habit
def two_row_header_unmerged(book: Workbook) -> None:
    first: Row = ["TT", "Họ và tên", "Năm sinh", None, "Chi bộ", "Ngày vào Đảng", None, "Điện thoại"]
    second: Row = [None, None, "Nam", "Nữ", None, "Dự bị", "Chính thức"]
    page(book, [first, second, _by_sex(AN), _by_sex(BINH, is_male=False), _by_sex(CUC, is_male=False)])


@habit
def total_line(book: Workbook) -> None:
    foot: list[Row] = [
        [None, "Tổng cộng: 3 đảng viên"],
        [None, "(Ấn định danh sách có 3 đồng chí)"],
        [None, None, None, None, None, "Sơn Đông, ngày 01 tháng 11 năm 2026"],
        [None, "NGƯỜI LẬP BIỂU", None, None, None, "T/M ĐẢNG ỦY"],
        [None, "Phạm Văn Dũng", None, None, None, "Hoàng Văn Giáp"],
    ]
    page(book, [HEADER, *PEOPLE, [], *foot])


@habit
def signatures_alone(book: Workbook) -> None:
    foot: list[Row] = [[None] * 7 + ["BÍ THƯ"], [], [None, "Phạm Văn Dũng", *[None] * 5, "Hoàng Văn Giáp"]]
    page(book, [HEADER, *PEOPLE, [4, None, None, "Thôn Đông"], [5], [], *foot])


@habit
def groups(book: Workbook) -> None:
    lines: list[Row] = [["A", "ĐẢNG VIÊN CHÍNH THỨC"], AN, BINH, ["B", "Đảng viên dự bị"], CUC]
    page(book, [HEADER, *lines])


@habit
def cells_first(book: Workbook) -> None:
    rows = [[row[3], row[1], row[2], *row[4:]] for row in (HEADER, *PEOPLE)]
    page(book, [*rows, ["Tổng cộng", 3]])


@habit
def family_named_total(book: Workbook) -> None:
    page(book, [HEADER, changed(AN, 1, "Tống Văn Cộng"), changed(BINH, 1, "Công Thị Tổng"), CUC])


@habit
def heading_rows(book: Workbook) -> None:
    """Merged, numbered, with a count, without the word: cells named between the people."""
    sheet = page(book, [without(HEADER, 3)])
    sheet.merge_range(1, 0, 1, 7, "I. CHI BỘ THÔN ĐOÀI (2 đảng viên)")
    write(sheet, [without(AN, 3), without(BINH, 3), ["Cộng", 2], ["II", "Chi bộ Thôn Đông: 1 đồng chí"]], 2)
    write(
        sheet, [without(CUC, 3), [None, "Trường Mầm non"], [1, "Vũ Thị Dung"], ["III", "Bách hóa"], [1, "Vũ Thị Én"]], 6
    )


@habit
def cells_merged_down(book: Workbook) -> None:
    sheet = page(book, [HEADER, changed(AN, 3, None), changed(BINH, 3, None), CUC, changed(CUC, 3, None)])
    write(sheet, [changed(changed(CUC, 1, "Đỗ Thị Hoa"), 3, "nt")], 4)
    sheet.merge_range(1, 3, 2, 3, "Chi bộ Thôn Đoài")


@habit
def several_sheets(book: Workbook) -> None:
    page(book, [["Số liệu tổng hợp"], ["Chi bộ", "Số đảng viên"], ["Thôn Đoài", 2]], "Tổng hợp")
    page(book, [without(HEADER, 3), *(without(row, 3) for row in (AN, BINH))], "Chi bộ Thôn Đoài")
    page(book, [without(HEADER, 3, 4), without(CUC, 3, 4)], "Thôn Đông")
    page(book, [HEADER, AN], "Nháp").hide()


@habit
def repeated_header(book: Workbook) -> None:
    page(
        book,
        [
            HEADER,
            AN,
            HEADER,
            BINH,
            [],
            ["STT", "Chi bộ", "Họ tên", "Sinh năm", "SĐT"],
            [3, "Thôn Đông", "Lê Kim Cúc", 1990, "0900000003"],
        ],
    )


@habit
def name_in_two_columns(book: Workbook) -> None:
    split = [[row[0], *str(row[1]).rsplit(" ", 1), *row[2:]] for row in PEOPLE]
    page(book, [["STT", "Họ đệm", "Tên", *HEADER[2:]], *split])


@habit
def name_under_one_heading(book: Workbook) -> None:
    sheet = page(book, [["STT", None, None, *HEADER[2:]]])
    sheet.merge_range(0, 1, 0, 2, "Họ và tên")
    write(sheet, [[row[0], *str(row[1]).rsplit(" ", 1), *row[2:]] for row in PEOPLE], 1)


@habit
def other_headings(book: Workbook) -> None:
    header: Row = ["TT", "Họ, chữ đệm và tên", "Ngày tháng năm sinh", "Sinh hoạt tại chi bộ", "Chức vụ Đảng",
                   "Ngày kết nạp", "Ngày công nhận chính thức", "Điện thoại di động", "Ghi chú"]  # fmt: skip
    page(book, [header, changed(AN, 2, "12/07/1975"), changed(BINH, 2, "1980"), changed(CUC, 2, "'90")])


@habit
def empty(book: Workbook) -> None:
    book.add_worksheet("Trang1")


@habit
def header_only(book: Workbook) -> None:
    page(book, [HEADER])


@habit
def one_cell_in_the_title(book: Workbook) -> None:
    rows = [without(row, 3) for row in (HEADER, AN, BINH)]
    page(book, [["ĐẢNG ỦY XÃ SƠN ĐÔNG\nCHI BỘ THÔN ĐOÀI"], ["DANH SÁCH ĐẢNG VIÊN"], *rows], "Sheet1")


@habit
def no_cell_anywhere(book: Workbook) -> None:
    page(book, [without(HEADER, 3), without(AN, 3)], "Sheet1")
