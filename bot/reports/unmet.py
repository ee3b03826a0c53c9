"""Which cells below a unit owe a meeting that they have not held."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among, filled_up
from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit
from bot.reports.period import Period
from bot.reports.summary import months_begun

AT_ONCE = 5000
"""A statement takes no list of any length."""


@dataclass(frozen=True, slots=True)
class NotMet:
    """A cell, and the months in which it owed a meeting and held none."""

    unit_id: int
    code: str
    name: str
    under: str
    """The name of the unit above it, in the last of these months; empty above a root."""
    months: tuple[str, ...]


async def not_met(db: AsyncSession, unit: Unit, period: Period, now: datetime) -> list[NotMet]:
    """Every such cell below the unit, however deep, by name; or the cell itself.

    A cell that moved is listed by whom it stood below when the month became due, and only
    if it has met nowhere in that month.
    """
    owed = await owing(db, unit, *months_begun(period, now))
    ids = {unit_id for unit_id, _ in owed} | set(owed.values())
    names = {one.id: one for one in await units_named(db, ids)}
    months: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for (unit_id, month), under_id in sorted(owed.items()):
        months[unit_id][month] = under_id
    cells = sorted((names[unit_id] for unit_id in months), key=lambda one: (one.sort_key, one.id))
    return [_cell(cell, months[cell.id], names) for cell in cells if cell.kind in CELLS]


def _cell(cell: Any, months: Mapping[str, int], names: Mapping[int, Any]) -> NotMet:
    above = names.get(months[max(months)])
    return NotMet(cell.id, cell.code, cell.name, above.name if above else "", tuple(months))


async def owing(db: AsyncSession, unit: Unit, first: str, last: str) -> dict[tuple[int, str], int]:
    """By unit and month under whom it owed a meeting: the cells, and committees below which none was held at all.

    In steps that each go by an index; asked all at once, PostgreSQL would rather read every unit there is.
    """
    owed = owed_below(unit, first, last)
    found = await db.execute(select(owed.c.unit_id, owed.c.month, owed.c.under_id).where(owed.c.met == 0))
    unmet = {(unit_id, month): under_id for unit_id, month, under_id in found}
    elsewhere: set[tuple[int, str]] = set()
    for some in slices({unit_id for unit_id, _ in unmet}):
        met = await db.execute(
            select(Participation.unit_id, Participation.month).where(
                Participation.unit_id.in_(filled_up(some)),
                Participation.month.between(first, last),
                Participation.kind == MeetingKind.REGULAR,
                Participation.met > 0,
            )
        )
        elsewhere |= {(unit_id, month) for unit_id, month in met}
    return {key: under_id for key, under_id in unmet.items() if key not in elsewhere}


def owed_below(unit: Unit, first: str, last: str) -> CTE:
    """The rows with something due from this unit downward: what is due says how the tree stood in each month."""
    columns = (Participation.unit_id, Participation.under_id, Participation.month, Participation.met)
    is_due = (Participation.kind == MeetingKind.REGULAR, Participation.due > 0)
    top = select(*columns).where(Participation.unit_id == unit.id, Participation.month.between(first, last), *is_due)
    owed = top.cte("owed", recursive=True)
    is_below = and_(Participation.under_id == owed.c.unit_id, Participation.month == owed.c.month)
    return owed.union(select(*columns).join(owed, is_below).where(*is_due))


async def units_named(db: AsyncSession, unit_ids: Iterable[int]) -> list[Any]:
    """Rows of id, code, name, kind and sort key."""
    columns = (Unit.id, Unit.code, Unit.name, Unit.kind, Unit.sort_key)
    return [row for some in slices(unit_ids) for row in await db.execute(select(*columns).where(Among(Unit.id, some)))]


def slices(ids: Iterable[int]) -> Iterable[Sequence[int]]:
    every = sorted(ids)
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
