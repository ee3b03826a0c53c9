"""Sending what is owed: claim, ask what is true now, write the attempt, send at the network's pace, write the outcome.

One sender has the lease of one account. An attempt is committed before the network is called, so that a crash leaves
at most what was in flight in doubt; what is in doubt is tried once more, and both attempts stay in the ledger.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.leaseholder import Hold, holding
from bot.messages import Channel, Outcome, Reply, Unknown, written_for
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.notices import Attempt, Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.refusals import Refused
from bot.reports.recipes import prepared
from bot.services.addresses import reachable
from bot.services.notices import route, settle
from bot.services.unit_settings import after_quiet, settings_of
from bot.services.wording import Moot, word
from bot.words import vi
from bot.words.refused import refused
from scheduler.outcomes import has_not_left, record, unsend
from scheduler.pace import Gates, Pace

log = structlog.get_logger()
IDLE = 1.0
MOST_AT_ONCE = 25
LANDINGS = 30
"""How often outcomes are tried to be written, a second apart, before a restart has to ask what happened."""


@dataclass(frozen=True, slots=True)
class Flight:
    """One message on its way."""

    notice_id: int
    attempt_id: int
    endpoint_id: int
    address: str
    reply: Reply


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
    rendering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """One document at a time: several at once would take the machine from every conversation."""

    async def run(self) -> None:
        """Send until cancelled. What was in flight when this is stopped is finished first."""
        name = f"send:{self.channel.name}:{self.channel.account}"
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
            if fresh:
                await self.recover()
            if not await _to_the_end(self.deliver_batch(hold)):
                await _rest(self.bell)
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
            )
            for notice, attempt in open_ones:
                await record(db, notice, attempt, Unknown("interrupted"), self.gates, self.now())

    async def deliver_batch(self, hold: Hold) -> int:
        """Send the next few, the most urgent first; returns how many were dealt with."""
        if self.gates.channel_is_closed():
            return 0
        dealt_with, flights = await self.claim()
        under_way = {asyncio.create_task(self._fly(flight, hold)): flight for flight in flights}
        while under_way:
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            await self._land_surely([(under_way.pop(task), task.result()) for task in done])
        return dealt_with

    async def claim(self) -> tuple[int, list[Flight]]:
        """Take due notices, drop what is no longer true, write an attempt for the rest; one transaction."""
        async with self.sessions.begin() as db:
            notices = await self._due(db)
            flights = [flight for notice in notices if (flight := await self._prepare(db, notice)) is not None]
            return len(notices), flights

    async def _due(self, db: AsyncSession) -> Sequence[Notice]:
        """Due notices, one for each address, at most as many as leave within a second or so."""
        statement = (
            select(Notice)
            .where(
                Notice.state == NoticeState.WAITING,
                Notice.channel == self.channel.name,
                Notice.account == self.channel.account,
                Notice.not_before <= self.now(),
                Notice.endpoint_id.not_in(self.gates.closed_endpoints()),
            )
            .order_by(Notice.urgency, Notice.expires_at, Notice.id)
            .limit(MOST_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        first: dict[int | None, Notice] = {}
        for notice in await db.scalars(statement):
            first.setdefault(notice.endpoint_id, notice)
        return list(first.values())

    async def _prepare(self, db: AsyncSession, notice: Notice) -> Flight | None:
        said = await word(db, notice, self.now(), self.channel.capabilities)
        if isinstance(said, Moot):
            settle(notice, said.state, self.now(), said.cause)
            return None
        if await self._is_held_back(db, notice):
            await has_not_left(db, notice, said)
            return None
        endpoint = await db.get_one(Endpoint, notice.endpoint_id)
        attempt = Attempt(
            notice_id=notice.id,
            endpoint_id=endpoint.id,
            channel=self.channel.name,
            begun_at=datetime.now(UTC),
        )
        db.add(attempt)
        notice.state, notice.attempts = NoticeState.SENDING, notice.attempts + 1
        await db.flush()
        reply = written_for(said, self.channel.capabilities)
        return Flight(notice.id, attempt.id, endpoint.id, endpoint.external_id, reply)

    async def _is_held_back(self, db: AsyncSession, notice: Notice) -> bool:
        """Quiet hours, and people who have stopped, moved or died as an address since it was owed."""
        if notice.urgency == Urgency.REPLY or notice.step is Step.TALLY:  # an edit makes no sound
            return False
        if notice.urgency > Urgency.EXPRESS and (until := await self._quiet_until(db, notice)) > self.now():
            notice.not_before = until
            return True
        if notice.member_id is None:
            return False
        ways = (await reachable(db, [notice.member_id]))[notice.member_id]
        if notice.endpoint_id in {way.id for way in ways}:
            return False
        route(notice, ways, self.now())
        return True

    async def _quiet_until(self, db: AsyncSession, notice: Notice) -> datetime:
        meeting = await db.get(Meeting, notice.meeting_id) if notice.meeting_id else None
        if meeting is None:
            return after_quiet(self.now(), db.info.get("quiet_hours"))
        settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
        return after_quiet(self.now(), settings.quiet_hours)

    async def _fly(self, flight: Flight, hold: Hold) -> Outcome | None:
        """Send one, at the pace; None where the lease may be somebody else's by now and nothing was sent."""
        await self.pace.wait()
        if not hold.is_held or self.gates.channel_is_closed():
            return None
        try:
            whole = await self._whole(flight.reply)
            if not hold.is_held:  # making a document takes time, and somebody else may be sending it by now
                return None
            return await self.channel.send(flight.address, whole)
        except Exception as error:  # a channel promises not to raise; if it does, nobody knows what happened
            log.exception("channel_raised", channel=self.channel.name)
            return Unknown(type(error).__name__)

    async def _whole(self, reply: Reply) -> Reply:
        """With its document, made now; who may not have it any more is told so instead."""
        if reply.attaches is None:
            return reply
        try:
            async with self.rendering:
                async with self.sessions.begin() as db:
                    made = await prepared(db, reply.attaches, self.now())
                return replace(reply, document=await asyncio.to_thread(made))
        except Refused as refusal:
            return Reply(refused(refusal, spoken=True))
        except Exception:  # people get the words without the file rather than nothing
            log.exception("document_not_made", recipe=reply.attaches)
            return replace(reply, text=f"{reply.text}\n{vi.NO_DOCUMENT}")

    async def _land_surely(self, flights: Sequence[tuple[Flight, Outcome | None]]) -> None:
        """What is known must not be lost to a database that is away for a moment: it would be sent again."""
        for _ in range(LANDINGS):
            try:
                return await self._land(flights)
            except (OSError, SQLAlchemyError) as error:
                log.warning("outcomes_wait", count=len(flights), error=type(error).__name__)
                await asyncio.sleep(IDLE)
        return await self._land(flights)

    async def _land(self, flights: Sequence[tuple[Flight, Outcome | None]]) -> None:
        """Write the outcomes that are known by now, in one transaction; the others are still in the air."""
        async with self.sessions.begin() as db:
            for flight, outcome in flights:
                notice = await db.get_one(Notice, flight.notice_id)
                attempt = await db.get_one(Attempt, flight.attempt_id)
                if outcome is None:
                    unsend(notice, attempt)
                    await has_not_left(db, notice, flight.reply)
                else:
                    await record(db, notice, attempt, outcome, self.gates, self.now(), flight.reply)


async def _to_the_end(batch: Coroutine[None, None, int]) -> int:
    """Let a batch finish even if we are told to stop meanwhile: its outcomes belong into the ledger."""
    task = asyncio.create_task(batch)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


async def _rest(bell: asyncio.Event) -> None:
    """Until there is something to send, or for a while. (`wait_for` of Python 3.11 may swallow a cancellation.)"""
    with suppress(TimeoutError):
        async with asyncio.timeout(IDLE):
            await bell.wait()
