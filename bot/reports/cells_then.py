"""The cells below a unit as the tree stood in each month: what each owed, met and counted there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit
from bot.services.participation import COUNTS
from bot.services.rate import Counts


@dataclass(frozen=True, slots=True)
class CellThen:
    """One cell below one unit right below the one that is asked about (`child_id`: itself where nothing is between)."""

    cell: Unit
    child_id: int
    due: int
    met: int
    counts: Counts

    @property
    def size(self) -> int:
        """Expected at a meeting, in the mean."""
        return self.counts.expected // max(1, self.met)


async def cells_then(
    db: AsyncSession, unit: Unit, first: str, last: str, kind: MeetingKind = MeetingKind.REGULAR
) -> Sequence[CellThen]:
    """By name, however deep; a cell that moved stands under each unit for its months there. A cell: itself."""
    row = Participation
    months = (row.month >= first, row.month <= last, row.kind == kind)
    key = (row.unit_id, row.under_id, row.month)
    is_top = row.unit_id == unit.id if unit.is_cell else row.under_id == unit.id
    below = select(*key, row.unit_id.label("child_id")).where(is_top, *months).cte("below", recursive=True)
    is_under = and_(row.under_id == below.c.unit_id, row.month == below.c.month, row.kind == kind)
    below = below.union(select(*key, below.c.child_id).join(below, is_under))
    is_same = and_(
        row.unit_id == below.c.unit_id, row.under_id == below.c.under_id, row.month == below.c.month, row.kind == kind
    )
    found = await db.execute(
        select(Unit, below.c.child_id, *(func.sum(getattr(row, name)) for name in COUNTS))
        .join(below, below.c.unit_id == Unit.id)
        .join(row, is_same)
        .where(Unit.kind.in_(CELLS))
        .group_by(Unit.id, below.c.child_id)
        .order_by(Unit.sort_key, Unit.id, below.c.child_id)
    )
    return [_of(cell, child_id, [int(one) for one in sums]) for cell, child_id, *sums in found]


def _of(cell: Unit, child_id: int, sums: Sequence[int]) -> CellThen:
    due, met, *counts = sums
    return CellThen(cell, child_id, due, met, Counts(*counts))
