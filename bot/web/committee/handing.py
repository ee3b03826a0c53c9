"""Pictures and files at addresses of their own; while they are made, the connection to the database is free."""

import asyncio
from collections.abc import Callable

from fastapi import Response

from bot.messages import Document
from bot.reports.charts.drawing import Spec, svg
from bot.reports.charts.look import page_count
from bot.web.committee.look import AddressUnreadable, Look, whole_number
from bot.web.committee.trend_chart import LETS, SVG
from bot.web.pages import HEADERS
from bot.web.parcels import handed


def pictures(look: Look, path: str, rows: int) -> list[str]:
    """The addresses of all parts of a chart of so many units: none is left out, however many there are."""
    whose = path.replace("{leaf}", look.leaf)
    parts = range(1, page_count(rows) + 1)
    return [look.address(whose, cap=None, hinh=part if part > 1 else None) for part in parts]


def part_of(look: Look, rows: int) -> int:
    """Which part of it this address is; raises AddressUnreadable for one that is none."""
    part = whole_number(look.query, "hinh", 1)
    if part > page_count(rows):
        raise AddressUnreadable
    return part


async def picture(look: Look, spec: Spec) -> Response:
    await look.db.commit()
    return Response(await svg(spec), media_type=SVG, headers={**HEADERS, **LETS})


async def file(look: Look, rendering: Callable[[], Document]) -> Response:
    """What a recipe makes, whose right was asked and which is written down by then."""
    await look.db.commit()
    return handed(await asyncio.to_thread(rendering))
