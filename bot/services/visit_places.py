"""Visits to cells that stand elsewhere since the meeting was called, or are closed: followed by the clock."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.messages import Choice, Reply
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAssignment
from bot.services.permissions import Right, holders
from bot.services.standing_assignments import end_assignment
from bot.services.visit_telling import pass_word
from bot.words import visit_letters as letters
from bot.words import visits as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name

AT_ONCE = 50
CLOSED = "cell_closed"
"""By whom an assignment to a closed cell was ended."""


async def follow_cells(db: AsyncSession, now: datetime) -> int:
    """Some of the visits to come whose cell stands elsewhere, and some assignments to closed cells; 0: none is left."""
    return await _hand_over(db, now) + await _end_at_closed(db, now)


async def _hand_over(db: AsyncSession, now: datetime) -> int:
    """Who is sent goes all the same; what comes of it goes to the committee above the cell."""
    cell, unit = aliased(Unit), aliased(Unit)
    found = await db.execute(
        select(Visit, cell.parent_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(cell, cell.id == Visit.cell_id)
        .join(unit, unit.id == Visit.unit_id)
        .where(
            Visit.ended_at.is_(None),
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at > now,
            cell.closed_on.is_(None),
            cell.parent_id.is_not(None),
            ~cell.path.startswith(unit.path),
        )
        .order_by(Visit.id)
        .limit(AT_ONCE)
        .with_for_update(of=Visit, skip_locked=True)
    )
    rows = found.all()
    for visit, above in rows:
        visit.unit_id = above or visit.unit_id
    await db.flush()
    return len(rows)


async def _end_at_closed(db: AsyncSession, now: datetime) -> int:
    """Whoever was told need not go, and whoever planned it hears of it."""
    found = await db.execute(
        select(VisitAssignment, Unit)
        .join(Unit, Unit.id == VisitAssignment.cell_id)
        .where(
            VisitAssignment.ended_at.is_(None),
            VisitAssignment.until_on >= day_of(now),
            Unit.closed_on <= day_of(now),
        )
        .order_by(VisitAssignment.id)
        .limit(AT_ONCE)
        .with_for_update(of=VisitAssignment, skip_locked=True)
    )
    closed: defaultdict[int, dict[int, Unit]] = defaultdict(dict)
    rows = found.all()
    for assignment, cell in rows:
        await end_assignment(db, assignment, CLOSED, now)
        closed[assignment.unit_id][cell.id] = cell
    for unit_id, cells in closed.items():
        await tell_planners(db, unit_id, letters.cells_closed([cell_name(one.name) for one in cells.values()]), now)
    return len(rows)


async def tell_planners(db: AsyncSession, unit_id: int, said: str, now: datetime) -> None:
    """One word to whoever plans the visits of a unit, with the way to the plan."""
    planners = await holders(db, await db.get_one(Unit, unit_id), Right.PLAN_VISITS, day_of(now))
    choice = Choice(words.GROUPS, f"visits_of:{unit_id}")
    await pass_word(db, f"visits_of:{unit_id}", planners, Reply(said, (choice,)), now)
