"""Which rows belong to a unit or those below it: the same on both databases, also where one unit stands above all."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit, UnitKind, UnitParent
from bot.services.below import at_or_below, is_above_all
from bot.services.tree import add_unit


async def _codes(db: AsyncSession, unit: Unit) -> list[str]:
    """Of the units whose past is kept, by a column of another table."""
    is_its = await at_or_below(db, UnitParent.unit_id, unit)
    codes = select(Unit.code).join(UnitParent, UnitParent.unit_id == Unit.id)
    return sorted(await db.scalars(codes.where(is_its)))


async def test_the_unit_and_those_below_it_belong_to_it_and_no_others(each_db: AsyncSession) -> None:
    since = date(2026, 9, 1)
    province = await add_unit(each_db, "tinh", "Tỉnh ủy", UnitKind.PROVINCE, None, since)
    commune = await add_unit(each_db, "xa", "Đảng ủy xã", UnitKind.COMMUNE, province, since)
    await add_unit(each_db, "thon", "Thôn Một", UnitKind.CELL, commune, since)
    await add_unit(each_db, "xa-tay", "Đảng ủy xã Tây", UnitKind.COMMUNE, province, since)
    assert await is_above_all(each_db, province)
    assert await _codes(each_db, province) == ["thon", "tinh", "xa", "xa-tay"]
    assert await _codes(each_db, commune) == ["thon", "xa"]
    await add_unit(each_db, "tinh-hai", "Tỉnh ủy Hai", UnitKind.PROVINCE, None, since)
    assert not await is_above_all(each_db, province)
    assert await _codes(each_db, province) == ["thon", "tinh", "xa", "xa-tay"]
