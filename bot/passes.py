"""The tokens of an account whose network changes them: what is kept of them, and how they are held to be renewed."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

DUE_AFTER = 0.8
"""Of their life: 20 of 25 hours."""


def real_time() -> datetime:
    """Whatever offset the people's clock has: networks go by this one."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pair:
    """What a network gave just now."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    """Good once."""
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class Kept:
    """The pair in use, by the real clock."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    got_at: datetime
    access_until: datetime
    authorised_at: datetime
    asked_at: datetime | None
    """A new pair was asked for and no answer is written down."""

    @property
    def due_at(self) -> datetime:
        return self.got_at + (self.access_until - self.got_at) * DUE_AFTER

    def is_over(self, now: datetime) -> bool:
        return now >= self.access_until


class HeldPass(Protocol):
    """The pair of one account, which nobody else renews meanwhile. Each deed is there to stay when it returns."""

    @property
    def kept(self) -> Kept | None:
        """As it is; None before the first."""

    async def asks(self) -> Kept | None:
        """Write down that a new pair is about to be asked for; returns what is kept now, which may be a newer pair."""

    async def asks_no_more(self) -> None:
        """Take that back: the network has surely not taken the question, or has said no."""

    async def keeps(self, pair: Pair, *, is_authorised: bool = False) -> Kept:
        """Put a new pair in the place of the old one; `is_authorised`: a person has just given the account to us."""


class PassStore(Protocol):
    """Where the pair of one account is kept. Raises `OSError` with a sentence where it cannot be got at."""

    async def kept(self) -> Kept | None: ...

    def held(self) -> AbstractAsyncContextManager[HeldPass]:
        """One at a time among all processes; whoever comes second waits, and finds what the first has left."""
