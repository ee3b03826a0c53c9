"""One message on its way: made whole, sent at the pace, and what became of it."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog

from bot.db.sessions import Sessions
from bot.departures import hear
from bot.leaseholder import Hold
from bot.messages import Accepted, Channel, Outcome, Reply, Unknown, is_group
from bot.refusals import Refused
from bot.reports.recipes import for_whom, prepared
from bot.services.parcels import link_to
from bot.words import vi
from bot.words.menu import by_link
from bot.words.refused import refused
from scheduler.pace import Gates, Pace

log = structlog.get_logger()
READY = 0.6
"""Seconds for which messages are taken ahead of their turn, so that the network never waits for the database: what has
been taken leaves even if sending is stopped meanwhile."""
SOON = 1.0
"""Seconds within which a stop bites, however slow the pace."""
QUICK, NEWEST, SLOWEST = 0.6, 0.2, 3.0
"""The latency that is taken for granted at first, in seconds, so that a slow link loses nothing at the start;
how much the newest send counts; and at most: a network that answers nobody must not be given more and more."""


@dataclass(frozen=True, slots=True)
class Flight:
    """One message on its way."""

    notice_id: int
    attempt_id: int
    endpoint_id: int
    address: str
    reply: Reply
    answers: bool
    """It answers what somebody has just said, and goes before what is sent to many."""
    routine: bool
    """It is slower than the rest where there is much that is urgent."""
    remembered: bool
    """What it offers was remembered when it was given, or it asks nothing: an answer, an edit."""
    heard_at: datetime | None = None
    """When somebody was last heard there, as it was known when this was worded."""


@dataclass
class Runway:
    """Where messages leave for one network. `now` is people's time."""

    sessions: Sessions
    channel: Channel
    now: Callable[[], datetime]
    pace: Pace
    gates: Gates
    latency: float = QUICK
    """Seconds that a send takes just now."""
    is_stopping: bool = False
    """We are told to stop: what cannot be written down soon is left to the next start."""
    stirs: asyncio.Event = field(default_factory=asyncio.Event)
    """Few stand ready, or one has landed: more can be taken."""
    rendering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """One document at a time: several at once would take the machine from every conversation."""

    @property
    def ahead(self) -> int:
        """So many to many people stand ready at most; at a very slow pace one, once it leaves within a second."""
        return int(self.pace.per_second * READY) or int(self.pace.early() <= SOON)

    async def fly(self, flight: Flight, hold: Hold) -> Outcome | None:
        """Send one, at the pace; None where the lease may be somebody else's by now and nothing was sent."""
        term = hold.term
        departure = await self.pace.wait(answers=flight.answers)
        if self.pace.line * 2 <= self.ahead:
            self.stirs.set()
        if not hold.is_held_since(term) or self.gates.channel_is_closed():
            return None
        try:
            whole = await self._whole(flight.reply)
            if not hold.is_held_since(term):  # making a document takes time, and somebody else may be sending it by now
                return None
            departure.departs()
            hear(departure.departs)
            begun = time.monotonic()
            outcome = await self.channel.send(flight.address, whole)
            taken = min(time.monotonic() - begun, SLOWEST)
            self.latency += (taken - self.latency) * NEWEST
            if isinstance(outcome, Accepted):
                self.pace.answered(departure)
            self.gates.rest(flight.endpoint_id, self._gap(flight.address))
        except Exception as error:  # a channel promises not to raise; if it does, nobody knows what happened
            log.exception("channel_raised", channel=self.channel.name)
            return Unknown(type(error).__name__)
        return outcome

    def _gap(self, address: str) -> float:
        can = self.channel.capabilities
        return can.group_gap if is_group(address) else can.chat_gap

    async def _whole(self, reply: Reply) -> Reply:
        """With its document, made now; who may not have it any more is told so instead."""
        if reply.attaches is None:
            return reply
        try:
            async with self.rendering:
                async with self.sessions.begin() as db:
                    made = await prepared(db, reply.attaches, self.now())
                document = await asyncio.to_thread(made)
            if self.channel.capabilities.carries(document.media_type, len(document.content)):
                return replace(reply, document=document)
            return await self._by_link(reply)
        except Refused as refusal:
            return Reply(refused(refusal, spoken=True))
        except Exception:  # people get the words without the file rather than nothing
            log.exception("document_not_made", recipe=reply.attaches)
            return replace(reply, text=f"{reply.text}\n{vi.NO_DOCUMENT}")

    async def _by_link(self, reply: Reply) -> Reply:
        """It has turned out larger than the network takes, or of another kind."""
        made_of = reply.attaches or ""
        async with self.sessions.begin() as db:
            link = await link_to(db, made_of, for_whom(made_of), self.now())
        return replace(reply, text=f"{reply.text}\n{by_link(link)}")
