"""The summary as a workbook, opened by another library than wrote it."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from sqlalchemy.ext.asyncio import AsyncSession

from bot.reports.period import month_period
from bot.reports.summary import Summary, summary
from bot.reports.workbook import workbook_of
from bot.services.rate import Counts, Line
from bot.words import report_words as words
from tests.reports.samples import row, summary_of, three_cells
from tests.village import at

NOW = at(2026, 12, 3, 19, 30)
FIRST_ROW = 6
THREE = [row("Thôn A", 9, 10), row("Thôn B", 17, 20), row("Thôn C", 45, 60)]


def written(report: Summary) -> bytes:
    return workbook_of(report, exporter="Nguyễn Văn An", at=NOW)


def page_of(report: Summary, *, values: bool = True) -> Any:
    """The sheet: what formulas come to, or the formulas."""
    return load_workbook(BytesIO(written(report)), data_only=values).active


def cells(page: Any, at: int) -> list[Any]:
    return [cell.value for cell in page[at]]


async def test_the_worked_example_as_a_table(db: AsyncSession) -> None:
    now = at(2026, 11, 28)
    page = page_of(await summary(db, await three_cells(db), month_period(now.date()), now))
    assert [cells(page, at)[1:10] for at in range(FIRST_ROW, FIRST_ROW + 4)] == [
        ["Thôn a", 1, 1, 10, 9, 0, 1, 90, 90],
        ["Thôn b", 1, 1, 20, 17, 0, 3, 85, 85],
        ["Thôn c", 1, 1, 60, 45, 0, 15, 75, 75],
        ["Cộng", 3, 3, 90, 71, 0, 19, 78.89, 78.89],
    ]


def test_the_heading_says_what_it_is_about() -> None:
    page = page_of(summary_of(THREE))
    assert [page.cell(at, 1).value for at in (1, 2, 3)] == [
        "Tổng hợp tỷ lệ dự sinh hoạt",
        "Đảng ủy xã Suối Trong",
        "Sinh hoạt thường kỳ, quý IV/2026; so với quý III/2026",
    ]
    assert cells(page, FIRST_ROW - 1) == list(words.COLUMNS)


def test_the_head_stays_in_sight_and_comes_again_on_paper() -> None:
    page = page_of(summary_of(THREE))
    assert (page.freeze_panes, page.print_title_rows, page.page_setup.paperSize) == ("C6", "$5:$5", 9)


def test_the_sum_follows_the_rows() -> None:
    total = cells(page_of(summary_of(THREE), values=False), FIRST_ROW + 3)
    assert total[2] == "=SUM(C6:C8)"
    assert total[8] == '=IF(E9=0,"—",ROUND(100*F9/E9,2))'
    assert total[9] == '=IF((E9-G9)=0,"—",ROUND(100*F9/(E9-G9),2))'


def test_rates_are_numbers_with_two_places() -> None:
    strict = page_of(summary_of(THREE)).cell(FIRST_ROW, 9)
    assert (strict.value, strict.data_type, strict.number_format) == (90, "n", "0.00")


def test_excused_leave_the_second_rate_alone() -> None:
    page = page_of(summary_of([replace(row(), counts=Counts(25, 21, 3, 1))]))
    assert cells(page, FIRST_ROW)[4:10] == [25, 21, 3, 1, 84, 95.45]


def test_who_has_not_met_has_a_dash_and_not_zero_percent() -> None:
    page = page_of(summary_of([row(present=0, expected=0, met=0, due=2)]))
    assert cells(page, FIRST_ROW)[8:] == ["—", "—", "—", 0, 0, 0, 0, "chưa họp 2"]
    assert cells(page, FIRST_ROW + 1)[8:10] == ["—", "—"]


@pytest.mark.parametrize(
    ("line", "note"),
    [(Line(">=", 95), "dưới mức 95\u00a0%; chưa họp 1"), (Line(">", 90), "chưa vượt mức 90\u00a0%; chưa họp 1")],
)
def test_the_note_says_what_is_wrong(line: Line, note: str) -> None:
    page = page_of(summary_of([row(met=1, due=2)], line))
    assert cells(page, FIRST_ROW)[15] == note


def test_how_good_the_meetings_were_is_counted_and_summed() -> None:
    page = page_of(summary_of([replace(row(), grades=(3, 1, 0, 0)), replace(row("Thôn Tây"), grades=(1, 0, 0, 2))]))
    assert cells(page, FIRST_ROW - 1)[11:15] == ["Tốt", "Khá", "TB", "Kém"]
    assert [cells(page, at)[11:15] for at in (FIRST_ROW, FIRST_ROW + 2)] == [[3, 1, 0, 0], [4, 1, 0, 2]]


def test_the_trend_is_a_number_with_its_sign() -> None:
    trend = page_of(summary_of([replace(row(), trend=120)])).cell(FIRST_ROW, 11)
    assert (trend.value, trend.number_format) == (1.2, '+0.00;-0.00;"="')


@pytest.mark.parametrize("name", ["=1+1", "+84", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "http://x", "{=1}"])
def test_no_name_starts_a_formula_or_a_link(name: str) -> None:
    report = summary_of([row(name)])
    book = written(replace(report, own=replace(report.own, name=name)))
    page = load_workbook(BytesIO(book)).active
    assert page is not None
    for place in (page.cell(FIRST_ROW, 2), page.cell(2, 1)):
        assert (place.value, place.data_type, place.hyperlink) == (name, "s", None)
    sheet = ZipFile(BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<f>") == 12


def test_who_exported_it_and_when_stands_at_the_foot() -> None:
    page = page_of(summary_of(THREE))
    assert page.cell(page.max_row, 2).value == "Người xuất: Nguyễn Văn An. Lúc: Thứ Năm, 03/12/2026, 19 giờ 30."


def test_a_cell_alone_is_the_only_row() -> None:
    report = summary_of([])
    page = page_of(replace(report, own=row("Thôn Đông")))
    assert [cells(page, at)[1:6] for at in (FIRST_ROW, FIRST_ROW + 1)] == [
        ["Thôn Đông", 1, 1, 10, 9],
        ["Cộng", 1, 1, 10, 9],
    ]


def test_the_same_report_is_the_same_file() -> None:
    book = written(summary_of(THREE))
    assert book == written(summary_of(THREE))
    assert load_workbook(BytesIO(book)).properties.created == datetime(2026, 12, 3, 19, 30)  # noqa: DTZ001 - as Excel keeps it
