"""A message that leaves in parts: where a later one fails for the moment, the next try goes on with what is missing."""

import hashlib
import time
from collections.abc import Awaitable, Callable, Sequence

from bot.messages import Accepted, ChannelDown, Outcome, Rejected, Reply, Unknown, Wait

LASTS = 15 * 60.0
"""Seconds after which the whole is said once more: a half of yesterday's is of no use to anybody."""
MOST = 500
Part = Callable[[], Awaitable[Outcome]]
FOR_THE_MOMENT = (Wait, ChannelDown, Unknown)


class TakenParts:
    """Of what has been begun and not ended, how many parts were taken; known by its words, in this process alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: dict[str, tuple[int, float]] = {}

    async def send(self, address: str, reply: Reply, parts: Sequence[Part]) -> Outcome:
        """Each in order; the first that fails ends it."""
        if len(parts) == 1:  # nearly always, and there is nothing to remember
            return await parts[0]()
        key = _key(address, reply)
        outcome: Outcome = Rejected("empty")
        for number in range(self._taken(key), len(parts)):
            outcome = await parts[number]()
            if not isinstance(outcome, Accepted):
                if number and isinstance(outcome, FOR_THE_MOMENT):
                    self._keep(key, number)
                break
        return outcome

    def _taken(self, key: str) -> int:
        count, at = self._begun.pop(key, (0, 0.0))
        return count if self._clock() - at < LASTS else 0

    def _keep(self, key: str, count: int) -> None:
        self._begun[key] = count, self._clock()
        if len(self._begun) > MOST:
            del self._begun[next(iter(self._begun))]


def _key(address: str, reply: Reply) -> str:
    """What is said to whom: each try is worded anew, and other words are another message."""
    said = (address, reply.text, reply.choices, reply.document.name if reply.document else None)
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()
