"""Engines: private files, and errors that show nobody."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.config import quiet_hours
from bot.db import sessions
from bot.db.sessions import open_engine, reading_engine, sessions_of
from tests.conftest import AS_IT_RUNS

FULL = 2
"""As SQLite counts."""


async def test_a_new_file_and_its_folder_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "chibot.db"
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER)"))
    await engine.dispose()
    rights = [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)]
    assert rights == [0o600, 0o700]


async def test_an_error_does_not_show_what_was_to_be_stored(database_url: str) -> None:
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError) as error:
            await connection.execute(text("SELECT :name FROM nowhere"), {"name": "Nguyễn Văn An"})
    await engine.dispose()
    assert "Nguyễn" not in str(error.value)


async def test_postgresql_looks_few_rows_up_one_by_one(database_url: str) -> None:
    if database_url.startswith("sqlite"):
        return
    engine = open_engine(database_url)
    async with engine.connect() as connection:
        planned = [await connection.scalar(text(f"SHOW {name}")) for name in ("random_page_cost", "jit")]
    await engine.dispose()
    assert planned == ["1.1", "off"]


async def test_sessions_know_the_nights_of_the_house(database_url: str) -> None:
    engine = open_engine(database_url)
    night = quiet_hours("21:00-07:00")
    async with sessions_of(engine, night)() as db:
        assert db.info["quiet_hours"] == night
    await engine.dispose()


async def test_where_nothing_else_is_said_a_commit_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "LASTING", AS_IT_RUNS)
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'chibot.db'}")
    async with engine.connect() as connection:
        assert await connection.scalar(text("PRAGMA synchronous")) == FULL
    await engine.dispose()


async def test_pages_are_planned_for_the_unit_that_is_asked_about(postgres_url: str) -> None:
    """The sixth reader once waited ten times as long as the first: PostgreSQL had settled for one plan for all."""
    engine = open_engine(postgres_url)
    readers = reading_engine(engine)
    shown = text("SHOW plan_cache_mode")
    async with sessions_of(readers)() as reader:
        assert await reader.scalar(shown) == "force_custom_plan"
    async with sessions_of(engine)() as writer:
        assert await writer.scalar(shown) == "auto"
    for one in (readers, engine):
        await one.dispose()


async def test_who_only_reads_sees_one_state_waits_for_nobody_and_changes_nothing(database_url: str) -> None:
    engine = open_engine(database_url)
    readers = reading_engine(engine)
    count = text("SELECT count(*) FROM units")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE seen (id INTEGER)"))
    async with sessions_of(readers)() as reader:
        assert await reader.scalar(count) == 0
        async with engine.begin() as writer:
            await writer.execute(text("INSERT INTO seen VALUES (1)"))
            async with sessions_of(readers)() as other:
                assert await other.scalar(text("SELECT count(*) FROM seen")) == 0
        assert await reader.scalar(text("SELECT count(*) FROM seen")) == 0
        with pytest.raises(DBAPIError):
            await reader.execute(text("INSERT INTO seen VALUES (2)"))
    async with sessions_of(readers)() as reader, sessions_of(engine).begin() as writer:
        assert await reader.scalar(text("SELECT count(*) FROM seen")) == 1
        await writer.execute(text("INSERT INTO seen VALUES (3)"))  # with a connection on which others had only read
    for one in (readers, engine):
        await one.dispose()
