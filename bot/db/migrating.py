"""Bringing a database of any earlier version to this one; alembic does it."""

from functools import cache
from io import StringIO
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

MIGRATIONS = Path(__file__).parent / "migrations"


def _config(connection: Connection | None, tables: MetaData | None) -> Config:
    config = Config(stdout=StringIO())  # what it says is not for a command's output
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    config.attributes["tables"] = tables
    return config


@cache
def newest() -> str:
    """The version that this code needs."""
    head = ScriptDirectory.from_config(_config(None, None)).get_current_head()
    assert head is not None  # noqa: S101 - there is always a first migration
    return head


async def migrate(engine: AsyncEngine, to: str = "head") -> None:
    """Bring the database to a version, in one transaction; two processes at once wait for each other."""
    async with engine.begin() as connection:
        await migrate_within(connection, to)


async def migrate_within(connection: AsyncConnection, to: str = "head") -> None:
    """The same as a part of a transaction that does more."""
    await connection.run_sync(lambda sync: command.upgrade(_config(sync, None), to))


async def check(engine: AsyncEngine, tables: MetaData) -> None:
    """Raises alembic's CommandError where the tables of the code and of the migrations differ."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.check(_config(sync, tables)))


async def new_revision(engine: AsyncEngine, tables: MetaData, message: str) -> None:
    """Write the next migration from what differs; for those who change tables."""
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.revision(_config(sync, tables), message, autogenerate=True))
