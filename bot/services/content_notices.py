"""Telling people again of what a meeting is about: the agenda where somebody says so, papers a day before it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.notices import Notice
from bot.model.units import Unit
from bot.refusals import NothingToTellAgain
from bot.services.audit import note
from bot.services.invitations import invited_to
from bot.services.ladder import urgency_within
from bot.services.notices import owe, told_of
from bot.services.unit_settings import after_quiet, settings_of

GATHERED = timedelta(minutes=10)
"""Papers that come one after the other are told of together."""


@dataclass(frozen=True, slots=True)
class Hearers:
    """Who would be told of the content once more, and which telling that would be."""

    member_ids: list[int]
    round: int


async def hearers(db: AsyncSession, meeting: Meeting, now: datetime) -> Hearers:
    """Those who have been told of the meeting; the others hear all of it with their invitation.

    Raises NothingToTellAgain where there are none, or the meeting has begun.
    """
    if meeting.state is not MeetingState.CALLED or meeting.starts_at <= now:
        raise NothingToTellAgain
    found = await _told(db, meeting)
    if not found:
        raise NothingToTellAgain
    of_this = (Notice.meeting_id == meeting.id, Notice.step == Step.CONTENT, Notice.revision == meeting.revision)
    rounds = await db.scalar(select(func.max(Notice.round)).where(*of_this))
    return Hearers(found, (rounds or 0) + 1)


async def can_be_told(db: AsyncSession, meeting: Meeting, now: datetime) -> bool:
    """Whether there is anybody to tell again."""
    try:
        await hearers(db, meeting, now)
    except NothingToTellAgain:
        return False
    return True


async def _told(db: AsyncSession, meeting: Meeting) -> list[int]:
    told = await told_of(db, meeting)
    return [one for one in await invited_to(db, meeting.id) if one in told]


async def tell_again(db: AsyncSession, meeting: Meeting, round_: int, by: str, now: datetime) -> int:
    """Tell of the agenda as it is now; returns how many. The meeting is held by the caller.

    Nobody is told where the confirmation was for an earlier telling. Raises NothingToTellAgain.
    """
    found = await hearers(db, meeting, now)
    if round_ != found.round:
        return 0
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    await owe(db, meeting, found.member_ids, Step.CONTENT, now, now, urgency, again=True)
    note(db, by, "content_told", f"meeting:{meeting.id}", now, people=len(found.member_ids))
    return len(found.member_ids)


async def owe_papers(db: AsyncSession, meeting: Meeting, now: datetime) -> datetime | None:
    """A paper has come: who has been told of the meeting hears of it a day before; when, or None if nobody does."""
    if meeting.state is not MeetingState.CALLED or meeting.starts_at <= now:
        return None
    people = await _told(db, meeting)
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    if not people or settings.papers != "link":
        return None
    wanted = max(now + GATHERED, meeting.starts_at - timedelta(hours=settings.papers_hours))
    at = after_quiet(wanted, settings.quiet_hours)
    at = at if at < meeting.starts_at else now
    await owe(db, meeting, people, Step.PAPERS, at, now, again=True)
    return at
