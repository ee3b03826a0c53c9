"""Our own site, opened on a port of this machine for a test."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import pytest
from fastapi import FastAPI

from bot.app import Running
from bot.db.sessions import Sessions, open_engine, reading_engine, sessions_of
from bot.house import House
from bot.listening import Listener
from bot.messages import Channel
from bot.serving import make_served_site
from bot.tariffs import Tariff
from bot.web.server import make_server, open_door
from bot.web.site import make_site
from handlers import all_routers


class Visitor(Protocol):
    """Whoever looks at pages in a test; the site goes by their clock."""

    sessions: Sessions

    def now(self) -> datetime: ...


V = TypeVar("V", bound=Visitor)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def address_of(door: socket.socket) -> str:
    return f"http://127.0.0.1:{door.getsockname()[1]}"


@asynccontextmanager
async def served(site: FastAPI, door: socket.socket) -> AsyncIterator[str]:
    """The site behind this door until the block ends; yields its address."""
    server = make_server(site)
    task = asyncio.create_task(server.serve(sockets=[door]))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn rings no bell
            await asyncio.sleep(0.01)
        yield address_of(door)
    finally:
        server.stop()
        await task


@asynccontextmanager
async def open_site(house: House, running: Running, port: int) -> AsyncIterator[str]:
    """The site of `serve` until the block ends; yields its address."""
    async with served(make_served_site(house, running), open_door("127.0.0.1", port)) as address:
        yield address


@asynccontextmanager
async def open_pages(
    template: Path,
    folders: pytest.TempPathFactory,
    visitor: Callable[[str, Sessions], V],
    *,
    ring: Callable[[], None] = lambda: None,
    tariffs: dict[str, Tariff] | None = None,
    channels: Mapping[str, Channel] | None = None,
    per_minute: int = 60,
) -> AsyncIterator[V]:
    """The public pages over a database of their own, without clock and networks, and who looks at them.

    `visitor` is made of the address and the sessions; `ring` is called where there is something to send; `per_minute`
    questions of one token are answered.
    """
    engine = open_engine(f"sqlite+aiosqlite:///{shutil.copy(template, folders.mktemp('site') / 'site.db')}")
    door = open_door("127.0.0.1", 0)
    base = address_of(door)
    made = visitor(base, sessions_of(engine, public_url=base, tariffs=tariffs))
    listener = Listener(made.sessions, {}, all_routers(), made.now, ring)
    readers = reading_engine(engine)
    reading = sessions_of(readers, public_url=base, tariffs=tariffs)
    async with served(make_site(made.sessions, listener, channels or {}, 0.0, reading, per_minute), door):
        yield made
    for one in (readers, engine):
        await one.dispose()
