"""How fast messages leave, and who has to wait; on the real clock, in memory: a restart begins gently anyway."""

import asyncio
import math
import time
from collections import deque
from dataclasses import dataclass, field

ALARM = 10.0
"""Two addresses told to wait within so many seconds mean that the whole account has to."""
SHARE = 5
"""While answers and other messages both wait, every fifth that leaves is one of the others: nobody starves."""
TIGHTEST = 0.9
"""Of the even distance: so near they may follow each other after the process was busy."""
BEHIND = 1.0
"""Seconds; so much of being late is made up for. Whoever is later than that begins anew."""
A_SECOND = 1.002
"""In which no more leave than the number, counted from when they really left."""
LATELY, DELAYED, UNKNOWN = 100, 0.1, 0.006
"""The quickest of so many answers says how long one takes when nothing is in the way. What another takes beyond that is
counted as lost on the way there, but at most the second of these, in seconds: most of more is the network's work on it.
What has no answer yet may be as late as the latest of them, or as the third, whichever is more."""
SLOWER, SLOWEST = 0.75, 1.0
"""By how much a 429 of the whole account slows us down, and the messages a second below which we never go."""
CALM, FASTER = 10.0, 1.02
"""Seconds without a 429 after which the pace grows again, and by how much each second."""

DOUBT, PAUSE, LONGEST_PAUSE, TOGETHER = 3, 2.0, 20.0, 1.0
"""After so many failures in a row a network is left alone, for so many seconds at first and at most; failures within
the last of these are one."""
MOST_DOUBLED = 10
"""A network that is out all night has failed a thousand times, and no number holds 2 to that power."""


@dataclass(slots=True)
class Departure:
    """When a message left, in seconds of the real clock; corrected as more is known of it."""

    at: float
    """First when it was let go, then when it was written, in the end the latest that its answer allows."""
    is_answered: bool = False

    def departs(self) -> None:
        """It is written now."""
        self.at = time.monotonic()


Waiting = deque["asyncio.Future[Departure]"]


class Pace:
    """So many messages a second: never more within any one second than the number allows, and evenly spread.

    Where process, machine or network are busy some are delayed, and those behind would come too near: what counts is
    when each really left, so far as it is known.

    Answers to people go before messages to many. The network's 429 slows it down, calm lets it grow to `most` again.
    """

    def __init__(self, per_second: float) -> None:
        self.most = per_second
        self._slowed_to, self._slowed_at = per_second, -math.inf
        self._left: deque[Departure] = deque(maxlen=max(1, math.ceil(per_second)))
        self._took: deque[float] = deque(maxlen=LATELY)
        self._due = -math.inf
        """When the next would leave if nothing ever were late."""
        self._answers: Waiting = deque()
        self._others: Waiting = deque()
        self._turn = 0
        self._timer: asyncio.TimerHandle | None = None

    @property
    def per_second(self) -> float:
        """The pace of this moment."""
        calm = time.monotonic() - self._slowed_at - CALM
        return min(self.most, self._slowed_to * math.pow(FASTER, min(max(calm, 0.0), 1000.0)))

    @property
    def line(self) -> int:
        """How many of the messages to many stand in line."""
        return len(self._others)

    def slow_down(self) -> None:
        """The network asked for it."""
        self._slowed_to, self._slowed_at = max(SLOWEST, self.per_second * SLOWER), time.monotonic()

    async def wait(self, *, answers: bool = False) -> Departure:
        """Return when the next message may leave; in the order of asking, answers first."""
        if not self._answers and not self._others and self.early() <= 0:
            return self._leaves()
        place: asyncio.Future[Departure] = asyncio.get_running_loop().create_future()
        (self._answers if answers else self._others).append(place)
        self._let_go()
        return await place

    def answered(self, departure: Departure) -> None:
        """The network has taken it, and says so now."""
        took = time.monotonic() - departure.at
        self._took.append(took)
        departure.at += self._delay(took)
        departure.is_answered = True

    def _let_go(self) -> None:
        """Let those leave whose time has come, and come back for the next."""
        if self._timer is not None:
            self._timer.cancel()
        while self._answers or self._others:
            if (early := self.early()) > 0:
                self._timer = asyncio.get_running_loop().call_later(early, self._let_go)
                return
            place = self._next()
            if not place.done():
                place.set_result(self._leaves())

    def _leaves(self) -> Departure:
        departure = Departure(now := time.monotonic())
        self._left.append(departure)
        self._due = (self._due if self._due > now - BEHIND else now) + 1 / self.per_second
        return departure

    def early(self) -> float:
        """Seconds until one more may leave; beside those that stand in line."""
        if not self._left:
            return 0.0
        rate, now = self.per_second, time.monotonic()
        within = math.ceil(rate)
        early = max(self._left[-1].at + TIGHTEST / rate, self._due) - now
        if len(self._left) >= within:
            before = self._left[-within]
            early = max(early, before.at + (0.0 if before.is_answered else self._most_delayed()) + A_SECOND - now)
        return early

    def _delay(self, took: float) -> float:
        return min(took - min(self._took), DELAYED)

    def _most_delayed(self) -> float:
        return max(self._delay(max(self._took)), UNKNOWN) if self._took else UNKNOWN

    def _next(self) -> "asyncio.Future[Departure]":
        self._turn += 1
        if self._answers and (not self._others or self._turn % SHARE):
            return self._answers.popleft()
        return self._others.popleft()


