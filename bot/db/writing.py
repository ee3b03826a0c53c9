"""INSERT … ON CONFLICT, the one statement that SQLAlchemy spells differently for each database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.db import Base

INSERTS: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
"""The two dialects share this method, and no type."""


async def add_if_new(
    db: AsyncSession, table: type[Base], rows: Sequence[Mapping[str, Any]], key: Sequence[str]
) -> None:
    """Insert the rows whose key is not there yet; the others are left as they are."""
    if not rows:
        return
    statement = _insert(db)(table).on_conflict_do_nothing(index_elements=list(key))
    await db.execute(statement, list(rows))


def adding_found_if_new(
    dialect: str, table: Table, columns: Sequence[str], found: Select[Any], key: Sequence[str]
) -> Executable:
    """The statement that does the same with what a query finds, which nobody has to read for it."""
    statement: Executable = (
        INSERTS[dialect](table).from_select(list(columns), found).on_conflict_do_nothing(index_elements=list(key))
    )
    return statement


async def added_if_new(
    db: AsyncSession,
    table: type[Base],
    rows: Sequence[Mapping[str, Any]],
    key: Sequence[str],
    column: InstrumentedAttribute[int],
) -> list[int]:
    """As `add_if_new`; this column of those that were inserted here, and by nobody else at the same time."""
    if not rows:
        return []
    statement = _insert(db)(table).on_conflict_do_nothing(index_elements=list(key)).returning(column)
    return list(await db.scalars(statement, list(rows)))


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
    return INSERTS[db.get_bind().dialect.name]
