"""Where a network says that the window is shut, registered words follow, unless a word has opened it meanwhile."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.rehearsal import SMART, Rehearsal
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.leaseholder import Hold
from bot.messages import OUTSIDE_WINDOW, Outcome, Rejected, Reply
from bot.model.endpoints import Endpoint
from scheduler.delivery import Sender
from scheduler.pace import Pace
from tests import village

NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
YESTERDAY = NINE - timedelta(days=1)


@dataclass
class Windowed(Rehearsal):
    """Free words for a week after a word; the first ones are refused, and something happens while they fly."""

    said: list[Reply] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None

    async def send(self, address: str, reply: Reply) -> Outcome:
        self.said.append(reply)
        if len(self.said) > 1:
            return await super().send(address, replace(reply, form=None))
        if self.meanwhile:
            await self.meanwhile()
        return Rejected(OUTSIDE_WINDOW)


@dataclass
class Village:
    sessions: Sessions
    network: Windowed

    async def sends(self) -> list[bool]:
        """Whether each message was in registered words."""
        sender = Sender(self.sessions, self.network, lambda: NINE, Pace(1000.0), "test")
        while await sender.deliver_batch(Hold(time.monotonic())):
            pass
        return [one.form is not None for one in self.network.said]

    async def writes(self) -> None:
        async with self.sessions.begin() as db:
            await db.execute(update(Endpoint).values(heard_at=NINE))

    async def heard_at(self) -> datetime | None:
        async with self.sessions() as db:
            return (await db.scalars(select(Endpoint.heard_at))).one()


@pytest.fixture
async def at(database_url: str) -> AsyncIterator[Village]:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    network = Windowed("rehearsal", replace(SMART, reply_window=timedelta(days=7)))
    async with sessions.begin() as db:
        cell = await village.cell(db)
        (person,) = await village.members(db, cell, 1)
        (await village.reachable_at(db, person, NINE, "1", "rehearsal")).heard_at = YESTERDAY
        await village.meeting(db, cell, NINE, timedelta(hours=30))
    yield Village(sessions, network)
    network.phones.close()
    await engine.dispose()


async def test_a_window_that_is_shut_without_our_knowing_is_gone_round(at: Village) -> None:
    assert await at.sends() == [False, True]
    assert await at.heard_at() is None


async def test_a_word_that_came_while_it_was_refused_keeps_the_window_open(at: Village) -> None:
    at.network.meanwhile = at.writes
    assert await at.sends() == [False, False]
    assert await at.heard_at() == NINE
