"""What of the plan nobody does any more: to be assigned anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.units import Unit
from bot.model.visits import VisitAssignment, WorkingGroup
from bot.services.visit_people import names_of
from bot.services.working_groups import groups_of
from bot.words.times import day_of

OFFICE_ENDED = "office_ended"
"""By whom an assignment was ended whose person holds no office any more."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell to which nobody goes in the place of whoever went."""

    cell: Unit
    first: date
    last: date
    was: str
    """Who went so far, as `names_of` says."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Of one unit."""

    cells: Sequence[Gap]
    leaderless: Sequence[WorkingGroup]
    """Groups that are without a leader, or without anybody."""

    @property
    def count(self) -> int:
        return len(self.cells) + len(self.leaderless)


async def gaps_of(db: AsyncSession, unit: Unit, now: datetime) -> Gaps:
    """In the order of the days; what was assigned anew since is none."""
    today, anew = day_of(now), aliased(VisitAssignment)
    is_done = select(anew.id).where(
        anew.unit_id == VisitAssignment.unit_id,
        anew.cell_id == VisitAssignment.cell_id,
        anew.id > VisitAssignment.id,
        anew.ended_at.is_(None),
        anew.from_on <= VisitAssignment.until_on,
        anew.until_on >= VisitAssignment.from_on,
    )
    found = await db.execute(
        select(VisitAssignment, Unit)
        .join(Unit, Unit.id == VisitAssignment.cell_id)
        .where(
            VisitAssignment.unit_id == unit.id,
            VisitAssignment.ended_by == OFFICE_ENDED,
            VisitAssignment.until_on >= today,
            Unit.closed_on.is_(None),
            ~is_done.exists(),
        )
        .order_by(VisitAssignment.from_on, Unit.sort_key, VisitAssignment.id)
    )
    rows = found.all()
    names = await names_of(db, [row for row, _ in rows])
    cells = [Gap(cell, row.from_on, row.until_on, names[row.id]) for row, cell in rows]
    groups = await groups_of(db, [unit.id], today)
    return Gaps(cells, [one.group for one in groups if one.leader is None])
