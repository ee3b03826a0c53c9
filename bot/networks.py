"""The networks: the only place that names the real ones, and knows which are switched on."""

import hashlib
import hmac
from functools import partial
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.gateways import open_sms
from bot.house import House

if TYPE_CHECKING:
    from bot.channels.rehearsal import Rehearsal
    from bot.channels.rehearsal_phones import Phones
    from bot.channels.telegram import Telegram
    from bot.channels.zalo_bot import ZaloBot
    from bot.channels.zalo_passes import Passes
    from bot.channels.zalo_standing import Standing
    from bot.messages import Channel
    from bot.network_settings import Telegram as TelegramAccount
    from bot.network_settings import ZaloBot as ZaloBotAccount


def real_channels(house: House) -> dict[str, "Channel"]:
    """The networks that are switched on."""
    opened: list[Channel] = []
    if house.settings.telegram.token is not None:
        opened.append(open_telegram(house.settings))
    if house.settings.zalo_oa.is_on:
        opened += open_zalo_oa(house)
    if house.settings.zalo_bot.token is not None:
        opened.append(open_zalo_bot(house))
    opened += open_sms(house.settings)
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


def open_zalo_bot(house: House) -> "ZaloBot":
    from bot.channels.zalo_bot import ZaloBot
    from bot.services.quotas import left_or_unknown

    bot = house.settings.zalo_bot
    assert bot.token is not None  # noqa: S101 - the caller has seen to it
    token = bot.token.get_secret_value()
    left = partial(left_or_unknown, house.sessions, token.partition(":")[0])
    return ZaloBot(token, api_base=bot.api_base, hook_secret=hook_secret(bot), left=left)


def rehearsal_network(phones: "Phones | None" = None) -> "dict[str, Rehearsal]":
    """Phones with buttons, plain ones, and some that only receive; kept in memory where nobody keeps them."""
    from bot.channels.rehearsal import ONE_WAY, PLAIN, SMART, Rehearsal
    from bot.channels.rehearsal_phones import Phones

    phones = phones or Phones()
    kinds = {"rehearsal": SMART, "rehearsal_plain": PLAIN, "rehearsal_oneway": ONE_WAY}
    return {name: Rehearsal(name, capabilities, phones) for name, capabilities in kinds.items()}


def webhook_secret(settings: Settings) -> str | None:
    """What Telegram must bring to the hook."""
    return hook_secret(settings.telegram)


def hook_secret(account: "TelegramAccount | ZaloBotAccount") -> str | None:
    """What a network must bring to its hook: the setting or, the same in every process, a digest of the token."""
    if account.token is None or account.mode != "webhook":
        return None
    if account.secret is not None:
        return account.secret.get_secret_value()
    return hmac.new(account.token.get_secret_value().encode(), b"chibot webhook", hashlib.sha256).hexdigest()


def open_zalo_oa(house: House) -> "list[Channel]":
    """The Official Account; and its templates by phone, where any is registered. Both go by the same tokens."""
    from bot.channels.zalo_oa import ZaloOA
    from bot.channels.zalo_zns import ZaloZns
    from bot.words import vi

    account, passes = house.settings.zalo_oa, open_passes(house)
    oa = ZaloOA(account, passes, contact_title=vi.SHARE_PHONE, contact_hint=vi.SHARE_PHONE_HINT)
    return [oa, ZaloZns(account, passes)] if account.phone_forms else [oa]


async def groups_on(house: House, channel: str | None = None) -> list[tuple[str, str, str]]:
    """Network, id and name of the group chats that our accounts have, where a network tells (only Zalo's account does).

    Raises `OSError` with a sentence.
    """
    if channel not in {None, "zalo_oa"} or not house.settings.zalo_oa.is_on:
        return []
    from bot.channels.zalo_oa import ZaloOA

    oa = ZaloOA(house.settings.zalo_oa, open_passes(house), contact_title="")
    try:
        return [("zalo_oa", group_id, name) for group_id, name in await oa.groups()]
    finally:
        await oa.close()


def open_passes(house: House) -> "Passes":
    """The tokens of the Official Account, which is on."""
    from bot.channels.zalo_passes import Passes
    from bot.services.passes import Store

    account = house.settings.zalo_oa
    return Passes(account, Store(house.sessions, "zalo_oa", account.oa_id or ""))


async def is_of_another_account(house: House, access: str) -> bool:
    """Whether this token is known to be of another Official Account than the settings name."""
    from bot.channels.zalo_standing import OnePass, standing

    account = house.settings.zalo_oa
    try:
        return (await standing(account, OnePass(access))).account not in {None, account.oa_id}
    except OSError:
        return False  # it does not say


def why_not_renewed(failure: OSError) -> tuple[bool, int | None]:
    """Whether only a person can help, and the network's number for it."""
    from bot.channels.zalo_oa_wire import NoPassError
    from bot.channels.zalo_oauth import NeedsPersonError

    if isinstance(failure, NoPassError):
        return failure.needs_person, None
    return (True, failure.code) if isinstance(failure, NeedsPersonError) else (False, None)


# Asking a network without loading its library


async def ask_zalo_oa(house: House) -> "Standing":
    """Ask the Official Account just now how it stands; raises `OSError` with a sentence."""
    from bot.channels.zalo_standing import standing

    return await standing(house.settings.zalo_oa, open_passes(house))


async def ask_forms_left(house: House) -> int | None:
    """How many templates by phone the Official Account would still take today; None where nobody says."""
    from bot.channels.zalo_standing import forms_left

    return await forms_left(house.settings.zalo_oa, open_passes(house))


async def ask_zalo_bot(house: House) -> str | None:
    """Ask the Zalo Bot just now for its name; None where it does not answer."""
    bot = open_zalo_bot(house)
    try:
        return (await bot.introduce()).name
    except OSError:
        return None
    finally:
        await bot.close()


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
