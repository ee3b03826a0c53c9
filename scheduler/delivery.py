"""Sending what is owed: claim, ask what is true now, write the attempt, send at the network's pace, write the outcome.

One sender has the lease of one account. An attempt is committed before the network is called, so that a crash leaves
at most what was in flight in doubt; what is in doubt is tried once more, and both attempts stay in the ledger.

Messages leave in a stream: as many are in the air as the network's latency needs, the next few are taken while these
fly, and what has landed is written down together.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.db.sessions import Sessions
from bot.leaseholder import Hold, holding
from bot.messages import Channel, Outcome
from bot.services.health import note_delivery
from scheduler.arrivals import is_plain
from scheduler.claiming import claim
from scheduler.due import Desk, Room
from scheduler.flights import Flight, Runway
from scheduler.landing import Landed, land_surely, recover
from scheduler.pace import Gates, Pace
from scheduler.places import SLICE, Places

log = structlog.get_logger()
IDLE = 1.0
"""Seconds after which is looked again even if nobody rang: another process may have written."""
GATHER = 0.05
"""Seconds in which landings are gathered: one commit for all of them."""
Task = asyncio.Task[Outcome | None]
UnderWay = dict[Task, Flight]


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
    _landed: list[Task] = field(default_factory=list)
    _full: asyncio.Event = field(default_factory=asyncio.Event)
    """A slice has landed: it need not wait for more."""
    _stopping: bool = False
    _term: int = 0
    """In which it was last looked for what a crash left behind."""
    _told: str | None = None
    """The trouble that is written down where people look."""

    def __post_init__(self) -> None:
        self.runway = Runway(self.sessions, self.channel, self.now, self.pace, self.gates)
        self.places = Places(self.runway, GATHER)

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
                await recover(self.runway)
            if not await self._to_the_end(self._stream(hold)):
                await self._rest()
        except asyncio.CancelledError:
            raise
        except Exception:  # a job runner: whatever happens, the next round goes on
            log.exception("delivery_failed", channel=self.channel.name)
            await asyncio.sleep(IDLE)
            return True
        return False

    async def deliver_batch(self, hold: Hold) -> int:
        """Send the next few and wait for them, the most urgent first; returns how many were dealt with."""
        dealt_with = await self._take(hold)
        await self._all_land()
        return dealt_with

    async def _stream(self, hold: Hold) -> int:
        """Send until nothing is due and nothing in the air; returns how many were dealt with."""
        dealt_with = 0
        try:
            while True:
                taken = await self._take_meanwhile(hold)
                dealt_with += taken
                if not self.under_way and not taken:
                    return dealt_with
                await self._until_some_landed()
        finally:  # a database that fails must not leave anything in the air: it would be taken for interrupted
            await self._all_land()

    # Taking

    async def _take_meanwhile(self, hold: Hold) -> int:
        """While what has landed is written down: the network waits for neither. After it where that may matter."""
        landed, self._landed = self._landed, []
        if len(landed) == len(self.under_way) or not all(is_plain(*one) for one in self._with_outcomes(landed)):
            await self._write_down(landed)
            return await self._take(hold) if self._has_room() else 0
        writing = asyncio.create_task(self._write_down(landed))
        try:
            return await self._take(hold) if self._has_room() else 0
        finally:
            await writing

    async def _take(self, hold: Hold) -> int:
        """Claim the next few and let them fly; returns how many were dealt with."""
        self.bell.clear()
        if self._stopping or not hold.is_held_since(self._term) or self.gates.channel_is_closed():
            return 0
        desk = Desk(self.channel.name, self.channel.account, self.channel.capabilities, self.gates)
        busy = [flight.endpoint_id for flight in self.under_way.values()]
        async with self.sessions.begin() as db:
            taken = await claim(db, desk, self._room(), busy, self.now())
        if taken.is_stopped:
            self.places.saw_a_stop()
        for flight in taken.flights:
            self._let_fly(flight, hold)
        return taken.dealt_with

    def _let_fly(self, flight: Flight, hold: Hold) -> None:
        task = asyncio.create_task(self.runway.fly(flight, hold))
        self.under_way[task] = flight
        task.add_done_callback(self._lands)
        self.places.take(flight)

    def _has_room(self) -> bool:
        """Whether it is worth a transaction to take more, or somebody rings."""
        return not self.under_way or self.bell.is_set() or self.places.is_worth_it(self._room())

    def _flying(self) -> list[Flight]:
        """What has landed takes nobody's place, even if it is still being written down."""
        return [flight for task, flight in self.under_way.items() if not task.done()]

    def _room(self) -> Room:
        return self.places.free(self._flying(), is_empty=not self.under_way, stop_lasts=IDLE * 0.9)

    # Landing

    async def _until_some_landed(self) -> None:
        """Wait until one has landed, and for those that land right after it; or few stand ready, or somebody rings."""
        if not self.under_way:
            return
        await _first_of(self.bell, self.runway.stirs, seconds=IDLE)
        self.runway.stirs.clear()
        if self._landed and len(self.under_way) > len(self._landed) and not self.bell.is_set():
            await _first_of(self.bell, self._full, seconds=GATHER)
        self._full.clear()

    async def _write_down(self, landed: Sequence[Task]) -> None:
        """What became of them; until then nothing else goes to their addresses."""
        if not landed:
            return
        try:
            await land_surely(self.runway, self._with_outcomes(landed))
        finally:
            for task in landed:
                del self.under_way[task]
        await self._tell_how_it_goes()

    def _with_outcomes(self, landed: Sequence[Task]) -> list[Landed]:
        return [(self.under_way[task], task.result()) for task in landed]

    async def _all_land(self) -> None:
        while self.under_way:
            self.bell.clear()  # nothing is taken for whoever rings
            await self._until_some_landed()
            landed, self._landed = self._landed, []
            await self._write_down(landed)

    def _lands(self, task: Task) -> None:
        self._landed.append(task)
        self.runway.stirs.set()
        if len(self._landed) >= SLICE:
            self._full.set()

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


async def _first_of(*events: asyncio.Event, seconds: float) -> None:
    """Until one of these has happened, or the time is over."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
