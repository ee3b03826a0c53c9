"""The page of a code: it shows what to type and where. Looking changes nothing; the code is used in the chat."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from fastapi import APIRouter, Response

from bot.db.sessions import Sessions
from bot.services.codes import code_behind
from bot.services.ways_in import WayIn, ways_in
from bot.web.pages import page
from bot.web.parcels import told
from bot.words import code_page as words
from bot.words.links import CODE_PAGE

log = structlog.get_logger()
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET` and `HEAD /k/<token>`. A token that is wrong, old or used looks the same to everybody."""
    router = APIRouter()

    @router.api_route(CODE_PAGE + "{token}", methods=["GET", "HEAD"])
    async def look(token: str) -> Response:
        try:
            return await shown(sessions, token, now())
        except Exception:  # whatever breaks, the person gets a sentence
            log.exception("code_page_failed")
            return told(words.GONE_TITLE, words.TROUBLE, status=500)

    return router


async def shown(sessions: Sessions, token: str, now: datetime) -> Response:
    """The code as long as it links; the database is not asked for what cannot be there."""
    if not TOKEN.fullmatch(token):
        return gone()
    async with sessions() as db:
        code, ways = await code_behind(db, token, now), await ways_in(db)
    return gone() if code is None else code_page(code, ways, token)


def code_page(code: str, ways: Sequence[WayIn], token: str) -> Response:
    links = [
        (words.open_in(way.channel, way.name), link, words.NO_TYPING if way.takes_token else "")
        for way in ways
        if (link := way.link(token)) is not None
    ]
    names = [words.look_for(way.channel, way.name) for way in ways if way.link(token) is None]
    return page("code.html", words=words, code=words.shown(code), links=links, names=names)


def gone() -> Response:
    return told(words.GONE_TITLE, words.GONE, status=404)
