"""The networks: the only place that names the real ones, and knows which are switched on."""

import hashlib
import hmac
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.house import House

if TYPE_CHECKING:
    from bot.channels.rehearsal import Rehearsal
    from bot.channels.rehearsal_phones import Phones
    from bot.channels.telegram import Telegram
    from bot.messages import Channel


def real_channels(house: House) -> dict[str, "Channel"]:
    """The networks that are switched on."""
    opened: list[Channel] = []
    if house.settings.telegram.token is not None:
        opened.append(open_telegram(house.settings))
    return {channel.name: channel for channel in opened}


def open_telegram(settings: Settings) -> "Telegram":
    from bot.channels.telegram import Telegram  # aiogram takes seconds to load
    from bot.words import vi

    assert settings.telegram.token is not None  # noqa: S101 - the caller has seen to it
    proxy = settings.telegram.proxy
    return Telegram(
        settings.telegram.token.get_secret_value(),
        api_base=settings.telegram.api_base,
        proxy=proxy.get_secret_value() if proxy else None,
        contact_label=vi.SHARE_PHONE,
        hook_secret=webhook_secret(settings),
    )


def rehearsal_network(phones: "Phones | None" = None) -> "dict[str, Rehearsal]":
    """Phones with buttons, plain ones, and some that only receive; kept in memory where nobody keeps them."""
    from bot.channels.rehearsal import ONE_WAY, PLAIN, SMART, Rehearsal
    from bot.channels.rehearsal_phones import Phones

    phones = phones or Phones()
    kinds = {"rehearsal": SMART, "rehearsal_plain": PLAIN, "rehearsal_oneway": ONE_WAY}
    return {name: Rehearsal(name, capabilities, phones) for name, capabilities in kinds.items()}


def webhook_secret(settings: Settings) -> str | None:
    """What Telegram must bring to the hook: the setting or, the same in every process, a digest of the token."""
    if settings.telegram.token is None or settings.telegram.mode != "webhook":
        return None
    if settings.telegram.secret is not None:
        return settings.telegram.secret.get_secret_value()
    token = settings.telegram.token.get_secret_value().encode()
    return hmac.new(token, b"chibot webhook", hashlib.sha256).hexdigest()


# Asking a network without loading its library


async def name_on_telegram(house: House) -> str | None:
    """The bot's public name, from the database or, before the first start, from Telegram; None if neither says."""
    from bot.model.accounts import Account

    token = house.settings.telegram.token
    if token is None:
        return None
    async with house.sessions() as db:
        row = await db.get(Account, ("telegram", token.get_secret_value().partition(":")[0]))
    return (row.name if row else None) or await ask_telegram(house)


async def ask_telegram(house: House) -> str | None:
    """Ask Telegram just now for the bot's public name; None where it does not answer, or is off."""
    from bot.channels.telegram_name import ask_name

    settings = house.settings.telegram
    if settings.token is None:
        return None
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    return await ask_name(settings.token.get_secret_value(), settings.api_base, proxy)
