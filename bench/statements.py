"""How long the slowest statement of each page takes: the pages are read here, without a server around them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from fastapi import Request
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.leafing import Reader
from bot.db.sessions import Sessions
from bot.services.tree import unit_of
from bot.web.committee.look import Look, kind_in, level_in, period_in
from bot.web.committee.rows import Page
from bot.web.committee.visitor import COOKIE, visitor_of

READ = 5
"""Times; the best counts, since the first finds everything cold."""


@contextmanager
def timed(engine: AsyncEngine) -> Iterator[list[float]]:
    """Milliseconds of every statement, from the driver's call to its answer."""
    took: list[float] = []
    begun: list[float] = []

    def before(*_: object) -> None:
        begun.append(time.monotonic())

    def after(*_: object) -> None:
        took.append((time.monotonic() - begun.pop()) * 1000)

    event.listen(engine.sync_engine, "before_cursor_execute", before)
    event.listen(engine.sync_engine, "after_cursor_execute", after)
    try:
        yield took
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", before)
        event.remove(engine.sync_engine, "after_cursor_execute", after)


async def slowest(sessions: Sessions, reader: Reader) -> dict[str, float]:
    """Of each page that the reader's unit has, the longest statement at its best."""
    engine: AsyncEngine = sessions.kw["bind"]
    found: dict[str, float] = {}
    for page, level in reader.pages:
        with timed(engine) as took:
            looks = [await _read(sessions, reader, page, level, took) for _ in range(READ)]
        if None not in looks:
            found[page.path + level] = min(look for look in looks if look is not None)
    return found


async def _read(sessions: Sessions, reader: Reader, page: Page, level: str, took: list[float]) -> float | None:
    query = dict(parse_qsl(level.removeprefix("?")))
    cookie = (b"cookie", f"{COOKIE}={reader.cookie}".encode())
    request, now = Request({"type": "http", "headers": [cookie], "query_string": b""}), datetime.now(UTC)
    async with sessions() as db:
        visitor, unit = await visitor_of(db, request, now), await unit_of(db, reader.unit)
        assert visitor is not None
        if not page.suits(unit) or not visitor.may(page.right, unit):
            return None
        took.clear()
        about = (period_in(query, now), kind_in(query), level_in(query))
        await page.read(Look(db, visitor, unit, page.path, "", *about, query, now))
        return max(took, default=0.0)
