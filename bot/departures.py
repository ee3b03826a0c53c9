"""The moment in which a message is really written to the wire: channels tell it, whoever sets the pace hears it."""

from collections.abc import Callable
from contextvars import ContextVar

_hears: ContextVar[Callable[[], None] | None] = ContextVar("hears_of_departures", default=None)


def hear(departs: Callable[[], None]) -> None:
    """Have it called whenever something is written for what this task sends from now on."""
    _hears.set(departs)


def departs() -> None:
    """A channel is about to write; to be called in the task that sends, or in one that it began."""
    if (hears := _hears.get()) is not None:
        hears()
