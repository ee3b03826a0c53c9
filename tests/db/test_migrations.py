"""The migrations: from nothing to the newest tables, which are those of the code, and back."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import Base
from bot.db.migrating import MIGRATIONS, _config, check, migrate, newest
from bot.db.sessions import open_engine
from bot.db.version import NEWEST


def tables_of(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return await connection.run_sync(tables_of)


async def downgrade(engine: AsyncEngine, to: str) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(_config(sync, None), to))


async def test_from_the_newest_back_to_nothing_and_up_again(database_url: str) -> None:
    engine = open_engine(database_url)
    assert await tables(engine) == set(Base.metadata.tables)
    await downgrade(engine, "base")
    assert await tables(engine) == set()
    await migrate(engine)
    assert await tables(engine) == set(Base.metadata.tables)
    await engine.dispose()


async def test_the_tables_of_the_code_and_of_the_migrations_agree(database_url: str) -> None:
    engine = open_engine(database_url)
    await check(engine, Base.metadata)
    await engine.dispose()


async def test_a_table_that_no_migration_makes_is_noticed(database_url: str) -> None:
    engine = open_engine(database_url)
    with pytest.raises(CommandError):
        await check(engine, MetaData())
    await engine.dispose()


async def test_migrating_again_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    await migrate(engine)
    async with engine.connect() as connection:
        assert (await connection.scalars(text("SELECT version_num FROM alembic_version"))).all() == [NEWEST]
    await engine.dispose()


def test_the_version_in_the_code_is_the_newest_migration() -> None:
    assert newest() == NEWEST


def test_every_migration_says_whether_it_runs_before_or_after_the_code() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    names = [Path(script.path).stem.split("_")[1] for script in scripts]
    assert set(names) <= {"pre", "post"}


async def test_a_database_of_the_first_version_keeps_what_it_holds(database_url: str) -> None:
    engine = open_engine(database_url)
    await downgrade(engine, "0001")
    columns = "(channel, account, external_id, step, offered, wrong_codes)"
    async with engine.begin() as connection:
        await connection.execute(
            text(f"INSERT INTO endpoints {columns} VALUES ('telegram', '1', '42', 'reason:1:2', '[]', 0)")  # noqa: S608 - fixed words
        )
    await migrate(engine)
    async with engine.connect() as connection:
        kept = (await connection.execute(text("SELECT external_id, step, draft FROM endpoints"))).all()
    assert [tuple(row) for row in kept] == [("42", "reason:1:2", None)]
    await engine.dispose()


async def test_no_number_is_given_out_twice(sqlite_url: str) -> None:
    """A button for a task that was struck off ended the next one, which had been given its number."""
    engine = open_engine(sqlite_url)
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%PRIMARY KEY (id%'"))
    counted: dict[str, str] = dict(rows.all())
    await engine.dispose()
    assert {name for name, sql in counted.items() if "PRIMARY KEY (id AUTOINCREMENT)" not in sql} == set()
    assert counted.keys() == {table.name for table in Base.metadata.sorted_tables if "id" in table.primary_key.columns}
