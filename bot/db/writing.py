"""INSERT … ON CONFLICT, the one statement that SQLAlchemy spells differently for each database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base


async def add_if_new(
    db: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Insert the rows whose key is not there yet; the others are left as they are."""
    if not rows:
        return
    statement = _insert(db)(table).on_conflict_do_nothing(index_elements=list(key))
    await db.execute(statement, list(rows))


async def add_up(
    db: AsyncSession, table: type[Base], row: Mapping[str, Any], key: Sequence[str], counts: Sequence[str]
) -> None:
    """Insert the row, or add its counts to the one that is there."""
    await add_all_up(db, table, [row], key, counts)


async def add_all_up(
    db: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]], key: Sequence[str], counts: Sequence[str]
) -> None:
    """The same for many rows with different keys."""
    if not rows:
        return
    statement = _insert(db)(table)
    sums: dict[str, ColumnElement[int]] = {
        name: getattr(table, name) + getattr(statement.excluded, name) for name in counts
    }
    await db.execute(statement.on_conflict_do_update(index_elements=list(key), set_=sums), [dict(row) for row in rows])


def _insert(db: AsyncSession) -> Any:
    """The two dialects share this method, and no type."""
    return postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
