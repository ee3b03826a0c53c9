"""Which cells below a unit owe a meeting that they have not held."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import CTE, ScalarSelect, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit
from bot.reports.period import Period
from bot.reports.summary import months_begun


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
    owed = _owed(unit, *months_begun(period, now))
    above = aliased(Unit)
    found = await db.execute(
        select(Unit, above.name, owed.c.month)
        .join(owed, owed.c.unit_id == Unit.id)
        .join(above, above.id == owed.c.under_id, isouter=True)
        .where(Unit.kind.in_(CELLS), _met_in_month(owed) == 0)
        .order_by(Unit.sort_key, Unit.id, owed.c.month)
    )
    return [_cell(cell, list(rows)) for cell, rows in groupby(found, key=lambda row: row[0])]


def _owed(unit: Unit, first: str, last: str) -> CTE:
    """The rows with something due from this unit downward: what is due says how the tree stood in each month."""
    key = (Participation.unit_id, Participation.under_id, Participation.month)
    is_due = (Participation.kind == MeetingKind.REGULAR, Participation.due > 0)
    top = select(*key).where(
        Participation.unit_id == unit.id, Participation.month >= first, Participation.month <= last, *is_due
    )
    owed = top.cte("owed", recursive=True)
    is_below = and_(Participation.under_id == owed.c.unit_id, Participation.month == owed.c.month)
    return owed.union(select(*key).join(owed, is_below).where(*is_due))


def _met_in_month(owed: CTE) -> ScalarSelect[Any]:
    return (
        select(func.sum(Participation.met))
        .where(
            Participation.unit_id == owed.c.unit_id,
            Participation.month == owed.c.month,
            Participation.kind == MeetingKind.REGULAR,
        )
        .scalar_subquery()
    )


def _cell(cell: Unit, rows: list[Any]) -> NotMet:
    months = tuple(dict.fromkeys(month for _, _, month in rows))
    return NotMet(cell.id, cell.code, cell.name, rows[-1][1] or "", months)
