"""A large table is counted without reading all of it each time."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import delete, event, insert, update

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.inbox import InboxRow, InboxState
from bot.services import block_counts
from bot.services.block_counts import BlockCounts

ROWS = 40


@pytest.fixture(autouse=True)
def _ten_rows_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_counts, "BLOCK", 10)
    monkeypatch.setattr(block_counts, "IN_TURN", 1)


@pytest.fixture
async def sessions(database_url: str, now: datetime) -> AsyncIterator[Sessions]:
    """Forty events, of which all but the last ten are handled."""
    engine = open_engine(database_url)
    made = sessions_of(engine)
    async with made.begin() as db:
        await db.execute(insert(InboxRow), [row(number, now) for number in range(ROWS)])
    yield made
    await engine.dispose()


def row(number: int, now: datetime) -> dict[str, object]:
    state = InboxState.DONE if number < ROWS - 10 else InboxState.NEW
    told = {"channel": "telegram", "account": "bot", "event_id": str(number), "address": "7"}
    return told | {"id": number, "state": state, "received_at": now}


def by_state() -> BlockCounts:
    return BlockCounts(InboxRow, (InboxRow.state,), lambda kind: kind[0] is InboxState.NEW)


async def becomes(sessions: Sessions, number: int, state: InboxState) -> None:
    async with sessions.begin() as db:
        await db.execute(update(InboxRow).where(InboxRow.id == number).values(state=state))


def of(found: Counter[tuple[InboxState]] | None, state: InboxState) -> int:
    assert found is not None
    return found[state,]


async def test_all_are_counted(sessions: Sessions) -> None:
    assert await by_state().count(sessions) == {(InboxState.DONE,): 30, (InboxState.NEW,): 10}


async def test_what_is_settled_in_a_block_with_something_open_is_seen_at_the_next_look(sessions: Sessions) -> None:
    counts = by_state()
    await counts.count(sessions)
    await becomes(sessions, ROWS - 1, InboxState.DONE)
    assert await counts.count(sessions) == {(InboxState.DONE,): 31, (InboxState.NEW,): 9}


async def test_what_is_opened_anew_or_taken_away_is_seen_when_its_block_has_its_turn(sessions: Sessions) -> None:
    counts = by_state()
    await counts.count(sessions)
    await becomes(sessions, 3, InboxState.NEW)
    async with sessions.begin() as db:
        await db.execute(delete(InboxRow).where(InboxRow.id == 14))
    found = [await counts.count(sessions) for _ in range(3)]
    assert {of(one, InboxState.NEW) for one in found} == {10, 11}
    assert found[-1] == {(InboxState.DONE,): 28, (InboxState.NEW,): 11}


async def test_a_settled_block_costs_nothing_until_its_turn(sessions: Sessions) -> None:
    counts, asked = by_state(), []
    await counts.count(sessions)
    engine = sessions.kw["bind"].sync_engine
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    await counts.count(sessions)
    assert len([one for one in asked if "GROUP BY" in one]) == 2  # of four: the newest, and one in turn


async def test_a_large_table_has_no_number_before_all_of_it_was_counted(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part of it would look as if most had been lost."""
    monkeypatch.setattr(block_counts, "AT_A_LOOK", 2)
    counts = by_state()
    found = [await counts.count(sessions) for _ in range(3)]
    assert found[:2] == [None, None]
    assert of(found[2], InboxState.DONE) == 30


async def test_an_empty_table_has_nothing_of_anything(sessions: Sessions) -> None:
    async with sessions.begin() as db:
        await db.execute(delete(InboxRow))
    assert await by_state().count(sessions) == {}
