"""Our own site, opened on a port of this machine for a test."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import Running
from bot.house import House
from bot.serving import make_served_site
from bot.web.server import make_server, open_door


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@asynccontextmanager
async def open_site(house: House, running: Running, port: int) -> AsyncIterator[str]:
    """The site of `serve` until the block ends; yields its address."""
    server = make_server(make_served_site(house, running))
    task = asyncio.create_task(server.serve(sockets=[open_door("127.0.0.1", port)]))
    try:
        while not server.started:  # noqa: ASYNC110 - uvicorn rings no bell
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
        await task
