"""A row of any table, made of its columns alone: for tests that go over all tables, those to come included."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
    func,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Base, UtcDateTime
from bot.words.times import day_of
from tests.conftest import NOW

SHAPES: Mapping[str, Any] = {
    "channel": "rehearsal",
    "member_changes.facts": {"from_on": "2026-12-01", "until_on": None, "decision": "12-QĐ/ĐU"},
    "polls.answers": ["Có", "Không"],
    "unit_warnings.period": "2026",
}
"""What has to have a form, by `table.column` or by the name of a column everywhere."""


@dataclass
class Rows:
    """Makes rows; what one has to point to is made as well, once for each table."""

    db: AsyncSession
    known: dict[str, int]
    """By table the number of a row that is there."""
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    async def make(self, table: Table, **given: object) -> None:
        said = dict(given)
        for column in table.columns:
            if column.name not in said and _must_be_said(column):
                said[column.name] = await self._value(table, column)
        await self.db.execute(insert(table).values(said))

    async def _value(self, table: Table, column: Column[Any]) -> object:
        for key in column.foreign_keys:
            return await self._row_of(key.column.table)
        for name in (f"{table.name}.{column.name}", column.name):
            if name in SHAPES:
                return SHAPES[name]
        return self._plain(column)

    async def _row_of(self, table: Table) -> int:
        if table.name not in self.known:
            await self.make(table)
            self.known[table.name] = await self.db.scalar(select(func.max(table.c.id))) or 0
        return self.known[table.name]

    def _plain(self, column: Column[Any]) -> object:
        """Every text another one: some may stand only once."""
        number, kind = next(self.numbers), column.type
        if isinstance(kind, Enum):
            return next(iter(kind.enum_class)) if kind.enum_class else kind.enums[0]
        if isinstance(kind, String):
            return f"x{number}"
        plain = {UtcDateTime: NOW, Date: day_of(NOW), Time: time(9), Boolean: False, JSON: {}, LargeBinary: b"x"}
        return next((value for of, value in plain.items() if isinstance(kind, of)), number)


def _must_be_said(column: Column[Any]) -> bool:
    is_number = column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys
    return not column.nullable and column.default is None and column.server_default is None and not is_number


def table_named(name: str) -> Table:
    return Base.metadata.tables[name]
