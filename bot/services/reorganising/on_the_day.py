"""The clock carries out what was kept for a day; where something stands in the way, the office is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.tree_changes import TreeChange, TreeChangeState
from bot.refusals import Refused
from bot.services.audit import note
from bot.services.notices import owe_word
from bot.services.permissions import Right, holders_at
from bot.services.reorganising.carrying import carry_out
from bot.services.reorganising.changes import Change
from bot.services.reorganising.plans import hold, one_at_a_time, together_with
from bot.services.tree import find_unit
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import reorganising as words
from bot.words.refused import refused
from bot.words.times import day_of

log = structlog.get_logger()
AGAIN = timedelta(minutes=15)
"""So often it is tried while something stands in the way, as a meeting of the evening before that is not closed."""


async def change_tree(db: AsyncSession, now: datetime) -> int:
    """One decision whose day has come; 0 when none is left. A day that was missed is made up for."""
    due = (
        TreeChange.state == TreeChangeState.PLANNED,
        TreeChange.on <= day_of(now),
        or_(TreeChange.tried_at.is_(None), TreeChange.tried_at <= now - AGAIN),
    )
    first = await db.scalar(
        select(TreeChange)
        .where(*due)
        .order_by(TreeChange.on, TreeChange.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    if first is None:
        return 0
    rows = await together_with(db, first)
    await one_at_a_time(db)
    try:
        async with db.begin_nested():
            await hold(db, [Change.read(row.facts) for row in rows], now)
            for row in rows:
                await _carry_out(db, row, now)
    except Refused as refusal:
        await _stands_in_the_way(db, rows, refusal, now)
    return 1


async def _carry_out(db: AsyncSession, row: TreeChange, now: datetime) -> None:
    await carry_out(db, row, Change.read(row.facts), now)
    row.state, row.settled_at, row.settled_by, row.trouble = TreeChangeState.DONE, now, "clock", None


async def _stands_in_the_way(db: AsyncSession, rows: Sequence[TreeChange], refusal: Refused, now: datetime) -> None:
    """Said once as long as it is the same."""
    sentence = refused(refusal)[:400]
    is_new = rows[0].trouble != sentence
    for row in rows:
        await db.refresh(row)
        row.tried_at, row.trouble = now, sentence
    log.warning("tree_change_waits", change=rows[0].id, refusal=type(refusal).__name__)
    if is_new:
        note(db, "clock", "tree_change_waits", f"tree_change:{rows[0].id}", now)
        await _tell_office(db, rows[0], sentence, now)


async def _tell_office(db: AsyncSession, row: TreeChange, sentence: str, now: datetime) -> None:
    change = Change.read(row.facts)
    unit = await find_unit(db, change.unit or change.to)
    if unit is None:
        return
    line = [int(one) for one in reversed(unit.path.strip("/").split("/"))]
    held = await holders_at(db, line, Right.MANAGE, day_of(now))
    people = [one for unit_id in line for one in held[unit_id]]
    said = Reply(words.waits(unit.name, row.on, sentence))
    at = after_quiet(now, (await settings_of(db, unit)).quiet_hours)
    about, round_ = f"tree_change:{row.id}", _minute(now)
    await owe_word(db, about, round_, people, said, at)


def _minute(now: datetime) -> int:
    """Another trouble is another word."""
    return int(now.timestamp()) // 60
