"""Holding a lease while work goes on: renewed in the background, known to be lost at once, given back at the end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.db.sessions import Sessions
from bot.services import leases

log = structlog.get_logger()
RENEW_EVERY = 2.0
SURE_FOR = leases.LASTS.total_seconds() - 2.0
"""Seconds after a renewal in which nobody else can have taken it, with a margin for slow clocks."""


@dataclass
class Hold:
    """A lease that this process may or may not have just now."""

    renewed: float = float("-inf")
    term: int = 0
    """Counts how often it was taken anew: in between somebody else may have had it."""

    @property
    def is_held(self) -> bool:
        return time.monotonic() - self.renewed < SURE_FOR

    def is_held_since(self, term: int) -> bool:
        return self.is_held and self.term == term


@asynccontextmanager
async def holding(sessions: Sessions, name: str, holder: str, *, gives_back: bool = True) -> AsyncIterator[Hold]:
    """Try for a lease, and keep it, until the block ends. `gives_back`: nobody else here goes on with it."""
    hold = Hold()
    keeper = asyncio.create_task(_keep(sessions, name, holder, hold))
    try:
        yield hold
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        if gives_back and hold.is_held:
            await _give_back(sessions, name, holder)


async def _keep(sessions: Sessions, name: str, holder: str, hold: Hold) -> None:
    while True:
        asked = time.monotonic()
        try:
            async with sessions.begin() as db:
                taken = await leases.hold(db, name, holder)
        except (OSError, SQLAlchemyError) as error:
            log.warning("lease_unknown", lease=name, error=type(error).__name__)
            taken = False
        if taken:
            hold.term += not hold.is_held
            hold.renewed = asked
        await asyncio.sleep(RENEW_EVERY if taken else RENEW_EVERY / 4)


async def _give_back(sessions: Sessions, name: str, holder: str) -> None:
    try:
        async with sessions.begin() as db:
            await leases.release(db, name, holder)
    except (OSError, SQLAlchemyError) as error:
        log.warning("lease_not_given_back", lease=name, error=type(error).__name__)
