"""The events that wait for the bot: one at a time to whoever asks, or brought to a webhook; never both."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.telegram.answers import RefusedError
from tests.fakes.zalo_bot.answers import TIMED_OUT, refusal

Update = dict[str, Any]
TRIES = 5
"""How often an event is brought; the real number is not documented."""


@dataclass
class Hook:
    """A webhook as it was set, and how it answered."""

    url: str
    secret: str
    updated_at: int
    statuses: list[int] = field(default_factory=list)


class Feed:
    """Keeps an event until it was handed out, and may hand out the last one again."""

    def __init__(self, *, idle: float, second: float) -> None:
        self.idle = idle
        """Seconds after which a poll is told that there is nothing."""
        self.second = second
        """Between two tries of the webhook."""
        self.bare = False
        """Bring events without the outer `ok` and `result`."""
        self.waiting: list[Update] = []
        self.replays = 0
        self.polls: list[float] = []
        self.polls_at_once = 0
        self.hook: Hook | None = None
        self._last: Update | None = None
        self._asking = 0
        self._arrived = asyncio.Event()
        self._bringing: asyncio.Task[None] | None = None

    def __repr__(self) -> str:
        """How far it is with handing out."""
        return f"waiting: {len(self.waiting)}, replays: {self.replays}, hook: {self.hook}"

    def add(self, update: Update) -> None:
        self.waiting.append(update)
        self._wake()

    def replay(self, times: int = 1) -> None:
        """The event that was handed out last comes again, at once."""
        self.replays += times
        self._wake()

    async def poll(self, seconds: float) -> Update:
        self._refuse_beside_a_hook()
        self.polls.append(time.monotonic())
        self._asking += 1
        self.polls_at_once = max(self.polls_at_once, self._asking)
        try:
            return await self._next(min(seconds, self.idle))
        finally:
            self._asking -= 1

    async def _next(self, seconds: float) -> Update:
        until = time.monotonic() + seconds
        while True:
            self._refuse_beside_a_hook()
            if (update := self._to_bring()) is not None:
                return update
            if time.monotonic() >= until:
                raise RefusedError(TIMED_OUT)
            arrived = self._arrived
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, until - time.monotonic())):
                    await arrived.wait()

    def _refuse_beside_a_hook(self) -> None:
        if self.hook is not None:
            raise RefusedError(refusal(400, "Webhook is active, delete it first"))

    async def set_hook(self, hook: Hook | None) -> None:
        await self.stop()
        self.hook = hook
        self._wake()

    async def stop(self) -> None:
        if self._bringing is not None:
            self._bringing.cancel()
            await asyncio.gather(self._bringing, return_exceptions=True)
            self._bringing = None

    def _wake(self) -> None:
        self._arrived.set()
        self._arrived = asyncio.Event()
        if self.hook is not None and self._bringing is None:
            self._bringing = asyncio.create_task(self._bring(self.hook))

    async def _bring(self, hook: Hook) -> None:
        """What there is, and what comes, until it is stopped: whoever ends in between misses what comes just then."""
        async with ClientSession(timeout=ClientTimeout(total=5)) as http:
            while True:
                arrived = self._arrived
                while (update := self._to_bring()) is not None:
                    await self._brought(http, hook, update)
                await arrived.wait()

    def _to_bring(self) -> Update | None:
        if self.replays and self._last is not None:
            self.replays -= 1
        elif self.waiting:
            self._last = self.waiting.pop(0)
        else:
            return None
        return self._last

    async def _brought(self, http: ClientSession, hook: Hook, update: Update) -> None:
        for _ in range(TRIES):
            if 200 <= await self._post(http, hook, update) < 300:
                return
            await asyncio.sleep(self.second)

    async def _post(self, http: ClientSession, hook: Hook, update: Update) -> int:
        body = update if self.bare else {"ok": True, "result": update}
        try:
            async with http.post(
                hook.url, json=body, headers={"X-Bot-Api-Secret-Token": hook.secret}, allow_redirects=False
            ) as answer:
                status = answer.status
        except (ClientError, TimeoutError, OSError):
            status = 0
        hook.statuses.append(status)
        return status
