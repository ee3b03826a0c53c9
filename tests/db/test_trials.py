"""What is tried out finds everything, leaves nothing, and on SQLite keeps nobody from writing."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, reading_engine, sessions_of
from bot.db.trials import trial
from bot.model.units import Unit, UnitKind, UnitParent
from bot.services.tree import add_unit
from tests.services.reorganising.country import SINCE


@dataclass
class Place:
    """A database with one unit, and both ways into it."""

    sessions: Sessions
    reading: Sessions


@pytest.fixture
async def place(database_url: str) -> AsyncIterator[Place]:
    engine = open_engine(database_url)
    readers = reading_engine(engine)
    made = Place(sessions_of(engine, public_url="https://chibot.vn"), sessions_of(readers))
    async with made.sessions.begin() as db:
        await add_unit(db, "xa", "Đảng ủy xã", UnitKind.COMMUNE, None, SINCE)
    yield made
    for one in (readers, engine):
        await one.dispose()


async def name(db: AsyncSession) -> str:
    return (await db.scalars(select(Unit.name))).one()


async def test_what_is_tried_is_seen_there_alone_and_not_kept(place: Place) -> None:
    async with trial(place.sessions, place.reading) as db:
        assert (await name(db), db.info["public_url"]) == ("Đảng ủy xã", "https://chibot.vn")
        (await db.scalars(select(Unit))).one().name = "Đảng ủy xã Mới"
        await db.flush()
        assert await name(db) == "Đảng ủy xã Mới"
    async with place.sessions() as db:
        assert await name(db) == "Đảng ủy xã"


async def test_what_breaks_on_trial_leaves_nothing_either(place: Place) -> None:
    async def break_it() -> None:
        async with trial(place.sessions, place.reading) as db:
            (await db.scalars(select(Unit))).one().name = "Đảng ủy xã Mới"
            db.add(UnitParent(unit_id=10**6, parent_id=None, from_on=SINCE))
            await db.flush()

    with pytest.raises(IntegrityError):
        await break_it()
    async with place.sessions() as db:
        assert (await name(db), len((await db.scalars(select(UnitParent))).all())) == ("Đảng ủy xã", 1)


async def test_on_sqlite_others_write_while_something_is_tried(sqlite_url: str) -> None:
    """A preview of seconds had SQLite's only writer, and every answer of members waited for it."""
    engine = open_engine(sqlite_url)
    readers = reading_engine(engine)
    sessions, reading = sessions_of(engine), sessions_of(readers)
    async with asyncio.timeout(10), trial(sessions, reading) as db:
        await add_unit(db, "xa", "Đảng ủy xã", UnitKind.COMMUNE, None, SINCE)
        async with sessions.begin() as other:
            await add_unit(other, "xa", "Đảng ủy xã khác", UnitKind.COMMUNE, None, SINCE)
        assert await name(db) == "Đảng ủy xã"
    async with asyncio.timeout(10), sessions.begin() as other:
        await other.execute(text("DELETE FROM unit_parents"))
        async with trial(sessions, reading) as db:
            assert await name(db) == "Đảng ủy xã khác"
            assert (await db.scalars(select(UnitParent))).all() != []
    for one in (readers, engine):
        await one.dispose()


async def test_a_copy_in_which_nothing_was_tried_leaves_no_thread(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    readers = reading_engine(engine)
    async with sessions_of(readers)() as db:
        await db.execute(select(1))
    before = threading.active_count()
    async with trial(sessions_of(engine), sessions_of(readers)):
        pass
    for _ in range(100):
        if threading.active_count() == before:
            break
        await asyncio.sleep(0.01)
    assert threading.active_count() == before
    for one in (readers, engine):
        await one.dispose()


async def test_a_database_in_memory_is_tried_in_a_copy_too() -> None:
    engine = open_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER)"))
    sessions = sessions_of(engine)
    async with trial(sessions, sessions) as db:
        await db.execute(text("INSERT INTO t VALUES (1)"))
        await db.commit()
    async with sessions() as db:
        assert await db.scalar(text("SELECT count(*) FROM t")) == 0
    await engine.dispose()
