"""SMS as a network: plain words to phones, counted before they leave; numbers to answer by, where anybody can."""

import asyncio
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.channels.sms.gateway import ShortMessage, SmsGateway
from bot.messages import (
    AccountInfo,
    AddressDead,
    Body,
    Capabilities,
    Event,
    HookAnswer,
    HookRequest,
    Incoming,
    Kind,
    Outcome,
    Polled,
    Rejected,
    Reply,
)
from bot.sms_settings import sms_channel
from bot.words.phones import phone
from bot.words.segments import ROOM, Coding, as_it_leaves

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Terms:
    """What a gateway's settings promise of it, whatever it speaks."""

    two_way: bool
    marks: bool = False
    """Words leave with their marks, at twice the price."""
    max_parts: int = 3
    knows_keys: bool = False
    abroad: bool = False
    one_line: bool = False

    @property
    def capabilities(self) -> Capabilities:
        _, room = ROOM[Coding.UCS2 if self.marks else Coding.GSM7]
        return Capabilities(
            buttons=False,
            inbound=self.two_way,
            documents=False,
            removes=False,
            contact=False,
            abroad=self.abroad,
            text_limit=room * self.max_parts,
            links=not self.two_way,
            to_phones=True,
            knows_keys=self.knows_keys,
            one_line=self.one_line,
            most_parts=self.max_parts,
            marks=self.marks,
        )


class Sms:
    """One gateway. An address is a phone, `84…`; the account is the gateway's name in the settings."""

    hook_methods: Sequence[str] = ("GET", "POST")

    def __init__(self, name: str, gateway: SmsGateway, terms: Terms, *, sender: str = "", hook_key: str = "") -> None:
        """`hook_key`: the part of our hook's address that nobody can guess."""
        self.name = sms_channel(name)
        self.capabilities = terms.capabilities
        self.hook = f"sms/{name}/{hook_key}" if gateway.comes_by_hook and hook_key else None
        self.gateway = gateway
        self._terms, self._account, self._sender = terms, name, sender

    def __repr__(self) -> str:
        return f"Sms(name={self.name!r})"

    @property
    def account(self) -> str:
        return self._account

    async def introduce(self) -> AccountInfo:
        await self.gateway.introduce()
        return AccountInfo(self.account, self._sender[:64])

    async def listen_at(self, url: str | None) -> None:
        await self.gateway.listen_at(url)

    # Sending

    async def send(self, address: str, reply: Reply) -> Outcome:
        if reply.form is not None:
            return Rejected("no_form")
        if not (to := phone_of(address)):
            return AddressDead("phone_invalid")
        text, parts = as_it_leaves(reply.text, marks=self._terms.marks, most=self._terms.max_parts)
        if not text.strip():
            return Rejected("empty")
        if parts.count > self._terms.max_parts:
            return Rejected("too_long")
        return await self.gateway.send(ShortMessage(to, text, parts, reply.attempt_key or ""))

    # Hearing

    def brought(self, request: HookRequest) -> Sequence[Body] | None:
        return self.gateway.brought(request)

    def hook_answer(self, request: HookRequest) -> HookAnswer | None:
        return self.gateway.hook_answer(request)

    def event(self, body: Body) -> Event | None:
        event = self.gateway.event(body)
        return replace(event, address=phone_of(event.address)) if event else None

    def read(self, body: Body) -> Incoming | None:
        """Words from whoever has no phone number, a shop or a bank, are nothing to us."""
        heard = self.gateway.read(body)
        if heard is None:
            return None
        sender = phone_of(heard.sender)
        if heard.receipts:
            return Incoming(self.name, self.account, heard.event_id, "", Kind.REPORT, receipts=heard.receipts)
        if not sender or not self._terms.two_way:
            return None
        text = unicodedata.normalize("NFC", heard.text)
        return Incoming(self.name, self.account, heard.event_id, sender, Kind.TEXT, text)

    async def poll(self, mark: str | None) -> Polled:
        if self.hook is None and self.gateway.comes_by_hook:
            await asyncio.sleep(HOUR)  # it would come by itself, and has nowhere to
            return Polled(next_mark=mark)
        return await self.gateway.poll(mark)

    async def close(self) -> None:
        await self.gateway.close()


def phone_of(number: str) -> str:
    """As our addresses are, `84…`; "" where it is no Vietnamese mobile number."""
    try:
        return phone(number).removeprefix("+")
    except ValueError:
        return ""
