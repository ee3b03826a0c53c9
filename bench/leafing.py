"""Whoever leafs through the committee's pages: how long the server took for each, alone and with many at once."""

import asyncio
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp

from bench.seconds import quantile
from bot.web.committee.routes import PAGES
from bot.web.committee.rows import Page
from bot.web.committee.visitor import COOKIE

TIMING = re.compile(r"page;dur=([\d.]+)")
WARM, LOOKS = 2, 15
BY_LEVEL = ("/don-vi", "/ban-do")
"""Pages that list the units below by any level there is."""
EVERY = 10.0
"""Seconds between two pages that one reader opens."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An official in a browser: the unit looked at and the cookie."""

    unit: str
    is_cell: bool
    cookie: str
    levels: tuple[str, ...] = ()
    """Below the unit, besides those right below."""

    @property
    def pages(self) -> list[tuple[Page, str]]:
        """Every page that stands in the navigation, and how its level is asked for: `?cap=cell`."""
        shown = [page for page in PAGES if page.label]
        deep = [f"?cap={level}" for level in self.levels]
        return [(page, level) for page in shown for level in ("", *(deep if page.path in BY_LEVEL else ()))]


@dataclass
class Taken:
    """Milliseconds."""

    server: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    """From the request to the last byte, as the reader has it."""
    failed: int = 0

    @property
    def half(self) -> float:
        return quantile(self.server, 0.5)


async def _open(http: aiohttp.ClientSession, url: str, into: Taken) -> int:
    begun = time.monotonic()
    try:
        async with http.get(url, allow_redirects=False) as answer:
            await answer.read()
    except aiohttp.ClientError:
        into.failed += 1
        return 0
    into.whole.append((time.monotonic() - begun) * 1000)
    found = TIMING.search(answer.headers.get("Server-Timing", ""))
    if answer.status != 200 or found is None:
        into.failed += 1
        return answer.status
    into.server.append(float(found[1]))
    return answer.status


async def leafed(base: str, reader: Reader) -> dict[str, Taken]:
    """Every page of this reader's unit, one after the other and each several times."""
    found: dict[str, Taken] = {}
    async with aiohttp.ClientSession(cookies={COOKIE: reader.cookie}) as http:
        for path in (page.path + level for page, level in reader.pages):
            url = f"{base}/tong-hop/{reader.unit}{path}"
            if await _open(http, url, Taken()) != 200:
                continue  # a page that this kind of unit does not have
            for _ in range(WARM):
                await _open(http, url, Taken())
            found[path] = taken = Taken()
            for _ in range(LOOKS):
                await _open(http, url, taken)
    return found


async def crowd(base: str, readers: Sequence[Reader], pages: Mapping[str, Sequence[str]], seconds: float) -> Taken:
    """So many readers, each opening some page of their unit every ten seconds, each beginning at another moment."""
    taken, luck = Taken(), random.Random(7)  # noqa: S311 - no secret
    end = time.monotonic() + seconds
    await asyncio.gather(*(_reads(base, one, pages[one.unit], taken, luck.random() * EVERY, end) for one in readers))
    return taken


async def _reads(base: str, reader: Reader, pages: Sequence[str], into: Taken, wait: float, end: float) -> None:
    luck = random.Random(reader.cookie)  # noqa: S311 - no secret
    async with aiohttp.ClientSession(cookies={COOKIE: reader.cookie}) as http:
        await asyncio.sleep(wait)
        while time.monotonic() < end:
            begun = time.monotonic()
            await _open(http, f"{base}/tong-hop/{reader.unit}{luck.choice(pages)}", into)
            await asyncio.sleep(max(0.0, begun + EVERY - time.monotonic()))
