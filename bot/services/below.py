"""Which rows belong to a unit or to those below it, asked so that a database finds them quickly."""

from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, SQLColumnExpression, any_, cast, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.units import Unit


async def at_or_below(db: AsyncSession, column: SQLColumnExpression[Any], unit: Unit) -> ColumnElement[bool]:
    """That the column names the unit or one below it.

    Of the unit above all others nothing is asked. PostgreSQL gets the units as one array: an index whose first column
    is something else then finds the rows of these units alone, where a join reads what all units have.
    """
    if await is_above_all(db, unit):
        return true()
    path = Unit.path.startswith(unit.path, autoescape=True)
    if db.get_bind().dialect.name == "sqlite":
        return column.in_(select(Unit.id).where(path))
    ids = select(func.array_agg(Unit.id)).where(path).scalar_subquery()
    return column == any_(cast(ids, ARRAY(BigInteger)))


async def is_above_all(db: AsyncSession, unit: Unit) -> bool:
    """It stands below no other, and every other one below it."""
    if unit.parent_id is not None:
        return False
    other = select(Unit.id).where(Unit.parent_id.is_(None), Unit.id != unit.id).limit(1)
    return await db.scalar(other) is None
