"""A small world in which time is moved on: networks without wires, a clock that ticks, people whose turn comes."""

import heapq
import itertools
import sqlite3
import time
from collections import namedtuple
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from bot.channels.rehearsal import PLAIN, SMART, Rehearsal
from bot.config import quiet_hours
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.leaseholder import Hold
from bot.listening import Listener
from bot.messages import Accepted, AccountInfo, Choice, Document, Outcome, Rejected, Reply
from handlers import all_routers
from scheduler import delivery
from scheduler.clock import ENTRIES, Entry
from scheduler.delivery import Sender
from scheduler.pace import Pace
from tests.ground import at_once

NETWORKS = {
    "rehearsal": SMART,
    "rehearsal_plain": PLAIN,
    "telegram": replace(SMART, abroad=True),
}
"""With buttons, without any, and one that carries data out of the country."""
SITE = "https://chibo.example"
OFTEN = tuple(entry for entry in ENTRIES if entry.every <= 10)
DAILY = tuple(
    entry for entry in ENTRIES if entry.every > 10 and entry.name not in {"retention", "alarms", "phone_ways"}
)
"""When something is due, and once a day. By the real clock nothing is old here, and no network is out."""


@dataclass
class Message:
    """What arrived on a phone; edited in place where the network does that."""

    id: int
    at: datetime
    text: str
    choices: tuple[Choice, ...]
    document: Document | None


class Wire(Rehearsal):
    """A network of which everything that arrived is kept, with the hour of people's clocks."""

    def __init__(self, name: str, now: Callable[[], datetime]) -> None:
        super().__init__(name, NETWORKS[name], account=name)
        self.now = now
        self.screens: dict[str, list[Message]] = {}
        self.numbers = itertools.count(1)
        self.new: list[tuple[str, Message]] = []
        """What nobody has looked at yet."""

    async def introduce(self) -> AccountInfo:
        return AccountInfo(self.account, self.name)

    async def send(self, address: str, reply: Reply) -> Outcome:
        screen = self.screens.setdefault(address, [])
        if reply.edits and not reply.document:
            for place, shown in enumerate(screen):
                if str(shown.id) == reply.edits:
                    screen[place] = replace(shown, text=reply.text, choices=reply.choices)
                    self.new.append((address, screen[place]))
                    return Accepted(reply.edits)
            return Rejected("no such message")
        if not reply.text:
            return Accepted(None)
        message = Message(next(self.numbers), self.now(), reply.text, reply.choices, reply.document)
        screen.append(message)
        self.new.append((address, message))
        return Accepted(str(message.id))


@dataclass(order=True)
class Turn:
    """Something that happens at an hour."""

    at: datetime
    order: int
    deed: Callable[[], Awaitable[None] | None] = field(compare=False)


