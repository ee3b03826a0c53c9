"""Opinions that wait too long: whoever has one is reminded on its last day, and three days after it."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.opinions import Opinion, OpinionState
from bot.model.units import Unit
from bot.services import opinion_words
from bot.services.unit_settings import after_quiet, settings_at
from bot.words.times import day_of, local

AT_ONCE = 100
MORNING = time(7)
AGAIN_AFTER = timedelta(days=3)


async def remind_opinions(db: AsyncSession, now: datetime) -> int:
    """Some of those that are due; returns how many, 0 when nothing is left. Nobody is woken by it.

    What was asked back waits for others, and its days begin anew with their answer.
    """
    if local(now).time() < MORNING:
        return 0
    today = day_of(now)
    is_first = (Opinion.reminders == 0) & (Opinion.due_on <= today)
    is_second = (Opinion.reminders == 1) & (Opinion.due_on <= today - AGAIN_AFTER)
    found = await db.scalars(
        select(Opinion)
        .where(Opinion.state == OpinionState.HELD, or_(is_first, is_second), Opinion.unit_id.in_(await _awake(db, now)))
        .order_by(Opinion.due_on, Opinion.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    by_unit: defaultdict[int, list[Opinion]] = defaultdict(list)
    for row in found:
        row.reminders = 2 if row.due_on <= today - AGAIN_AFTER else 1
        by_unit[row.unit_id].append(row)
    for unit_id, rows in by_unit.items():
        await opinion_words.remind(db, unit_id, rows, now)
    await db.flush()
    return sum(map(len, by_unit.values()))


async def _awake(db: AsyncSession, now: datetime) -> list[int]:
    """The units that have something due and no quiet hours just now."""
    due = Opinion.state == OpinionState.HELD, Opinion.reminders < 2, Opinion.due_on <= day_of(now)
    units = (await db.scalars(select(Unit).where(Unit.id.in_(select(Opinion.unit_id).where(*due))))).all()
    settings = await settings_at(db, units) if units else {}
    return [one.id for one in units if after_quiet(now, settings[one.id].quiet_hours) == now]
