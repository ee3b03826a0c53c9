"""The SMS gateways: opened as the settings say, asked how they stand, tried with one message."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.messages import Reply
from bot.sms_http_settings import HttpSms
from bot.sms_phone_settings import Smpp, SmsGate
from bot.sms_settings import SmsTerms, hook_key
from bot.watching import WORDS

if TYPE_CHECKING:
    from bot.channels.sms.channel import Sms
    from bot.channels.sms.gateway import SmsGateway


def open_sms(settings: Settings) -> "list[Sms]":
    """A channel for each gateway."""
    return [open_gateway(settings, name) for name in settings.sms]


def open_gateway(settings: Settings, name: str) -> "Sms":
    from bot.channels.sms.channel import Sms, Terms

    terms = settings.sms[name]
    gateway = gateway_of(settings, name, terms)
    told = Terms(
        terms.two_way,
        marks=terms.marks,
        max_parts=terms.max_parts,
        knows_keys=terms.idempotent,
        abroad=terms.goes_abroad,
        one_line=terms.one_line,
    )
    return Sms(name, gateway, told, sender=terms.sender, hook_key=hook_key(name, terms))


def gateway_of(settings: Settings, name: str, terms: SmsTerms) -> "SmsGateway":
    """What carries its messages."""
    from bot.channels.sms.http import HttpGateway
    from bot.channels.sms.smsgate import SmsGateGateway

    if isinstance(terms, HttpSms):
        return HttpGateway(terms, sms_hook(settings, name) or "")
    if isinstance(terms, SmsGate):
        return SmsGateGateway(terms)
    if isinstance(terms, Smpp):
        from bot.channels.sms.smpp import SmppGateway

        return SmppGateway(terms)
    raise AssertionError(f"no such kind of gateway: {type(terms).__name__}")


def sms_hook(settings: Settings, name: str) -> str | None:
    """The whole address that is given to the vendor; None where there is none."""
    key = hook_key(name, settings.sms[name])
    return f"{settings.public_url}/hooks/sms/{name}/{key}" if settings.public_url and key else None


@dataclass(frozen=True, slots=True)
class GatewayStands:
    """What a gateway says of itself just now."""

    trouble: str | None = None
    amount: float | None = None
    unit: str = ""


async def ask_gateway(settings: Settings, name: str) -> GatewayStands:
    """Whether it is there and lets us in, and what is left where it says so."""
    channel = open_gateway(settings, name)
    try:
        await channel.introduce()
        left = await channel.gateway.balance()
    except OSError as error:
        return GatewayStands(str(error)[:200])
    finally:
        await channel.close()
    return GatewayStands(amount=left.amount, unit=left.unit) if left else GatewayStands()


async def try_gateway(settings: Settings, name: str, phone: str, text: str, key: str) -> tuple[str, str | None]:
    """Send one message past everything that is owed; the outcome as the ledger calls it, and its reason."""
    channel = open_gateway(settings, name)
    try:
        outcome = await channel.send(phone, Reply(text, attempt_key=key))
    finally:
        await channel.close()
    return WORDS[type(outcome).__name__], getattr(outcome, "reason", None)
