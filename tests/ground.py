"""The one SQLite connection of the tests that roll back, and the scene that stands in it until another is wanted.

A scene is built once for all tests in a row that begin with it; each of them sees it as it was built.
"""

import dataclasses
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar, cast

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession, AsyncTransaction

from bot.config import quiet_hours
from bot.db import Base

Made = TypeVar("Made")


class AtOnce(SQLiteDialect_pysqlite):
    """SQLite in the loop's own thread. These tests use one connection one after the other: no call has to wait for
    another thread, and most of their time was that wait. Whatever is about locks and several connections has a
    database of its own, and the driver that we run with.
    """

    driver = "at_once"
    is_async = True
    supports_statement_cache = True


registry.register("sqlite.at_once", __name__, AtOnce.__name__)


def at_once(url: str) -> str:
    return url.replace("aiosqlite", AtOnce.driver)


def session_in(connection: AsyncConnection) -> AsyncSession:
    """A session whose commits are savepoints of what the connection rolls back."""
    db = AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
    db.info["quiet_hours"] = quiet_hours("21:00-07:00")
    return db


class Ground:
    """Where scenes are built."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._whole: AsyncTransaction | None = None
        self._build: object = None
        self._made: Any = None

    @asynccontextmanager
    async def with_(self, build: Callable[[AsyncSession], Awaitable[Made]]) -> AsyncIterator[Made]:
        """What was built, for one test."""
        if self._build != build:
            await self._build_anew(build)
        await self._say("SAVEPOINT test")
        db = session_in(self.connection)
        try:
            yield await moved_to(db, self._made)
        finally:
            await db.close()
            await self._say("ROLLBACK TO test")
            await self._say("RELEASE test")

    async def _build_anew(self, build: Callable[[AsyncSession], Awaitable[Any]]) -> None:
        self._build = None
        if self._whole is not None:
            await self._whole.rollback()
        self._whole = await self.connection.begin()
        db = session_in(self.connection)
        self._made = await build(db)
        await db.commit()
        await db.close()
        self._build = build

    async def _say(self, statement: str) -> None:
        await self.connection.run_sync(lambda sync: sync.exec_driver_sql(statement))


async def moved_to(db: AsyncSession, made: Made) -> Made:
    """The same things, as if this session had read them just now."""
    return cast(Made, await _moved(db, made))


async def _moved(db: AsyncSession, one: Any) -> Any:
    if isinstance(one, AsyncSession):
        return db
    if isinstance(one, Base):
        return await db.merge(one, load=False)
    if isinstance(one, list | tuple):
        return type(one)([await _moved(db, part) for part in one])
    if isinstance(one, dict):
        return {key: await _moved(db, part) for key, part in one.items()}
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        parts = {field.name: getattr(one, field.name) for field in dataclasses.fields(one) if field.init}
        return dataclasses.replace(one, **{name: await _moved(db, part) for name, part in parts.items()})
    return one
