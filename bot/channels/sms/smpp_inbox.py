"""What a carrier has brought and we have not told it yet that it is kept.

A `deliver_sm` is acknowledged once its event is in the database: until then the carrier has it too. Only the first
parts of a longer text are acknowledged at once, since many carriers bring the second after that alone.
"""

import asyncio
import secrets
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field

from bot.channels.sms.smpp_line import Line
from bot.channels.sms.smpp_receipts import Decided
from bot.messages import Body, Event

WORDS, RECEIPT = "words", "receipt"
MOST = 1000
ON_ITS_WAY, COMES_AGAIN = 5.0, 120.0
"""Seconds before a line's end in which what we said last may not have got through, and after it in which the carrier
brings it again. Later the same words are said anew."""


@dataclass
class Waiting:
    """An event on its way into the database."""

    event: Event
    about: tuple[str, str]
    told_by: list[tuple[Line, int]] = field(default_factory=list)
    """Where and under which number it is to be acknowledged; twice where it came twice."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sender's last words, and when the carrier was told that they are kept."""

    text: str
    event_id: str
    at: float
    """Infinite where it could not be told."""
    line: Line

    @property
    def may_come_again(self) -> bool:
        down_at = self.line.down_at
        return down_at - self.at < ON_ITS_WAY and time.monotonic() - down_at < COMES_AGAIN


@dataclass
class Inbox:
    """In the order in which it came, numbered."""

    waiting: dict[int, Waiting] = field(default_factory=dict)
    told: OrderedDict[str, Told] = field(default_factory=OrderedDict)
    """By sender: what comes again after a cut has its id already."""
    came: asyncio.Event = field(default_factory=asyncio.Event)
    _own: str = field(default_factory=lambda: secrets.token_hex(6))
    _last: int = 0

    def add_words(self, sender: str, text: str, line: Line, sequence: int) -> None:
        about = sender, text
        newest = next((one for one in reversed(self.waiting.values()) if one.about[0] == sender), None)
        if newest is not None and newest.about == about:  # the carrier grew impatient
            newest.told_by.append((line, sequence))
            return
        former = self.told.pop(sender, None)
        is_repeated = former is not None and former.text == text and former.may_come_again
        event_id = former.event_id if former and is_repeated else f"i:{self._own}-{self._last + 1}"
        body = {"smpp": WORDS, "id": event_id, "sender": sender, "text": text}
        self._add(Waiting(Event(event_id, sender, body, words=(text,)), about, [(line, sequence)]))

    def add_unfinished(self, sender: str, text: str) -> None:
        """Its parts are acknowledged already."""
        event_id = f"i:{self._own}-{self._last + 1}"
        body = {"smpp": WORDS, "id": event_id, "sender": sender, "text": text}
        self._add(Waiting(Event(event_id, sender, body), (sender, text)))

    def add_decided(self, decided: Decided) -> None:
        """Reports are acknowledged as they come: one that is lost changes nothing."""
        event_id = f"r:{decided.external_id[:64]}:{decided.arrival.value}"
        body: Body = {
            "smpp": RECEIPT,
            "id": event_id,
            "message": decided.external_id[:64],
            "arrival": decided.arrival.value,
            "reason": decided.reason,
        }
        self._add(Waiting(Event(event_id, "", body), ("", event_id)))

    def kept(self, mark: str | None) -> None:
        """All up to this number is in the database."""
        last = int(mark) if mark else 0
        for number in [number for number in self.waiting if number <= last]:
            one = self.waiting.pop(number)
            for line, sequence in one.told_by:
                at = time.monotonic() if line.acknowledge(sequence) else float("inf")
                self.told[one.about[0]] = Told(one.about[1], one.event.event_id, at, line)
        while len(self.told) > MOST:
            self.told.popitem(last=False)

    async def next(self, line: Line, at_most: float) -> tuple[tuple[Event, ...], str | None]:
        """What waits, and the number of the last; waits for a while, or until the line breaks, where there is none."""
        self.came.clear()
        if not self.waiting:
            await _first(self.came, line.down, at_most)
        found = tuple(one.event for one in self.waiting.values())
        return found, str(max(self.waiting)) if self.waiting else None

    def _add(self, one: Waiting) -> None:
        self._last += 1
        self.waiting[self._last] = one
        self.came.set()


async def _first(one: asyncio.Event, other: asyncio.Event, at_most: float) -> None:
    """Until either of them, or for a while."""
    waits = [asyncio.create_task(event.wait()) for event in (one, other)]
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
