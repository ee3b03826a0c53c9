"""How many messages a network still takes today, where it tells: its last word, less what has left since.

Attempts are written by the real clock, and the network's day is a real one: but where it says otherwise, `now` is real.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account
from bot.model.endpoints import Endpoint
from bot.model.notices import IS_WAITING, Attempt, Notice
from bot.services.quotas import TAKEN
from bot.words.times import at_local, day_of


async def left_today(db: AsyncSession, channel: str, account: str, now: datetime) -> int | None:
    """None where it has said nothing today."""
    found = await db.execute(select(Account.quota_left, Account.quota_at).filter_by(channel=channel, account=account))
    left, at = found.one_or_none() or (None, None)
    if left is None or at is None or day_of(at) != day_of(now):
        return None
    return max(0, left - await _taken_since(db, channel, account, at))


async def owed_today(db: AsyncSession, channel: str, account: str, now: datetime) -> int:
    """What waits there to leave before midnight; `now` is people's time, by which it leaves."""
    midnight = at_local(day_of(now) + timedelta(days=1), time())
    counted = select(func.count(Notice.id)).where(
        IS_WAITING, Notice.channel == channel, Notice.account == account, Notice.not_before < midnight
    )
    return await db.scalar(counted) or 0


async def _taken_since(db: AsyncSession, channel: str, account: str, at: datetime) -> int:
    counted = (
        select(func.count(Attempt.id))
        .join(Endpoint, Endpoint.id == Attempt.endpoint_id)
        .where(
            Attempt.ended_at > at,
            Attempt.channel == channel,
            Attempt.outcome.in_(TAKEN),
            Endpoint.account == account,
        )
    )
    return await db.scalar(counted) or 0