@dataclass
class Gates:
    """Which addresses, or the whole channel, are closed until when; and whether the network is to be trusted."""

    _channel_until: float = 0.0
    _endpoints: dict[int, float] = field(default_factory=dict)
    _resting: dict[int, float] = field(default_factory=dict)
    _last_wait: tuple[float, int] = (float("-inf"), 0)
    failures: int = 0
    """How often in a row the network was out, or kept silent about what became of messages; 0 once it works."""
    trouble: str | None = None
    """What the network said of it."""
    _failed_at: float = -math.inf

    @property
    def is_doubtful(self) -> bool:
        """One message is tried, and no more, until the network works again."""
        return self.failures >= DOUBT

    def fails(self, reason: str, at_least: float = 0.0) -> None:
        """The network is out, or silent: the more often in a row, the longer it is left alone."""
        now = time.monotonic()
        self.trouble = reason if at_least or self.failures else None  # one lost answer is no trouble yet
        if now - self._failed_at > TOGETHER:  # what was in the air at once fails at once
            self.failures, self._failed_at = self.failures + 1, now
        if at_least or self.is_doubtful:
            longer = 2.0 ** min(self.failures - DOUBT, MOST_DOUBLED)
            self.close_channel(min(max(at_least, PAUSE * longer), max(at_least, LONGEST_PAUSE)))

    def works(self) -> None:
        self.failures, self.trouble = 0, None

    def close_endpoint(self, endpoint_id: int, seconds: float) -> bool:
        """Close one address; a second one shortly after the first closes the channel: then True."""
        now = time.monotonic()
        before, other = self._last_wait
        self._last_wait = (now, endpoint_id)
        self._endpoints[endpoint_id] = now + seconds
        if other == endpoint_id or now - before >= ALARM:
            return False
        self.close_channel(seconds)
        return True

    def rest(self, endpoint_id: int, seconds: float) -> None:
        """Send nothing to many there for so long: the distance that the network wants between messages to one chat."""
        self._resting[endpoint_id] = time.monotonic() + seconds

    def resting_endpoints(self) -> list[int]:
        now = time.monotonic()
        self._resting = {one: until for one, until in self._resting.items() if until > now}
        return list(self._resting)

    def close_channel(self, seconds: float) -> None:
        self._channel_until = max(self._channel_until, time.monotonic() + seconds)

    def channel_is_closed(self) -> bool:
        return time.monotonic() < self._channel_until

    def closed_endpoints(self) -> list[int]:
        now = time.monotonic()
        self._endpoints = {one: until for one, until in self._endpoints.items() if until > now}
        return list(self._endpoints)
