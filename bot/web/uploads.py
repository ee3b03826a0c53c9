"""The pages to which files are brought: a plain form; a file is looked through before it is kept."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.refusals import PaperWrong, Refused
from bot.services.meeting_papers import demand_harmless, ending_of, titled
from bot.services.paper_looks import look_through
from bot.services.paper_uploads import Brought
from bot.web.forms import is_from_elsewhere
from bot.web.multipart import FileForm, TooLarge, read_file_form
from bot.web.pages import page
from bot.web.parcels import told
from bot.words import meeting_papers as words
from bot.words.meeting_papers import LARGEST
from bot.words.refused import refused

log = structlog.get_logger()
AT_ONCE, LOOKS_AT_ONCE = 6, 2
"""Files that come, each of which takes some 30 MB here; and that are looked through."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files of one kind are handed in: below `path`, by a token."""

    path: str
    words: ModuleType
    """`PAGE_TITLE`, `STORED_TITLE`, `GONE` and what else the page shows."""
    about: Callable[[AsyncSession, str, datetime], Awaitable[str | None]]
    """What the page says the file is for; None where the token opens nothing."""
    keep: Callable[[AsyncSession, str, Brought, datetime], Awaitable[str | None]]
    """Keeps the file and says so; None where the token opens nothing any more. Raises a refusal."""


class Doorway:
    """Only so many files come in at once; whoever is one too many is asked to come again."""

    def __init__(self) -> None:
        self.inside = 0
        self.looks = asyncio.Semaphore(LOOKS_AT_ONCE)

    def __enter__(self) -> None:
        if self.inside >= AT_ONCE:
            raise PaperWrong(why=words.BUSY)
        self.inside += 1

    def __exit__(self, *_: object) -> None:
        self.inside -= 1


def pages(sessions: Sessions, now: Callable[[], datetime], desk: Desk) -> APIRouter:
    """`GET` and `POST <path><token>`. A token that is wrong, old or used looks the same to everybody."""
    router, doorway = APIRouter(), Doorway()

    @router.api_route(desk.path + "{token}", methods=["GET", "HEAD"])
    async def look(token: str) -> Response:
        return await asked(sessions, desk, token, now())

    @router.post(desk.path + "{token}")
    async def bring(token: str, request: Request) -> Response:
        try:
            return await brought(sessions, desk, token, request, now, doorway)
        except Refused as refusal:
            return await asked(sessions, desk, token, now(), refused(refusal, spoken=True), status=422)
        except Exception as why:  # whatever breaks, the person is told that nothing was kept
            log.error("upload_failed", kind=type(why).__name__)
            return told(words.GONE_TITLE, words.TROUBLE, status=500)

    return router


async def asked(
    sessions: Sessions, desk: Desk, token: str, now: datetime, sentence: str | None = None, status: int = 200
) -> Response:
    """The form; `sentence` says why the file just brought was not taken."""
    async with sessions() as db:
        about = await desk.about(db, token, now)
    if about is None:
        return gone(desk)
    return page("upload.html", status=status, words=desk.words, sentence=sentence, where=about)


async def brought(
    sessions: Sessions, desk: Desk, token: str, request: Request, now: Callable[[], datetime], doorway: Doorway
) -> Response:
    """Look at the link first: whoever has none sends nothing. Raises a refusal for what is not kept."""
    async with sessions() as db:
        about = await desk.about(db, token, now())
    if about is None or is_from_elsewhere(request):
        return gone(desk)
    with doorway:
        file = await looked_through(await file_form(request), doorway.looks)
        async with sessions.begin() as db:
            stored = await desk.keep(db, token, file, now())
    return gone(desk) if stored is None else told(desk.words.STORED_TITLE, stored)


async def file_form(request: Request) -> FileForm:
    try:
        form = await read_file_form(request, LARGEST)
    except TooLarge:
        raise PaperWrong(why=words.TOO_LARGE) from None
    if form is None:
        raise PaperWrong(why=words.NO_FILE)
    return form


async def looked_through(form: FileForm, looks: asyncio.Semaphore) -> Brought:
    """The file, where it may be kept; raises PaperWrong or SecrecyMarked."""
    is_confirmed = form.fields.get("sure") == "yes"
    ending = ending_of(form.file_name, form.content)
    title = titled(form.fields.get("title", ""), form.file_name)
    async with looks:
        found = await look_through(ending, form.content, (title, form.file_name))
    demand_harmless(found, is_confirmed=is_confirmed)
    return Brought(title, ending, form.content, is_confirmed)


def gone(desk: Desk) -> Response:
    return told(words.GONE_TITLE, desk.words.GONE, status=404)
