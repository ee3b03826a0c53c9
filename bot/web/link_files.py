"""What a personal link leads to beside the call: the papers of the meeting, and the meeting for one's own calendar."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.messages import Document
from bot.model.papers import Paper, PaperKind
from bot.refusals import NoSuchPaper
from bot.reports.calendar_file import ICS, entry_of, ics
from bot.reports.paper_file import document_of
from bot.services.audit import as_member, note
from bot.services.meeting_papers import papers_of
from bot.services.personal_links import PATH, Opened, opened
from bot.services.unit_settings import settings_of
from bot.web.parcels import handed, told
from bot.words import calendar
from bot.words import personal_link as words
from bot.words.meeting_papers import IN_THE_APP

CALENDAR, PAPER = "lich.ics", "tai-lieu"


@dataclass(frozen=True, slots=True)
class Content:
    """What the page shows of what the meeting is about; addresses are as seen from the page."""

    agenda: tuple[str, ...]
    papers: tuple[tuple[str, str], ...]
    """Each with its address."""
    elsewhere: str | None
    """Where papers are, if not here."""
    calendar: str
    """The address of the calendar file."""
    calendar_label: str


def pages(sessions: Sessions, now: Callable[[], datetime]) -> APIRouter:
    """`GET /m/<token>/lich.ics` and `/m/<token>/tai-lieu/<paper>`: a link that is over opens neither."""
    router = APIRouter()

    @router.get(PATH + "{token}/" + CALENDAR)
    async def meeting(token: str) -> Response:
        async with sessions() as db:
            found = await opened(db, token, now())
            entry = await entry_of(db, found.meeting, now()) if found else None
        if found is None or entry is None:
            return gone()
        content = await asyncio.to_thread(ics, entry)
        return handed(Document(calendar.name(found.meeting.id), content, ICS))

    @router.get(PATH + "{token}/" + PAPER + "/{paper_id}")
    async def paper(token: str, paper_id: int) -> Response:
        async with sessions.begin() as db:
            found = await opened(db, token, now())
            document = await _paper_of(db, found, paper_id, now()) if found else None
        return gone() if document is None else handed(document)

    return router


async def _paper_of(db: AsyncSession, found: Opened, paper_id: int, now: datetime) -> Document | None:
    """A file of the meeting that this link is to; None for every other one."""
    paper = await db.get(Paper, paper_id)
    if paper is None or paper.meeting_id != found.meeting.id or paper.kind is not PaperKind.FILE:
        return None
    try:
        document = await document_of(paper)
    except NoSuchPaper:
        return None
    note(db, as_member(found.member.id), "paper_fetched", f"paper:{paper.id}", now)
    return document


async def content_of(db: AsyncSession, found: Opened, token: str) -> Content:
    """What a unit has written of the meeting."""
    meeting = found.meeting
    where = (await settings_of(db, found.cell)).papers
    papers = await papers_of(db, meeting.id) if where == "link" else []
    return Content(
        agenda=tuple(meeting.agenda or ()),
        papers=tuple((one.title, one.url or f"{token}/{PAPER}/{one.id}") for one in papers),
        elsewhere=IN_THE_APP if where == "app" else None,
        calendar=f"{token}/{CALENDAR}",
        calendar_label=calendar.TO_REMOVE if found.is_cancelled else calendar.ADD,
    )


def gone() -> Response:
    return told(words.GONE_TITLE, words.GONE, status=404)
