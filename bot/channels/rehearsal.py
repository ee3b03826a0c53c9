"""A network without a wire: phones to practise on. It behaves like the others, inbox and all."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

from bot.channels.rehearsal_phones import Bubble, Phones
from bot.messages import (
    Accepted,
    AccountInfo,
    AddressDead,
    Body,
    Capabilities,
    Event,
    HookRequest,
    Incoming,
    Kind,
    Outcome,
    Polled,
    Rejected,
    Reply,
)
from bot.words.names import tidy

SMART = Capabilities(
    buttons=True, inbound=True, documents=True, removes=True, contact=True, abroad=False, text_limit=4096, edits=True
)
PLAIN = Capabilities(
    buttons=False, inbound=True, documents=False, removes=False, contact=False, abroad=False, text_limit=1600
)
ONE_WAY = Capabilities(
    buttons=False,
    inbound=False,
    documents=False,
    removes=False,
    contact=False,
    abroad=False,
    text_limit=1600,
    links=True,
)
WAITS = 1.0
"""Seconds that a poll waits for the next word."""


@dataclass
class Phone:
    """What one person sees on a network, and can do there."""

    network: "Rehearsal"
    number: str
    is_off: bool = False

    @property
    def talk(self) -> list[Bubble]:
        """All that is on the screen, the own words too."""
        return self.network.phones.screen(self.network.name, self.number)

    @property
    def screen(self) -> list[Bubble]:
        """What has arrived."""
        return [bubble for bubble in self.talk if not bubble.is_own]

    def says(self, text: str) -> None:
        self._brings({"text": text})

    def taps(self, label: str) -> None:
        """Press the newest button with these words; raises LookupError where none is on the screen."""
        for bubble in reversed(self.screen):
            for choice in bubble.choices:
                if label in choice.label:
                    self.presses(choice.value, str(bubble.id), choice.label)
                    return
        raise LookupError(f"no button {label!r}")

    def presses(self, value: str, ref: str, label: str) -> None:
        """Press the button with this value below this message."""
        self._brings({"press": value, "on": ref, "label": label})

    def shares_number(self, number: str) -> None:
        self._brings({"phone": number})

    def _brings(self, body: dict[str, str]) -> None:
        self.network.phones.say(self.network.name, self.number, body)


@dataclass
class Rehearsal:
    """Phones with buttons (`rehearsal`), or without (`rehearsal_plain`)."""

    name: str = "rehearsal"
    capabilities: Capabilities = SMART
    phones: Phones = field(default_factory=Phones)
    account: str = "rehearsal"
    hook: str | None = None
    _handles: dict[str, Phone] = field(default_factory=dict)

    def phone(self, number: str) -> Phone:
        """The phone with this number, bought where it is new."""
        return self._handles.setdefault(number, Phone(self, number))

    @property
    def is_idle(self) -> bool:
        """Whether everything that was said has been fetched and confirmed."""
        return not self.phones.unheard(self.name, None)

    async def introduce(self) -> AccountInfo:
        return AccountInfo(self.account, self.name)

    async def listen_at(self, url: str | None) -> None:
        """It is always asked."""

    def brought(self, request: HookRequest) -> None:
        """Nobody is believed."""

    def event(self, body: Body) -> Event | None:
        text = str(body.get("text", ""))
        return Event(str(body["id"]), str(body["from"]), body, message_ref=str(body["id"]), words=(text,))

    def read(self, body: Body) -> Incoming | None:
        """Raises ValueError for a body that no phone sends."""
        for key, kind in (("text", Kind.TEXT), ("press", Kind.CHOICE), ("phone", Kind.CONTACT)):
            if key in body:
                text = tidy(str(body[key]))
                on = str(body["on"]) if "on" in body else None
                return Incoming(self.name, self.account, str(body["id"]), str(body["from"]), kind, text, message_ref=on)
        raise ValueError("neither words nor a press")

    async def poll(self, mark: str | None) -> Polled:
        """What was said since; waits like a long poll."""
        bodies = self.phones.unheard(self.name, mark)
        with suppress(TimeoutError):
            async with asyncio.timeout(WAITS):
                while not bodies:
                    await self.phones.change()
                    bodies = self.phones.unheard(self.name, mark)
        events = [event for body in bodies if (event := self.event(body)) is not None]
        return Polled(tuple(events), events[-1].event_id if events else mark)

    async def send(self, address: str, reply: Reply) -> Outcome:
        if self.phone(address).is_off:
            return AddressDead("switched off")
        if reply.removes and self.capabilities.removes:
            self.phones.take_away(self.name, address, reply.removes)
        if reply.edits and not reply.document:
            is_there = self.phones.change_message(self.name, address, reply.edits, reply)
            return Accepted(reply.edits) if is_there else Rejected("no such message")
        if not reply.text:
            return Accepted(None)
        return Accepted(str(self.phones.show(self.name, address, reply)))

    async def close(self) -> None:
        """Nothing is open."""
