"""Opinions that wait too long: whoever has one is reminded on its last day and three days after it, who was asked
back once."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.opinions import Opinion, OpinionState
from bot.model.units import Unit
from bot.services import opinion_words
from bot.services.opinions import begin_clock
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
    found = await db.scalars(
        select(Opinion)
        .where(_is_due(day_of(now)), Opinion.unit_id.in_(await _awake(db, now)))
        .order_by(Opinion.due_on, Opinion.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    rows = found.all()
    await _remind_holders(db, [row for row in rows if row.state is OpinionState.HELD], now)
    for row in rows:
        if row.state is OpinionState.ASKED:
            await _remind_asked(db, row, now)
    await db.flush()
    return len(rows)


def _is_due(today: date) -> ColumnElement[bool]:
    is_first = (Opinion.reminders == 0) & (Opinion.due_on <= today)
    is_second = (Opinion.reminders == 1) & (Opinion.due_on <= today - AGAIN_AFTER)
    is_held, is_asked = Opinion.state == OpinionState.HELD, Opinion.state == OpinionState.ASKED
    return or_(is_held & or_(is_first, is_second), is_asked & is_first)


async def _awake(db: AsyncSession, now: datetime) -> list[int]:
    """The units that have something due and no quiet hours just now."""
    due = select(Opinion.unit_id).where(_is_due(day_of(now)))
    units = (await db.scalars(select(Unit).where(Unit.id.in_(due)))).all()
    settings = await settings_at(db, units) if units else {}
    return [one.id for one in units if after_quiet(now, settings[one.id].quiet_hours) == now]


async def _remind_holders(db: AsyncSession, rows: list[Opinion], now: datetime) -> None:
    """All that are due at a unit in one word."""
    by_unit: defaultdict[int, list[Opinion]] = defaultdict(list)
    for row in rows:
        row.reminders = 2 if row.due_on <= day_of(now) - AGAIN_AFTER else 1
        by_unit[row.unit_id].append(row)
    for unit_id, some in by_unit.items():
        await opinion_words.remind(db, unit_id, some, now)


async def _remind_asked(db: AsyncSession, row: Opinion, now: datetime) -> None:
    """Once; the unit that asks waits as long again, and then it is late there."""
    await opinion_words.tell_asked(db, row, now, is_again=True)
    await begin_clock(db, row, await db.get_one(Unit, row.unit_id), now)
    row.reminders = 1
