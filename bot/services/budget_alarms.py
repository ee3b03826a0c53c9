"""Telling somebody in time that a unit's money for short messages runs out; it ends with the month or a new limit."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Alarm
from bot.services.alarms import end_alarm, raise_alarm
from bot.services.budgets import SETTING, all_budgets
from bot.words.costs import budget_mark


async def watch_budgets(db: AsyncSession, now: datetime) -> int:
    """A duty of the clock; one alarm for each mark, so that the last is told of on the day of the first as well."""
    reached = {f"{SETTING}:{one.code}:{one.level}": one for one in await all_budgets(db) if one.level}
    for name, one in reached.items():
        await raise_alarm(db, name, budget_mark(one.name, one.used, one.most, one.level or 0), now)
    raised = select(Alarm.name).where(Alarm.name.startswith(f"{SETTING}:", autoescape=True), Alarm.ended_at.is_(None))
    for name in set(await db.scalars(raised)) - reached.keys():
        await end_alarm(db, name, now)
    return 0
