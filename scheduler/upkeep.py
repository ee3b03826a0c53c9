"""Tidying up: what was not sent in time, what may no longer be kept, what somebody has to be told of."""

from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.notices import IS_WAITING, Notice, NoticeState
from bot.services.alarms import tell_again
from bot.services.budget_alarms import watch_budgets
from bot.services.quota_alarms import watch_quotas
from bot.services.request_clock import remind_some
from bot.services.retention import take_away

AT_ONCE = 500


async def expire(db: AsyncSession, now: datetime) -> int:
    """Mark some of what was not sent in time; whoever sends would find out too, but there may be nobody who sends.

    Returns how many, 0 when none is left.
    """
    late = select(Notice.id).where(IS_WAITING, Notice.expires_at <= now).limit(AT_ONCE)
    # Found before: PostgreSQL may ask a subquery anew for every row, and then its limit limits nothing.
    found = (await db.scalars(late.with_for_update(skip_locked=True))).all()
    await db.execute(
        update(Notice)
        .where(Notice.id.in_(filled_up(found)))
        .values(state=NoticeState.EXPIRED, cause="expired", settled_at=now, content=None)
        .execution_options(synchronize_session=False)
    )
    return len(found)


async def retain(db: AsyncSession, now: datetime) -> int:
    """Take away what has had its time by the real clock too: a rehearsal that moves the hour on destroys nothing."""
    return sum((await take_away(db, min(now, datetime.now(UTC)))).values())


async def watch(db: AsyncSession, now: datetime) -> int:
    """Budgets and quotas that are nearly used up, and what goes on being wrong: told to who looks after us.

    And requests about people's own data, to whoever must answer them.
    """
    told = await watch_budgets(db, now) + await watch_quotas(db, now) + await tell_again(db, now)
    return told + await remind_some(db, now)
