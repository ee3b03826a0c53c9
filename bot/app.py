"""The wiring: channels, router, senders, clock. Nobody imports it but the commands and what serves them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.db.bell import Bell
from bot.holders import new_holder
from bot.house import House
from bot.watching import Post, Watched

if TYPE_CHECKING:
    from bot.listening import Listener
    from bot.messages import Channel
    from scheduler.delivery import Sender

log = structlog.get_logger()
RATE = 25.0
"""Messages a second where no setting says otherwise: below every network's limit."""

# Everything in one process


@dataclass(frozen=True, slots=True)
class Running:
    """A process at work: what the demo and the tests reach into."""

    house: House
    listener: "Listener"
    channels: Mapping[str, "Channel"]
    ring: Callable[[], None]
    """Wake the senders, here and elsewhere: something is owed."""
    all_due: Callable[[], None] = lambda: None
    """Have the clock look after everything at once: the hour was moved on."""
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
    if house.settings.zalo_oa.is_on:
        jobs.append(partial(watch_tokens, house, now, ring))
    clock = start_clock(house.sessions, now, ring)
    tasks = [asyncio.create_task(kept_going(job)) for job in jobs]
    try:
        yield Running(house, listener, channels, ring, clock.all_due, [post_of(sender) for sender in senders], holder)
    finally:
        await stop_clock(clock)
        for task in reversed(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for channel in channels.values():
            await channel.close()


async def watch_tokens(house: House, now: Callable[[], datetime], ring: Callable[[], None]) -> None:
    from bot.pass_keeper import keep_passes  # with the HTTP client

    await keep_passes(house, now, ring)


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

    pace = Pace(house.settings.rates.get(channel.name, RATE))
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
    if channel.hook is None:
        await poll(listener, channel, holder)


async def introduce(house: House, listener: "Listener", channel: "Channel") -> None:
    """Learn our name there and say how events are to come; tried until it works, for a network may be out."""
    from bot.listening import account_row, note_known, note_trouble, plain_detail

    pause = 1.0
    while True:
        try:
            info = await channel.introduce()
            await channel.listen_at(channel.hook and f"{house.settings.public_url}/hooks/{channel.hook}")
            async with house.sessions.begin() as db:
                (await account_row(db, channel.name, channel.account)).name = info.name
            await note_known(listener, channel)
        except Exception as error:  # a job runner: a network or a database that is out comes back
            log.warning("introduction_failed", channel=channel.name, error=plain_detail(error))
            await note_trouble(listener, channel, plain_detail(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)
        else:
            return
