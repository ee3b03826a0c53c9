"""Pictures and files at addresses of their own; while they are made, the connection to the database is free."""

import asyncio
from collections.abc import Callable

from fastapi import Response

from bot.messages import Document
from bot.reports.charts.drawing import Spec, svg
from bot.web.committee.look import Look
from bot.web.committee.trend_chart import LETS, SVG
from bot.web.pages import HEADERS
from bot.web.parcels import handed


async def picture(look: Look, spec: Spec) -> Response:
    await look.db.commit()
    return Response(await svg(spec), media_type=SVG, headers={**HEADERS, **LETS})


async def file(look: Look, rendering: Callable[[], Document]) -> Response:
    """What a recipe makes, whose right was asked and which is written down by then."""
    await look.db.commit()
    return handed(await asyncio.to_thread(rendering))
