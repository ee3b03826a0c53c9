"""Units that a form offers to choose from: the upper ones of a subtree."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import CELLS, Unit, UnitKind


async def upper_units(db: AsyncSession, unit: Unit, most: int) -> list[tuple[str, str]]:
    """Code and name of the unit and of the open ones below it, level by level, each level by name.

    A query for each level, as far as so many are found: a whole country need not be put in order for that.
    """
    found, above = [(unit.code, unit.name)], [unit.id]
    while above and len(found) < most:
        level = await db.execute(
            select(Unit.id, Unit.code, Unit.name, Unit.kind)
            .where(Unit.parent_id.in_(above), Unit.closed_on.is_(None), Unit.kind != UnitKind.GROUP)
            .order_by(Unit.sort_key, Unit.id)
            .limit(most - len(found))
        )
        rows = level.all()
        found += [(code, name) for _, code, name, _ in rows]
        above = [unit_id for unit_id, _, _, kind in rows if kind not in CELLS]
    return found
