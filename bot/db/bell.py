"""A bell that is heard by every process of one PostgreSQL, so that what one of them owes another sends at once."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

TOPIC = "chibot_owed"
TOGETHER = 0.02
"""Seconds: however often it is rung meanwhile, the others hear it once."""
CHECK_EVERY = 15.0
"""Seconds after which the line is looked at although nobody rang: a line that is cut says nothing by itself."""


LONGEST = 10.0
"""Seconds that the server may take to repeat what was said; then the line is taken for cut."""


class LineCut(ConnectionError):
    """Nothing is heard on this line any more."""


class Bell:
    """`rang` is called when another process rings. On SQLite there is no other process, and nothing to do."""

    def __init__(self, engine: AsyncEngine, rang: Callable[[], None]) -> None:
        self._engine, self._rang = engine, rang
        self._wanted = asyncio.Event()

    def ring(self) -> None:
        """For the others, after the commit; whoever rings wakes those beside them without it."""
        self._wanted.set()

    async def run(self) -> None:
        """Listen and ring until cancelled. Raises LineCut, or what the server said where it cannot be reached."""
        if self._engine.dialect.name != "postgresql":
            return
        import asyncpg  # noqa: PLC0415 - an extra, for PostgreSQL alone

        _, where = self._engine.dialect.create_connect_args(self._engine.url)
        line = await asyncpg.connect(**where)
        try:
            await line.add_listener(TOPIC, lambda _line, who, *_: self._heard(who, line.get_server_pid()))
            self._rang()  # whatever was rung before we listened
            while True:
                await line.execute(await self._next(), timeout=LONGEST)
                await asyncio.sleep(TOGETHER)
        except (asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresError, OSError) as error:
            raise LineCut(type(error).__name__) from error  # which of them depends on when it is noticed
        finally:
            line.terminate()

    async def _next(self) -> str:
        """What is said on the line next."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK_EVERY):
                await self._wanted.wait()
        if not self._wanted.is_set():
            return "SELECT 1"
        self._wanted.clear()
        return f"NOTIFY {TOPIC}"

    def _heard(self, who: int, self_: int) -> None:
        if who != self_:
            self._rang()


async def ring_at_commit(db: AsyncSession) -> None:
    """For who has no bell and is gone in a moment: all processes hear it once this is committed, and not before."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text(f"NOTIFY {TOPIC}"))
