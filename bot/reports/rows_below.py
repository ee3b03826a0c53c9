"""The rows of participation below a unit, as the tree was in each month: down to units of some kinds, and no more of
them than can be read at once.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Label, Select, and_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit, UnitKind
from bot.services.participation import COUNTS

MOST = 3000
"""Read within ten milliseconds."""
FEW = MOST * 4 // 5
"""Where the cells owe no more meetings than these, all rows can be read: a fifth is left for the committees between."""
KEY = (Participation.unit_id, Participation.under_id, Participation.month)


def kinds_at(level: UnitKind | None) -> tuple[UnitKind, ...]:
    """The kinds of a level; a cell is one whether or not a committee stands above it at its place."""
    return CELLS if level in CELLS else (level,) if level else ()


def rows_for(
    db: AsyncSession,
    unit: Unit,
    kinds: Sequence[UnitKind],
    first: str,
    last: str,
    kind: MeetingKind,
    *,
    are_few: bool,
) -> CTE:
    """As `rows_below`, in the way that is fastest here. `are_few`: at most about `MOST` are known to be there."""
    way = few_below if are_few and db.get_bind().dialect.name == "sqlite" else rows_below
    return way(unit, kinds, first, last, kind)


async def is_too_long(db: AsyncSession, rows: CTE) -> bool:
    """Asked before they are read: half the time of reading them for nothing."""
    return (await db.scalar(select(func.count()).select_from(rows)) or 0) > MOST


def rows_below(unit: Unit, kinds: Sequence[UnitKind], first: str, last: str, kind: MeetingKind) -> CTE:
    """From the rows right below downward, month by month, as far as units of these kinds; one more than `MOST`."""
    columns, is_of_kind = _columns(), Participation.kind == kind
    top = select(*columns).where(
        Participation.under_id == unit.id, Participation.month.between(first, last), is_of_kind
    )
    below = top.cte("below", recursive=True)
    is_below = and_(Participation.under_id == below.c.unit_id, Participation.month == below.c.month)
    below = below.union(
        select(*columns).join(below, is_below).where(is_of_kind, below.c.unit_kind.not_in([*kinds, *CELLS]))
    )
    return select(below).limit(literal(MOST + 1)).cte("rows_below")


def few_below(unit: Unit, kinds: Sequence[UnitKind], first: str, last: str, kind: MeetingKind) -> CTE:
    """The same where it is known that there are few: three times as fast on SQLite.

    Down to the committees between, each with its months, and from there in one step.
    """
    row, is_of_kind = Participation, Participation.kind == kind
    top = select(row.under_id.label("unit_id"), row.month).where(
        row.under_id == unit.id, row.month.between(first, last), is_of_kind
    )
    above = top.cte("above", recursive=True)
    is_below = and_(row.under_id == above.c.unit_id, row.month == above.c.month)
    own_kind = _kind_of_unit().element
    above = above.union(
        select(row.unit_id, row.month).join(above, is_below).where(is_of_kind, own_kind.not_in([*kinds, *CELLS]))
    )
    is_under = and_(row.under_id == above.c.unit_id, row.month == above.c.month)
    found: Select[Any] = select(*_columns()).join(above, is_under).where(is_of_kind)
    return found.cte("few_below")


def _columns() -> tuple[Any, ...]:
    return (*KEY, *(getattr(Participation, name) for name in COUNTS), _kind_of_unit())


def _kind_of_unit() -> Label[Any]:
    """Looked up for each row; joined, PostgreSQL reads all units there are to find the few that are wanted."""
    named = select(Unit.kind).where(Unit.id == Participation.unit_id)
    return named.correlate(Participation).scalar_subquery().label("unit_kind")
