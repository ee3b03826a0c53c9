"""Engines and sessions: the same code on SQLite and PostgreSQL."""

import logging
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot.config import QuietHours
from bot.db import one_visit
from bot.db.idle import ask_who_was_idle
from bot.tariffs import TARIFFS, Tariffs

Sessions = async_sessionmaker[AsyncSession]
LASTING = "FULL"
"""When a commit is over: once the disk has it."""
STATEMENTS = 250
"""That a connection to PostgreSQL keeps prepared: all pages and duties have some hundred and fifty."""
PLANNED_FOR = {"random_page_cost": "1.1", "jit": "off", "max_parallel_workers_per_gather": "0"}
"""PostgreSQL plans by itself for a disk that turns and for long reports: it reads whole tables to find a few rows, and
calls for help where that takes longer than the work."""
READERS = 2
"""Connections to a SQLite file that only read."""
for talkative in ("aiosqlite", "sqlalchemy.engine", "sqlalchemy.pool"):
    logging.getLogger(talkative).setLevel(logging.WARNING)  # below it they show rows: names, phones, tokens


def open_engine(url: str) -> AsyncEngine:
    """An engine for `sqlite+aiosqlite://` or `postgresql+asyncpg://`; makes the folder of a SQLite file.

    SQLite has one writer: one connection makes a process wait in the order of asking, where several would race for
    the lock and some starve. So no transaction may be opened inside another.

    Errors never show a statement's parameters: they hold names, phones and reasons. What the database itself says of
    them stays in the error, and `bot.log_lines` keeps it out of the log.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _open_server(address)
    if address.database:
        _make_private(Path(address.database))
    one = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
    engine = create_async_engine(address, connect_args=_connected(address), hide_parameters=True, **one)
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _open_server(address: URL) -> AsyncEngine:
    """Whoever comes gets the connection that was used last: it knows the statements, and the server their tables."""
    several = {"pool_size": 10, "max_overflow": 10, "pool_use_lifo": True}
    known = {"prepared_statement_cache_size": STATEMENTS, "server_settings": PLANNED_FOR}
    engine = create_async_engine(address, connect_args=known, hide_parameters=True, **several)
    ask_who_was_idle(engine)
    return engine


def reading_engine(engine: AsyncEngine) -> AsyncEngine:
    """The same database for whoever only reads: what one transaction sees agrees with itself, and changes are refused.

    On SQLite by connections of its own, so that readers wait for no writer and keep none waiting.
    """
    if engine.dialect.name != "sqlite":
        found = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        event.listen(found.sync_engine, "begin", _plan_each_time)
        return found
    if not engine.url.database:
        return engine  # in memory: another connection would find another database
    several = {"poolclass": AsyncAdaptedQueuePool, "pool_size": READERS, "max_overflow": 0}
    found = create_async_engine(engine.url, connect_args=_connected(engine.url), hide_parameters=True, **several)
    event.listen(found.sync_engine, "connect", _prepare_to_read)
    event.listen(found.sync_engine, "begin", _begin_to_read)
    return found


def _plan_each_time(connection: Connection) -> None:
    """One plan for a cell and for a country reads, from the sixth time on, ten times what it has to."""
    connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")


def _connected(address: URL) -> dict[str, Any]:
    """A database in memory keeps to the thread that made it."""
    is_hasty = address.database and address.get_driver_name() == "aiosqlite"
    return {"timeout": 20} | ({"async_creator_fn": one_visit.connect} if is_hasty else {})


def _prepare_to_read(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # as in _prepare
    connection.execute("PRAGMA query_only=ON").close()


def _begin_to_read(connection: Connection) -> None:
    """Its first statement says which state of the database the whole transaction sees."""
    connection.exec_driver_sql("BEGIN DEFERRED")


def _make_private(file: Path) -> None:
    """Nobody else on the machine may read who belongs; SQLite gives its side files the rights of this one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Safe against a killed process and a pulled plug; readers do not wait for the writer."""
    connection.isolation_level = None  # transactions begin where we say, see _begin
    for pragma in ("journal_mode=WAL", f"synchronous={LASTING}", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later would fail under load."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def sessions_of(
    engine: AsyncEngine,
    quiet_hours: QuietHours | None = None,
    public_url: str | None = None,
    tariffs: Tariffs | None = None,
    accounts: Mapping[str, str] | None = None,
) -> Sessions:
    """Sessions whose objects stay readable after the commit.

    They know the installation's quiet hours, the address under which people reach our site, what messages cost, and
    our account on each network that is on.
    """
    info = {"quiet_hours": quiet_hours, "public_url": public_url, TARIFFS: tariffs or {}, "accounts": accounts}
    return async_sessionmaker(engine, expire_on_commit=False, info=info)
