"""The clock carries out what was kept for a day; where something stands in the way, the office is told.

Whoever decided it has to have the right to it on the day as well: where their office has ended, the decision waits for
somebody who has it, and is taken over or dropped by them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.messages import Reply
from bot.model.tree_changes import TreeChange, TreeChangeState
from bot.refusals import CannotReorganise, Refused
from bot.services.audit import member_in, note
from bot.services.notices import owe_word
from bot.services.permissions import Right, holders_at
from bot.services.reorganising.carrying import carry_out
from bot.services.reorganising.changes import Change
from bot.services.reorganising.plans import hold, one_at_a_time, together_with
from bot.services.reorganising.rights import out_of_reach
from bot.services.tree import find_unit
from bot.services.unit_settings import after_quiet, settings_of
from bot.words import reorganising as words
from bot.words.refused import refused
from bot.words.reorganising_refused import Why, why_not
from bot.words.times import day_of

log = structlog.get_logger()
AGAIN = timedelta(minutes=15)
"""So often it is tried while something stands in the way, as a meeting of the evening before that is not closed."""


async def change_tree(db: AsyncSession, now: datetime) -> int:
    """One decision whose day has come; 0 when none is left. A day that was missed is made up for."""
    first = await db.scalar(
        select(TreeChange)
        .where(*_due(now))
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
            await _all_of_it(db, rows, now)
    except Refused as refusal:
        await _stands_in_the_way(db, rows, refusal, now)
    except Exception as trouble:  # one decision that breaks must not keep the others waiting
        log.error("tree_change_failed", change=rows[0].id, exc_info=trouble)
        await _stands_in_the_way(db, rows, CannotReorganise(why=why_not(Why.BROKEN)), now)
    return 1


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What the same decision says for an earlier day comes first, and is waited for."""
    earlier = aliased(TreeChange)
    is_behind = exists().where(
        earlier.batch == TreeChange.batch, earlier.state == TreeChangeState.PLANNED, earlier.on < TreeChange.on
    )
    return (
        TreeChange.state == TreeChangeState.PLANNED,
        TreeChange.on <= day_of(now),
        or_(TreeChange.tried_at.is_(None), TreeChange.tried_at <= now - AGAIN),
        ~is_behind,
    )


async def _all_of_it(db: AsyncSession, rows: Sequence[TreeChange], now: datetime) -> None:
    changes = [Change.read(row.facts) for row in rows]
    await hold(db, changes, now)
    await _demand_right(db, rows[0], changes, now)
    for row in rows:
        await _carry_out(db, row, now)


async def _demand_right(db: AsyncSession, row: TreeChange, changes: Sequence[Change], now: datetime) -> None:
    """Raises CannotReorganise; whoever runs the machine may do all that it does."""
    member_id = member_in(row.by)
    if member_id is not None and await out_of_reach(db, member_id, changes, now):
        raise CannotReorganise(why=why_not(Why.OFFICE_ENDED))


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
    unit = await find_unit(db, row.facts["unit"] or row.facts["to"])
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
