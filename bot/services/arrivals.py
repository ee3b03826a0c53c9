"""How many messages reached a phone, in numbers."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.notices import Attempt, Notice
from bot.services.receipts import REPORTED


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many messages reached a phone, and were seen there, where the network says so."""

    delivered: int = 0
    seen: int = 0


async def arrivals(db: AsyncSession, *which: ColumnElement[bool]) -> Arrivals:
    """Of these notices; one counts once, however often it was sent."""
    counted = (
        func.count(Attempt.notice_id.distinct()).filter(Attempt.delivered_at.is_not(None)),
        func.count(Attempt.notice_id.distinct()).filter(Attempt.seen_at.is_not(None)),
    )
    found = await db.execute(select(*counted).join(Notice, Notice.id == Attempt.notice_id).where(REPORTED, *which))
    return Arrivals(*found.one())
