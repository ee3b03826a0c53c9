"""INSERT … ON CONFLICT, the one statement that SQLAlchemy spells differently for each database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Delete, Executable, Insert, Select, Table, Update, bindparam, insert
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


# Several at once


@dataclass(frozen=True, slots=True)
class Deed:
    """One of several statements that are written at once, apart from its values: it is made once and compiled once."""

    statement: Insert | Update | Delete
    """Says all columns that have no default in the database; the names of its values are its own among the others."""
    values: Mapping[str, Any]


async def write_at_once(db: AsyncSession, deeds: Sequence[Deed], asked: Select[Any] | None = None) -> Any:
    """Write what touches different rows, of which none needs another; returns the one value that is asked beside.

    PostgreSQL gets it in one go, since the way there and back costs more than most of it.
    """
    values = {name: value for deed in deeds for name, value in deed.values.items()}
    if db.get_bind().dialect.name == "postgresql":
        found = await db.execute(_in_one(tuple(deed.statement for deed in deeds), asked), values)
        return None if asked is None else found.scalar_one()
    for deed in deeds:
        await db.execute(deed.statement, deed.values)
    return None if asked is None else await db.scalar(asked, values)


@cache
def _in_one(statements: tuple[Insert | Update | Delete, ...], asked: Select[Any] | None) -> Executable:
    """The last is the statement, and the others stand before it."""
    *before, last = statements
    whole: Any = last if asked is None else last.returning(asked.scalar_subquery())
    together: Executable = whole.add_cte(*(one.cte(f"deed_{number}") for number, one in enumerate(before)))
    return together


def new_row(table: Table, row: Mapping[str, Any]) -> Deed:
    """A row, as one of several deeds."""
    return Deed(_inserting(insert, table, tuple(row)), _named(table, row))


def counted_row(
    db: AsyncSession, table: Table, row: Mapping[str, Any], key: Sequence[str], counts: Sequence[str]
) -> Deed:
    """What `add_up` does, as one of several deeds."""
    dialect = db.get_bind().dialect.name
    return Deed(_counting(dialect, table, tuple(row), tuple(key), tuple(counts)), _named(table, row))


def _named(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{table.name}_{name}": value for name, value in row.items()}


@cache
def _inserting(inserting: Any, table: Table, columns: tuple[str, ...]) -> Any:
    return inserting(table).values({name: bindparam(f"{table.name}_{name}") for name in columns})


@cache
def _counting(
    dialect: str, table: Table, columns: tuple[str, ...], key: tuple[str, ...], counts: tuple[str, ...]
) -> Any:
    statement = _inserting(INSERTS[dialect], table, columns)
    sums = {name: table.c[name] + statement.excluded[name] for name in counts}
    return statement.on_conflict_do_update(index_elements=list(key), set_=sums)
