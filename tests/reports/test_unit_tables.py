"""Tables A, B and D: every figure counted by hand for a small tree, and read back by another library."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind
from bot.refusals import TableTooLong
from bot.reports import table_a, table_b
from bot.reports.cells_then import cells_then
from bot.reports.sheet_files import written
from bot.reports.summary import summary
from bot.reports.table_a import cell_table
from bot.reports.unit_tables import TITLES, About, tables_of
from bot.services.moving import move_with_counts
from bot.services.participation import roll_up_all
from bot.services.rate import Counts
from bot.services.tree import add_unit, unit_of
from tests import village
from tests.reports.samples import added_up
from tests.reports.small_tree import NOVEMBER, NOW, YEAR, small_tree
from tests.reports.test_small_cells import commune_of, exported, shown
from tests.village import at

FIRST = 6
"""The row behind the heads, as people count them."""
EXPORTER = "Nguyễn Văn Xuất"


async def book_of(db: AsyncSession, name: str, unit: Unit, **how: Any) -> Workbook:
    """What the formulas come to."""
    return load_workbook(BytesIO(await content_of(db, name, unit, **how)), data_only=True)


async def content_of(db: AsyncSession, name: str, unit: Unit, **how: Any) -> bytes:
    about = About(unit, how.pop("period", NOVEMBER), EXPORTER, **how)
    return written(await tables_of(db, name, about, NOW), name, TITLES[name], "xlsx", NOW).content


def rows(page: Any, count: int) -> list[list[Any]]:
    return [[cell.value for cell in page[FIRST + number]] for number in range(count)]


# A


async def test_table_a_says_of_each_meeting_what_the_minutes_say(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = (await book_of(db, "a", tree.commune)).active
    bac, dong, tay, total = rows(page, 4)
    assert bac[:3] == [1, "Thôn Bắc", "11/2026"]
    assert (bac[13:18], bac[24]) == ([None, None, None, None, "—"], "chưa họp")
    assert dong[1:6] == ["Thôn Đông", "11/2026", "19:30 03/11/2026", "sinh hoạt thường kỳ", "trực tiếp"]
    assert dong[6:13] == [11, 11, 0, 1, 0, 0, 0]
    assert dong[13:18] == [10, 8, 1, 1, 80]
    assert dong[18:25] == [
        "Vũ Văn Trên, đảng ủy viên", 95, 7, "07-NQ/CB", "đã xong", "92/100, tốt", "dưới mức 95\u00a0%",
    ]  # fmt: skip
    assert tay[13:18] == [20, 17, 0, 3, 85]
    assert (tay[18:22], tay[22]) == ([None, None, None, None], "chưa xong")
    assert (total[1], total[6:18]) == ("Cộng", [31, 31, 0, 1, 0, 0, 0, 30, 25, 1, 4, 83.33])


async def test_table_a_of_a_district_says_where_each_cell_stands(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = (await book_of(db, "a", tree.district)).active
    names = [row[1] for row in rows(page, 6)]
    assert names == [
        "Chi bộ Trường học", "Thôn Bắc (Xã Một)", "Thôn Đông (Xã Một)", "Thôn Nam (Xã Hai)", "Thôn Tây (Xã Một)",
        "Cộng",
    ]  # fmt: skip
    assert rows(page, 6)[-1][13:18] == [50, 45, 1, 4, 90]


async def test_kinds_are_never_mixed(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = (await book_of(db, "a", tree.district, kind=MeetingKind.THEMATIC)).active
    only, total = rows(page, 2)
    assert (only[1], only[13:18]) == ("Chi bộ Trường học", [12, 10, 0, 2, 83.33])
    assert total[13:18] == [12, 10, 0, 2, 83.33]


async def test_nobody_of_a_cell_is_named(db: AsyncSession) -> None:
    tree = await small_tree(db)
    for name in ("a", "b", "d", "summary", "public"):
        said = text_of(await book_of(db, name, tree.district))
        assert "Trần Văn" not in said
        assert "Phạm Văn Miễn" not in said
        assert "Hà Văn Vắng" not in said


def text_of(book: Workbook) -> str:
    return "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)


async def test_sums_follow_heads_stay_and_a_chart_is_there(db: AsyncSession) -> None:
    tree = await small_tree(db)
    for name, formula in (("a", ("O9", "=SUM(O6:O8)")), ("b", ("H9", "=SUM(H6:H8)")), ("d", ("E17", "=SUM(E6:E16)"))):
        unit = tree.district if name == "b" else tree.commune
        page: Any = load_workbook(BytesIO(await content_of(db, name, unit))).worksheets[0]
        assert page[formula[0]].value == formula[1]
        assert (page.freeze_panes, page.print_title_rows) == ("C6", "$5:$5")
        assert len(page._charts) == 1
        assert f"Người xuất: {EXPORTER}. Lúc: Thứ Tư, 25/11/2026, 9 giờ." in text_of(await book_of(db, name, unit))


async def test_a_rate_is_a_formula_over_the_sums(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = load_workbook(BytesIO(await content_of(db, "a", tree.commune))).worksheets[0]
    assert page["R9"].value == '=IF(N9=0,"—",ROUND(100*O9/N9,2))'
    assert page["R7"].value == 80


async def test_a_cell_that_moves_takes_none_of_its_past_along(each_db: AsyncSession) -> None:
    tree = await small_tree(each_db)
    other = await unit_of(each_db, "xa2")
    await move_with_counts(each_db, tree.dong, other, at(2026, 11, 4).date(), NOW)
    await roll_up_all(each_db, NOW)
    here = await cell_table(each_db, tree.commune, NOVEMBER, NOW)
    there = await cell_table(each_db, other, NOVEMBER, NOW)
    assert [one.name for one in here.lines] == ["Thôn Bắc", "Thôn Đông", "Thôn Tây"]
    assert [one.name for one in there.lines] == ["Thôn Nam"]


async def test_a_table_that_no_office_opens_is_refused(db: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = await small_tree(db)
    monkeypatch.setattr(table_a, "MOST_CELLS", 3)
    monkeypatch.setattr(table_b, "MOST_CELLS", 3)
    for name in ("a", "b"):
        with pytest.raises(TableTooLong):
            await content_of(db, name, tree.district)


# Small cells


@pytest.mark.parametrize("sizes", [(9, 4, 3), (9, 4, 7), (9, 2, 2, 6), (5, 9), (4,), (2, 2)])
async def test_table_a_hides_just_the_cells_that_the_report_hides(db: AsyncSession, sizes: Sequence[int]) -> None:
    commune = await commune_of(db, *sizes)
    found = await cell_table(db, commune, NOVEMBER, NOW)
    table = [(one.name, one.counts.present, one.counts.expected) for one in found.lines]
    assert sorted(table) == sorted(shown(await exported(db, commune)))


async def test_what_is_hidden_cannot_be_told_from_the_total(db: AsyncSession) -> None:
    commune = await commune_of(db, 4)
    page = (await book_of(db, "a", commune)).active
    assert rows(page, 1)[0][13:18] == [None, None, None, None, "—"]
    assert "Cộng" not in text_of(await book_of(db, "a", commune))
    summed = text_of(await book_of(db, "b", commune))
    assert ("Cộng" in summed, "75" in summed) == (False, False)


@pytest.mark.parametrize(
    ("second", "shown_of_it"),
    [((3, 8), [("Các đơn vị nhỏ, gộp chung (2)", 11)]), ((3,), [("Thôn y0 (Xã Hai) (ít đảng viên, không nêu số)", 0)])],
)
async def test_small_cells_stand_with_their_own_neighbours(
    db: AsyncSession, second: Sequence[int], shown_of_it: list[tuple[str, int]]
) -> None:
    district = await add_unit(db, "bl", "Huyện ủy Bình Liêu", UnitKind.DISTRICT, None, at(2026, 11, 1).date())
    for letter, name, sizes in (("x", "Một", (9, 4, 7)), ("y", "Hai", second)):
        commune = await add_unit(db, letter, f"Đảng ủy xã {name}", UnitKind.COMMUNE, district, at(2026, 11, 1).date())
        for number, size in enumerate(sizes):
            cell = await village.cell(db, commune, f"{letter}{number}")
            await village.members(db, cell, size)
            await village.held(db, cell, at(2026, 11, 3, 19), unexcused=1)
    await added_up(db)
    found = await cell_table(db, district, NOVEMBER, NOW)
    assert [(one.name, one.counts.expected) for one in found.lines] == [
        ("Thôn x0 (Xã Một)", 9),
        ("Các đơn vị nhỏ, gộp chung (2)", 11),
        *shown_of_it,
    ]
    assert found.is_whole == (len(second) > 1), "a total would say what one line leaves out"


# B


async def test_table_b_sums_up_each_committee_below(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = (await book_of(db, "b", tree.district)).active
    hai, mot, own, total = rows(page, 4)
    assert mot[1:] == ["Đảng ủy xã Một", 3, 2, 1, "Thôn Bắc", 0, 30, 25, 83.33, 2, 4, 1, 0, 0, 0, 1]
    assert hai[1:] == ["Đảng ủy xã Hai", 1, 1, 0, None, 1, 8, 8, 100, 0, 0, 0, 0, 0, 0, 0]
    assert own[1:] == ["Các chi bộ trực thuộc", 1, 1, 0, None, 1, 12, 12, 100, 0, 0, 0, 0, 0, 0, 0]
    assert total[1:] == ["Cộng", 5, 4, 1, None, 2, 50, 45, 90, 2, 4, 1, 0, 0, 0, 1]


async def test_table_b_of_a_commune_of_cells_is_one_line(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = (await book_of(db, "b", tree.commune)).active
    only, total = rows(page, 2)
    assert only[1:5] == ["Đảng ủy xã Một", 3, 2, 1]
    assert total[2:5] == [3, 2, 1]


def test_a_line_of_few_people_stands_with_the_next_larger() -> None:
    few = table_b.SumLine("Các chi bộ trực thuộc", 3, 1, 1, (), 0, Counts(3, 2, 0, 1), 1, (0, 0, 0, 0), 0)
    more = table_b.SumLine("Đảng ủy xã Một", 9, 1, 1, (), 1, Counts(9, 9, 0, 0), 0, (1, 0, 0, 0), 1)
    large = table_b.SumLine("Đảng ủy xã Hai", 50, 2, 2, (), 0, Counts(50, 50, 0, 0), 0, (0, 2, 0, 0), 0)
    shown_lines = list(table_b.without_few([few, more, large]))
    assert [(one.name, one.counts) for one in shown_lines] == [
        ("Đảng ủy xã Hai", large.counts),
        ("Các đơn vị nhỏ, gộp chung (2)", Counts(12, 11, 0, 1)),
    ]
    (hidden,) = table_b.without_few([few])
    assert (hidden.counts, hidden.is_hidden) == (Counts(), True)


async def test_over_a_quarter_it_says_that_months_are_counted(db: AsyncSession) -> None:
    tree = await small_tree(db)
    said = text_of(await book_of(db, "b", tree.commune, period=YEAR))
    assert "Thôn Bắc (11/2026)" in said
    assert "mỗi chi bộ mỗi tháng một lượt" in said


async def test_tables_agree_with_the_report(db: AsyncSession) -> None:
    tree = await small_tree(db)
    report = await summary(db, tree.district, NOVEMBER, NOW)
    found = await table_b.sum_table(db, tree.district, NOVEMBER, NOW)
    assert sum((one.counts for one in found.lines), Counts()) == report.own.counts
    met, due = sum(one.met for one in found.lines), sum(one.due for one in found.lines)
    assert (met, due) == (report.own.met, report.own.due)


# D


async def test_table_d_goes_through_the_year(db: AsyncSession) -> None:
    tree = await small_tree(db)
    book = await book_of(db, "d", tree.commune, period=YEAR)
    page = book.worksheets[0]
    months = rows(page, 12)
    assert [row[1] for row in months[:2]] == ["01/2026", "02/2026"]
    assert months[0][2:11] == [0, 0, 0, 0, 0, 0, None, 95, "—"], "a line would fall to 0 at a dash"
    assert months[10][1:] == [
        "11/2026", 2, 3, 30, 25, 1, 4, 83.33, 95, 86.21, 1, 0, 0, 0, "dưới mức 95\u00a0%; đến nay chưa họp 1",
    ]  # fmt: skip
    assert months[11][1:11] == ["Cộng", 2, 3, 30, 25, 1, 4, 83.33, None, 86.21]
    assert book.sheetnames == ["D. Cả năm", "D. Loại họp"]


async def test_each_kind_of_meeting_has_its_own_line_and_no_sum(db: AsyncSession) -> None:
    tree = await small_tree(db)
    page = (await book_of(db, "d", tree.district, period=YEAR)).worksheets[1]
    assert rows(page, 2) == [
        [1, "sinh hoạt thường kỳ", 4, 50, 45, 1, 4, 90],
        [2, "sinh hoạt chuyên đề", 1, 12, 10, 0, 2, 83.33],
    ]
    assert "Cộng" not in "\n".join(str(cell.value) for row in page.iter_rows() for cell in row)


async def test_a_year_of_a_small_cell_gives_no_counts_to_those_above(db: AsyncSession) -> None:
    commune = await commune_of(db, 4)
    (cell,) = [one.cell for one in await cells_then(db, commune, "2026-11", "2026-11")]
    above = text_of(await book_of(db, "d", cell, period=YEAR))
    own = text_of(await book_of(db, "d", cell, period=YEAR, shows_small=True))
    assert ("75" in above, "75" in own) == (False, True)


# For everybody


async def test_the_public_table_names_no_person_not_even_who_made_it(db: AsyncSession) -> None:
    tree = await small_tree(db)
    book = await book_of(db, "public", tree.district)
    said = text_of(book)
    assert "ĐỂ CÔNG KHAI" in said
    assert EXPORTER not in said
    assert "Vũ Văn Trên" not in said
    assert rows(book.active, 4)[-1] == [None, "Cộng", 4, 5, 50, 45, 90]


async def test_the_public_table_hides_small_cells_from_their_own_leaders_too(db: AsyncSession) -> None:
    commune = await commune_of(db, 9, 4, 3)
    book = await book_of(db, "public", commune, shows_small=True)
    assert [row[1:] for row in rows(book.active, 2)] == [
        ["Thôn c0", 1, 1, 9, 8, 88.89],
        ["Các đơn vị nhỏ, gộp chung (2)", 2, 2, 7, 5, 71.43],
    ]
