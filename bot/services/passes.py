"""The store of tokens on the table: one holder at a time among all processes, every deed committed at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.holders import new_holder
from bot.model.accounts import Pass
from bot.passes import Kept, Pair, real_time
from bot.services import leases

HOLD_LASTS = timedelta(minutes=2)
"""Longer than a network may take to answer twice."""
PATIENCE = timedelta(seconds=90)
LOOK_EVERY = 0.1


class Held:
    """The row of one account while its holder has it.

    On PostgreSQL the row is locked, and locked anew after each commit. SQLite has one writer, which must not be kept
    waiting for a network: there a lease stands for the lock.
    """

    def __init__(self, db: AsyncSession, key: tuple[str, str], now: Callable[[], datetime]) -> None:
        self._db, self._key, self._now = db, key, now
        self._has_row_locks = db.get_bind().dialect.name == "postgresql"
        self._row: Pass | None = None

    @property
    def kept(self) -> Kept | None:
        return kept_of(self._row)

    async def look(self) -> Kept | None:
        if self._has_row_locks:
            await self._db.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE.seconds}s'"))
        self._row = await self._db.get(Pass, self._key, with_for_update=True, populate_existing=True)
        if not self._has_row_locks:
            await self._db.commit()
        return self.kept

    async def asks(self) -> Kept | None:
        await self._note(self._now())
        return await self.look()

    async def asks_no_more(self) -> None:
        await self._note(None)

    async def _note(self, asked_at: datetime | None) -> None:
        if self._row is not None:
            self._row.asked_at = asked_at
        with _plainly():
            await self._db.commit()

    async def keeps(self, pair: Pair, *, is_authorised: bool = False) -> Kept:
        now, row = self._now(), self._row
        if row is None:
            row = self._row = Pass(channel=self._key[0], account=self._key[1], authorised_at=now)
            self._db.add(row)
        else:
            row.last_access_token, row.last_refresh_token = row.access_token, row.refresh_token
        row.access_token, row.refresh_token = pair.access, pair.refresh
        row.got_at, row.access_until, row.asked_at = now, now + pair.lasts, None
        if is_authorised:
            row.authorised_at = now
        with _plainly():
            await self._db.commit()
        kept = kept_of(row)
        assert kept is not None  # noqa: S101 - there is a row
        return kept


class Store:
    """The tokens of one account; see `PassStore`."""

    def __init__(self, sessions: Sessions, channel: str, account: str, now: Callable[[], datetime] = real_time) -> None:
        self._sessions, self._key, self._now = sessions, (channel, account), now

    async def kept(self) -> Kept | None:
        with _plainly():
            async with self._sessions() as db:
                return kept_of(await db.get(Pass, self._key))

    @asynccontextmanager
    async def held(self) -> AsyncIterator[Held]:
        with _plainly():
            async with self._alone(), self._sessions() as db:
                held = Held(db, self._key, self._now)
                await held.look()
                yield held

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """The lease, where rows cannot be locked."""
        if self._sessions.kw["bind"].dialect.name == "postgresql":
            yield
            return
        name, holder = ":".join(("tokens", *self._key)), new_holder()
        await self._take(name, holder)
        try:
            yield
        finally:
            with suppress(OSError, SQLAlchemyError):
                async with self._sessions.begin() as db:
                    await leases.release(db, name, holder)

    async def _take(self, name: str, holder: str) -> None:
        until = real_time() + PATIENCE
        while real_time() < until:
            async with self._sessions.begin() as db:
                if await leases.hold(db, name, holder, HOLD_LASTS):
                    return
            await asyncio.sleep(LOOK_EVERY)
        raise OSError("Somebody else has held the tokens for too long")


@contextmanager
def _plainly() -> Iterator[None]:
    """A database that is out is trouble like a network's: whoever sends knows what to do then."""
    try:
        yield
    except SQLAlchemyError as error:
        failure = OSError(f"The tokens cannot be got at ({type(error).__name__})")
    else:
        return
    raise failure


def kept_of(row: Pass | None) -> Kept | None:
    if row is None:
        return None
    return Kept(row.access_token, row.refresh_token, row.got_at, row.access_until, row.authorised_at, row.asked_at)
