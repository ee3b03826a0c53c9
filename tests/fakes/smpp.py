"""A carrier on the loopback: `smpp34`'s server, behind a cable that can be cut, and people with phones.

What leaves is read by other libraries' eyes (smpp34's PDUs, aiosmpplib's alphabet), not by ours.
"""

import asyncio
import socket
import struct
import time
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal, Self

import smpp34
from pydantic import SecretStr

from bot.sms_phone_settings import Smpp
from tests.fakes.smpp_texts import Cut, Taken, Words, cut_up, texts_of

SUBMIT, SUBMIT_ANSWER, DELIVER, DELIVER_ANSWER = 0x04, 0x80000004, 0x05, 0x80000005
NO_SUCH_NUMBER = 0x0B
BIND = {0x01, 0x02, 0x09}
ANSWER = 0x80000000
Plan = Literal["delivered", "failed", "none", "held"]


@dataclass
class Phone:
    """Somebody's."""

    carrier: "FakeCarrier"
    number: str

    @property
    def received(self) -> list[str]:
        """Whole texts, in the order in which they were complete."""
        return texts_of([one for one in self.carrier.taken if one.phone == self.number])

    async def writes(self, text: str, cut: Cut = "header8") -> None:
        """Off it goes; the carrier stores it, and forwards it as soon as anybody listens."""
        self.carrier.forward(self.number, text, cut)


