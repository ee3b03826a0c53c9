"""From the inbox to the answers: a worker that takes batches of rows, lets them be answered, commits them as one."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog
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

    async def keep(self, channel: str, account: str, events: list[Event], mark: str | None = None) -> None:
        """Put events into the inbox and, in the same transaction, move the mark that polling goes on from."""
        async with self.sessions.begin() as db:
            await inbox.keep(db, channel, account, events, self.now())
            if mark is not None:
                (await account_row(db, channel, account)).poll_mark = mark
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
        except Exception as error:  # the one place where anything may go wrong without stopping the rest
            log.exception("inbox_row_failed", inbox_id=row.id, channel=row.channel)
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
    """Ask a network for its events until cancelled; one process at a time, from where the last one stopped."""
    pause = 1.0
    async with holding(listener.sessions, f"poll:{channel.name}:{channel.account}", holder) as hold:
        while True:
            if not hold.is_held:
                await asyncio.sleep(0.2)
                continue
            try:
                await poll_once(listener, channel)
                pause = 1.0
            except OSError as error:
                log.warning("poll_failed", channel=channel.name, error=str(error))
                await note_trouble(listener.sessions, channel, str(error), listener.now())
                await asyncio.sleep(pause)
                pause = min(pause * 2, 30.0)


async def poll_once(listener: Listener, channel: Channel) -> None:
    """One batch: what it brought and where to go on are kept in one transaction."""
    async with listener.sessions.begin() as db:
        mark = (await account_row(db, channel.name, channel.account)).poll_mark
    polled = await channel.poll(mark)
    if polled.events or polled.next_mark != mark:
        await listener.keep(channel.name, channel.account, list(polled.events), polled.next_mark)
    await note_trouble(listener.sessions, channel, None, listener.now())


async def note_trouble(sessions: Sessions, channel: Channel, trouble: str | None, now: datetime) -> None:
    """Write down that a network does not work, or that it does again; health and doctor show it."""
    async with sessions.begin() as db:
        row = await account_row(db, channel.name, channel.account)
        if row.trouble != trouble:
            row.trouble, row.troubled_at = trouble, now if trouble else None
