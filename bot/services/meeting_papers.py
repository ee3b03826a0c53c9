"""Papers of a meeting: a link or a file, looked through for secrecy marks before anything of it is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import unquote, urlsplit

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState
from bot.model.papers import Paper, PaperKind
from bot.model.units import Unit
from bot.refusals import AgendaClosed, NoSuchPaper, PaperWrong, SecrecyMarked, TooManyPapers
from bot.services.audit import note
from bot.services.content_notices import owe_papers
from bot.services.meetings import guard
from bot.services.paper_reading import Judged
from bot.services.permissions import Right, may
from bot.services.unit_settings import settings_of
from bot.words.meeting_papers import (
    CONFIRM_DOUBTFUL,
    CONFIRM_UNREAD,
    LARGEST,
    LONGEST_TITLE,
    LONGEST_URL,
    MOST,
    NO_FILE,
    NOT_A_LINK,
    NOT_HERE,
    NOT_THAT_TYPE,
    TITLE_TOO_LONG,
    TOO_LARGE,
    WRONG_TYPE,
)
from bot.words.names import tidy
from bot.words.secrecy import Finding
from bot.words.times import day_of

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "jpg": "image/jpeg",
    "png": "image/png",
}
BEGINS: Mapping[str, bytes] = {
    "pdf": b"%PDF-",
    "docx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "pptx": b"PK\x03\x04",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
"""A file is what its first bytes say, whatever its name."""


async def papers_of(db: AsyncSession, meeting_id: int) -> Sequence[Paper]:
    """All papers of a meeting, in the order in which they came; without the bytes."""
    found = await db.scalars(select(Paper).where(Paper.meeting_id == meeting_id).order_by(Paper.id))
    return found.all()


async def add_link(
    db: AsyncSession, meeting: Meeting, url: str, title: str, by: str, now: datetime, *, harmless: bool = False
) -> datetime | None:
    """Keep the address of a paper; returns when people hear of it, None where they hear with their invitation.

    Raises SecrecyMarked or DoubtfulWords before anything else, PaperWrong, TooManyPapers, AgendaClosed.
    """
    guard((url, unquote(url), title), harmless=harmless)  # an address is copied with its letters as %E1%BA%AD
    host = _host(url)
    name = tidy(title) or host
    if len(name) > LONGEST_TITLE:
        raise PaperWrong(why=TITLE_TOO_LONG)
    paper = Paper(kind=PaperKind.LINK, title=name, url=url, is_confirmed=harmless)
    return await _keep(db, meeting, paper, by, now)


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise PaperWrong(why=NOT_A_LINK) from None
    has_stranger = parts.username is not None or not url.isprintable() or " " in url
    if parts.scheme not in {"http", "https"} or "." not in host.strip(".") or has_stranger or len(url) > LONGEST_URL:
        raise PaperWrong(why=NOT_A_LINK)
    return host


def ending_of(file_name: str, content: bytes) -> str:
    """Which of the types it is; raises PaperWrong where it is none, empty or too large."""
    if not content:
        raise PaperWrong(why=NO_FILE)
    if len(content) > LARGEST:
        raise PaperWrong(why=TOO_LARGE)
    ending = file_name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if ending not in BEGINS:
        raise PaperWrong(why=WRONG_TYPE)
    if not content.startswith(BEGINS[ending]):
        raise PaperWrong(why=NOT_THAT_TYPE)
    return ending


def demand_harmless(found: Judged, *, is_confirmed: bool) -> None:
    """Raises SecrecyMarked for a mark, whatever was confirmed; PaperWrong where a look by a person is wanted first."""
    if found.finding is Finding.MARKED:
        raise SecrecyMarked
    if is_confirmed:
        return
    if found.finding is Finding.DOUBTFUL:
        raise PaperWrong(why=CONFIRM_DOUBTFUL)
    if not found.is_whole:
        raise PaperWrong(why=CONFIRM_UNREAD)


def titled(title: str, file_name: str) -> str:
    """What the file is called, and what it says by its ending; raises PaperWrong where that is too long."""
    name = tidy(title) or tidy(file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])
    if len(name) > LONGEST_TITLE:
        raise PaperWrong(why=TITLE_TOO_LONG)
    return name


async def add_file(
    db: AsyncSession,
    meeting: Meeting,
    title: str,
    ending: str,
    content: bytes,
    by: str,
    now: datetime,
    *,
    is_confirmed: bool,
) -> datetime | None:
    """Keep a file that has been looked through (`demand_harmless`); returns what `add_link` does.

    Raises TooManyPapers, AgendaClosed, or PaperWrong where the unit keeps its papers elsewhere.
    """
    paper = Paper(
        kind=PaperKind.FILE,
        title=title,
        media_type=MEDIA_TYPES[ending],
        size=len(content),
        content=content,
        is_confirmed=is_confirmed,
    )
    return await _keep(db, meeting, paper, by, now)


async def _keep(db: AsyncSession, meeting: Meeting, paper: Paper, by: str, now: datetime) -> datetime | None:
    await demand_taken_here(db, meeting)
    count = await db.scalar(select(func.count()).select_from(Paper).where(Paper.meeting_id == meeting.id))
    if (count or 0) >= MOST:
        raise TooManyPapers(most=MOST)
    paper.meeting_id, paper.by, paper.at = meeting.id, by, now
    db.add(paper)
    await db.flush()
    deed = {"kind": paper.kind, "confirmed": paper.is_confirmed, "size": paper.size}
    note(db, by, "paper_added", f"meeting:{meeting.id}", now, **deed)
    return await owe_papers(db, meeting, now)


async def demand_taken_here(db: AsyncSession, meeting: Meeting) -> None:
    """Raises AgendaClosed where the meeting was cancelled, PaperWrong where the unit keeps its papers elsewhere."""
    if meeting.state is MeetingState.CANCELLED:
        raise AgendaClosed
    where = (await settings_of(db, await db.get_one(Unit, meeting.cell_id))).papers
    if where in NOT_HERE:
        raise PaperWrong(why=NOT_HERE[where].rstrip("."))


async def remove_paper(db: AsyncSession, meeting: Meeting, number: int, by: str, now: datetime) -> None:
    """Take the paper of this number away; raises NoSuchPaper."""
    papers = await papers_of(db, meeting.id)
    if not 1 <= number <= len(papers):
        raise NoSuchPaper(which=number)
    await db.delete(papers[number - 1])
    note(db, by, "paper_removed", f"meeting:{meeting.id}", now)
    await db.flush()


async def paper_for(db: AsyncSession, paper_id: int, member_id: int, now: datetime) -> Paper:
    """A paper for somebody on the list of its meeting, or who prepares it; raises NoSuchPaper for everybody else."""
    paper = await db.get(Paper, paper_id)
    if paper is None or not await may_read(db, paper.meeting_id, member_id, now):
        raise NoSuchPaper(which=paper_id)
    return paper


async def may_read(db: AsyncSession, meeting_id: int, member_id: int, now: datetime) -> bool:
    """Whether the papers of this meeting are for this person."""
    on_list = select(Attendance.id).where(Attendance.meeting_id == meeting_id, Attendance.member_id == member_id)
    if await db.scalar(on_list) is not None:
        return True
    meeting = await db.get_one(Meeting, meeting_id)
    cell = await db.get_one(Unit, meeting.cell_id)
    return any([await may(db, member_id, right, cell, day_of(now)) for right in (Right.CALL, Right.ROLL)])
