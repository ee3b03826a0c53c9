"""A database that one test hands on to the next is as it was made, or is not handed on."""

import asyncio
import uuid

import asyncpg
import pytest

from bot.db.sessions import open_engine, sessions_of
from tests import village
from tests.conftest import _create
from tests.spare_databases import Spare, plain


@pytest.fixture
def made(postgres_server: str, postgres_template: str) -> tuple[Spare, str]:
    """The name of a database that has just been made, and where it is handed on."""
    name, spare = f"spare_{uuid.uuid4().hex}", Spare(postgres_server)
    asyncio.run(_create(postgres_server, name, postgres_template))
    spare.made(name)
    return spare, name


async def first_cell(url: str) -> int:
    engine = open_engine(url)
    async with sessions_of(engine).begin() as db:
        cell = await village.cell(db)
        await village.member(db, cell)
    await engine.dispose()
    return cell.id


def test_whoever_comes_next_finds_nothing_and_counts_from_one(made: tuple[Spare, str]) -> None:
    spare, name = made
    for _ in range(3):
        assert asyncio.run(first_cell(spare.server.format(name=name))) == 1
        spare.give_back(name)
        assert spare.take() == name


def test_one_whose_tables_were_changed_is_not_handed_on(made: tuple[Spare, str]) -> None:
    spare, name = made

    async def changed() -> None:
        connection = await asyncpg.connect(plain(spare.server, name))
        await connection.execute("ALTER TABLE units ADD COLUMN remark text")
        await connection.execute("ALTER TABLE units DROP COLUMN remark")
        await connection.close()

    asyncio.run(changed())
    spare.give_back(name)
    assert spare.take() is None
