"""The page to which a file for a meeting is brought: a plain form; the file is looked through before it is kept."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response

from bot.db.bell import ring_at_commit
from bot.db.sessions import Sessions
from bot.refusals import PaperWrong, Refused
from bot.services.meeting_papers import demand_harmless, ending_of, titled
from bot.services.paper_looks import look_through
from bot.services.paper_uploads import PATH, Brought, Upload, take_file, upload_at
from bot.web.forms import is_from_elsewhere
from bot.web.multipart import FileForm, TooLarge, read_file_form
from bot.web.pages import page
from bot.web.parcels import told
from bot.words import meeting_papers as words
from bot.words.meeting_papers import LARGEST
from bot.words.refused import refused
from bot.words.vi import cell

log = structlog.get_logger()
AT_ONCE, LOOKS_AT_ONCE = 6, 2
"""Files that come, each of which takes some 30 MB here; and that are looked through."""


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


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET` and `POST /gui-tep/<token>`. A token that is wrong, old or used looks the same to everybody."""
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
            return told(words.GONE_TITLE, words.TROUBLE, status=500)

    return router


async def asked(
    sessions: Sessions, token: str, now: datetime, sentence: str | None = None, status: int = 200
) -> Response:
    """The form; `sentence` says why the file just brought was not taken."""
    async with sessions() as db:
        found = await upload_at(db, token, now)
    if found is None:
        return gone()
    where = words.about(cell(found.cell.name), found.meeting.starts_at)
    return page("upload.html", status=status, words=words, sentence=sentence, where=where)


async def brought(
    sessions: Sessions, token: str, request: Request, now: Callable[[], datetime], doorway: Doorway
) -> Response:
    """Look at the link first: whoever has none sends nothing. Raises a refusal for what is not kept."""
    async with sessions() as db:
        found = await upload_at(db, token, now())
    if found is None or is_from_elsewhere(request):
        return gone()
    with doorway:
        paper = await looked_through(await file_form(request), doorway.looks)
        async with sessions.begin() as db:
            kept = await take_file(db, token, paper, now())
            await ring_at_commit(db)
    return gone() if kept is None else stored(kept, paper)


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


def stored(kept: Upload, paper: Brought) -> Response:
    return told(words.STORED_TITLE, words.stored(paper.title, kept.meeting.starts_at))


def gone() -> Response:
    return told(words.GONE_TITLE, words.GONE, status=404)
