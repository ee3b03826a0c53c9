"""What many bring at the same moment is kept by one commit, and nobody loses by who came along."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.messages import Event
from bot.model.inbox import InboxRow
from tests.crowd import NAME, Cell, cell_of


@pytest.fixture
async def cell(database_url: str) -> AsyncIterator[Cell]:
    async with cell_of(database_url, 6) as made:
        yield made


async def keep_all(cell: Cell, *bodies: dict[str, object]) -> list[BaseException | None]:
    events = [Event(str(number), str(number), body) for number, body in enumerate(bodies)]
    kept = [cell.listener.keep(NAME, NAME, [one]) for one in events]
    return list(await asyncio.gather(*kept, return_exceptions=True))


async def in_the_inbox(cell: Cell) -> list[str]:
    async with cell.sessions() as db:
        return list(await db.scalars(select(InboxRow.event_id).order_by(InboxRow.id)))


async def test_what_comes_at_the_same_moment_shares_a_commit(cell: Cell) -> None:
    cell.statements.clear()
    await keep_all(cell, *(dict[str, object](number=number) for number in range(30)))
    assert cell.statements.count("COMMIT") <= 2
    assert len(await in_the_inbox(cell)) == 30


async def test_what_cannot_be_kept_is_said_to_who_brought_it_and_to_nobody_else(cell: Cell) -> None:
    errors = await keep_all(cell, {}, {}, {"no": object()}, {}, {})
    assert [isinstance(error, SQLAlchemyError) for error in errors] == [False, False, True, False, False]
    assert sorted(await in_the_inbox(cell)) == ["0", "1", "3", "4"]


async def test_who_goes_away_while_it_is_kept_takes_nobodys_words_along(cell: Cell) -> None:
    events = [Event(str(number), str(number), {}) for number in range(4)]
    tasks = [asyncio.create_task(cell.listener.keep(NAME, NAME, [one])) for one in events]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert {"1", "2", "3"} <= set(await in_the_inbox(cell))
