"""A channel over a described gateway, as the settings open it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.channels.sms.channel import Sms, Terms
from bot.channels.sms.http import HttpGateway
from bot.messages import Event, Incoming, Outcome, Reply
from bot.sms_http_settings import HttpSms
from tests.fakes.sms_http import Brought, FakeCompany

HOOK = "https://chibot.example.vn/hooks/sms/one/abc"
LAN = "84912345678"


def sms(settings: HttpSms, callback_url: str = HOOK) -> Sms:
    terms = Terms(settings.two_way, settings.marks, settings.max_parts, knows_keys=settings.idempotent)
    return Sms("one", HttpGateway(settings, callback_url), terms, sender=settings.sender, hook_key="abc")


@asynccontextmanager
async def opened(company: FakeCompany, **more: Any) -> AsyncIterator[Sms]:
    async with company:
        channel = sms(company.settings(**more))
        try:
            yield channel
        finally:
            await channel.close()


async def said_to(channel: Sms, text: str, key: str = "a1-6921", phone: str = LAN) -> Outcome:
    return await channel.send(phone, Reply(text, attempt_key=key))


def heard(channel: Sms, brought: Brought) -> list[tuple[Event, Incoming | None]]:
    """What our hook makes of it."""
    bodies = channel.brought(brought.request())
    assert bodies is not None
    events = [event for body in bodies if (event := channel.event(body))]
    return [(event, channel.read(event.body)) for event in events]
