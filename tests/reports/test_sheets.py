"""Tables as files: what people wrote starts no formula in any of them, and a .csv opens as it is in Viet Nam."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.reports.looks import LINE
from bot.reports.sheet_csv import STARTS, csv_of, harmless
from bot.reports.sheet_shape import Column, Look, Share, Table, total_of
from bot.reports.sheet_xlsx import HEAD, xlsx_of
from bot.reports.summary import Summary
from bot.reports.workbook import summary_table
from tests.reports.samples import row, summary_of
from tests.village import at

NOW = at(2026, 12, 3, 19, 30)
BEGINNINGS = st.sampled_from(["", " ", "=", "+", "-", "@", "\t", "\r", "\n", "=cmd|' /C calc'!A0", "＝1", "'", '"'])
WORDS = st.builds(
    lambda begin, rest: begin + rest,
    BEGINNINGS,
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=20),
)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def table(report: Summary) -> Table:
    return summary_table(report, exporter="Nguyễn Văn An", at=NOW)


def test_a_csv_says_its_letters_parts_columns_as_excel_here_does_and_decimals_too() -> None:
    content = csv_of([table(summary_of([replace(row("Thôn A", 17, 20), trend=-210)]))])
    assert content.startswith(b"\xef\xbb\xbf")
    heads, first, total, *_ = lines(content)
    assert heads[:4] == ["STT", "Đơn vị", "Đã họp", "Phải họp"]
    assert first[:11] == ["1", "Thôn A", "1", "1", "20", "17", "0", "3", "85,00", "85,00", "-2,10"]
    assert total[1:10] == ["Cộng", "1", "1", "20", "17", "0", "3", "85,00", "85,00"]
    assert b"\r\n" in content


def test_a_csv_says_who_exported_it_and_when() -> None:
    said = [line[0] for line in lines(csv_of([table(summary_of([row()]))])) if line]
    assert said[-1] == "Người xuất: Nguyễn Văn An. Lúc: Thứ Năm, 03/12/2026, 19 giờ 30."


def test_what_is_not_known_is_empty_and_no_nought() -> None:
    columns = (Column("A", 5, Look.TEXT), Column("B", 5, is_summed=True), Column("C", 5, Look.RATE, share=Share(1, 1)))
    known = Table("T", (), columns, (("x", None, None), ("y", 3, "100.00")), total_of(columns, {0: "Cộng"}))
    assert lines(csv_of([known]))[1:4] == [["x", "", "—"], ["y", "3", "100,00"], ["Cộng", "3", "100,00"]]
    page = load_workbook(BytesIO(xlsx_of([known], title="T", at=NOW)), data_only=True).active
    assert page is not None
    assert [cell.value for cell in page[6]] == ["x", None, "—"]


@given(WORDS)
def test_no_text_of_people_starts_a_formula_in_a_csv(name: str) -> None:
    report = summary_of([row(name)])
    content = csv_of([summary_table(replace(report, own=replace(report.own, name=name)), exporter=name, at=NOW)])
    numbers = {"-2,10"}
    for line in lines(content):
        for cell in line:
            assert cell in numbers or not cell.lstrip().startswith(STARTS), (name, cell)


@settings(max_examples=40)
@example("\r0")  # a chart of it could not be opened: the name was taken for a number
@given(WORDS)
def test_no_text_of_people_starts_a_formula_in_a_workbook(name: str) -> None:
    report = summary_of([row(name)])
    found = summary_table(replace(report, own=replace(report.own, name=name)), exporter=name, at=NOW)
    page = load_workbook(BytesIO(xlsx_of([found], title="T", at=NOW))).active
    assert page is not None
    for cells in page.iter_rows():
        for cell in cells:
            is_ours = str(cell.value).startswith(("=SUM(", "=IF("))
            assert cell.data_type != "f" or is_ours, (name, cell.value)
            assert cell.hyperlink is None
    assert page.cell(6, 2).quotePrefix or not name


LONG = "Trường Phổ thông dân tộc nội trú Trung học cơ sở và Trung học phổ thông huyện"


def test_a_row_is_as_high_as_its_words() -> None:
    """On paper the second line of a long name once lay over the unit below it, and half of the heads was cut off."""
    table = summary_table(summary_of([row(LONG), row("Thôn A")]), exporter="", at=NOW)
    page = load_workbook(BytesIO(xlsx_of([table], title="T", at=NOW))).active
    assert page is not None
    heads, long, short = (page.row_dimensions[HEAD + number].height for number in (1, 2, 3))
    assert (heads, long, short) == (3 * LINE, 2 * LINE, None)


def test_the_sum_of_what_nobody_knows_is_not_0() -> None:
    columns = (Column("Chi bộ", 20, Look.TEXT), Column("Dự bị", 8, is_summed=True), Column("Có mặt", 8, is_summed=True))
    table = Table("A", ("A",), columns, (("Thôn A", None, 7), ("Thôn B", None, 5)), ("Cộng", None, None))
    content = BytesIO(xlsx_of([table], title="T", at=NOW))
    formulas, values = (load_workbook(content, data_only=shows).active for shows in (False, True))
    assert formulas is not None
    assert values is not None
    assert [cell.value for cell in values[HEAD + 4]] == ["Cộng", None, 12]
    assert formulas.cell(HEAD + 4, 2).value == f'=IF(COUNT(B{HEAD + 2}:B{HEAD + 3})=0,"",SUM(B{HEAD + 2}:B{HEAD + 3}))'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("+84", "'+84"),
        ("Thôn A\r\n=2", "Thôn A =2"),
        ("a-b", "a-b"),
    ],
)
def test_an_apostrophe_stands_before_what_a_sheet_would_count(text: str, shown: str) -> None:
    assert harmless(text) == shown
