"""Tidying up behind a network that is out or gone."""

from datetime import datetime

from sqlalchemy import CursorResult, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Notice, NoticeState


async def expire(db: AsyncSession, now: datetime) -> int:
    """Mark what was not sent in time; whoever sends would find out too, but there may be nobody who sends."""
    result = await db.execute(
        update(Notice)
        .where(Notice.state == NoticeState.WAITING, Notice.expires_at <= now)
        .values(state=NoticeState.EXPIRED, cause="expired", settled_at=now, content=None)
    )
    assert isinstance(result, CursorResult)  # noqa: S101 - so it is for UPDATE
    return result.rowcount
