"""From the inbox to the answers: a worker that takes batches of rows, lets them be answered, commits them as one."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import Router, converse
from bot.db.sessions import Sessions
from bot.leaseholder import holding
from bot.messages import Channel, Event, Incoming, Reply
from bot.model.accounts import Account
from bot.model.inbox import InboxRow, InboxState
from bot.refusals import DoubtfulWords, Refused, SecrecyMarked
from bot.services import inbox
from bot.services.addresses import endpoint_at
from bot.services.notices import owe_reply
from bot.words import vi
from bot.words.refused import refused

log = structlog.get_logger()
BATCH = 100
FRESH = timedelta(seconds=30)
TRY_AGAIN = {"40P01", "40001"}
"""PostgreSQL's codes for a deadlock, and for two transactions that cannot both be."""
IDLE = 1.0
"""Seconds after which the table is looked at even if nobody rang: another process may have written."""


@dataclass
class Listener:
    """Hears all networks. `now` is people's time; `answered` is called when there is something to send."""

    sessions: Sessions
    channels: Mapping[str, Channel]
    router: Router
    now: Callable[[], datetime]
    answered: Callable[[], None]
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def keep(self, channel: str, account: str, events: Sequence[Event]) -> None:
        """Put events into the inbox."""
        async with self.sessions.begin() as db:
            await inbox.keep(db, channel, account, events, self.now())
        self.heard.set()

    async def run(self) -> None:
        """Answer until cancelled; a batch that fails as a whole is tried again."""
        while True:
            self.heard.clear()
            try:
                handled = await self.answer_batch()
            except Exception:
                log.exception("inbox_batch_failed")
                await asyncio.sleep(IDLE)
                continue
            if handled:
                self.answered()
            else:
                await ring(self.heard, IDLE)

    async def answer_batch(self) -> int:
        """Handle the oldest open rows, one of each address; returns how many."""
        async with self.sessions.begin() as db:
            rows = await inbox.unhandled(db, BATCH)
            for row in rows:
                await self._answer(db, row)
            return len(rows)

    async def _answer(self, db: AsyncSession, row: InboxRow) -> None:
        """One row, alone in its savepoint: whatever goes wrong with it, it is marked and the others go on."""
        try:
            async with db.begin_nested():
                await self._converse(db, row)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in TRY_AGAIN:
                raise  # two workers in each other's way: the batch is done once more, and nobody's words are lost
            await self._give_up(db, row, error)
        except Exception as error:  # the one place where anything may go wrong without stopping the rest
            await self._give_up(db, row, error)

    async def _give_up(self, db: AsyncSession, row: InboxRow, error: Exception) -> None:
        log.error("inbox_row_failed", inbox_id=row.id, channel=row.channel, exc_info=error)
        inbox.settle(row, InboxState.FAILED, self.now(), type(error).__name__)
        await self._apologise(db, row)

    async def _converse(self, db: AsyncSession, row: InboxRow) -> None:
        if row.state in {InboxState.REFUSED, InboxState.DOUBTFUL}:
            await self._refuse(db, row)
            return
        said = self._read(row)
        if isinstance(said, Incoming):
            channel = self.channels[row.channel]
            about = f"inbox:{row.id}"
            endpoint, reply = await converse(said, db, self.router, channel.capabilities, self.now(), about)
            if reply is not None:
                owe_reply(db, about, endpoint, reply, self.now())
        if row.handled_at is None:
            inbox.settle(row, InboxState.DONE, self.now())

    def _read(self, row: InboxRow) -> Incoming | None:
        """What the row says; one that cannot be read is marked and blocks nobody."""
        assert row.body is not None  # noqa: S101 - only refused rows have none, and they do not come here
        try:
            return self.channels[row.channel].read(row.body)
        except ValueError as error:
            log.warning("inbox_row_unreadable", inbox_id=row.id, channel=row.channel)
            inbox.settle(row, InboxState.FAILED, self.now(), f"unreadable: {error}"[:200])
            return None

    async def _refuse(self, db: AsyncSession, row: InboxRow) -> None:
        """Say why, and take the message away where the network can."""
        refusal: Refused = SecrecyMarked() if row.state is InboxState.REFUSED else DoubtfulWords()
        if row.address:
            endpoint = await endpoint_at(db, row.channel, row.account, row.address)
            removes = row.message_ref if row.state is InboxState.REFUSED else None
            owe_reply(db, f"inbox:{row.id}", endpoint, Reply(refused(refusal), removes=removes), self.now())
        inbox.settle(row, row.state, self.now())

    async def _apologise(self, db: AsyncSession, row: InboxRow) -> None:
        if row.address and not row.address.startswith("-"):
            endpoint = await endpoint_at(db, row.channel, row.account, row.address)
            owe_reply(db, f"inbox:{row.id}", endpoint, Reply(vi.TROUBLE), self.now(), round_=2)


async def ring(bell: asyncio.Event, at_most: float) -> None:
    """Wait for a bell, and not for ever. (`wait_for` of Python 3.11 may swallow a cancellation; `timeout` does not.)"""
    with suppress(TimeoutError):
        async with asyncio.timeout(at_most):
            await bell.wait()


async def account_row(db: AsyncSession, channel: str, account: str) -> Account:
    """The row of one of our accounts, made where it is new."""
    row = await db.get(Account, (channel, account))
    if row is None:
        row = Account(channel=channel, account=account)
        db.add(row)
        await db.flush()
    return row


async def poll(listener: Listener, channel: Channel, holder: str) -> None:
    """Ask a network for its events until cancelled; one process at a time. Whatever fails is tried again."""
    pause, mark = 1.0, None
    async with holding(listener.sessions, f"poll:{channel.name}:{channel.account}", holder) as hold:
        while True:
            if not hold.is_held:
                mark = None
                await asyncio.sleep(0.2)
                continue
            try:
                mark = await poll_once(listener, channel, mark)
                pause = 1.0
            except Exception as error:  # a job runner: a network or a database that is out comes back
                log.warning("poll_failed", channel=channel.name, error=type(error).__name__, detail=plain_detail(error))
                await note_trouble(listener, channel, plain_detail(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)


async def poll_once(listener: Listener, channel: Channel, mark: str | None) -> str | None:
    """One batch, kept; returns the mark that confirms it, for the next poll.

    Once a poll brings nothing, all before its mark is confirmed, and the next one goes without: a network may begin to
    count anew, and a mark of last week would then swallow what it brings. So no mark outlives the process either.
    """
    polled = await channel.poll(mark)
    if polled.events:
        await listener.keep(channel.name, channel.account, polled.events)
    await note_health(listener, channel)
    return polled.next_mark if polled.events else None


def plain_detail(error: Exception) -> str:
    """What a network says of its trouble, which holds no secret; of all else the kind."""
    return str(error)[:200] if isinstance(error, OSError) else type(error).__name__


async def note_trouble(listener: Listener, channel: Channel, trouble: str) -> None:
    """Write down that a network does not work, where the database does; health and doctor show it."""
    with suppress(OSError, SQLAlchemyError):
        async with listener.sessions.begin() as db:
            row = await account_row(db, channel.name, channel.account)
            row.trouble, row.troubled_at = trouble, listener.now()


async def note_health(listener: Listener, channel: Channel) -> None:
    """Write down that it answered; not at every poll."""
    now = datetime.now(UTC)
    async with listener.sessions.begin() as db:
        row = await account_row(db, channel.name, channel.account)
        if row.trouble is not None or row.heard_at is None or now - row.heard_at > FRESH:
            row.trouble, row.troubled_at, row.heard_at = None, None, now
