"""Others in processes of their own."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bench.network import Network


@dataclass(frozen=True, slots=True)
class Peer:
    """One of them: its name on the command line of `bench.peers.sending`, and as people know it."""

    name: str
    title: str


PACED = (
    Peer("ptb_paced", "python-telegram-bot + AIORateLimiter, all at once"),
    Peer("ptb_in_turn", "python-telegram-bot + AIORateLimiter, one after the other"),
    Peer("aiogram_broadcaster", "aiogram-broadcaster, FileStorage"),
    Peer("aiogram_broadcast", "aiogram-broadcast"),
)
AIOGRAM = Peer("aiogram_bare", "bare aiogram")
PTB = Peer("ptb_bare", "bare python-telegram-bot")


@asynccontextmanager
async def sending(
    peer: Peer, there: Network, count: int, in_flight: int = 1, folder: str | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """It sends; killed at the end of the block if it is not done."""
    with tempfile.TemporaryDirectory() as own:
        line = ["-m", "bench.peers.sending", peer.name, there.base_url, str(count), str(in_flight), folder or own]
        process = await asyncio.create_subprocess_exec(
            sys.executable, *line, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def cpu_seconds(process: asyncio.subprocess.Process) -> float:
    """What it says it has used, when it is done."""
    out, _ = await process.communicate()
    return float(json.loads(out.splitlines()[-1])["cpu_seconds"])


async def told(module: str, *arguments: str) -> dict[str, float]:
    """What a script says in its last line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=asyncio.subprocess.PIPE, env=os.environ.copy()
    )
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} ended with {process.returncode}")
    found: dict[str, float] = json.loads(out.splitlines()[-1])
    return found
