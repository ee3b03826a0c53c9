"""Our side, always as it runs everywhere: `chibot serve` in a process of its own."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import psutil

from bench.network import TOKEN, Network

SECRET = "bench"
PLAIN = ("bot", "serve")
WORKER = ("bot", "work")
WATCHED = ("bench.watched",)
"""The same with somebody beside it who looks at the event loop."""


@dataclass
class Serving:
    """A process at work."""

    process: asyncio.subprocess.Process
    port: int

    def __post_init__(self) -> None:
        self._seen = psutil.Process(self.process.pid)

    @property
    def cpu_seconds(self) -> float:
        """Of the processor, all its threads together."""
        times = self._seen.cpu_times()
        return float(times.user + times.system)

    @property
    def megabytes(self) -> float:
        return float(self._seen.memory_info().rss) / 1e6

    async def ready(self, seconds: float = 60) -> None:
        """Until it answers requests."""
        end = time.monotonic() + seconds
        async with aiohttp.ClientSession() as http:
            while time.monotonic() < end:
                try:
                    async with http.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)
        raise TimeoutError("chibot serve does not answer")

    async def kill(self) -> None:
        """Without a chance to finish anything."""
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def settings(url: str, network: Network, *, mode: str = "polling", **more: str) -> dict[str, str]:
    """The environment of a process: nothing of ours but this. `more` are settings by their names."""
    port = str(free_port())
    given = {
        "DATABASE_URL": url,
        "TELEGRAM__TOKEN": TOKEN,
        "TELEGRAM__API_BASE": network.base_url,
        "TELEGRAM__MODE": mode,
        "TELEGRAM__SECRET": SECRET,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": port,
        "QUIET_HOURS": "off",
        **more,
    }
    return plain() | {f"CHIBOT_{name}": value for name, value in given.items()}


def plain() -> dict[str, str]:
    """The environment of this process, without anything that would change ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CHIBOT_")}


@asynccontextmanager
async def serving(
    environment: Mapping[str, str], module: tuple[str, ...] = PLAIN, log: Path | None = None
) -> AsyncIterator[Serving]:
    """The process, told to end when the block does, killed if it will not."""
    here = Path(__file__).parents[1]
    with (log or Path(os.devnull)).open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", *module, env=environment, stdout=errors, stderr=errors, cwd=here
        )
    one = Serving(process, int(environment["CHIBOT_PORT"]))
    try:
        yield one
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 30)
        except TimeoutError:
            await one.kill()
