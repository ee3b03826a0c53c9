"""Handing over by a link: looking changes nothing, the button opens it once. Previews of links only look."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from bot.db.sessions import Sessions
from bot.messages import Document
from bot.refusals import Refused
from bot.reports.recipes import prepared
from bot.services.parcels import PATH, fetch, give_back, waiting
from bot.web.pages import HEADERS, page
from bot.words import parcels as words
from bot.words.names import fold, tidy
from bot.words.refused import refused

log = structlog.get_logger()
SAFE_IN_NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_. ")


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET` and `POST /tep/<token>`. A token that is wrong, old or used looks the same to everybody."""
    router = APIRouter()

    @router.get(PATH + "{token}")
    async def look(token: str) -> Response:
        async with sessions() as db:
            is_open = await waiting(db, token, now())
        return told(words.TITLE, words.BEFORE, button=words.OPEN) if is_open else gone()

    @router.post(PATH + "{token}")
    async def open_it(token: str) -> Response:
        try:
            document = await unpacked(sessions, token, now())
        except Refused as refusal:
            return told(words.GONE_TITLE, refused(refusal, spoken=True), status=403)
        except Exception:  # whatever breaks, the person is told that the link still opens
            log.exception("parcel_not_made")
            return told(words.GONE_TITLE, words.TROUBLE, status=500)
        return gone() if document is None else handed(document)

    return router


async def unpacked(sessions: Sessions, token: str, now: datetime) -> Document | None:
    """The document, once; a link whose document cannot be made stays good."""
    async with sessions.begin() as db:
        recipe = await fetch(db, token, now)
        if recipe is None:
            return None
        rendering = await prepared(db, recipe, now)
    try:
        return await asyncio.to_thread(rendering)
    except Exception:
        async with sessions.begin() as db:
            await give_back(db, token, now)
        raise


def handed(document: Document) -> Response:
    """Words are shown, files are given to be kept."""
    if document.media_type.partition(";")[0] == "text/plain":
        return told(PurePath(document.name).stem, words.ONCE_SHOWN, document=document.content.decode())
    headers = {**HEADERS, "Content-Disposition": disposition(document.name)}
    return Response(document.content, media_type=document.media_type, headers=headers)


def disposition(name: str) -> str:
    """`attachment` with the name in letters that every browser reads, and in its own (RFC 6266, RFC 5987)."""
    own = tidy(name).replace("/", "-").replace("\\", "-")
    plain = "".join(letter if letter in SAFE_IN_NAMES else "-" for letter in fold(own))
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(own, safe='')}"


def gone() -> Response:
    return told(words.GONE_TITLE, words.GONE, status=404)


def told(
    title: str, text: str, *, button: str | None = None, document: str | None = None, status: int = 200
) -> HTMLResponse:
    return page("parcel.html", status=status, title=title, text=text, button=button, document=document)
