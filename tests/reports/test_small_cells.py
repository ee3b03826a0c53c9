"""A file of counts names nobody: cells of fewer than five stand together, and no subtraction finds one of them."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from itertools import chain

import pytest
from openpyxl import load_workbook
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.members import Member, StatusKind
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.reports import public_table
from bot.reports.period import read_period
from bot.reports.recipes import prepared, recipe
from bot.reports.small_cells import without_small_cells
from bot.reports.summary import Summary, summary
from bot.reports.workbook import summary_table
from bot.services.moving import move_with_counts
from bot.services.participation import roll_up_all
from bot.services.party_groups import make_group, put_into
from bot.services.rate import Counts
from bot.services.retention import take_away
from bot.services.tree import add_unit
from tests import village
from tests.village import at

NOW = at(2026, 11, 25)
SINCE = date(2026, 1, 1)
NOVEMBER = read_period("m2026-11")


async def commune_of(db: AsyncSession, *sizes: int) -> Unit:
    """With cells of so many people, each met in November, and one of each cell stayed away."""
    commune = await village.commune(db)
    for number, size in enumerate(sizes):
        cell = await village.cell(db, commune, f"c{number}")
        await village.members(db, cell, size)
        await village.held(db, cell, at(2026, 11, 3, 19), unexcused=1)
    await roll_up_all(db, NOW)
    return commune


async def exported(db: AsyncSession, unit: Unit, now: datetime = NOW) -> Summary:
    return await without_small_cells(db, await summary(db, unit, NOVEMBER, now), now)


def shown(report: Summary) -> list[tuple[str, int, int]]:
    return [(row.name, row.counts.present, row.counts.expected) for row in report.rows]


@pytest.mark.parametrize(
    ("sizes", "lines"),
    [
        ((5, 9), [("Thôn c0", 4, 5), ("Thôn c1", 8, 9)]),
        ((9, 4, 3), [("Thôn c0", 8, 9), ("Các đơn vị nhỏ, gộp chung (2)", 5, 7)]),
        ((9, 4, 7), [("Thôn c0", 8, 9), ("Các đơn vị nhỏ, gộp chung (2)", 9, 11)]),
        ((9, 2, 2, 6), [("Thôn c0", 8, 9), ("Các đơn vị nhỏ, gộp chung (3)", 7, 10)]),
        ((4,), [("Thôn c0 (ít đảng viên, không nêu số)", 0, 0)]),
        ((2, 2), [(f"Thôn c{one} (ít đảng viên, không nêu số)", 0, 0) for one in (0, 1)]),
    ],
)
async def test_small_cells_stand_together(
    db: AsyncSession, sizes: tuple[int, ...], lines: list[tuple[str, int, int]]
) -> None:
    assert shown(await exported(db, await commune_of(db, *sizes))) == lines


async def test_the_total_stays_true_and_gives_no_cell_away(db: AsyncSession) -> None:
    report = await exported(db, await commune_of(db, 9, 4, 7))
    assert sum((row.counts for row in report.below), Counts()) == report.own.counts == Counts(20, 17, 0, 3)
    alone = await exported(db, await commune_of_another(db))
    assert alone.own.counts == Counts()


async def commune_of_another(db: AsyncSession) -> Unit:
    commune = await village.commune(db, "khac")
    cell = await village.cell(db, commune, "nho")
    await village.members(db, cell, 3)
    await village.held(db, cell, at(2026, 11, 3, 19), unexcused=1)
    await roll_up_all(db, NOW)
    return commune


async def test_a_committee_of_which_one_small_cell_alone_has_met_is_as_small(db: AsyncSession) -> None:
    province = await add_unit(db, "tinh", "Tỉnh ủy", UnitKind.PROVINCE, None, SINCE)
    large, small = await commune_of(db, 9, 8), await commune_of_another(db)
    for commune in (large, small):
        await move_with_counts(db, commune, province, SINCE, NOW)
    (line,) = shown(await exported(db, province))
    assert line == ("Các đơn vị nhỏ, gộp chung (2)", 17, 20)


async def test_what_is_left_out_is_empty_in_a_file_and_not_0(db: AsyncSession) -> None:
    report = await exported(db, await commune_of(db, 4))
    for table in (summary_table(report, exporter="Lê Thị Cúc", at=NOW), public_table.table_of(report, at=NOW)):
        assert table.total is None
        assert table.rows[0][2:6] == (1, 1, None, None)


async def test_groups_of_a_cell_are_small_units_as_well(db: AsyncSession) -> None:
    cell = await village.cell(db)
    people = await village.members(db, cell, 16)
    for name, some in (("Tổ 1", people[:3]), ("Tổ 2", people[3:7]), ("Tổ 3", people[7:])):
        group = await make_group(db, cell, name, "test", NOW)
        await put_into(db, cell, group, [one.id for one in some], "test", NOW)
        await village.held(db, group, at(2026, 11, 4, 19), MeetingKind.GROUP, unexcused=1)
    await roll_up_all(db, NOW)
    report = await without_small_cells(db, await summary(db, cell, NOVEMBER, NOW, MeetingKind.GROUP), NOW)
    assert shown(report) == [("Tổ đảng 3", 8, 9), ("Các đơn vị nhỏ, gộp chung (2)", 5, 7)]


async def test_whoever_need_not_come_to_a_congress_makes_no_cell_large(db: AsyncSession) -> None:
    commune = await village.commune(db)
    for code, expected, exempt in (("c0", 9, 0), ("c1", 3, 6), ("c2", 4, 0)):
        cell = await village.cell(db, commune, code)
        await village.members(db, cell, expected)
        for number in range(exempt):
            await village.member(db, cell, f"Bùi Văn Miễn {number}", StatusKind.EXEMPT)
        await village.held(db, cell, at(2026, 11, 4, 19), MeetingKind.CONGRESS)
    await roll_up_all(db, NOW)
    report = await without_small_cells(db, await summary(db, commune, NOVEMBER, NOW, MeetingKind.CONGRESS), NOW)
    assert shown(report) == [("Thôn c0", 9, 9), ("Các đơn vị nhỏ, gộp chung (2)", 7, 7)]


async def test_a_second_meeting_makes_no_cell_large(each_db: AsyncSession) -> None:
    commune = await commune_of(each_db, 9, 4, 8)
    small = (await summary(each_db, commune, NOVEMBER, NOW)).below[1]
    await village.held(each_db, await each_db.get_one(Unit, small.unit_id), at(2026, 11, 10, 19), unexcused=1)
    await roll_up_all(each_db, NOW)
    assert [name for name, *_ in shown(await exported(each_db, commune))][-1] == "Các đơn vị nhỏ, gộp chung (2)"


async def test_it_is_so_too_where_nobodys_name_is_kept_any_more(db: AsyncSession) -> None:
    commune, later = await commune_of(db, 9, 4, 8), at(2029, 3, 1)
    await take_away(db, later)
    assert shown(await exported(db, commune, later))[-1] == ("Các đơn vị nhỏ, gộp chung (2)", 10, 12)


async def test_the_committee_above_gets_the_file_so_and_the_cell_its_own_in_full(db: AsyncSession) -> None:
    commune = await commune_of(db, 9, 4, 7)
    small = await db.get_one(Unit, (await summary(db, commune, NOVEMBER, NOW)).below[1].unit_id)
    person = await village.member(db, small, "Lê Thị Cúc")
    await village.office(db, person, commune, Office.COMMUNE_COMMITTEE)
    assert "Thôn c1" not in await names_in_the_file(db, person.id, commune)
    assert any("không nêu số" in name for name in await names_in_the_file(db, person.id, small))
    await village.office(db, person, small, Office.SECRETARY)
    assert await names_in_the_file(db, person.id, small) == ["Thôn c1"]


async def names_in_the_file(db: AsyncSession, member_id: int, unit: Unit) -> list[str]:
    document = (await prepared(db, recipe("workbook", member_id, unit.id, NOVEMBER.as_value), NOW))()
    page = load_workbook(BytesIO(document.content)).active
    assert page is not None
    return [str(row[1]) for row in page.iter_rows(min_row=6, values_only=True) if isinstance(row[0], int)]


Held = Mapping[int, Mapping[str, int]]
"""By month how many were expected in each cell."""


async def over_months(db: AsyncSession, commune: Unit, held: Held, kind: MeetingKind = MeetingKind.REGULAR) -> None:
    """Members come and go from month to month, and one of each cell stays away."""
    cells = {code: await village.cell(db, commune, code) for code in sorted({*chain.from_iterable(held.values())})}
    people: dict[str, list[Member]] = {code: [] for code in cells}
    for month, sizes in held.items():
        for code, size in sizes.items():
            for one in people[code][size:]:
                (await village.place_of(db, one)).until_on = date(2026, month, 1)
            people[code] = people[code][:size] + await village.members(
                db, cells[code], max(0, size - len(people[code]))
            )
            await village.held(db, cells[code], at(2026, month, 3, 19), kind, unexcused=1)
    await roll_up_all(db, NOW)


async def lines_of(db: AsyncSession, unit: Unit, period: str, kind: MeetingKind = MeetingKind.REGULAR) -> set[str]:
    report = await without_small_cells(db, await summary(db, unit, read_period(period), NOW, kind), NOW)
    return {row.name for row in report.rows if row.counts.expected}


async def test_months_and_their_quarter_hide_the_same_cells(db: AsyncSession) -> None:
    """The quarter without two of its months told what the third had kept back."""
    commune = await village.commune(db, since=SINCE)
    await over_months(db, commune, {7: {"a": 4, "b": 8, "c": 6}, 8: {"a": 4, "b": 5, "c": 6}, 9: {"c": 6, "b": 5}})
    for period in ("m2026-07", "m2026-08", "q2026-3", "y2026"):
        assert await lines_of(db, commune, period) == {"Thôn c", "Các đơn vị nhỏ, gộp chung (2)"}
    assert await lines_of(db, commune, "m2026-09") == {"Thôn b", "Thôn c"}


async def test_the_level_above_hides_over_a_year_what_it_hides_of_a_month(db: AsyncSession) -> None:
    """Three times four is twelve, and still the same four: the district told what the commune had kept back."""
    district = await add_unit(db, "huyen", "Huyện ủy", UnitKind.DISTRICT, None, SINCE)
    small, large = await village.commune(db, "quan-su"), await village.commune(db, since=SINCE)
    await over_months(db, small, {month: {"co-quan": 4} for month in (3, 6, 9)}, MeetingKind.THEMATIC)
    await over_months(db, large, {month: {"a": 9, "b": 8} for month in (3, 6, 9)}, MeetingKind.THEMATIC)
    for commune in (small, large):
        await move_with_counts(db, commune, district, SINCE, NOW)
    for period in ("m2026-03", "y2026"):
        assert await lines_of(db, small, period, MeetingKind.THEMATIC) == set()
        assert await lines_of(db, district, period, MeetingKind.THEMATIC) == {"Các đơn vị nhỏ, gộp chung (2)"}
