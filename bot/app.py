"""The wiring: settings -> channels, router, senders, clock. Nobody imports it but the commands and what serves them."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.config import Settings
from bot.db.bell import Bell
from bot.holders import new_holder
from bot.house import House
from bot.watching import Post, Watched

if TYPE_CHECKING:
    from bot.channels.rehearsal import Rehearsal
    from bot.channels.rehearsal_phones import Phones
    from bot.channels.telegram import Telegram
    from bot.listening import Listener
    from bot.messages import Channel
    from scheduler.delivery import Sender

log = structlog.get_logger()
RATE = 25.0
"""Messages a second where no setting says otherwise: below every network's limit."""
HOOK = "/hooks/telegram"

# Channels: the only place that names real ones


def real_channels(settings: Settings) -> dict[str, "Channel"]:
    """The networks that are switched on."""
    if settings.telegram.token is None:
        return {}
    return {"telegram": open_telegram(settings)}


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


# Everything in one process


@dataclass(frozen=True, slots=True)
class Running:
    """A process at work: what the demo and the tests reach into."""

    house: House
    listener: "Listener"
    channels: Mapping[str, "Channel"]
    ring: Callable[[], None]
    """Wake the senders, here and elsewhere: something is owed."""
    posts: Sequence[Post] = ()
    """Its senders, for whoever watches."""
    holder: str = ""
    """What its leases are held by."""


@asynccontextmanager
async def at_work(
    house: House, channels: Mapping[str, "Channel"], now: Callable[[], datetime] | None = None
) -> AsyncIterator[Running]:
    """Listen, answer, send and tick until the block ends; then finish what was begun."""
    from bot.listening import Listener
    from handlers import all_routers
    from scheduler.clock import start_clock, stop_clock

    now = now or house.now
    holder = new_holder()
    senders = [sender_of(house, channel, holder, now) for channel in channels.values()]

    def wake() -> None:
        for sender in senders:
            sender.bell.set()

    bell = Bell(house.engine, wake)

    def ring() -> None:
        wake()
        bell.ring()

    listener = Listener(house.sessions, channels, all_routers(), now, ring)
    jobs: list[Callable[[], Awaitable[None]]] = [listener.run, bell.run, *(sender.run for sender in senders)]
    jobs += [partial(attend, house, listener, channel, holder) for channel in channels.values()]
    clock = start_clock(house.sessions, now, ring)
    tasks = [asyncio.create_task(kept_going(job)) for job in jobs]
    try:
        yield Running(house, listener, channels, ring, [post_of(sender) for sender in senders], holder)
    finally:
        await stop_clock(clock)
        for task in reversed(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for channel in channels.values():
            await channel.close()


async def kept_going(job: Callable[[], Awaitable[None]]) -> None:
    """A job that breaks is begun again: a process that lives and does nothing would be the worst of all."""
    while True:
        try:
            await job()
        except Exception:  # a job runner
            log.exception("job_failed")
            await asyncio.sleep(1)
        else:
            return


def sender_of(house: House, channel: "Channel", holder: str, now: Callable[[], datetime]) -> "Sender":
    from scheduler.delivery import Sender
    from scheduler.pace import Pace

    pace = Pace(house.settings.rate.get(channel.name, RATE))
    return Sender(house.sessions, Watched(channel), now, pace, holder)


def post_of(sender: "Sender") -> Post:
    """A sender, as it is watched."""
    watched = sender.channel
    assert isinstance(watched, Watched)  # noqa: S101 - see sender_of
    return Post(watched.name, watched.account, watched.sends, sender.pace, sender.gates)


async def attend(house: House, listener: "Listener", channel: "Channel", holder: str) -> None:
    """Introduce ourselves to a network, then hear it: by webhook, or by asking it for its events."""
    from bot.listening import poll

    await introduce(house, listener, channel)
    if webhook_secret(house.settings) is None or not hasattr(channel, "set_webhook"):
        await poll(listener, channel, holder)


async def introduce(house: House, listener: "Listener", channel: "Channel") -> None:
    """Learn our name there and say how events are to come; tried until it works, for a network may be out."""
    from bot.listening import account_row, note_health, note_trouble, plain_detail

    pause = 1.0
    while True:
        try:
            info = await channel.introduce()
            await choose_mode(house.settings, channel)
            async with house.sessions.begin() as db:
                (await account_row(db, channel.name, channel.account)).name = info.name
            await note_health(listener, channel)
        except Exception as error:  # a job runner: a network or a database that is out comes back
            log.warning("introduction_failed", channel=channel.name, error=plain_detail(error))
            await note_trouble(listener, channel, plain_detail(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)
        else:
            return


async def choose_mode(settings: Settings, channel: "Channel") -> None:
    """Tell Telegram whether it brings its events or is asked for them; the others have one way."""
    secret = webhook_secret(settings)
    if (set_webhook := getattr(channel, "set_webhook", None)) is not None and secret is not None:
        await set_webhook(f"{settings.public_url}{HOOK}", secret)
    elif (delete_webhook := getattr(channel, "delete_webhook", None)) is not None:
        await delete_webhook()


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
