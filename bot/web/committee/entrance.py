"""In by a link that opens once. Previews of links only look; the button opens."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.db.sessions import Sessions
from bot.model.units import Unit
from bot.services.logins import HOME, PATH, link_waits, log_in_by_link
from bot.services.permissions import Right
from bot.web.committee import health
from bot.web.committee.devices import device_of
from bot.web.committee.frame import personal, said
from bot.web.committee.troubles import Spoken
from bot.web.committee.visitor import Visitor, remember, visitor_of
from bot.web.cookies import is_over_https
from bot.web.forms import is_from_elsewhere
from bot.web.pages import HEADERS
from bot.words import committee_pages as words

LONGEST_TOKEN = 64


def pages(sessions: Sessions, now: Callable[[], datetime], reading: Sessions) -> APIRouter:
    """`GET` and `POST /vao/<token>`, `GET /tong-hop`."""
    router = APIRouter(route_class=Spoken)

    @router.get(PATH + "{token}")
    async def look(token: str) -> Response:
        async with reading() as db:
            is_open = len(token) < LONGEST_TOKEN and await link_waits(db, token, now())
        return said(words.TITLE, words.BEFORE, button=words.ENTER) if is_open else gone()

    @router.post(PATH + "{token}")
    async def enter(token: str, request: Request) -> Response:
        if is_from_elsewhere(request):
            return not_from_here()
        async with sessions.begin() as db:
            known = await log_in_by_link(db, token, device_of(request), now()) if len(token) < LONGEST_TOKEN else None
            is_safe = is_over_https(db)
        return gone() if known is None else let_in(*known, is_safe=is_safe)

    @router.get(HOME)
    async def home(request: Request) -> Response:
        """The only unit where the visitor sees counts, or which."""
        async with reading() as db:
            visitor = await visitor_of(db, request, now())
        return not_in() if visitor is None else first_page(visitor)

    return router


def let_in(cookie: str, page: str, *, is_safe: bool) -> Response:
    answer = RedirectResponse(page, status_code=303, headers=dict(HEADERS))
    remember(answer, cookie, is_safe=is_safe)
    return answer


def first_page(visitor: Visitor) -> Response:
    places: list[Unit] = visitor.places(Right.SEE_COUNTS)
    watched = [unit for unit in visitor.places(Right.WATCH) if health.is_top(unit)]
    if not places and watched:  # who looks after the machine sees nothing of what is counted in it
        return RedirectResponse(f"{HOME}/{watched[0].code}{health.PATH}", status_code=303, headers=dict(HEADERS))
    if not places:
        return said(words.NO_OFFICE_TITLE, words.NO_OFFICE, status=403)
    if len(places) == 1:
        return RedirectResponse(f"{HOME}/{places[0].code}", status_code=303, headers=dict(HEADERS))
    return personal("places.html", visitor, places=places, home=HOME)


def gone() -> Response:
    return said(words.GONE_TITLE, words.GONE, status=404)


def not_in() -> Response:
    return said(words.NOT_IN_TITLE, words.NOT_IN, status=401)


def not_from_here() -> Response:
    return said(words.NOT_YOURS_TITLE, words.NOT_FROM_HERE, status=403)
