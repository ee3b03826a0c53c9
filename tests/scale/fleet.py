"""Several processes of ours at once, each on a line of its own to the network, and a balancer before the servers."""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.telegram import FakeTelegram

RATE = 40


@dataclass
class Wire:
    """A line from one process to the network, on which is heard what it asks for."""

    name: str
    to: str
    heard: list[tuple[float, str, str]]
    port: int = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, _, port = self.to.removeprefix("http://").partition(":")
        there, back = await asyncio.open_connection(host, int(port))
        await asyncio.gather(self._listen(reader, back), pass_on(there, writer))

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65536):
                for line in part.split(b"\r\n"):
                    if line.startswith(b"POST ") and b"/bot" in line:
                        method = line.split()[1].rpartition(b"/")[2].decode().lower()
                        self.heard.append((time.monotonic(), self.name, method))
                writer.write(part)
                await writer.drain()
        writer.close()


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    writer.close()


@dataclass
class Balancer:
    """Brings whoever comes to one of the servers that are up."""

    ports: list[int]

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for port in random.sample(self.ports, len(self.ports)):
            with suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(pass_on(reader, back), pass_on(there, writer))
                return
        writer.close()


@dataclass
class Fleet:
    """Processes of ours, each on a line of its own."""

    environment: dict[str, str]
    telegram: FakeTelegram
    heard: list[tuple[float, str, str]] = field(default_factory=list)
    running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)
    lines: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)

    async def add(self, stack: AsyncExitStack, name: str, command: str, **more: str) -> None:
        wire = Wire(name, self.telegram.base_url, self.heard)
        server = await asyncio.start_server(wire.carry, "127.0.0.1", 0)
        await stack.enter_async_context(server)
        port = server.sockets[0].getsockname()[1]
        self.lines[name] = command, {**more, "CHIBOT_TELEGRAM__API_BASE": f"http://127.0.0.1:{port}"}
        await self.start(name)

    async def start(self, name: str) -> None:
        command, more = self.lines[name]
        here, nowhere = Path(__file__).parents[2], asyncio.subprocess.DEVNULL
        line = (sys.executable, "-m", "bot", command)
        self.running[name] = await asyncio.create_subprocess_exec(
            *line, env={**self.environment, **more}, stderr=nowhere, cwd=here
        )

    async def kill(self, name: str) -> None:
        """As the machine would: without a word. And started again."""
        process = self.running[name]
        process.send_signal(signal.SIGKILL)
        await process.wait()
        self.killed[name] += 1
        await self.start(name)

    async def stop(self) -> list[int | None]:
        for process in self.running.values():
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(asyncio.wait_for(one.wait(), 30) for one in self.running.values()))
        return [one.returncode for one in self.running.values()]

    def at_it(self, method: str) -> list[str]:
        """Who called a method, one after the other."""
        names = [name for _, name, called in self.heard if called == method]
        return [name for number, name in enumerate(names) if number == 0 or names[number - 1] != name]


@asynccontextmanager
async def fleet(url: str, telegram: FakeTelegram, **more: str) -> AsyncIterator[tuple[Fleet, AsyncExitStack]]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHIBOT_")},
        "CHIBOT_DATABASE_URL": url,
        "CHIBOT_TELEGRAM__TOKEN": telegram.token,
        "CHIBOT_QUIET_HOURS": "off",
        "CHIBOT_RATE__TELEGRAM": str(RATE),
        **more,
    }
    async with AsyncExitStack() as stack:
        processes = Fleet(environment, telegram)
        try:
            yield processes, stack
        finally:
            await processes.stop()
