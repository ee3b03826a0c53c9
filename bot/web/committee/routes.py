"""The pages and deeds of the committee: one table says what there is and which right opens it."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response

from bot.db.sessions import Sessions
from bot.services.logins import HOME
from bot.web.committee import (
    account,
    broadcasts,
    directives,
    entrance,
    health,
    indicators,
    opinions,
    participation,
    reach,
    reorganising,
    visits,
)
from bot.web.committee.desk import Desk
from bot.web.committee.rows import Deed, Page

PAGES: tuple[Page, ...] = (
    *participation.PAGES,
    *directives.PAGES,
    *indicators.PAGES,
    *reach.PAGES,
    *visits.PAGES,
    *opinions.PAGES,
    *broadcasts.PAGES,
    *health.PAGES,
    *reorganising.PAGES,
)
DEEDS: tuple[Deed, ...] = (*broadcasts.DEEDS, *reorganising.DEEDS)


def pages(sessions: Sessions, now: Callable[[], datetime], reading: Sessions | None = None) -> APIRouter:
    """`GET` of every page and `POST` of every deed, under `/tong-hop/<code>`; and the ways in and out."""
    router = APIRouter()
    reading = reading or sessions
    router.include_router(entrance.pages(sessions, now, reading))
    router.include_router(account.pages(sessions, now, reading))
    desk = Desk(sessions, reading, now, PAGES)
    for page in {page.path: page for page in reversed(PAGES)}.values():  # of one path the first
        _add(router, desk, page)
    for deed in DEEDS:
        _add(router, desk, deed)
    return router


def _add(router: APIRouter, desk: Desk, row: Page | Deed) -> None:
    async def answer(request: Request) -> Response:
        code, leaf = (request.path_params.get(name, "") for name in ("code", "leaf"))
        return await (
            desk.show(row, request, code, leaf) if isinstance(row, Page) else desk.do(row, request, code, leaf)
        )

    methods = ["GET"] if isinstance(row, Page) else ["POST"]
    router.add_api_route(f"{HOME}/{{code}}{row.path}", answer, methods=methods, response_model=None)
