"""A round as a workbook whose sums follow, and as a picture; cells so small as to name people stand together."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.indicators import FigureKind, Indicator
from bot.model.roles import Office
from bot.refusals import NoSuchIndicator, NotAllowed
from bot.reports.charts.drawing import SCALE
from bot.reports.charts.look import PADDING, WIDTH
from bot.reports.indicator_lines import Line, table_without_small, without_small
from bot.reports.indicator_workbook import workbook_of
from bot.reports.recipes import prepared, recipe
from bot.services.indicator_sums import Row, Sums, Table
from tests import village
from tests.indicator_place import ADMITTED, NOW, place_of

LINE = Line("Xã Một", "Huyện ủy", is_cell=False, parts=(40,), planned=60, answered_at=NOW)
GRADES = ["tốt", "khá"]


def sheet(indicator: Indicator, *lines: Line, values: bool = False) -> list[list[Any]]:
    content = workbook_of(indicator, ["Chỉ tiêu 3", "Huyện ủy"], lines, exporter="Lan", at=NOW)
    return [list(row) for row in load_workbook(BytesIO(content), data_only=values).worksheets[0].values][4:]


def indicator(kind: FigureKind = FigureKind.NUMBER, counted: str = "") -> Indicator:
    return Indicator(
        id=3, name="Kết nạp", kind=kind, counted=counted, classes=GRADES if kind is FigureKind.CLASSES else []
    )


def test_sums_are_formulas_and_what_is_missing_stays_empty() -> None:
    lines = (LINE, replace(LINE, name="Xã Hai", parts=(52,)), replace(LINE, name="Xã Ba", parts=None, planned=5))
    _, first, _, third, total, *_ = sheet(indicator(), *lines)
    assert first[:6] == [1, "Xã Một", "Huyện ủy", 40, 60, '=IF(OR(D6="",E6="",E6=0),"—",ROUND(100*D6/E6,2))']
    assert (third[3], third[7]) == (None, "chưa báo")
    assert total[3:6] == [
        "=SUM(D6:D8)",
        "=SUM(E6:E8)",
        '=IF(SUMIFS(E6:E8,D6:D8,"<>")=0,"—",ROUND(100*SUMIFS(D6:D8,E6:E8,"<>")/SUMIFS(E6:E8,D6:D8,"<>"),2))',
    ]
    assert sheet(indicator(), *lines, values=True)[4][3:6] == [92, 125, 76.67]


def test_classes_have_a_sum_of_their_own() -> None:
    heads, first, total, *_ = sheet(indicator(FigureKind.CLASSES), replace(LINE, parts=(206, 134), planned=None))
    assert heads[3:7] == ["tốt", "khá", "Cộng", "Kế hoạch"]
    assert first[3:7] == [206, 134, "=SUM(D6:E6)", None]
    assert total[3:6] == ["=SUM(D6:D6)", "=SUM(E6:E6)", "=SUM(F6:F6)"]


def test_no_text_of_people_starts_a_formula() -> None:
    content = workbook_of(indicator(), ["=1+1"], [replace(LINE, name="=1+1")], exporter="=1+1", at=NOW)
    page = load_workbook(BytesIO(content)).worksheets[0]
    assert [page["A1"].data_type, page["B6"].data_type] == ["s", "s"]
    assert page["B6"].quotePrefix


def test_small_cells_stand_together_where_people_are_classed() -> None:
    people = indicator(FigureKind.CLASSES, "đảng viên")
    cells = [replace(LINE, name=f"Thôn {n}", is_cell=True, parts=(n, 1), planned=None) for n in (2, 1, 9)]
    (large, together) = without_small(cells, people)
    assert (large.name, together.name, together.parts) == ("Thôn 9", "Các đơn vị nhỏ, gộp chung (2)", (3, 2))
    (alone,) = without_small(cells[:1], people)
    assert alone.parts is None
    assert without_small(cells, indicator(FigureKind.CLASSES, "tổ chức")) == cells
    rows = tuple(Row(n, f"Thôn {n}", True, Sums(FigureKind.CLASSES, 1, 1, (n, 1))) for n in (2, 1, 9))
    shown = table_without_small(Table(rows[0], rows), people)
    assert [row.sums.parts for row in shown.below] == [(9, 1), (3, 2)]


async def test_files_are_made_for_whoever_sees_counts_there(sqlite_db: AsyncSession) -> None:
    place = await place_of(sqlite_db, 2)
    asked = await place.asks(ADMITTED)
    own, other = place.communes
    commune = place.leaders[0].id
    assert (await prepared(sqlite_db, recipe("indicator_sheet", commune, asked.round.id, own.id), NOW))().name
    png = (await prepared(sqlite_db, recipe("indicator_picture", commune, asked.round.id, own.id, 9), NOW))()
    assert (png.name[-6:], int.from_bytes(png.content[16:20], "big")) == ("-1.png", (WIDTH + 2 * PADDING + 1) * SCALE)
    for name, unit, page in (("indicator_sheet", place.top, ()), ("indicator_picture", other, (1,))):
        with pytest.raises(NotAllowed):
            await prepared(sqlite_db, recipe(name, commune, asked.round.id, unit.id, *page), NOW)
    elsewhere = await village.commune(sqlite_db, "khac", date(2026, 1, 1))
    await village.office(sqlite_db, place.leaders[0], elsewhere, Office.OFFICE)
    with pytest.raises(NoSuchIndicator):
        await prepared(sqlite_db, recipe("indicator_sheet", commune, asked.round.id, elsewhere.id), NOW)
    await sqlite_db.flush()
    deeds = [one.deed for one in (await sqlite_db.run_sync(lambda db: db.query(AuditRow).all()))]
    assert deeds.count("exported") == 2
