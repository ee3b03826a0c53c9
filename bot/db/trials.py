"""A transaction in which something is tried out: it finds all as it is now, and nothing of it stays."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosqlite
from sqlalchemy import Connection, StaticPool, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.db import one_visit
from bot.db.sessions import Sessions


@asynccontextmanager
async def trial(sessions: Sessions, reading: Sessions) -> AsyncIterator[AsyncSession]:
    """A session that may write, and is taken back.

    SQLite has one writer, for whom everybody else would wait: there it writes into a copy. PostgreSQL keeps only those
    waiting who want the same rows.
    """
    engine: AsyncEngine = reading.kw["bind"]
    if engine.dialect.name != "sqlite":
        async with sessions() as db:
            yield db
        return
    async with _copied(engine) as copy, sessions(bind=copy) as db:
        yield db


@asynccontextmanager
async def _copied(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """The whole file, read as one state of it while others write: some ten milliseconds for a district.

    It goes where SQLite puts what is temporary: into memory as long as it is small, else into a file without a name,
    which nobody else can open and which is gone with the process.
    """
    made = one_visit.connect("", check_same_thread=False)
    try:
        await made
        async with engine.connect() as connection:
            source = (await connection.get_raw_connection()).driver_connection
            assert isinstance(source, aiosqlite.Connection)  # noqa: S101 - for mypy
            await source.backup(made)
        copy = _opened(made)
        try:
            yield copy
        finally:
            await copy.dispose()
    finally:
        await made.close()


def _opened(made: aiosqlite.Connection) -> AsyncEngine:
    async def same() -> aiosqlite.Connection:
        return made

    url = "sqlite+aiosqlite://"
    copy = create_async_engine(url, async_creator=same, poolclass=StaticPool, hide_parameters=True)
    event.listen(copy.sync_engine, "connect", _prepare)
    event.listen(copy.sync_engine, "begin", _begin)
    return copy


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """It refuses what the real one would refuse; whether it would outlive a crash is all the same."""
    connection.isolation_level = None  # as in `sessions`
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