class World:
    """Time, networks, clock and database; people are put into it by whoever plays."""

    def __init__(self, sessions: Sessions, file: sqlite3.Connection, begins: datetime) -> None:
        self.file = file
        self.sessions, self.hour = sessions, begins
        self.wires = {name: Wire(name, self.now) for name in NETWORKS}
        self.listener = Listener(sessions, dict(self.wires), all_routers(), self.now, lambda: None)
        self.senders = [Sender(sessions, wire, self.now, Pace(1_000_000), "play") for wire in self.wires.values()]
        self.turns: list[Turn] = []
        self.order = itertools.count()
        self.events = itertools.count(1)
        self.readers: dict[tuple[str, str], Callable[[Message], None]] = {}
        self._look = self._next_look()

    def now(self) -> datetime:
        return self.hour

    # What is to come

    def plan(self, at: datetime, deed: Callable[[], Awaitable[None] | None]) -> None:
        heapq.heappush(self.turns, Turn(max(at, self.hour), next(self.order), deed))

    async def live(self, until: datetime) -> None:
        """Let everything happen that is to happen until then; the clock ticks when something is due, and at eight."""
        while True:
            due = min(await self._due(), self._look)
            turn_at = self.turns[0].at if self.turns else until
            if min(due, turn_at) >= until:
                return
            if turn_at <= due:
                await self._wave()
            else:
                self.hour = due
                await self.tick(OFTEN)
                if due == self._look:
                    await self.tick(DAILY)
                    self._look = self._next_look()

    def _next_look(self) -> datetime:
        """The next eight o'clock in Viet Nam: what changes by the day is looked at then."""
        local = self.hour + timedelta(hours=7)
        eight = local.replace(hour=8, minute=0, second=0, microsecond=0)
        return eight + timedelta(days=int(eight <= local)) - timedelta(hours=7)

    async def _due(self) -> datetime:
        """The next hour at which the tables say that something has to be done."""
        step = await self.rows(
            "SELECT min(s.due_at) AS at FROM meeting_steps s JOIN meetings m ON m.id = s.meeting_id "
            "WHERE s.done_at IS NULL AND s.revision = m.revision AND m.state = 'called' AND s.due_at > :now",
            now=_stored(self.hour),
        )
        notice = await self.rows(
            "SELECT min(not_before) AS at FROM notices WHERE state = 'waiting' AND not_before > :now",
            now=_stored(self.hour),
        )
        found = [_read(one) for (one,) in (*step, *notice) if one is not None]
        return min(found, default=self.hour + timedelta(days=400))

    async def _wave(self) -> None:
        """Everything that happens in this minute: what many say at once is answered together."""
        self.hour = max(self.hour, self.turns[0].at)
        while self.turns and self.turns[0].at <= self.hour:
            if (talk := heapq.heappop(self.turns).deed()) is not None:
                await talk
        await self.settle()

    # What works

    async def tick(self, entries: Sequence[Entry]) -> None:
        """Each of these duties until nothing of it is left, then all that is to be sent."""
        for entry in entries:
            for _ in range(200):
                async with self.sessions.begin() as db:
                    if not await entry.duty(db, self.hour):
                        break
            else:
                raise AssertionError(f"{entry.name} never comes to an end")
        await self.settle()

    async def say(self, network: str, chat: str, body: dict[str, str]) -> None:
        """Words or a press reach the inbox; they are answered when things settle."""
        wire = self.wires[network]
        event = wire.event({"id": next(self.events), "from": chat} | body)
        assert event is not None
        await self.listener.keep(network, network, [event])

    async def settle(self) -> None:
        """Until everybody is answered, everything due is sent and read."""
        while await self.listener.answer_batch():
            pass
        for sender in self.senders:
            while await self._has_something_for(sender) and await sender.deliver_batch(Hold(time.monotonic())):
                pass
        for wire in self.wires.values():
            arrived, wire.new = wire.new, []
            for chat, message in arrived:
                if (reader := self.readers.get((wire.name, chat))) is not None:
                    reader(message)

    async def _has_something_for(self, sender: Sender) -> bool:
        """Whether anything waits there: to have a sender look through the tables costs a hundred times as much."""
        waiting = "SELECT id FROM notices WHERE state = 'waiting' AND channel = :channel AND not_before <= :now LIMIT 1"
        return bool(await self.rows(waiting, channel=sender.channel.name, now=_stored(self.hour)))

    async def rows(self, statement: str, **given: Any) -> list[Any]:
        """What stands in the tables, past all our code."""
        found = self.file.execute(statement, given)
        row = _row_of(tuple(column[0] for column in found.description))
        return [row(*one) for one in found]


@cache
def _row_of(columns: tuple[str, ...]) -> Callable[..., Any]:
    """To make a class costs more than most of what is asked."""
    return namedtuple("Row", columns)


def _stored(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")


def _read(at: Any) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC)


@asynccontextmanager
async def world(url: str, begins: datetime) -> AsyncIterator[World]:
    """A world on this database, which is SQLite."""
    before, delivery.GATHER = delivery.GATHER, 0.0
    engine = open_engine(at_once(url))
    file = sqlite3.connect(url.partition(":///")[2])
    accounts = {name: name for name in NETWORKS}
    try:
        yield World(sessions_of(engine, quiet_hours("21:00-07:00"), SITE, accounts=accounts), file, begins)
    finally:
        delivery.GATHER = before
        file.close()
        await engine.dispose()
