"""What one process sends on a network, counted where it leaves: for whoever watches the machine."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.messages import AccountInfo, Body, Channel, Event, HookRequest, Incoming, Outcome, Polled, Reply

WORDS = {
    "Accepted": "accepted",
    "Duplicate": "duplicate",
    "Wait": "wait",
    "AddressDead": "address_dead",
    "AddressMoved": "address_moved",
    "Rejected": "rejected",
    "ChannelDown": "channel_down",
    "Unknown": "unknown",
}
"""The outcomes as the ledger calls them."""


@dataclass
class Sends:
    """Since this process began."""

    outcomes: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0
    seconds: float = 0.0
    """What all of them took together."""


class Gate(Protocol):
    """What can be closed."""

    def channel_is_closed(self) -> bool: ...


class Speed(Protocol):
    """What says how fast messages may leave just now."""

    @property
    def per_second(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Post:
    """One network of this process, as it is watched."""

    channel: str
    account: str
    sends: Sends
    pace: Speed
    gates: Gate


class Watched:
    """A channel whose sends are counted; all else passes through."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.name, self.capabilities, self.hook = channel.name, channel.capabilities, channel.hook
        self.sends = Sends()

    @property
    def account(self) -> str:
        return self._channel.account

    async def send(self, address: str, reply: Reply) -> Outcome:
        begun = time.monotonic()
        self.sends.in_flight += 1
        try:
            outcome = await self._channel.send(address, reply)
            self.sends.outcomes[WORDS[type(outcome).__name__]] += 1
            self.sends.seconds += time.monotonic() - begun
            return outcome
        finally:
            self.sends.in_flight -= 1

    async def introduce(self) -> AccountInfo:
        return await self._channel.introduce()

    async def listen_at(self, url: str | None) -> None:
        await self._channel.listen_at(url)

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        return self._channel.brought(request)

    def event(self, body: Body) -> Event | None:
        return self._channel.event(body)

    def read(self, body: Body) -> Incoming | None:
        return self._channel.read(body)

    async def poll(self, mark: str | None) -> Polled:
        return await self._channel.poll(mark)

    async def close(self) -> None:
        await self._channel.close()
