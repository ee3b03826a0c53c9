"""Tokens for the visitor's own programs: made, shown once, revoked; their list stands on the page of the account."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.refusals import Refused
from bot.services.api_tokens import (
    LONGEST_DAYS,
    LONGEST_NAME,
    Scope,
    issue,
    revoke,
    scopes_in,
    sees_anything,
    tokens_of,
)
from bot.services.audit import as_member
from bot.web.committee.entrance import not_from_here, not_in
from bot.web.committee.frame import personal, said
from bot.web.committee.troubles import Spoken
from bot.web.committee.visitor import FORM_KEY, Visitor, visitor_of
from bot.web.forms import is_from_elsewhere, read_form
from bot.web.pages import HEADERS
from bot.words import api_tokens as token_words
from bot.words import committee_pages as words
from bot.words.refused import refused

ACCOUNT = "/tai-khoan"
ISSUE, REVOKE = f"{ACCOUNT}/ma", f"{ACCOUNT}/thu-hoi-ma"
USUAL_DAYS = 90
Fields = Mapping[str, str]


async def facts_of(db: AsyncSession, visitor: Visitor, now: datetime) -> dict[str, Any]:
    """What the page of the account shows; None for a visitor who has nothing to give to a program."""
    if not sees_anything(visitor.offices):
        return {"tokens": None}
    found = await tokens_of(db, now, visitor.member.id)
    lines = [
        (one.id, one.name, token_words.line(one.name, scopes_in(one), one.expires_at, one.used_at)) for one in found
    ]
    facts = {"tokens": lines, "token_words": token_words, "scopes": [one.value for one in Scope]}
    limits = {"usual_days": USUAL_DAYS, "most_days": LONGEST_DAYS, "longest_name": LONGEST_NAME}
    return facts | limits | {"issue": ISSUE, "revoke": REVOKE}


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`POST /tai-khoan/ma`, `POST /tai-khoan/thu-hoi-ma`."""
    router = APIRouter(route_class=Spoken)

    @router.post(ISSUE)
    async def give(request: Request) -> Response:
        async def made(db: AsyncSession, visitor: Visitor, fields: Fields) -> Response:
            chosen = [scope for scope in Scope if fields.get(f"quyen-{scope}")]
            name, by = fields.get("ten", ""), as_member(visitor.member.id)
            _, secret = await issue(db, visitor.member, name, chosen, _number(fields, "ngay"), by, now())
            return personal("token.html", visitor, token_words=token_words, secret=secret, account=ACCOUNT)

        return await _done(sessions, request, now(), made)

    @router.post(REVOKE)
    async def take_back(request: Request) -> Response:
        async def ended(db: AsyncSession, visitor: Visitor, fields: Fields) -> Response:
            await revoke(db, _number(fields, "so"), as_member(visitor.member.id), now(), visitor.member.id)
            return RedirectResponse(ACCOUNT, status_code=303, headers=dict(HEADERS))

        return await _done(sessions, request, now(), ended)

    return router


async def _done(
    sessions: Sessions,
    request: Request,
    now: datetime,
    deed: Callable[[AsyncSession, Visitor, Fields], Awaitable[Response]],
) -> Response:
    """By whoever is known and sent the form from their own page; a refusal leaves nothing."""
    fields = await read_form(request)
    try:
        async with sessions.begin() as db:
            visitor = await visitor_of(db, request, now)
            if visitor is None:
                return not_in()
            if is_from_elsewhere(request) or fields.get(FORM_KEY) != visitor.form_key:
                return not_from_here()
            return await deed(db, visitor, fields)
    except Refused as why:
        return said(words.REFUSED_TITLE, refused(why, spoken=True), status=409, home=True)


def _number(fields: Fields, name: str) -> int:
    """0, which nothing has, for whatever is none."""
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
