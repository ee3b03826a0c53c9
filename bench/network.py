"""The handle on a network that runs in another process."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

TOKEN = "123456:TEST"
ACCOUNT = "123456"
FIRST_CHAT = 1001
"""People's chats are counted from here."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network saw; moments are those of the machine's monotonic clock."""

    came: int
    delivered: int
    reached: int
    repeated: list[int]
    told_to_wait: int
    first: float
    last: float
    worst_second: int

    @property
    def seconds(self) -> float:
        """From the first call that came in to the last message that was taken."""
        return self.last - self.first


@dataclass(frozen=True, slots=True)
class Network:
    """Where it is, and where its account can be asked for."""

    base_url: str
    account: str
    http: aiohttp.ClientSession

    async def seen(self) -> Seen:
        return Seen(**await self._ask("/"))

    async def sent(self) -> list[tuple[int, float]]:
        """The chat and the moment of each message, in order."""
        return [(chat, at) for chat, at in await self._ask("/sent")]

    async def until(self, is_so: Callable[[Seen], bool], seconds: float) -> Seen:
        """What was seen when it was so, or when the time was over."""
        end = time.monotonic() + seconds
        while not is_so(seen := await self.seen()) and time.monotonic() < end:
            await asyncio.sleep(0.25)
        return seen

    async def _ask(self, path: str) -> Any:
        async with self.http.get(f"{self.account}{path}") as answer:
            return json.loads(await answer.text())


@asynccontextmanager
async def network(
    *, rate: float | None = None, latency: float = 0.0, is_quickest: bool = False
) -> AsyncIterator[Network]:
    """The fake with a limit and a latency or, `is_quickest`, one that only counts."""
    more = [] if is_quickest else ["--latency", str(latency), *(["--rate", str(rate)] if rate else [])]
    module = "bench.quickest" if is_quickest else "bench.fake"
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *more, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        where = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as http:
            yield Network(where["base_url"], where["account"], http)
    finally:
        process.kill()
        await process.wait()
