"""Many rows at once: a year of a district is tens of thousands."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base
from bot.model.audit import AuditRow

BY = "rehearsal"
BUILT = "rehearsal_built"
Row = dict[str, Any]
ALL_ALIKE = {"render_nulls": True}
"""Empty fields are written too: rows that leave out different ones would be statements of their own."""


async def write(db: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows that nothing refers to."""
    if rows:
        await db.execute(insert(table), list(rows), execution_options=ALL_ALIKE)


async def write_numbered(db: AsyncSession, table: Any, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Rows that others refer to: their ids, in the same order."""
    if not rows:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return list((await db.scalars(statement, list(rows), execution_options=ALL_ALIKE)).all())


async def is_built(db: AsyncSession) -> bool:
    """Whether the district is complete: this row is the last that is written."""
    return await db.scalar(select(AuditRow.id).where(AuditRow.deed == BUILT).limit(1)) is not None
