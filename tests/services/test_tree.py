"""The tree of units, and who stood above whom on a day."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import UnitKind
from bot.refusals import BelowItself, CodeTaken, NoSuchUnit, NotACell, WrongCode
from bot.services.tree import (
    add_unit,
    ancestors_on,
    cell_of,
    children,
    find_unit,
    free_codes,
    lines_of_days,
    move_unit,
    subtree,
    unit_of,
)
from tests import village

SINCE = date(2026, 1, 1)


async def test_a_unit_is_found_by_its_code_in_either_case(db: AsyncSession) -> None:
    made = await village.commune(db)
    assert await unit_of(db, " XA ") is made


async def test_a_code_of_no_unit_is_refused(db: AsyncSession) -> None:
    for code in ("nowhere", "no\0where"):
        with pytest.raises(NoSuchUnit) as refusal:
            await unit_of(db, code)
        assert refusal.value.facts == {"code": code}


async def test_a_committee_is_no_cell(db: AsyncSession) -> None:
    await village.commune(db)
    with pytest.raises(NotACell):
        await cell_of(db, "xa")


@pytest.mark.parametrize("code", ["", "  ", "xã", "hai chữ", "a_b", "-a", "a--b", "x" * 65])
async def test_a_code_has_small_letters_digits_and_hyphens(db: AsyncSession, code: str) -> None:
    with pytest.raises(WrongCode):
        await add_unit(db, code, "Đảng ủy", UnitKind.COMMUNE, None, SINCE)


async def test_a_code_is_given_once(db: AsyncSession) -> None:
    await village.commune(db)
    with pytest.raises(CodeTaken):
        await village.commune(db, "XA")


async def test_the_path_leads_from_the_root_down(each_db: AsyncSession) -> None:
    top = await village.commune(each_db)
    cell = await village.cell(each_db, top)
    assert (top.path, cell.path) == (f"/{top.id}/", f"/{top.id}/{cell.id}/")
    assert [unit.id for unit in await subtree(each_db, top)] == [top.id, cell.id]


async def test_children_come_by_name(db: AsyncSession) -> None:
    top = await village.commune(db)
    for code in ("cau", "ao", "dinh"):
        await village.cell(db, top, code)
    assert [unit.code for unit in await children(db, top)] == ["ao", "cau", "dinh"]


async def test_a_free_code_is_the_name_without_its_place_word(db: AsyncSession) -> None:
    top = await village.commune(db)
    await village.cell(db, top, "xa-hong-sen")
    codes = await free_codes(db, top, ["Chi bộ Thôn Hồng Sen", "Thôn Đông", "Xóm Đông"])
    assert codes == ["xa-hong-sen-2", "xa-dong", "xa-dong-2"]


async def test_a_name_in_foreign_letters_still_gets_a_code(db: AsyncSession) -> None:
    (code,) = await free_codes(db, await village.commune(db), ["漢字"])
    assert await find_unit(db, code) is None
    assert code == "xa-chi-bo"


async def test_the_past_keeps_its_parents(each_db: AsyncSession) -> None:
    old, new = await village.commune(each_db, "cu"), await village.commune(each_db, "moi")
    cell = await village.cell(each_db, old)
    await move_unit(each_db, cell, new, date(2026, 7, 1))
    lines = [await ancestors_on(each_db, cell.id, day) for day in (date(2000, 1, 1), date(2026, 6, 30))]
    assert lines == [[cell.id, old.id]] * 2
    assert await ancestors_on(each_db, cell.id, date(2026, 7, 1)) == [cell.id, new.id]


async def test_what_stands_below_moves_along(db: AsyncSession) -> None:
    old, new = await village.commune(db, "cu"), await village.commune(db, "moi")
    between = await add_unit(db, "giua", "Đảng bộ", UnitKind.SUB_COMMITTEE, old, SINCE)
    cell = await village.cell(db, between)
    await move_unit(db, between, new, date(2026, 7, 1))
    assert cell.path == f"/{new.id}/{between.id}/{cell.id}/"
    assert [unit.id for unit in await subtree(db, old)] == [old.id]


async def test_nothing_stands_below_itself(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell = await village.cell(db, top)
    for under in (top, cell):
        with pytest.raises(BelowItself):
            await move_unit(db, top, under, date(2026, 7, 1))


async def test_moved_twice_on_one_day_the_last_move_holds(db: AsyncSession) -> None:
    a, b, c = [await village.commune(db, code) for code in "abc"]
    cell = await village.cell(db, a)
    for under in (b, c):
        await move_unit(db, cell, under, date(2026, 7, 1))
    assert await ancestors_on(db, cell.id, date(2026, 7, 1)) == [cell.id, c.id]
    assert await ancestors_on(db, cell.id, date(2026, 6, 30)) == [cell.id, a.id]


async def test_the_whole_past_read_at_once_says_the_same_of_every_day(each_db: AsyncSession) -> None:
    first, second = await village.commune(each_db, "xa"), await village.commune(each_db, "xa-hai")
    cell = await village.cell(each_db, first)
    await move_unit(each_db, cell, second, date(2026, 12, 1))
    await move_unit(each_db, cell, first, date(2027, 2, 1))
    line = await lines_of_days(each_db)
    for unit in (first, second, cell):
        for on in (date(2000, 1, 1), date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1)):
            assert line(unit.id, on) == await ancestors_on(each_db, unit.id, on)
