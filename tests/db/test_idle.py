"""Connections to PostgreSQL that lay idle."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db import idle
from bot.db.sessions import open_engine

MINE = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid, 5000)")
LAST_SAID = text("SELECT query_start FROM pg_stat_activity WHERE pid = :pid")


async def mine(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int(await connection.scalar(MINE) or 0)


async def last_said(engine: AsyncEngine, pid: int) -> datetime | None:
    """When this connection was asked anything, as another one sees it."""
    async with engine.connect() as connection:
        found: datetime | None = await connection.scalar(LAST_SAID, {"pid": pid})
        return found


async def test_after_a_restart_of_the_database_nobody_gets_a_line_that_has_ended(postgres_url: str) -> None:
    engine, other = open_engine(postgres_url), open_engine(postgres_url)
    old = await mine(engine)
    async with other.connect() as connection:
        assert await connection.scalar(END, {"pid": old})
    await asyncio.sleep(0)
    assert await mine(engine) not in {0, old}
    for one in (engine, other):
        await one.dispose()


@pytest.mark.parametrize(("long", "is_asked"), [(idle.LONG, False), (-1.0, True)])
async def test_only_who_was_idle_for_long_is_asked(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, long: float, is_asked: bool
) -> None:
    monkeypatch.setattr(idle, "LONG", long)
    engine, other = open_engine(postgres_url), open_engine(postgres_url)
    pid = await mine(engine)
    before = await last_said(other, pid)
    async with engine.connect():
        assert (await last_said(other, pid) != before) is is_asked
    for one in (engine, other):
        await one.dispose()


async def test_whoever_comes_gets_the_connection_that_was_used_last(postgres_url: str) -> None:
    """It has the statements prepared; those who come one after the other need no second."""
    engine = open_engine(postgres_url)
    async with engine.connect() as first, engine.connect() as second:
        pids = [await first.scalar(MINE), await second.scalar(MINE)]
    last = await mine(engine)
    assert last in pids
    assert [await mine(engine) for _ in range(3)] == [last] * 3
    await engine.dispose()
