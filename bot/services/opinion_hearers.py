"""Who hears an opinion: the own cell, and where nobody does there, the nearest unit above that does."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Membership
from bot.model.opinions import Opinion, OpinionState
from bot.model.units import Unit
from bot.refusals import NobodyHears, NobodyHearsAbove, NoCellToHear
from bot.services.people import holds
from bot.services.permissions import Right, holders, holders_at
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Way:
    """Where what somebody says goes."""

    cell: Unit
    above: Unit | None
    """Who hears it in place of a cell where nobody does."""


async def way_of(db: AsyncSession, member_id: int, now: datetime) -> Way:
    """Raises NoCellToHear, or NobodyHears where nobody hears at the cell or above it."""
    cell = await cell_to_hear(db, member_id, now)
    if await hears(db, cell, now):
        return Way(cell, None)
    try:
        return Way(cell, await hears_above(db, cell, now))
    except NobodyHearsAbove:
        raise NobodyHears from None


async def cell_to_hear(db: AsyncSession, member_id: int, now: datetime) -> Unit:
    """The own cell, or the one that received somebody for a time; raises NoCellToHear."""
    found: Unit | None = await db.scalar(
        select(Unit)
        .join(Membership, Membership.unit_id == Unit.id)
        .where(Membership.member_id == member_id, holds(day_of(now)))
        .order_by(Membership.is_temporary, Membership.id)
        .limit(1)
    )
    if found is None:
        raise NoCellToHear
    return found


async def hears(db: AsyncSession, unit: Unit, now: datetime) -> bool:
    """Whether somebody hears opinions at this very unit."""
    return bool(await holders(db, unit, Right.HEAR_OPINIONS, day_of(now)))


async def hears_above(db: AsyncSession, unit: Unit, now: datetime) -> Unit:
    """The nearest unit above at which somebody hears opinions; raises NobodyHearsAbove."""
    ids = [int(part) for part in unit.path.strip("/").split("/")][:-1]
    held = await holders_at(db, ids, Right.HEAR_OPINIONS, day_of(now)) if ids else {}
    for unit_id in reversed(ids):
        above = await db.get(Unit, unit_id)
        if above is not None and above.closed_on is None and held[unit_id]:
            return above
    raise NobodyHearsAbove


async def asking(db: AsyncSession, row: Opinion, now: datetime) -> Opinion | None:
    """The row whose unit asks the sender of this one back: the cell's own, or the one above where nobody at the cell
    could answer for it."""
    if row.state is OpinionState.ASKED:
        return row
    above = await db.get_one(Opinion, row.into_id) if row.into_id is not None else None
    if above is None or above.state is not OpinionState.ASKED:
        return None
    return None if await hears(db, await db.get_one(Unit, row.unit_id), now) else above
