"""What `serve` and `work` are: everything at work in one process, until it is told to stop."""

import asyncio
import fcntl
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from bot.app import Running, at_work
from bot.config import Settings
from bot.house import House
from bot.loading import loaded, loading
from bot.networks import real_channels
from bot.refusals import PortTaken, SeveralAtOneFile

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.rehearsal.stage import Stage
    from bot.web.metrics import Watch

LOOPBACK = "127.0.0.1"


# The sites


def make_served_site(house: House, running: Running) -> "FastAPI":
    """The site of `serve`: health, the hooks of the networks that are on, and the figures for who has their secret."""
    from bot.web import metrics
    from bot.web.site import make_site

    settings, listener = house.settings, running.listener
    told = (settings.clock_offset, house.reading, settings.api_per_minute)
    site = make_site(house.sessions, listener, running.channels, *told)
    if (to_watch := metrics_secret(house.settings)) is not None:
        site.include_router(metrics.pages(watch_of(house, running), to_watch))
    if house.settings.zalo_oa.is_on:
        _add_way_back(site, house)
    return site


def _add_way_back(site: "FastAPI", house: House) -> None:
    """Where Zalo sends the person back to who gives us the account."""
    from bot.authorising import PATH, by_address
    from bot.web import authorising

    site.include_router(authorising.pages(PATH, partial(by_address, house)))


def make_watched_site(house: House, running: Running) -> "FastAPI":
    """The site of `work`: health and figures, and nothing that people use."""
    from fastapi import FastAPI

    from bot.web import health, metrics

    site = FastAPI(title="Chibot", docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(health.pages(house.sessions, house.settings.clock_offset))
    site.include_router(metrics.pages(watch_of(house, running), metrics_secret(house.settings)))
    return site


def watch_of(house: House, running: Running) -> "Watch":
    from bot.web.metrics import Watch

    return Watch(house.sessions, running.listener.now, running.posts, running.holder)


def metrics_secret(settings: Settings) -> str | None:
    return settings.metrics_secret.get_secret_value() if settings.metrics_secret else None


def make_rehearsal_site(house: House, running: Running, stage: "Stage") -> "FastAPI":
    """The site of `demo`: what `serve` has, and the page with the phones."""
    from bot.web import rehearsal

    site = make_served_site(house, running)
    site.include_router(rehearsal.pages(stage))
    return site


# The processes


def door_of(settings: Settings) -> socket.socket:
    """The port, opened before anything else, so that a second start touches nothing; raises PortTaken."""
    return door_at(settings.host, settings.port)


def door_at(host: str, port: int) -> socket.socket:
    from bot.web.server import open_door

    try:
        return open_door(host, port)
    except OSError:
        raise PortTaken(host=host, port=port) from None


def metrics_door(settings: Settings) -> socket.socket | None:
    """Where `work` is watched, if anywhere; without a secret from this machine alone. Raises PortTaken."""
    if settings.metrics_port is None:
        return None
    return door_at(settings.host if settings.metrics_secret else LOOPBACK, settings.metrics_port)


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """SQLite has one writer, so its file serves one process; raises SeveralAtOneFile where another is at work."""
    address = make_url(settings.sqlalchemy_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        yield
        return
    lock = Path(f"{address.database}.lock")
    lock.touch(mode=0o600)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SeveralAtOneFile(path=address.database) from None
        yield


async def serve(house: House, opened: Callable[[], None]) -> None:
    """Everything in one process, until it is told to stop; what is in flight then is finished first."""
    with loading(), door_of(house.settings) as door, alone(house.settings):
        async with at_work(house, real_channels(house)) as running:
            await serve_site(make_served_site(house, running), door, opened)


async def work(house: House, opened: Callable[[], None]) -> None:
    """All of `serve` but the pages: hear, answer, send and tick, beside as many others as one likes."""
    door = metrics_door(house.settings)
    with loading(), door or nullcontext(), alone(house.settings):
        async with at_work(house, real_channels(house)) as running:
            if door is not None:
                await serve_site(make_watched_site(house, running), door, opened)
                return
            told = asyncio.Event()
            at_a_signal(told.set)
            opened()
            await told.wait()


async def serve_site(
    site: "FastAPI", door: socket.socket, opened: Callable[[], None], stopping: Callable[[], None] = lambda: None
) -> None:
    """Answer requests until a signal comes; `stopping` sends those home who would stay for ever."""
    from bot.web.server import make_server

    server = make_server(site)

    def stop() -> None:
        server.stop()
        stopping()

    at_a_signal(stop)
    opened()
    await server.serve(sockets=[door])


def at_a_signal(stop: Callable[[], None]) -> None:
    """What ends this process, once all is loaded that it needs."""
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    loaded()