@dataclass
class FakeCarrier:
    """One account."""

    plan: Plan = "delivered"
    """What becomes of what it takes."""
    early: bool = False
    """Receipts overtake the answer to the part."""
    twice: bool = False
    answers: deque[int] = field(default_factory=deque)
    """Statuses for the next parts; 0 takes one."""
    no_such_number: set[str] = field(default_factory=set)
    bind_status: int = 0
    """Who binds is told this by the cable, and never reaches the server."""
    its_own: int = 0
    """A status that the cable writes in the place of any refusal."""
    silent: bool = False
    """Parts are taken, and nobody says so."""
    loses: set[int] = field(default_factory=set)
    """The cable is cut where such a command would pass; that one is lost."""
    taken: list[Taken] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)
    """The commands that went through the cable, both ways."""
    binds: int = 0
    at_once: int = 0
    most_at_once: int = 0
    bound: list[smpp34.Esme] = field(default_factory=list)
    port: int = 0
    _held: list[Any] = field(default_factory=list)
    _in_order: dict[str, asyncio.Lock] = field(default_factory=dict)
    _ids: int = 0x1A2B00
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)
    _cables: set[asyncio.StreamWriter] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self._inner: int = one.getsockname()[1]
        self._server = smpp34.Server("127.0.0.1", self._inner, system_id="SMSC")
        await self._server.start()
        self._cable = await asyncio.start_server(self._plug, "127.0.0.1", 0)
        self.port = self._cable.sockets[0].getsockname()[1]
        self._spawn(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._cable.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.stop()

    def settings(self, **more: Any) -> Smpp:
        given: dict[str, Any] = {
            "host": "127.0.0.1", "port": self.port, "user": "chibo", "password": SecretStr("s3cretpw"),
            "sender": "8049", "two_way": True, "price": 300,
        }  # fmt: skip
        return Smpp.model_validate(given | more)

    def phone(self, number: str) -> Phone:
        return Phone(self, number)

    async def wait_for(self, is_true: Callable[[], object], timeout: float = 15) -> None:
        end = time.monotonic() + timeout
        while not is_true():
            assert time.monotonic() < end, f"not within {timeout} s: {self}"
            await asyncio.sleep(0.01)

    # The server

    async def _run(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self.binds += 1
                self.bound.append(event)
                for phone in dict.fromkeys(one.phone for one in self.words):
                    self._spawn(self._bring_all(phone))
            elif isinstance(event, smpp34.Unbound):
                self.bound = [one for one in self.bound if one.session_id != event.session_id]
            else:
                self._spawn(self._take(event))

    async def _take(self, event: smpp34.SubmitSmEvent) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self._decide(event)
        finally:
            self.at_once -= 1

    async def _decide(self, event: smpp34.SubmitSmEvent) -> None:
        await asyncio.sleep(0.005)
        status = self.answers.popleft() if self.answers else 0
        if event.destination_addr in self.no_such_number:
            status = NO_SUCH_NUMBER
        if status:
            event.reject(status)
            return
        part = self._noted(event)
        if self.early:
            await self._report(part, self.plan)
        if self.silent:
            self._held.append(event)  # let go of, it would be refused
            return
        event.accept(part.id)
        if not self.early and part.wants_receipt:
            self._spawn(self._report(part, self.plan))

    def _noted(self, event: smpp34.SubmitSmEvent) -> Taken:
        self._ids += 1
        assert len(event.short_message) <= (160 if event.data_coding == 0 else 140), "a part that fits in none"
        part = Taken(
            f"{self._ids:08x}", event.destination_addr, event.source_addr, event.short_message, event.esm_class,
            event.data_coding, bool(event.registered_delivery & 1),
        )  # fmt: skip
        self.taken.append(part)
        return part

    async def reports(self, part: Taken, plan: Plan) -> None:
        """The receipt of one part, now."""
        await self._report(part, plan)

    async def _report(self, part: Taken, plan: Plan) -> None:
        if plan in {"none", "held"}:
            return
        stat, error = ("DELIVRD", "000") if plan == "delivered" else ("UNDELIV", "00A")
        dates = "submit date:261121090000 done date:261121090003"  # with seconds, as many have it
        line = f"id:{part.id} sub:001 dlvrd:001 {dates} stat:{stat} err:{error} text:id:1 stat:no"
        for _ in range(2 if self.twice else 1):
            await self.brings_receipt(part.phone, line.encode())

    async def brings_receipt(self, phone: str, line: bytes, tlvs: list[smpp34.Tlv] | None = None) -> None:
        for esme in self.bound[:1]:
            with suppress(smpp34.SmppError):
                await esme.deliver_sm("8049", line, source_addr=phone, esm_class=0x04, tlvs=tlvs or [])

    def forward(self, phone: str, text: str, cut: Cut) -> None:
        self.words += cut_up(phone, text, cut)
        self._spawn(self._bring_all(phone))

    async def _bring_all(self, phone: str) -> None:
        """What one phone wrote, one after the other: the next once the one before is acknowledged."""
        async with self._in_order.setdefault(phone, asyncio.Lock()):
            for one in self.words:
                if one.phone == phone and not one.is_acknowledged:
                    await self._bring(one)

    async def _bring(self, one: Words) -> None:
        for esme in self.bound[-1:]:
            one.times += 1
            with suppress(smpp34.SmppError):
                answer = await esme.deliver_sm(
                    "8049", one.octets, source_addr=one.phone, source_addr_ton=1, source_addr_npi=1,
                    esm_class=one.esm_class, data_coding=one.coding, tlvs=one.tlvs,
                )  # fmt: skip
                one.is_acknowledged = one.is_acknowledged or answer.is_success

    async def unbinds(self) -> None:
        for esme in self.bound:
            await esme.unbind()

    # The cable

    def cut(self) -> None:
        for cable in [*self._cables]:
            cable.transport.abort()

    async def _plug(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far = await asyncio.open_connection("127.0.0.1", self._inner)
        ends = {writer, far}
        self._cables |= ends
        ways = [asyncio.create_task(self._carry(one, to, writer)) for one, to in ((reader, far), (far_reader, writer))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        for end in ends:
            end.close()
        self._cables -= ends

    async def _carry(self, one: asyncio.StreamReader, to: asyncio.StreamWriter, near: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await one.readexactly(16)
                length, command, status, sequence = struct.unpack("!IIII", head)
                rest = await one.readexactly(length - 16)
                self.passed.append(command)
                if command in BIND and self.bind_status:
                    near.write(struct.pack("!IIII", 17, command | ANSWER, self.bind_status, sequence) + b"\0")
                    await near.drain()
                    return
                if command in self.loses:
                    return
                if command == SUBMIT_ANSWER and status and self.its_own:
                    head = struct.pack("!IIII", length, command, self.its_own, sequence)
                to.write(head + rest)

    def _spawn(self, job: Awaitable[None]) -> None:
        async def run() -> None:
            await job

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
