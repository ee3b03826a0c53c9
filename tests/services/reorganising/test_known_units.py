"""The units that a form offers to choose from."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import UnitKind
from bot.services.reorganising.known_units import upper_units
from bot.services.tree import add_unit
from tests import village
from tests.village import at

TODAY = at(2026, 11, 25).date()


async def test_the_upper_ones_come_first_and_neither_the_closed_nor_groups(db: AsyncSession) -> None:
    top = await add_unit(db, "huyen", "Huyện ủy", UnitKind.DISTRICT, None, TODAY)
    communes = [await add_unit(db, code, code, UnitKind.COMMUNE, top, TODAY) for code in ("xa-b", "xa-a", "xa-cu")]
    communes[2].closed_on = TODAY
    cells = [await add_unit(db, f"thon-{one.code}", one.code, UnitKind.CELL, one, TODAY) for one in communes[:2]]
    await add_unit(db, "to", "Tổ", UnitKind.GROUP, cells[0], TODAY)
    await village.commune(db, "xa-khac")
    every = ["huyen", "xa-a", "xa-b", "thon-xa-a", "thon-xa-b"]
    assert [code for code, _ in await upper_units(db, top, 100)] == every
    assert [code for code, _ in await upper_units(db, top, 4)] == every[:4]
