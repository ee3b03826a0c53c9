"""Tidying up: what was not sent in time, what may no longer be kept."""

from datetime import UTC, datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Notice, NoticeState
from bot.services.retention import take_away


async def expire(db: AsyncSession, now: datetime) -> int:
    """Mark what was not sent in time; whoever sends would find out too, but there may be nobody who sends."""
    result = await db.execute(
        update(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.expires_at <= now)
        .values(state=NoticeState.EXPIRED, cause="expired", settled_at=now, content=None)
    )
    assert isinstance(result, CursorResult)  # noqa: S101 - so it is for UPDATE
    return result.rowcount


async def retain(db: AsyncSession, now: datetime) -> dict[str, int]:
    """Take away what has had its time by the real clock too: a rehearsal that moves the hour on destroys nothing."""
    return await take_away(db, min(now, datetime.now(UTC)))
