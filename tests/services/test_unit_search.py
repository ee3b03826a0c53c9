"""A unit is found by what people call it."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit, UnitKind
from bot.services.tree import add_unit
from bot.services.unit_search import units_named
from tests import village

SINCE = date(2026, 1, 1)


async def tree(db: AsyncSession) -> Unit:
    top = await add_unit(db, "hd", "Đảng ủy xã Húc Động", UnitKind.COMMUNE, None, SINCE)
    names = ("Chi bộ Thôn Đông", "Bản Đông", "Thôn Đông Hà", "Trạm y tế xã Húc Động", "Khu phố 2", "Khu phố 12", "100%")
    for number, name in enumerate(names):
        await add_unit(db, f"hd-{number}", name, UnitKind.CELL, top, SINCE)
    return top


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("thôn Đông", ["Chi bộ Thôn Đông"]),
        ("Ban Dong", ["Bản Đông"]),
        ("chi bộ thôn đông", ["Chi bộ Thôn Đông"]),
        ("đông", ["Bản Đông", "Chi bộ Thôn Đông"]),
        ("xóm đông hà", ["Thôn Đông Hà"]),
        ("hà", ["Thôn Đông Hà"]),
        ("Húc Động", ["Đảng ủy xã Húc Động"]),
        ("xã húc động", ["Đảng ủy xã Húc Động"]),
        ("xã", ["Đảng ủy xã Húc Động", "Trạm y tế xã Húc Động"]),
        ("y tế", ["Trạm y tế xã Húc Động"]),
        ("khu phố 2", ["Khu phố 2"]),
        ("2", ["Khu phố 2"]),
        ("100%", ["100%"]),
        ("%", []),
        ("đôn", []),
        ("", []),
    ],
)
async def test_what_people_say_and_what_is_found(db: AsyncSession, said: str, found: list[str]) -> None:
    assert [unit.name for unit in await units_named(db, [await tree(db)], said)] == found


async def test_only_open_units_below_the_given_ones(each_db: AsyncSession) -> None:
    top = await tree(each_db)
    other = await village.commune(each_db, "xa-khac")
    elsewhere = await village.cell(each_db, other, "dong")
    closed = (await units_named(each_db, [top], "thôn Đông Hà"))[0]
    closed.closed_on = date(2026, 10, 1)
    await each_db.flush()
    assert await units_named(each_db, [top], "đông hà") == []
    assert await units_named(each_db, [other], "đông") == [elsewhere]
    assert await units_named(each_db, [top, other], "thon dong") == [elsewhere]
    assert await units_named(each_db, [], "đông") == []
