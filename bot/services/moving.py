"""Moving a unit in the tree, and with it what is counted already for the days from the move on."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import DueMonth, Participation, ParticipationDelta
from bot.model.units import Unit
from bot.services.participation import COUNTS, DAY, Row, add_delta, add_sums, roll_up_of, rows_above
from bot.services.tree import demand_not_below, ever_above, ever_below, lines_of_days, move_unit
from bot.words.times import month_of

Sums = dict[str, int]
OfDays = dict[tuple[date, MeetingKind], Sums]
"""What is counted for each day and kind of meeting."""


async def move_with_counts(db: AsyncSession, unit: Unit, under: Unit, on: date, now: datetime) -> None:
    """From this day on the unit stands under another, and so do the sums of these days; the past stays.

    The day may be past, for a committee too: what stood below it on each day goes along. Raises BelowItself.
    """
    await demand_not_below(db, unit, under, on)
    await settle_counts(db, [unit.id], now)
    counted = await _counted(db, unit, on)
    touched = {key[0] for key in await _carry(db, unit, counted, -1)}
    await move_unit(db, unit, under, on)
    touched |= {key[0] for key in await _carry(db, unit, counted, 1)}
    await drop_empty(db, touched, month_of(on))


async def settle_counts(db: AsyncSession, unit_ids: Sequence[int], now: datetime) -> None:
    """Hold these units and all that ever stood below them, and add up what waits of theirs.

    Whoever closes or corrects a roll there meanwhile waits, and then finds the tree as it has become.
    """
    await hold_units(db, unit_ids)
    await roll_up_of(db, ever_below(unit_ids), now)


async def hold_units(db: AsyncSession, unit_ids: Sequence[int]) -> None:
    """These and all that ever stood below them, in one order; whoever is just adding up goes on, and is waited for."""
    held = select(Unit.id).where(Unit.id.in_(ever_below(unit_ids))).order_by(Unit.id)
    await db.execute(held.with_for_update(key_share=True))


async def _counted(db: AsyncSession, unit: Unit, on: date) -> OfDays:
    """The sums of the days from one on, of all that stood below the unit on each of them and of itself."""
    key = (ParticipationDelta.cell_id, ParticipationDelta.held_on, ParticipationDelta.kind)
    below = ever_below([unit.id])
    found = await db.execute(
        select(*key, *(func.sum(getattr(ParticipationDelta, name)) for name in COUNTS))
        .where(ParticipationDelta.cell_id.in_(below), ParticipationDelta.held_on >= on)
        .group_by(*key)
    )
    line = await lines_of_days(db, below)  # of the way up to the unit; what stands above it does not matter here
    counted: OfDays = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for cell_id, day, kind, *numbers in found:
        if unit.id in line(cell_id, day):
            for name, number in zip(COUNTS, numbers, strict=True):
                counted[day, kind][name] += int(number)
    return counted


async def _carry(db: AsyncSession, unit: Unit, counted: OfDays, sign: int) -> Iterable[Row]:
    """Add the sums to the unit's own row and to all above it on each of the days, or take them away again."""
    line = await lines_of_days(db, ever_above([unit.id]))
    rows: defaultdict[Row, Sums] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    for (day, kind), sums in counted.items():
        for key in rows_above([0, *line(unit.id, day)], month_of(day), kind):
            for name, number in sums.items():
                rows[key][name] += sign * number
    await db.flush()
    await add_sums(db, rows)
    return rows


async def drop_empty(db: AsyncSession, unit_ids: Iterable[int], since: str) -> None:
    """Rows in which nothing is left: a report would name a unit under a parent that it never stood under."""
    is_empty = (getattr(Participation, name) == 0 for name in COUNTS)
    await db.execute(
        delete(Participation).where(
            Participation.unit_id.in_(sorted(unit_ids)), Participation.month >= since, *is_empty
        )
    )


async def take_back_due(db: AsyncSession, unit: Unit, closed_on: date, now: datetime) -> int:
    """What a cell does not owe since it was closed on a day that is past; returns how many months."""
    after = select(DueMonth).where(DueMonth.cell_id == unit.id, DueMonth.month > month_of(closed_on - DAY))
    months = (await db.scalars(after)).all()
    for one in months:
        await add_delta(db, unit.id, one.held_on, MeetingKind.REGULAR, due=-1)
        await db.delete(one)
    await db.flush()
    if months:
        await roll_up_of(db, _alone(unit), now)
        line = await lines_of_days(db, ever_above([unit.id]))
        touched = {above for one in months for above in line(unit.id, one.held_on)}
        await drop_empty(db, touched, min(one.month for one in months))
    return len(months)


def _alone(unit: Unit) -> Select[Any]:
    return select(Unit.id).where(Unit.id == unit.id)
