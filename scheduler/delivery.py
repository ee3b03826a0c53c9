"""Sending what is owed: claim, ask what is true now, write the attempt, send at the network's pace, write the outcome.

One sender has the lease of one account. An attempt is committed before the network is called, so that a crash leaves
at most what was in flight in doubt; what is in doubt is tried once more, and both attempts stay in the ledger.

Messages leave in a stream: as many are in the air as the network's latency needs, the next few are taken while these
fly, and what has landed is written down together.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import select

from bot.db.sessions import Sessions
from bot.leaseholder import Hold, holding
from bot.messages import Channel, Outcome, Unknown
from bot.model.notices import Attempt, Notice, NoticeState
from bot.services.health import note_delivery
from scheduler.claiming import Desk, Room, claim
from scheduler.flights import Flight, Runway
from scheduler.landing import Landed, land_surely
from scheduler.outcomes import INTERRUPTED, record
from scheduler.pace import Gates, Pace

log = structlog.get_logger()
IDLE = 1.0
"""Seconds after which is looked again even if nobody rang: another process may have written."""
READY = 0.15
"""Seconds for which messages are taken ahead of their turn, so that the network never waits for the database."""
FEWEST, MOST = 4, 400
"""In the air at once, whatever the latency."""
ROUTINE_SHARE = 5
"""One place in so many is kept for what is routine: it is slower than the rest, and never starves."""
ANSWERS = 20
"""Places that only answers take: nobody waits for a mass notice to be answered."""
GATHER = 0.03
"""Seconds in which landings are gathered: one commit for all of them."""
UnderWay = dict["asyncio.Task[Outcome | None]", Flight]


@dataclass
class Sender:
    """The one that sends for one account of one network."""

    sessions: Sessions
    channel: Channel
    now: Callable[[], datetime]
    pace: Pace
    holder: str
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    gates: Gates = field(default_factory=Gates)
    under_way: UnderWay = field(default_factory=dict)
    _stopping: bool = False
    _term: int = 0
    """In which it was last looked for what a crash left behind."""
    _told: str | None = None
    """The trouble that is written down where people look."""

    def __post_init__(self) -> None:
        self.runway = Runway(self.sessions, self.channel, self.now, self.pace, self.gates)

    async def run(self) -> None:
        """Send until cancelled. What was in flight when this is stopped is finished first."""
        name = f"send:{self.channel.name}:{self.channel.account}"
        self._stopping = self.runway.is_stopping = False
        async with holding(self.sessions, name, self.holder) as hold:
            fresh = True
            while True:
                if not hold.is_held:
                    fresh = True
                    await asyncio.sleep(0.1)
                    continue
                fresh = await self._turn(hold, fresh=fresh)

    async def _turn(self, hold: Hold, *, fresh: bool) -> bool:
        """One round; returns whether the next one has to look for what a crash left behind."""
        self.bell.clear()
        try:
            if fresh or hold.term != self._term:
                self._term = hold.term
                await self.recover()
            if not await self._to_the_end(self._stream(hold)):
                await self._rest()
        except asyncio.CancelledError:
            raise
        except Exception:  # a job runner: whatever happens, the next round goes on
            log.exception("delivery_failed", channel=self.channel.name)
            await asyncio.sleep(IDLE)
            return True
        return False

    async def recover(self) -> None:
        """Attempts that a crash left open: nobody knows whether they arrived."""
        async with self.sessions.begin() as db:
            open_ones = await db.execute(
                select(Notice, Attempt)
                .join(Attempt, Attempt.notice_id == Notice.id)
                .where(
                    Notice.state == NoticeState.SENDING,
                    Notice.channel == self.channel.name,
                    Notice.account == self.channel.account,
                    Attempt.ended_at.is_(None),
                )
                .with_for_update(of=Attempt)  # whoever had the lease before may be writing down just now that it came
            )
            for notice, attempt in open_ones:
                await record(db, notice, attempt, Unknown(INTERRUPTED), self.runway, self.now())

    async def deliver_batch(self, hold: Hold) -> int:
        """Send the next few and wait for them, the most urgent first; returns how many were dealt with."""
        dealt_with = await self._take(hold)
        while self.under_way:
            await self._some_land()
        return dealt_with

    async def _stream(self, hold: Hold) -> int:
        """Send until nothing is due and nothing in the air; returns how many were dealt with."""
        dealt_with = 0
        try:
            while True:
                taken = await self._take(hold) if self._has_room() else 0
                dealt_with += taken
                if not self.under_way and not taken:
                    return dealt_with
                await self._some_land()
        finally:  # a database that fails must not leave anything in the air: it would be taken for interrupted
            while self.under_way:
                await self._some_land()

    # Taking

    async def _take(self, hold: Hold) -> int:
        """Claim the next few and let them fly; returns how many were dealt with."""
        self.bell.clear()
        if self._stopping or not hold.is_held_since(self._term) or self.gates.channel_is_closed():
            return 0
        desk = Desk(self.channel.name, self.channel.account, self.channel.capabilities, self.gates)
        busy = [flight.endpoint_id for flight in self.under_way.values()]
        async with self.sessions.begin() as db:
            taken = await claim(db, desk, self._room(), busy, self.now())
        for flight in taken.flights:
            self.under_way[asyncio.create_task(self.runway.fly(flight, hold))] = flight
        return taken.dealt_with

    def _has_room(self) -> bool:
        """Few at a time would cost a transaction each: only once a quarter of the places is free, or somebody rings."""
        return not self.under_way or self.bell.is_set() or self._room().others * 4 >= self._most()

    def _room(self) -> Room:
        if self.gates.is_doubtful:
            return Room(0, 0, 0) if self.under_way else Room(1, 1, 0)
        answers = sum(flight.answers for flight in self.under_way.values())
        routine = sum(flight.routine for flight in self.under_way.values())
        most, others = self._most(), len(self.under_way) - answers
        return Room(ANSWERS - answers, most - others, max(1, most // ROUTINE_SHARE) - routine)

    def _most(self) -> int:
        """As many as leave while one flies, and those that stand ready."""
        wanted = self.pace.per_second * (self.runway.latency * 1.25 + READY)
        return min(max(int(wanted), FEWEST), MOST)

    # Landing

    async def _some_land(self) -> None:
        """Wait for the first to land, or for somebody who rings; write down what became of those that have landed."""
        if not self.under_way:
            return
        ringing = asyncio.ensure_future(self.bell.wait())
        try:
            await asyncio.wait([*self.under_way, ringing], timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ringing.cancel()
        if len(self.under_way) > 1 and not self.bell.is_set():
            await asyncio.wait(list(self.under_way), timeout=GATHER)
        done = [task for task in self.under_way if task.done()]
        landed: list[Landed] = [(self.under_way.pop(task), task.result()) for task in done]
        if landed:
            await land_surely(self.runway, landed)
            await self._tell_how_it_goes()

    async def _tell_how_it_goes(self) -> None:
        """Where it changes: health, doctor and the metrics show it."""
        if self.gates.trouble != self._told:
            self._told = self.gates.trouble
            await note_delivery(self.sessions, self.channel.name, self.channel.account, self._told)

    async def _to_the_end(self, stream: Coroutine[None, None, int]) -> int:
        """Let what flies land even if we are told to stop meanwhile: its outcomes belong into the ledger."""
        task = asyncio.create_task(stream)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._stopping = self.runway.is_stopping = True
            await asyncio.gather(task, return_exceptions=True)
            raise

    async def _rest(self) -> None:
        """Until there is something to send, or for a while. (`wait_for` of Python 3.11 may swallow a cancellation.)"""
        with suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await self.bell.wait()
