"""Somebody who leads a party group and is written at the cell, as rosters of offices write it."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.party_groups import make_group, put_into
from tests import village
from tests.conftest import NOW


async def leads_group(db: AsyncSession, leader: Member, cell: Unit, *others: Member) -> Unit:
    """With these others in the group."""
    await village.office(db, leader, cell, Office.GROUP_LEADER)
    return await grouped(db, cell, "Tổ 1", leader, *others)


async def grouped(db: AsyncSession, cell: Unit, name: str, *people: Member) -> Unit:
    group = await make_group(db, cell, name, "test", NOW)
    await put_into(db, cell, group, [one.id for one in people], "test", NOW)
    return group
