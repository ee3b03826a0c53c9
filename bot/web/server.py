"""The web server, stopped by us and not by itself."""

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


class Server(uvicorn.Server):
    """uvicorn raises the signal that stopped it once more, which would end the process in mid-sentence."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def stop(self) -> None:
        """Finish the requests at hand and return from `serve`."""
        self.should_exit = True


def make_server(site: FastAPI, host: str, port: int) -> Server:
    return Server(
        uvicorn.Config(site, host=host, port=port, log_config=None, access_log=False, lifespan="off", ws="none")
    )
