"""Requests that tell when they are written: one may have to wait for a line to be opened."""

from aiohttp import JsonPayload
from aiohttp.abc import AbstractStreamWriter

from bot.departures import departs


class DepartingJson(JsonPayload):
    """The body of a request; its headers leave with it. (A trace of the session would cost half a request more.)"""

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        departs()
        await super().write_with_length(writer, content_length)
