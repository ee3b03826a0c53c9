"""A bell that is rung in one process is heard in the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from bot.db.bell import Bell
from bot.db.sessions import open_engine

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


@dataclass
class Room:
    """Where a bell hangs; `heard` once another was rung."""

    url: str
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Bell]:
        engine = open_engine(self.url)
        bell = Bell(engine, self.heard.set)
        task = asyncio.create_task(bell.run())
        await asyncio.wait_for(self.heard.wait(), 10)  # once, as soon as it listens
        self.heard.clear()
        yield bell
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await engine.dispose()


@ON_POSTGRES
async def test_another_process_hears_it_at_once_and_the_one_that_rang_does_not(database_url: str) -> None:
    here, there = Room(database_url), Room(database_url)
    async with here.listening() as bell, there.listening():
        bell.ring()
        await asyncio.wait_for(there.heard.wait(), 5)
        assert not here.heard.is_set()


@ON_POSTGRES
async def test_a_line_that_is_cut_ends_the_listening_so_that_it_is_begun_anew(database_url: str) -> None:
    engine = open_engine(database_url)
    bell = Bell(engine, lambda: None)
    task = asyncio.create_task(bell.run())
    async with engine.connect() as other:
        others = "FROM pg_stat_activity WHERE query ILIKE 'LISTEN%' AND datname = current_database()"
        while not await other.scalar(text(f"SELECT count(*) {others}")):
            await other.rollback()
            await asyncio.sleep(0.05)
        await other.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
    bell.ring()
    with pytest.raises(Exception, match="clos"):
        await asyncio.wait_for(task, 10)
    await engine.dispose()


async def test_on_sqlite_there_is_nobody_to_ring_for(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    bell = Bell(engine, lambda: None)
    bell.ring()
    await asyncio.wait_for(bell.run(), 5)
    await engine.dispose()
