"""The stage with everything done step by step: nothing happens in between, and nothing is waited for."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.app import Running, sender_of
from bot.config import quiet_hours
from bot.db.sessions import open_engine, sessions_of
from bot.house import House
from bot.leaseholder import Hold
from bot.listening import Listener, poll_once
from bot.networks import open_telegram
from handlers import all_routers
from scheduler.clock import ENTRIES, Duty
from scheduler.delivery import Sender
from scheduler.landing import recover
from tests.fakes.telegram import FakeTelegram
from tests.ground import at_once
from tests.stage import Stage, quicken, settings_for

OFTEN = [entry.duty for entry in ENTRIES if entry.every <= 10]
"""What the clock does every few seconds."""


@dataclass
class Hands:
    """What works at a stage."""

    listener: Listener
    sender: Sender
    mark: str | None = None


@dataclass
class ByHand(Stage):
    """A stage where things happen when they are looked for, in one order."""

    hands: Hands | None = None

    @asynccontextmanager
    async def working(self) -> AsyncIterator[Running]:
        channel = open_telegram(self.house.settings)
        channel.poll_seconds = 0
        channel.capabilities = replace(channel.capabilities, chat_gap=0.0)  # nothing is waited for
        listener = Listener(self.house.sessions, {channel.name: channel}, all_routers(), self.now, lambda: None)
        self.hands = Hands(listener, sender_of(self.house, channel, "test", self.now))
        await recover(self.hands.sender.runway)
        yield Running(self.house, listener, listener.channels, lambda: None)
        await channel.close()

    async def until(self, ask: Callable[[], Awaitable[Any]], timeout: float = 0) -> Any:  # noqa: ARG002 - nothing is waited for
        await self.rests()
        answer = await ask()
        assert answer, [(sent.chat, sent.text) for sent in self.telegram.sent]
        return answer

    async def sees(self, is_true: Callable[[], object]) -> None:
        await self.rests()
        assert is_true(), [(sent.chat, sent.text) for sent in self.telegram.sent]

    async def rests(self) -> None:
        """All that came is heard and answered, what is due is done, and what is owed by then is sent."""
        assert self.hands is not None
        await hears(self.hands, self.telegram)
        for duty in OFTEN:
            while await self._does(duty):
                pass
        while await self.hands.sender.deliver_batch(Hold(time.monotonic())):
            pass

    async def _does(self, duty: Duty) -> int:
        async with self.house.sessions.begin() as db:
            return await duty(db, self.now())


async def hears(hands: Hands, telegram: FakeTelegram) -> None:
    (channel,) = hands.listener.channels.values()
    while telegram.feed.waiting:
        hands.mark = await poll_once(hands.listener, channel, hands.mark)
    while await hands.listener.answer_batch():
        pass


@asynccontextmanager
async def stage_by_hand(url: str, hour: datetime, **more: Any) -> AsyncIterator[ByHand]:
    """A stage on this database; SQLite in the loop's own thread."""
    quicken()
    engine = open_engine(at_once(url))
    async with FakeTelegram() as telegram:
        settings = settings_for(url, telegram, **more)
        sessions = sessions_of(engine, quiet_hours(settings.quiet_hours))
        yield ByHand(House(settings, engine, sessions, sessions), telegram, hour)
    await engine.dispose()
