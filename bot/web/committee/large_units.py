"""Units with so many cells that a page goes down by a level first: those right below, as the tree is today.

Whatever month, kind or level the address names: a page about today would else count a whole country for a month in
which nothing was due yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import Unit, UnitKind
from bot.reports.months import months_to
from bot.web.committee.look import Look
from bot.web.committee.tables import Column, Table, table_of
from bot.words import large_units as words
from bot.words.times import day_of, month_of


@dataclass(frozen=True, slots=True)
class Smaller:
    """A unit right below, and how many cells it has."""

    unit_id: int
    code: str
    name: str
    sort_key: str
    cells: int


async def are_many_cells(look: Look, most: int) -> bool:
    """Read from the rows that are kept: every cell owes a meeting every month.

    Of last month too: this one's rows come some seconds after it has begun.
    """
    row = Participation
    of = row.unit_id == look.unit.id, row.kind == MeetingKind.REGULAR, row.month.in_(_months(look))
    per_month = select(func.sum(row.due).label("cells")).where(*of).group_by(row.month).subquery()
    return (await look.db.scalar(select(func.max(per_month.c.cells))) or 0) > most


async def smaller_units(look: Look) -> Table[Smaller]:
    """A hundred of them at a time."""
    return table_of(look, _columns(), await units_below(look))


async def units_below(look: Look) -> list[Smaller]:
    """All of them by name, also those without any cell."""
    row, today = Participation, day_of(look.now)
    theirs = and_(
        row.unit_id == Unit.id,
        row.under_id == look.unit.id,
        row.kind == MeetingKind.REGULAR,
        row.month.in_(_months(look)),
    )
    found = await look.db.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.sort_key, func.coalesce(func.max(row.due), 0))
        .outerjoin(row, theirs)
        .where(Unit.parent_id == look.unit.id, Unit.kind != UnitKind.GROUP)
        .where(or_(Unit.closed_on.is_(None), Unit.closed_on > today))
        .group_by(Unit.id)
        .order_by(Unit.sort_key, Unit.id)
    )
    return [Smaller(*one) for one in found]


def _months(look: Look) -> Sequence[str]:
    return months_to(month_of(day_of(look.now)), 2)


def _columns() -> list[Column[Smaller]]:
    return [
        Column("ten", words.UNIT, lambda one: (one.sort_key, one.unit_id), is_text=True),
        Column("chi-bo", words.CELLS, lambda one: one.cells),
    ]
