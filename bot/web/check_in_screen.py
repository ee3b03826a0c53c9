"""The screen of a check-in on the clerk's phone: the picture, the code, the count. It shows no names.

Opened once by a link, then by a cookie. It renews itself, smoothly by a script or else as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.check_ins import CheckIn
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import CheckInNotOpen
from bot.services.check_in_codes import shown
from bot.services.check_in_screens import PATH, meeting_on, open_screen, waits
from bot.services.check_ins import count_of, open_now
from bot.web.cookies import is_over_https
from bot.web.forms import is_from_elsewhere
from bot.web.pages import STYLE, TEMPLATES, digest_of, headers_for, page
from bot.web.parcels import told
from bot.words import check_in_pages as words
from bot.words import vi

log = structlog.get_logger()
LOOK = STYLE + TEMPLATES.get_template("check_in.css").render()
SCRIPT = TEMPLATES.get_template("check_in.js").render()
LETS = headers_for(LOOK, f"; script-src 'sha256-{digest_of(SCRIPT)}'; connect-src 'self'")
AT = PATH + "buoi/"
COOKIE_LASTS = 24 * 3600
SCANNED = "/d/"
NO_TOKEN_IS_LONGER = 64


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET` and `POST /man-hinh/<token>`, then `GET /man-hinh/buoi/<meeting>`; what opens nothing looks the same."""
    router = APIRouter()

    @router.get(AT + "{meeting_id}")
    async def screen(meeting_id: int, request: Request) -> Response:
        try:
            async with sessions() as db:
                state = await showing(db, meeting_id, request.cookies.get(cookie_of(meeting_id), ""), now())
            return drawn(state, is_part="moi" in request.query_params)
        except Exception:  # whatever breaks, the person gets a sentence
            log.exception("check_in_screen_failed")
            return told(words.GONE_TITLE, words.TROUBLE, status=500)

    @router.get(PATH + "{token}")
    async def look(token: str) -> Response:
        async with sessions() as db:
            is_open = len(token) < NO_TOKEN_IS_LONGER and await waits(db, token, now())
        return told(words.TITLE, words.BEFORE, button=words.OPEN) if is_open else gone()

    @router.post(PATH + "{token}")
    async def open_it(token: str, request: Request) -> Response:
        if is_from_elsewhere(request):
            return Response(status_code=403)
        async with sessions.begin() as db:
            opened = await open_screen(db, token, now())
            is_safe = is_over_https(db)
        return gone() if opened is None else sent_on(*opened, is_safe=is_safe)

    return router


def cookie_of(meeting_id: int) -> str:
    return f"man_hinh_{meeting_id}"


def sent_on(meeting_id: int, cookie: str, *, is_safe: bool) -> Response:
    """To the screen, with what opens it there and nowhere else."""
    address = f"{AT}{meeting_id}"
    answer = RedirectResponse(address, status_code=303, headers=dict(LETS))
    answer.set_cookie(
        cookie_of(meeting_id), cookie, max_age=COOKIE_LASTS, path=address, secure=is_safe, httponly=True, samesite="lax"
    )
    return answer


@dataclass(frozen=True, slots=True)
class Showing:
    """What a screen shows; no facts once nobody can check in any more."""

    meeting: Meeting
    cell: str
    facts: dict[str, Any] | None


async def showing(db: AsyncSession, meeting_id: int, cookie: str, now: datetime) -> Showing | None:
    if not cookie or meeting_id >= 2**53:
        return None
    meeting = await meeting_on(db, meeting_id, cookie, now)
    if meeting is None:
        return None
    cell = vi.body((await db.get_one(Unit, meeting.cell_id)).name, meeting.kind)
    try:
        check_in = await open_now(db, meeting, now)
    except CheckInNotOpen:
        return Showing(meeting, cell, None)
    return Showing(meeting, cell, await _facts(db, check_in, now))


async def _facts(db: AsyncSession, check_in: CheckIn, now: datetime) -> dict[str, Any]:
    now_is, count = shown(check_in, now), await count_of(db, check_in.meeting_id)
    picture = picture_of(f"{db.info['public_url']}{SCANNED}{now_is.token}") if check_in.mode.shows_picture else None
    code = now_is.code if check_in.mode.says_code else None
    return {"picture": picture, "code": code, "until": now_is.code_until, "count": count, "closes": check_in.closes_at}


def picture_of(address: str) -> str:
    """The picture as a drawing inside the page; black on white also where the page is dark."""
    return segno.make(address, error="m", micro=False).svg_inline(light="#fff", omitsize=True, border=3)


def drawn(state: Showing | None, *, is_part: bool) -> Response:
    if state is None:
        return gone()
    if is_part:
        html = TEMPLATES.get_template("check_in_now.html").render(words=words, state=state, facts=state.facts)
        return HTMLResponse(html, headers=dict(LETS))
    return page(
        "check_in_screen.html", style=LOOK, headers=LETS, script=SCRIPT, words=words, state=state, facts=state.facts
    )


def gone() -> HTMLResponse:
    return told(words.GONE_TITLE, words.GONE, status=404)
