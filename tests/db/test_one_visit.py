"""SQLite with one visit to the connection's thread for each statement: the same rows, and nothing left open."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.db.one_visit import AT_ONCE, Connection
from bot.db.sessions import open_engine

MANY = 2 * AT_ONCE + 1
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT i FROM n"


@pytest.mark.parametrize("most", [1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, MANY])
async def test_all_rows_come_in_their_order_at_once_and_in_parts(tmp_path: Path, most: int) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'chibot.db'}")
    rows = list(range(1, most + 1))
    async with engine.connect() as connection:
        numbers = text(NUMBERS.format(most=most))
        assert (await connection.scalars(numbers)).all() == rows
        assert [row.i async for row in await connection.stream(numbers)] == rows
        raw = await connection.get_raw_connection()
        assert isinstance(raw.driver_connection, Connection)
        cursor = await raw.driver_connection.cursor().execute(numbers.text)
        one_by_one = [await cursor.fetchone() for _ in rows]
        assert one_by_one == [(one,) for one in rows]
        assert (await cursor.fetchone(), await cursor.fetchmany()) == (None, [])
        await cursor.close()
    await engine.dispose()


async def test_after_an_error_the_connection_goes_on(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite+aiosqlite:///{tmp_path / 'chibot.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO t VALUES (1)"))
    async with engine.connect() as connection:
        await connection.execute(text("INSERT INTO t VALUES (2)"))
        with pytest.raises(IntegrityError):
            await connection.execute(text("INSERT INTO t VALUES (1)"))
    async with engine.begin() as connection:
        assert (await connection.scalars(text("INSERT INTO t VALUES (3) RETURNING id"))).all() == [3]
        assert (await connection.scalars(text("SELECT id FROM t"))).all() == [1, 3]
    await engine.dispose()


async def test_whoever_gives_up_while_a_transaction_begins_leaves_none_open(tmp_path: Path) -> None:
    """Its thread may still begin it: what goes back into the pool is rolled back behind that."""
    file = tmp_path / "chibot.db"
    engine = open_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER)"))
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(engine.connect().__aenter__())
        begun = await waiting
        beginning = asyncio.create_task(begun.execute(text("INSERT INTO t VALUES (1)")))
        await asyncio.sleep(0)
        beginning.cancel()
        other.execute("ROLLBACK")
        with pytest.raises(asyncio.CancelledError):
            await beginning
        await begun.close()
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO t VALUES (2)"))
        assert other.execute("SELECT id FROM t").fetchall() == [(2,)]
    await engine.dispose()
