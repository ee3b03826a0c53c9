"""From the inbox to the answers: a worker that takes batches of rows, lets them be answered, commits them as one."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.answering import Answering
from bot.conversation import Router
from bot.db.sessions import Sessions
from bot.leaseholder import holding
from bot.messages import Channel, Event
from bot.model.accounts import Account
from bot.model.inbox import InboxRow
from bot.services import inbox

log = structlog.get_logger()
BATCH = 100
FRESH = timedelta(seconds=30)
IDLE = 1.0
"""Seconds after which the table is looked at even if nobody rang: another process may have written."""


@dataclass
class Brought:
    """What one request or one poll brought."""

    rows: Sequence[Mapping[str, Any]]
    is_kept: bool = False


@dataclass
class Listener:
    """Hears all networks. `now` is people's time; `answered` is called when there is something to send."""

    sessions: Sessions
    channels: Mapping[str, Channel]
    router: Router
    now: Callable[[], datetime]
    answered: Callable[[], None]
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    brought: list[Brought] = field(default_factory=list)
    """What waits to be kept, while what came before is written."""
    keeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    heard_from: dict[str, float] = field(default_factory=dict)
    """When each hook's last word was written down as a sign of life, on the monotonic clock."""

    async def keep(self, channel: str, account: str, events: Sequence[Event]) -> None:
        """Put events into the inbox; over when they are there to stay. Those that come together share a commit."""
        mine = Brought(inbox.rows_of(channel, account, events, self.now()))
        self.brought.append(mine)
        async with self.keeping:
            if not mine.is_kept:
                await self._keep_with_others(mine)
        self.heard.set()

    async def _keep_with_others(self, mine: Brought) -> None:
        """Mine, and all that waits. Where they cannot be kept together, each is kept alone when its turn comes."""
        group, self.brought = [mine, *(one for one in self.brought if one is not mine)], []
        try:
            await self._keep(group)
        except SQLAlchemyError:
            if len(group) == 1:
                raise
            await self._keep([mine])

    async def _keep(self, group: Sequence[Brought]) -> None:
        async with self.sessions.begin() as db:
            await inbox.add(db, [row for one in group for row in one.rows])
        for one in group:
            one.is_kept = True

    async def run(self) -> None:
        """Answer until cancelled; a batch that fails as a whole is tried again."""
        while True:
            self.heard.clear()
            try:
                handled = await self.answer_batch()
            except Exception:  # a job runner: whatever happens, the rows are still there for the next round
                log.exception("inbox_batch_failed")
                await asyncio.sleep(IDLE)
                continue
            if handled:
                self.answered()
            else:
                await ring(self.heard, IDLE)

    async def answer_batch(self) -> int:
        """Handle the oldest open rows, one of each address; returns how many."""
        try:
            return await self._answer(Answering.together)
        except Exception as error:  # it is of one of them, whatever it is: each is answered alone now
            log.info("inbox_batch_taken_apart", error=type(error).__name__)
            return await self._answer(Answering.one_by_one)

    async def _answer(self, how: Callable[[Answering, Sequence[InboxRow]], Awaitable[None]]) -> int:
        async with self.sessions.begin() as db:
            rows = await inbox.unhandled(db, BATCH)
            await how(Answering(db, self.channels, self.router, self.now), rows)
            return len(rows)


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
    """Ask a network for its events until cancelled; one process at a time. Whatever fails is tried again.

    Where there is but one line for both ways, it goes by the lease of whoever sends.
    """
    pause, mark = 1.0, None
    one_line = channel.capabilities.one_line
    lease = f"{'send' if one_line else 'poll'}:{channel.name}:{channel.account}"
    async with holding(listener.sessions, lease, holder, gives_back=not one_line) as hold:
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
        await _to_the_end(listener.keep(channel.name, channel.account, polled.events))
    await note_health(listener, channel)
    return polled.next_mark if polled.events else None


async def _to_the_end(keeping: Coroutine[Any, Any, None]) -> None:
    """Also where we are told to stop meanwhile: some networks forget an event once they have handed it out."""
    task = asyncio.create_task(keeping)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


def plain_detail(error: Exception) -> str:
    """What a network says of its trouble, which holds no secret; of all else the kind."""
    return str(error)[:200] if isinstance(error, OSError) else type(error).__name__


async def note_trouble(listener: Listener, channel: Channel, trouble: str) -> None:
    """Write down that a network does not work, where the database does; health and doctor show it."""
    with suppress(OSError, SQLAlchemyError):
        async with listener.sessions.begin() as db:
            row = await account_row(db, channel.name, channel.account)
            row.trouble, row.troubled_at = trouble, listener.now()


async def note_heard(listener: Listener, channel: Channel) -> None:
    """Write down that a network came to us, now and then; what it brought is kept already, so nothing may fail here."""
    last = listener.heard_from.get(channel.name)
    if last is not None and time.monotonic() - last < FRESH.total_seconds():
        return
    listener.heard_from[channel.name] = time.monotonic()
    with suppress(OSError, SQLAlchemyError):
        await note_health(listener, channel)


async def note_known(listener: Listener, channel: Channel) -> None:
    """Write down that it knows us. One that comes by itself is heard when it comes, not when it answers."""
    if channel.hook is None:
        await note_health(listener, channel)
        return
    async with listener.sessions.begin() as db:
        row = await account_row(db, channel.name, channel.account)
        row.trouble, row.troubled_at = None, None


async def note_health(listener: Listener, channel: Channel) -> None:
    """Write down that it answered; not at every poll."""
    now = datetime.now(UTC)
    async with listener.sessions.begin() as db:
        row = await account_row(db, channel.name, channel.account)
        if row.trouble is not None or row.heard_at is None or now - row.heard_at > FRESH:
            row.trouble, row.troubled_at, row.heard_at = None, None, now
