"""Moving a unit in the tree, and with it what is counted already for the days from the move on."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import ParticipationDelta
from bot.model.units import Unit
from bot.services.participation import COUNTS, add_delta, roll_up_all
from bot.services.rate import Counts
from bot.services.tree import move_unit, subtree
from bot.words.times import day_of

Booked = tuple[int, date, MeetingKind, list[int]]
"""The unit that met (a cell, a group of it, a committee), the day, the kind, the sums of that day."""


async def move_with_counts(db: AsyncSession, unit: Unit, under: Unit, on: date, now: datetime) -> None:
    """From this day on the unit stands under another, and so do the sums of these days; the past stays.

    A cell may be moved from a day that is past. A committee may not: other units stood below it then.
    """
    if not unit.is_cell and on < day_of(now):
        raise ValueError("a committee moves today or later")
    await roll_up_all(db, now)
    booked = await _booked(db, [one.id for one in await subtree(db, unit)], on)
    await _book(db, booked, -1)
    await roll_up_all(db, now)
    await move_unit(db, unit, under, on)
    await _book(db, booked, 1)


async def _booked(db: AsyncSession, cell_ids: Sequence[int], on: date) -> list[Booked]:
    key = (ParticipationDelta.cell_id, ParticipationDelta.held_on, ParticipationDelta.kind)
    found = await db.execute(
        select(*key, *(func.sum(getattr(ParticipationDelta, name)) for name in COUNTS))
        .where(ParticipationDelta.cell_id.in_(cell_ids), ParticipationDelta.held_on >= on)
        .group_by(*key)
        .order_by(*key)
    )
    return [(cell, day, kind, [int(one) for one in sums]) for cell, day, kind, *sums in found]


async def _book(db: AsyncSession, booked: Sequence[Booked], sign: int) -> None:
    for cell, day, kind, sums in booked:
        due, met, *counts = (sign * one for one in sums)
        await add_delta(db, cell, day, kind, due=due, met=met, counts=Counts(*counts))
    await db.flush()
