"""Each network, with somebody on the other side of it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.channels.rehearsal import ONE_WAY, PLAIN, SMART, Rehearsal
from bot.channels.sms.channel import Sms, Terms
from bot.channels.sms.http import HttpGateway
from bot.channels.sms.smpp import SmppGateway
from bot.channels.sms.smsgate import SmsGateGateway
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOA
from bot.messages import (
    Channel,
    Polled,
)
from tests.channels.zalo_oa_account import FixedPasses, request
from tests.fakes.smpp import FakeCarrier
from tests.fakes.sms_http import FakeESms
from tests.fakes.smsgate import FakeSmsGate
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo_bot import FakeZaloBot
from tests.fakes.zalo_oa import FakeZaloOA

TWO_WAY = ("telegram", "zalo_oa", "zalo_bot", "sms_http", "sms_phone", "sms_line", "rehearsal", "rehearsal_plain")
REHEARSED = {"rehearsal": SMART, "rehearsal_plain": PLAIN, "rehearsal_oneway": ONE_WAY}


@dataclass
class Network:
    """A channel, and somebody on the other side of it."""

    channel: Channel
    address: str
    says: Callable[[str], Awaitable[object]]
    presses: Callable[[str], Awaitable[object]]
    sees: Callable[[], str]
    has: Callable[[], int]
    """How many messages are on the screen."""
    goes_away: Callable[[], Awaitable[object]]


@asynccontextmanager
async def made(name: str) -> AsyncIterator[Network]:
    if name == "telegram":
        async with _telegram() as network:
            yield network
    elif name == "zalo_oa":
        async with _zalo_oa() as network:
            yield network
    elif name == "zalo_bot":
        async with _zalo_bot() as network:
            yield network
    elif name in {"sms_http", "sms_http_oneway"}:
        async with _sms_http(two_way=name == "sms_http") as network:
            yield network
    elif name in {"sms_phone", "sms_line"}:
        async with _sms_phone() if name == "sms_phone" else _sms_line() as network:
            yield network
    else:
        yield _rehearsal(name)


@asynccontextmanager
async def _telegram() -> AsyncIterator[Network]:
    from bot.channels.telegram import Telegram  # noqa: PLC0415 - importing aiogram takes seconds

    async with FakeTelegram() as server:
        channel = Telegram(server.token, api_base=server.base_url, contact_label="x")
        lan = server.person(42)
        sees, has = lambda: lan.received[-1].text, lambda: len(lan.received)
        yield Network(channel, "42", lan.says, lan.presses, sees, has, lan.blocks)
        await channel.close()


class AskedOA(ZaloOA):
    """It brings its events to a hook; here it is asked for what it would have brought."""

    zalo: FakeZaloOA

    async def poll(self, mark: str | None) -> Polled:
        waiting = self.zalo.hook.events[int(mark or 0) :]
        bodies = [body for one in waiting for body in self.brought(request(one)) or ()]
        events = tuple(event for body in bodies if (event := self.event(body)))
        return Polled(events, str(len(self.zalo.hook.events)))


@asynccontextmanager
async def _zalo_oa() -> AsyncIterator[Network]:
    async with FakeZaloOA() as zalo:
        channel = AskedOA(zalo.settings(), FixedPasses(zalo), contact_title="x")
        channel.zalo = zalo
        lan = zalo.person("2468458")

        async def says(text: str) -> None:
            lan.says(text)

        async def presses(label: str) -> None:
            lan.presses(label)

        async def goes_away() -> None:
            lan.leaves()

        sees, has = lambda: lan.received[-1].text, lambda: len(lan.received)
        yield Network(channel, lan.id, says, presses, sees, has, goes_away)
        await channel.close()


@asynccontextmanager
async def _zalo_bot() -> AsyncIterator[Network]:
    async with FakeZaloBot() as server:
        channel = ZaloBot(server.token, api_base=server.base_url)
        lan = server.person("6ede9afa66b88fe6d6a9")

        async def presses(label: str) -> None:
            raise AssertionError(f"no button {label!r}: there are none")

        sees, has = lambda: lan.received[-1].text, lambda: len(lan.received)
        yield Network(channel, lan.id, lan.says, presses, sees, has, lan.blocks)
        await channel.close()


class AskedSms(Sms):
    """The same for a company that carries short messages."""

    company: FakeESms

    async def poll(self, mark: str | None) -> Polled:
        bodies = [body for one in self.company.brought[int(mark or 0) :] for body in self.brought(one.request()) or ()]
        events = tuple(event for body in bodies if (event := self.event(body)))
        return Polled(events, str(len(self.company.brought)))


@asynccontextmanager
async def _sms_http(*, two_way: bool) -> AsyncIterator[Network]:
    """With marks, so that words can be compared."""
    async with FakeESms(hook="brought:") as company:
        settings = company.settings(two_way=two_way, marks=True)
        channel = AskedSms("esms", HttpGateway(settings), Terms(two_way, marks=True), hook_key="abc")
        channel.company = company
        lan = company.phone("84912345678")

        async def says(text: str) -> None:
            lan.writes(text)

        async def presses(label: str) -> None:
            raise AssertionError(f"no button {label!r}: there are none")

        async def goes_away() -> None:
            lan.exists = False

        sees, has = lambda: lan.received[-1].text, lambda: len(lan.received)
        yield Network(channel, lan.number, says, presses, sees, has, goes_away)
        await channel.close()


class AskedPhone(Sms):
    """The same for a phone of our own."""

    gate: FakeSmsGate

    async def poll(self, mark: str | None) -> Polled:
        bodies = [body for one in self.gate.events[int(mark or 0) :] for body in self.brought(one.request()) or ()]
        events = tuple(event for body in bodies if (event := self.event(body)) and event.words)
        return Polled(events, str(len(self.gate.events)))


async def no_button(label: str) -> None:
    raise AssertionError(f"no button {label!r}: there are none")


@asynccontextmanager
async def _sms_phone() -> AsyncIterator[Network]:
    async with FakeSmsGate() as gate:
        channel = AskedPhone("phone", SmsGateGateway(gate.settings()), Terms(two_way=True, marks=True), hook_key="abc")
        channel.gate = gate
        lan = gate.phone("84912345678")

        async def says(text: str) -> None:
            lan.writes(text)

        async def goes_away() -> None:
            gate.strange.add(f"+{lan.number}")

        sees, has = lambda: [*gate.messages.values()][-1].text, lambda: len(gate.messages)
        yield Network(channel, lan.number, says, no_button, sees, has, goes_away)
        await channel.close()


@asynccontextmanager
async def _sms_line() -> AsyncIterator[Network]:
    async with FakeCarrier(plan="none") as carrier:
        channel = Sms("line", SmppGateway(carrier.settings()), Terms(two_way=True, marks=True, one_line=True))
        lan = carrier.phone("84912345678")

        async def goes_away() -> None:
            carrier.no_such_number.add(lan.number)

        sees, has = lambda: lan.received[-1], lambda: len(lan.received)
        yield Network(channel, lan.number, lan.writes, no_button, sees, has, goes_away)
        await channel.close()


def _rehearsal(name: str) -> Network:
    channel = Rehearsal(name, REHEARSED[name])
    phone = channel.phone("42")

    async def says(text: str) -> None:
        phone.says(text)

    async def presses(label: str) -> None:
        phone.taps(label)

    async def goes_away() -> None:
        phone.is_off = True

    sees, has = lambda: phone.screen[-1].text, lambda: len(phone.screen)
    return Network(channel, "42", says, presses, sees, has, goes_away)
