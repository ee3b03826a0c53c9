"""The phone that shows the picture and the code: a link that opens once, then a cookie for that one meeting."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.check_ins import CheckInScreen
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.services.codes import hash_of
from bot.services.permissions import Right, may
from bot.words.times import day_of

PATH = "/man-hinh/"
OPENS_WITHIN = timedelta(minutes=30)
"""An unused link is none any more."""


def has_site(db: AsyncSession) -> bool:
    return db.info.get("public_url") is not None


async def screen_link(db: AsyncSession, meeting: Meeting, member_id: int, now: datetime) -> str | None:
    """A new link for this member's phone; None where our site has no address."""
    site: str | None = db.info.get("public_url")
    if site is None:
        return None
    token = secrets.token_urlsafe(24)
    db.add(CheckInScreen(meeting_id=meeting.id, member_id=member_id, token_hash=hash_of(token), made_at=now))
    await db.flush()
    return f"{site}{PATH}{token}"


async def waits(db: AsyncSession, token: str, now: datetime) -> bool:
    """Whether this token still opens a screen; looking changes nothing."""
    return await db.scalar(select(CheckInScreen.id).where(*_unopened(token, now))) is not None


async def open_screen(db: AsyncSession, token: str, now: datetime) -> tuple[int, str] | None:
    """The meeting and the cookie, once; of two at once one gets them. None for a token that is wrong, old or used."""
    cookie = secrets.token_urlsafe(24)
    taken = await db.execute(
        update(CheckInScreen)
        .where(*_unopened(token, now))
        .values(opened_at=now, cookie_hash=hash_of(cookie))
        .returning(CheckInScreen.meeting_id)
    )
    meeting_id = taken.scalar_one_or_none()
    return None if meeting_id is None else (meeting_id, cookie)


async def meeting_on(db: AsyncSession, meeting_id: int, cookie: str, now: datetime) -> Meeting | None:
    """The meeting that this screen shows; None without the cookie, or once its owner may not call the roll any more."""
    found = await db.execute(
        select(CheckInScreen.member_id, Meeting, Unit)
        .join(Meeting, Meeting.id == CheckInScreen.meeting_id)
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(CheckInScreen.cookie_hash == hash_of(cookie), CheckInScreen.meeting_id == meeting_id)
    )
    row = found.one_or_none()
    if row is None or not await may(db, row.member_id, Right.ROLL, row.Unit, day_of(now)):
        return None
    meeting: Meeting = row.Meeting
    return meeting


def _unopened(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        CheckInScreen.token_hash == hash_of(token),
        CheckInScreen.opened_at.is_(None),
        CheckInScreen.made_at > now - OPENS_WITHIN,
    )
