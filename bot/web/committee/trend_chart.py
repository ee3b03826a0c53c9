"""The rate of a unit over twelve months as a picture, at an address of its own: the page about it need not wait."""

from fastapi import Response

from bot.reports.charts.drawing import svg
from bot.reports.charts.trend import spec
from bot.web.committee.figures import own_of
from bot.web.committee.look import Look
from bot.web.pages import HEADERS

SVG = "image/svg+xml"
LETS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
"""Opened by itself it is a document of its own, whose shapes say in place how they look."""


async def trend_chart(look: Look) -> Response:
    own = await own_of(look)
    drawing = spec(own.this_year, own.line, own.year_before, look.kind)
    await look.db.commit()  # drawing takes its time, and the connection is wanted
    return Response(await svg(drawing), media_type=SVG, headers={**HEADERS, **LETS})
