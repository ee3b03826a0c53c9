"""A bell that is rung in one process is heard in the others."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.db.bell import Bell, LineCut, ring_at_commit
from bot.db.sessions import open_engine, sessions_of

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)

CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query ILIKE 'LISTEN%' AND datname = current_database()
"""


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[AsyncEngine]:
    """Closed whatever happens: a connection left open fails the test that runs when it is collected."""
    engine = open_engine(url)
    try:
        yield engine
    finally:
        await engine.dispose()


@dataclass
class Room:
    """Where a bell hangs; `heard` once another was rung."""

    url: str
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Bell]:
        async with opened(self.url) as engine:
            bell = Bell(engine, self.heard.set)
            task = asyncio.create_task(bell.run())
            try:
                await asyncio.wait_for(self.heard.wait(), 10)  # once, as soon as it listens
                self.heard.clear()
                yield bell
            finally:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)


@ON_POSTGRES
async def test_another_process_hears_it_at_once_and_the_one_that_rang_does_not(database_url: str) -> None:
    here, there = Room(database_url), Room(database_url)
    async with here.listening() as bell, there.listening():
        bell.ring()
        await asyncio.wait_for(there.heard.wait(), 5)
        assert not here.heard.is_set()


@ON_POSTGRES
async def test_a_line_that_is_cut_ends_the_listening_so_that_it_is_begun_anew(database_url: str) -> None:
    """Rung while the cut was just arriving, the driver complained of another operation instead of a closed line."""
    listening = asyncio.Event()
    async with opened(database_url) as engine:
        bell = Bell(engine, listening.set)
        task = asyncio.create_task(bell.run())
        await asyncio.wait_for(listening.wait(), 10)
        async with engine.begin() as other:
            await other.execute(text(CUT))
        bell.ring()
        with pytest.raises(LineCut):
            await asyncio.wait_for(task, 10)


@ON_POSTGRES
async def test_who_has_no_bell_is_heard_once_it_is_committed_and_not_before(database_url: str) -> None:
    room = Room(database_url)
    async with room.listening(), opened(database_url) as engine:
        sessions = sessions_of(engine)
        async with sessions.begin() as db:
            await ring_at_commit(db)
            await asyncio.sleep(0.2)
            assert not room.heard.is_set()
        await asyncio.wait_for(room.heard.wait(), 5)
        room.heard.clear()
        async with sessions() as db:  # rolled back
            await ring_at_commit(db)
        await asyncio.sleep(0.2)
        assert not room.heard.is_set()


async def test_on_sqlite_there_is_nobody_to_ring_for(sqlite_url: str) -> None:
    async with opened(sqlite_url) as engine:
        bell = Bell(engine, lambda: None)
        bell.ring()
        await asyncio.wait_for(bell.run(), 5)
        async with sessions_of(engine).begin() as db:
            await ring_at_commit(db)
