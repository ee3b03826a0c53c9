"""The page to which the file of a document is brought before it is sent; it is looked through before it is kept."""

from collections.abc import Callable
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response

from bot.db.sessions import Sessions
from bot.refusals import Refused
from bot.services.directive_uploads import PATH, keep_file, upload_at
from bot.web.forms import is_from_elsewhere
from bot.web.pages import page
from bot.web.parcels import told
from bot.web.uploads import Doorway, file_form, looked_through
from bot.words import directive_page as words
from bot.words.meeting_papers import GONE_TITLE, TROUBLE
from bot.words.refused import refused

log = structlog.get_logger()


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET` and `POST /gui-van-ban/<token>`. A token that is wrong, old or used looks the same to everybody."""
    router, doorway = APIRouter(), Doorway()

    @router.api_route(PATH + "{token}", methods=["GET", "HEAD"])
    async def look(token: str) -> Response:
        return await asked(sessions, token, now())

    @router.post(PATH + "{token}")
    async def bring(token: str, request: Request) -> Response:
        try:
            return await brought(sessions, token, request, now, doorway)
        except Refused as refusal:
            return await asked(sessions, token, now(), refused(refusal, spoken=True), status=422)
        except Exception as why:  # whatever breaks, the person is told that nothing was kept
            log.error("upload_failed", kind=type(why).__name__)
            return told(GONE_TITLE, TROUBLE, status=500)

    return router


async def asked(
    sessions: Sessions, token: str, now: datetime, sentence: str | None = None, status: int = 200
) -> Response:
    """The form; `sentence` says why the file just brought was not taken."""
    async with sessions() as db:
        found = await upload_at(db, token, now)
    if found is None:
        return gone()
    return page("upload.html", status=status, words=words, sentence=sentence, where=words.where(found.unit.name))


async def brought(
    sessions: Sessions, token: str, request: Request, now: Callable[[], datetime], doorway: Doorway
) -> Response:
    """Look at the link first: whoever has none sends nothing. Raises a refusal for what is not kept."""
    async with sessions() as db:
        found = await upload_at(db, token, now())
    if found is None or is_from_elsewhere(request):
        return gone()
    with doorway:
        file = await looked_through(await file_form(request), doorway.looks)
        async with sessions.begin() as db:
            kept = await keep_file(db, token, file.title, file.ending, file.content, now())
    return gone() if kept is None else told(words.STORED_TITLE, words.stored(file.title))


def gone() -> Response:
    return told(GONE_TITLE, words.GONE, status=404)
