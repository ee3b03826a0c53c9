"""A network without a wire: phones in this process, to practise on. It behaves like the others, inbox and all."""

import asyncio
import itertools
from dataclasses import dataclass, field

from bot.messages import (
    Accepted,
    AccountInfo,
    AddressDead,
    Body,
    Capabilities,
    Event,
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


@dataclass
class Phone:
    """What one person sees, and can do."""

    network: "Rehearsal"
    number: str
    screen: list[Reply] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    """The network's id of each message on the screen."""
    is_off: bool = False

    def says(self, text: str) -> None:
        self.network.bring({"from": self.number, "text": text})

    def taps(self, label: str) -> None:
        """Press the newest button with these words; raises LookupError where none is on the screen."""
        for reply, ref in zip(reversed(self.screen), reversed(self.refs), strict=True):
            for choice in reply.choices:
                if label in choice.label:
                    self.network.bring({"from": self.number, "press": choice.value, "on": ref})
                    return
        raise LookupError(f"no button {label!r}")

    def changes(self, ref: str, reply: Reply) -> Outcome:
        """A message of its screen is edited; Rejected where it is not there."""
        if ref not in self.refs:
            return Rejected("no such message")
        self.screen[self.refs.index(ref)] = reply
        return Accepted(ref)

    def shares_number(self, number: str) -> None:
        self.network.bring({"from": self.number, "number": number})


class Rehearsal:
    """Phones with buttons (`rehearsal`), or without (`rehearsal_plain`)."""

    account = "rehearsal"

    def __init__(self, name: str = "rehearsal", capabilities: Capabilities = SMART) -> None:
        self.name = name
        self.capabilities = capabilities
        self.phones: dict[str, Phone] = {}
        self._bodies: asyncio.Queue[Body] = asyncio.Queue()
        self._ids = itertools.count(1)

    def phone(self, number: str) -> Phone:
        """The phone with this number, bought where it is new."""
        return self.phones.setdefault(number, Phone(self, number))

    def bring(self, body: dict[str, object]) -> None:
        self._bodies.put_nowait(body | {"id": next(self._ids)})

    @property
    def is_idle(self) -> bool:
        """Whether everything that was said has been fetched."""
        return self._bodies.empty()

    async def introduce(self) -> AccountInfo:
        return AccountInfo(self.account, self.name)

    def event(self, body: Body) -> Event | None:
        text = str(body.get("text", ""))
        return Event(str(body["id"]), str(body["from"]), body, message_ref=str(body["id"]), words=(text,))

    def read(self, body: Body) -> Incoming | None:
        """Raises ValueError for a body that no phone sends."""
        for key, kind in (("text", Kind.TEXT), ("press", Kind.CHOICE), ("number", Kind.CONTACT)):
            if key in body:
                text = tidy(str(body[key]))
                on = str(body["on"]) if "on" in body else None
                return Incoming(self.name, self.account, str(body["id"]), str(body["from"]), kind, text, message_ref=on)
        raise ValueError("neither words nor a press")

    async def poll(self, mark: str | None) -> Polled:
        """What was said since; waits like a long poll."""
        try:
            async with asyncio.timeout(1.0):
                bodies = [await self._bodies.get()]
        except TimeoutError:
            return Polled((), mark)
        while not self._bodies.empty():
            bodies.append(self._bodies.get_nowait())
        events = [event for body in bodies if (event := self.event(body)) is not None]
        return Polled(tuple(events), events[-1].event_id)

    async def send(self, address: str, reply: Reply) -> Outcome:
        phone = self.phone(address)
        if phone.is_off:
            return AddressDead("switched off")
        if reply.edits and not reply.document:
            return phone.changes(reply.edits, reply)
        if not reply.text:
            return Accepted(None)
        phone.refs.append(str(next(self._ids)))
        phone.screen.append(reply)
        return Accepted(phone.refs[-1])

    async def close(self) -> None:
        """Nothing is open."""
