"""A channel over a line to a fake carrier."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.sms.channel import Sms, Terms
from bot.channels.sms.smpp import SmppGateway
from bot.messages import Event, Incoming, Outcome, Polled, Receipt, Reply
from bot.sms_phone_settings import Smpp
from tests.fakes.smpp import FakeCarrier

LAN = "84912345678"


def sms(terms: Smpp) -> Sms:
    told = Terms(terms.two_way, marks=terms.marks, max_parts=terms.max_parts, one_line=terms.one_line)
    return Sms("line", SmppGateway(terms), told)


@asynccontextmanager
async def opened(carrier: FakeCarrier, **more: object) -> AsyncIterator[Sms]:
    channel = sms(carrier.settings(**more))
    try:
        yield channel
    finally:
        await channel.close()


async def said_to(channel: Sms, text: str, key: str = "a1-6921", phone: str = LAN) -> Outcome:
    return await channel.send(phone, Reply(text, attempt_key=key))


async def heard(channel: Sms, many: int) -> list[tuple[Event, Incoming]]:
    """The next events, each acknowledged as kept."""
    found, polled = list[tuple[Event, Incoming]](), Polled()
    while len(found) < many:
        polled = await channel.poll(polled.next_mark)
        for event in polled.events:
            said = channel.read(event.body)
            assert said
            found.append((event, said))
    await keeps(channel, polled)
    return found


async def keeps(channel: Sms, polled: Polled) -> None:
    """As the next poll does, but without waiting for anything."""
    gateway = channel.gateway
    assert isinstance(gateway, SmppGateway)
    gateway.inbox.kept(polled.next_mark)


async def texts(channel: Sms, many: int) -> list[str]:
    return [said.text for _, said in await heard(channel, many)]


async def receipts(channel: Sms, many: int) -> list[Receipt]:
    return [receipt for _, said in await heard(channel, many) for receipt in said.receipts]
