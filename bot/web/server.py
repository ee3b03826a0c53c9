"""The web server, stopped by us and not by itself."""

import socket
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


def make_server(site: FastAPI) -> Server:
    """A server for `serve(sockets=[…])`."""
    return Server(uvicorn.Config(site, log_config=None, access_log=False, lifespan="off", ws="none"))


def open_door(host: str, port: int) -> socket.socket:
    """The address that is listened on; raises OSError where it is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.create_server((host, port), family=family, backlog=512)
    # Head and body of an answer leave apart: the second would wait 40 ms until the other side says it has the first.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door
