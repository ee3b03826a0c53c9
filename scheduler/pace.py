"""How fast messages leave, and who has to wait; on the real clock, in memory: a restart begins gently anyway."""

import asyncio
import time
from dataclasses import dataclass, field

ALARM = 10.0
"""Two addresses told to wait within so many seconds mean that the whole account has to."""


@dataclass
class Pace:
    """So many messages a second, evenly spaced; time lost to a busy process is not made up for by a burst."""

    per_second: float
    _next: float = 0.0
    _queue: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def wait(self) -> None:
        """Return when the next message may leave; in the order of asking."""
        async with self._queue:
            gap = 1.0 / self.per_second
            if (early := self._next - time.monotonic()) > 0:
                await asyncio.sleep(early)
            self._next = max(self._next, time.monotonic() - gap) + gap


@dataclass
class Gates:
    """Which addresses, or the whole channel, are closed until when."""

    _channel_until: float = 0.0
    _endpoints: dict[int, float] = field(default_factory=dict)
    _last_wait: tuple[float, int] = (float("-inf"), 0)

    def close_endpoint(self, endpoint_id: int, seconds: float) -> None:
        """Close one address; a second one shortly after the first closes the channel."""
        now = time.monotonic()
        before, other = self._last_wait
        if other != endpoint_id and now - before < ALARM:
            self.close_channel(seconds)
        self._last_wait = (now, endpoint_id)
        self._endpoints[endpoint_id] = now + seconds

    def close_channel(self, seconds: float) -> None:
        self._channel_until = max(self._channel_until, time.monotonic() + seconds)

    def channel_is_closed(self) -> bool:
        return time.monotonic() < self._channel_until

    def closed_endpoints(self) -> list[int]:
        now = time.monotonic()
        self._endpoints = {one: until for one, until in self._endpoints.items() if until > now}
        return list(self._endpoints)
