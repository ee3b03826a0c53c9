"""SQLite for the event loop with one visit to the connection's thread for each statement, where aiosqlite makes four.

Making a cursor, executing, fetching and closing go there and back one by one, which for a small statement costs more
than the statement. Here the first rows come along with the execution, and what touches no row is done on the spot.
"""

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.cursor import Cursor

AT_ONCE = 500
"""Rows that come along; what is longer is fetched as it was before, so that nobody has to hold all of it."""


class Hasty(Cursor):
    """A cursor that has its first rows once it has executed."""

    def __init__(self, connection: "Connection", cursor: sqlite3.Cursor) -> None:
        super().__init__(connection, cursor)
        self._of, self._is_read = connection, True
        self._rows: list[Any] = []

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Cursor:
        self._rows = await self._of.visit(self._begin, sql, parameters or ())
        self._is_read = len(self._rows) < AT_ONCE
        return self

    def _begin(self, sql: str, parameters: Any) -> list[Any]:
        self._cursor.execute(sql, parameters)
        return self._cursor.fetchmany(AT_ONCE) if self._cursor.description else []

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows if self._is_read else [*rows, *await super().fetchall()]

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows if rows or self._is_read else [*await super().fetchmany(size)]

    async def fetchone(self) -> Any:
        return next(iter(await self.fetchmany(1)), None)

    async def close(self) -> None:
        if self._is_read and self._of.is_free:
            self._cursor.close()
        else:
            await super().close()


class Connection(aiosqlite.Connection):
    """Its cursors are hasty; only for a database that any thread may touch (`check_same_thread=False`)."""

    is_free = True
    """Whether its thread has answered all that it was asked: whoever was cancelled did not wait for that."""

    async def visit(self, function: Callable[..., Any], *args: Any) -> Any:
        """Have its thread do this."""
        return await self._execute(function, *args)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self.is_free = False
        answer = await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call] # theirs says nothing
        self.is_free = True  # what was asked before has been answered before
        return answer

    def cursor(self) -> Hasty:  # type: ignore[override] # a cursor is its own context
        return Hasty(self, self._conn.cursor())

    async def rollback(self) -> None:
        """Whatever goes back into the pool is rolled back; mostly it was committed."""
        if not self.is_free or self._conn.in_transaction:
            await super().rollback()


def connect(database: str, **options: Any) -> Connection:
    """What `aiosqlite.connect` makes; as `async_creator_fn` of an engine."""
    made = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    made._thread.daemon = True  # as SQLAlchemy does with those that it makes
    return made
