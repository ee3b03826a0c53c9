"""The page of a personal link: looking changes nothing, a form answers. Previews of links only look."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.db.sessions import Sessions
from bot.messages import Reason
from bot.model.attendances import Answer
from bot.services.personal_links import LENGTH, PATH, Opened, Taken, answer_by_link, opened
from bot.web.check_ins import remembers
from bot.web.cookies import is_over_https
from bot.web.forms import read_form
from bot.web.link_files import Content, content_of
from bot.web.pages import HEADERS, page
from bot.web.parcels import told
from bot.words import personal_link as words
from bot.words import vi

log = structlog.get_logger()
TOKEN = re.compile(rf"[A-Za-z0-9]{{{LENGTH}}}(?![A-Za-z0-9])", re.ASCII)
"""Whatever stands behind it came along when the link was copied."""
ABOUT = re.compile(r"(\d{1,18})\.(\d{1,9})", re.ASCII)
ANSWERS: Mapping[str, Answer] = {one.value: one for one in (Answer.COMING, Answer.AWAY)}
REASONS: Mapping[str, Reason] = {one.value: one for one in Reason}
STATUS: Mapping[Taken, int] = {Taken.UNREADABLE: 400}
"""An answer that is not stored is a conflict, but for one that says nothing."""
Said = tuple[tuple[int, int], Answer | Reason]
"""The meeting and revision that the page had shown, and what was chosen."""


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET`, `HEAD` and `POST /m/<token>`. A token that is wrong or old looks the same to everybody."""
    router = APIRouter()

    @router.api_route(PATH + "{said:path}", methods=["GET", "HEAD"])
    async def look(said: str) -> Response:
        try:
            return await shown(sessions, _token(said), now())
        except Exception:  # whatever breaks, the person gets a sentence
            log.exception("personal_link_failed")
            return told(words.TROUBLE_TITLE, words.TROUBLE, status=500)

    @router.post(PATH + "{said:path}")
    async def answer(said: str, request: Request) -> Response:
        try:
            return await answered(sessions, _token(said), read_said(await read_form(request)), now())
        except Exception:  # whatever breaks, the person is told that nothing was noted
            log.exception("personal_link_failed")
            return told(words.TROUBLE_TITLE, words.NOT_STORED_AT_ALL, status=500)

    return router


def _token(said: str) -> str:
    """Empty where there is none."""
    found = TOKEN.match(said)
    return found[0] if found else ""


def read_said(form: Mapping[str, str]) -> Said | None:
    """What was chosen; None for a form that is none of ours."""
    about = ABOUT.fullmatch(form.get("about", ""))
    chosen: list[Answer | Reason | None] = [ANSWERS.get(form["answer"])] if "answer" in form else []
    chosen += [REASONS.get(form["reason"])] if "reason" in form else []
    if about is None or len(chosen) != 1 or chosen[0] is None:
        return None
    return (int(about[1]), int(about[2])), chosen[0]


async def shown(sessions: Sessions, token: str, now: datetime, taken: Taken = Taken.NOTED) -> Response:
    """The call as it stands; `taken` says why the answer just given was not stored."""
    if not token:  # the database is not asked for what cannot be there
        return gone()
    async with sessions() as db:
        found = await opened(db, token, now)
        is_safe = is_over_https(db)
        content = await content_of(db, found, token) if found else None
    if found is None or content is None or taken is Taken.GONE:
        return gone()
    if taken is Taken.NOTED:
        answer = call_page(found, content)
        remembers(answer, found.member.id, token, is_safe=is_safe)
        return answer
    return call_page(found, content, words.NOT_STORED[taken], status=STATUS.get(taken, 409))


async def answered(sessions: Sessions, token: str, said: Said | None, now: datetime) -> Response:
    """Back to the page once it is stored, so that reloading repeats nothing; else the page with a sentence."""
    taken = Taken.UNREADABLE
    if said is not None and token:
        async with sessions.begin() as db:
            taken = await answer_by_link(db, token, *said, now)
    if taken is Taken.NOTED:
        return RedirectResponse(token, status_code=303, headers=dict(HEADERS))
    return await shown(sessions, token, now, taken)


def call_page(call: Opened, content: Content, sentence: str | None = None, status: int = 200) -> HTMLResponse:
    meeting = call.meeting
    return page(
        "call.html",
        status=status,
        words=words,
        call=call,
        content=content,
        sentence=sentence,
        greeting=words.greeting(call.given_name),
        what=words.what(meeting.kind, vi.cell(call.cell.name)),
        facts=words.facts(meeting.starts_at, meeting.place, meeting.topic),
        noted=words.noted(call.answer, call.leave),
        whys=[(why.value, label) for why, label in vi.REASONS.items()],
        coming=vi.COMING,
        away=vi.AWAY,
    )


def gone() -> HTMLResponse:
    return told(words.GONE_TITLE, words.GONE, status=404)
