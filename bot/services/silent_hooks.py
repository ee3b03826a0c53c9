"""Webhooks that bring nothing any more: a network may have switched them off without telling anybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account
from bot.model.notices import REPORTS_ONLY, Attempt, AttemptOutcome

LOOKED_BACK = timedelta(days=7)


async def has_gone_silent(db: AsyncSession, channels: Sequence[str], now: datetime, hours: timedelta) -> bool:
    """Whether messages have left by these, and for so long since then nothing at all has come; `now` is real time.

    Who sends to nobody hears of nobody, and is not silent.
    """
    heard = await db.scalar(select(func.max(Account.heard_at)).where(Account.channel.in_(channels)))
    since = max(heard or now - LOOKED_BACK, now - LOOKED_BACK)
    if since >= now - hours:
        return False
    ended_at = func.coalesce(Attempt.ended_at, since)  # by their own index, or all that Telegram was sent is read
    left = select(Attempt.id).where(
        REPORTS_ONLY,
        Attempt.external_id.is_not(None),
        ended_at > since,
        ended_at <= now - hours,
        Attempt.channel.in_(channels),
        Attempt.outcome == AttemptOutcome.ACCEPTED,
    )
    return await db.scalar(left.limit(1)) is not None
