"""What is the visitor's own: where these pages are open in their name, and the way out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.db.sessions import Sessions
from bot.services.logins import end_logins, logins_of
from bot.web.committee import tokens
from bot.web.committee.entrance import not_from_here, not_in
from bot.web.committee.frame import personal, said
from bot.web.committee.troubles import Spoken
from bot.web.committee.visitor import FORM_KEY, forget, visitor_of
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import HEADERS
from bot.words import committee_pages as words

ACCOUNT, OUT = tokens.ACCOUNT, "/dang-xuat"
THIS, ALL = "nay", "tat-ca"


def pages(sessions: Sessions, now: Callable[[], datetime], reading: Sessions) -> APIRouter:
    """`GET` and `POST /tai-khoan`, `POST /dang-xuat`."""
    router = APIRouter(route_class=Spoken)
    router.include_router(tokens.pages(sessions, now))

    @router.get(ACCOUNT)
    async def account(request: Request) -> Response:
        async with reading() as db:
            visitor = await visitor_of(db, request, now())
            if visitor is None:
                return not_in()
            logins = await logins_of(db, visitor.member.id, now())
            programs = await tokens.facts_of(db, visitor, now())
        return personal("account.html", visitor, logins=logins, **programs)

    @router.post(ACCOUNT)
    async def end(request: Request) -> Response:
        """One login of the visitor's own, or all of them."""
        fields = await read_form(request)
        return await leave(sessions, request, fields, fields.get("ket-thuc", ""), now())

    @router.post(OUT)
    async def out(request: Request) -> Response:
        return await leave(sessions, request, await read_form(request), THIS, now())

    return router


async def leave(sessions: Sessions, request: Request, fields: Mapping[str, str], which: str, now: datetime) -> Response:
    """End this login, all, or the one with an id; whoever ends this very one is out."""
    async with sessions.begin() as db:
        visitor = await visitor_of(db, request, now)
        if visitor is None:
            return not_in()
        if is_from_elsewhere(request) or fields.get(FORM_KEY) != visitor.form_key:
            return not_from_here()
        chosen = {THIS: visitor.login.id, ALL: None}.get(which, _number(which))
        await end_logins(db, visitor.member.id, now, chosen)
    if chosen not in {None, visitor.login.id}:
        return RedirectResponse(ACCOUNT, status_code=303, headers=dict(HEADERS))
    answer = said(words.OUT_TITLE, words.OUT)
    forget(answer)
    return answer


def _number(text: str) -> int:
    """0, which no login has, for whatever is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
