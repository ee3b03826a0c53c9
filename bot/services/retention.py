"""What is kept how long (`domain` rule 43), and taken away by the clock, with a log."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import AnswerLog, Attendance, RollLog
from bot.model.endpoints import LinkCode
from bot.model.inbox import InboxRow, InboxState
from bot.model.meetings import Meeting, Step
from bot.model.notices import Attempt, Notice
from bot.model.parcels import Parcel
from bot.model.personal_links import PersonalLink
from bot.model.tallies import Tally
from bot.services.audit import note
from bot.services.lying_open import put_away_old
from bot.words.times import at_local, day_of

FAILED_BODIES = timedelta(days=7)
MESSAGES = timedelta(days=90)
PERSONAL_LINKS = timedelta(days=7)
"""After the day of the meeting, with which they end."""
INBOX_IDS = timedelta(days=90)
"""Far more than the two weeks in which a network may repeat an event."""
PERSONS_MONTHS = 24
REASONS_END = (3, 31)
"""Reasons go three months after the year-end grading: on 31 March for the year before."""


async def take_away(db: AsyncSession, now: datetime) -> dict[str, int]:
    """Delete what has had its time; returns and logs how many rows of each kind."""
    taken = {
        "failed_bodies": await _count(
            db,
            update(InboxRow)
            .where(
                InboxRow.state == InboxState.FAILED,
                InboxRow.body.is_not(None),
                InboxRow.handled_at < now - FAILED_BODIES,
            )
            .values(body=None),
        ),
        "inbox": await _count(db, delete(InboxRow).where(InboxRow.handled_at < now - INBOX_IDS)),
        "link_codes": await _count(db, delete(LinkCode).where(LinkCode.expires_at < now - MESSAGES)),
        "parcels": await _count(db, delete(Parcel).where(Parcel.expires_at < now - MESSAGES)),
        "personal_links": await _take_personal_links(db, now),
        "tallies": await _count(db, delete(Tally).where(Tally.ended_at < now - MESSAGES)),
        "open_lists": await put_away_old(db, now),
        "replies": await _take_replies(db, now),
        "reasons": await _take_reasons(db, now),
        "persons": await _take_persons(db, now),
    }
    if any(taken.values()):
        note(db, "clock", "retention", None, now, **taken)
    return taken


async def _take_personal_links(db: AsyncSession, now: datetime) -> int:
    border = at_local(day_of(now) - PERSONAL_LINKS, time())
    over = select(Meeting.id).where(Meeting.starts_at < border)
    return await _count(db, delete(PersonalLink).where(PersonalLink.meeting_id.in_(over)))


async def _take_replies(db: AsyncSession, now: datetime) -> int:
    said = (Step.REPLY, Step.PASSED_ON, Step.TALLY)
    old = select(Notice.id).where(Notice.step.in_(said), Notice.settled_at < now - MESSAGES)
    await db.execute(delete(Attempt).where(Attempt.notice_id.in_(old)))
    return await _count(db, delete(Notice).where(Notice.id.in_(old)))


async def _take_reasons(db: AsyncSession, now: datetime) -> int:
    today = day_of(now)
    year = today.year if (today.month, today.day) >= REASONS_END else today.year - 1
    graded = select(Meeting.id).where(Meeting.starts_at < datetime.fromisoformat(f"{year}-01-01T00:00+07:00"))
    for_log = update(AnswerLog).where(AnswerLog.meeting_id.in_(graded), AnswerLog.reason.is_not(None))
    of_list = update(Attendance).where(Attendance.meeting_id.in_(graded), Attendance.reason.is_not(None))
    return await _count(db, for_log.values(reason=None)) + await _count(db, of_list.values(reason=None))


async def _take_persons(db: AsyncSession, now: datetime) -> int:
    """Who came to what, after 24 months; the counts of the units stay, and no recount reaches so far back."""
    today = day_of(now)
    months = today.year * 12 + today.month - 1 - PERSONS_MONTHS
    border = datetime.fromisoformat(f"{months // 12:04}-{months % 12 + 1:02}-01T00:00+07:00")
    old = select(Meeting.id).where(Meeting.starts_at < border)
    notices = select(Notice.id).where(Notice.meeting_id.in_(old))
    await db.execute(delete(Attempt).where(Attempt.notice_id.in_(notices)))
    await db.execute(delete(Notice).where(Notice.meeting_id.in_(old)))
    await db.execute(delete(Tally).where(Tally.meeting_id.in_(old)))
    taken = 0
    for table in (AnswerLog, RollLog, Attendance):
        taken += await _count(db, delete(table).where(table.meeting_id.in_(old)))
    return taken


async def _count(db: AsyncSession, statement: Any) -> int:
    result = await db.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - so it is for UPDATE and DELETE
    return result.rowcount


def oldest_recountable(now: datetime) -> date:
    """The first day whose rolls are still there person by person."""
    today = day_of(now)
    months = today.year * 12 + today.month - 1 - PERSONS_MONTHS
    return date(months // 12, months % 12 + 1, 1)
