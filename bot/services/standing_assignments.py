"""The assignments that stand: listed, found, ended; and the cells that there are to visit."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import CELLS, Unit
from bot.model.visits import Visit, VisitAssignment, WorkingGroup
from bot.refusals import NoSuchAssignment
from bot.services.assignments import lock_units, of_visitor
from bot.services.audit import note as write_down
from bot.services.visits import change_now, follow_meeting
from bot.services.working_groups import leave_all_groups
from bot.words.times import day_of


async def assignment_at(db: AsyncSession, assignment_id: int) -> VisitAssignment:
    """Raises NoSuchAssignment, also for one that was ended."""
    found = await db.get(VisitAssignment, assignment_id, with_for_update=True, populate_existing=True)
    if found is None or found.ended_at is not None:
        raise NoSuchAssignment
    return found


async def end_assignment(db: AsyncSession, assignment: VisitAssignment, by: str, now: datetime) -> None:
    """They need not go; whoever was told of a meeting hears that it is off. What was visited stays."""
    await lock_units(db, [assignment.cell_id])
    assignment.ended_at, assignment.ended_by = now, by
    await db.flush()
    to_come = (
        select(Meeting)
        .join(Visit, Visit.meeting_id == Meeting.id)
        .where(
            Visit.assignment_id == assignment.id,
            Visit.ended_at.is_(None),
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at > now,
        )
    )
    for meeting in (await db.scalars(to_come)).all():
        await follow_meeting(db, meeting, await change_now(db, meeting, now), now)
    write_down(db, by, "visit_assignment_ended", f"visit_assignment:{assignment.id}", now)


async def end_group(db: AsyncSession, group: WorkingGroup, by: str, now: datetime) -> int:
    """The group is no more, and is sent nowhere; returns how many assignments ended with it."""
    open_ones = select(VisitAssignment).where(
        VisitAssignment.group_id == group.id,
        VisitAssignment.ended_at.is_(None),
        VisitAssignment.until_on >= day_of(now),
    )
    found = (await db.scalars(open_ones)).all()
    for one in found:
        await end_assignment(db, one, by, now)
    group.until_on = day_of(now) - timedelta(days=1)
    write_down(db, by, "working_group_ended", f"working_group:{group.id}", now, assignments=len(found))
    await db.flush()
    return len(found)


async def send_nowhere(db: AsyncSession, member_id: int, by: str, now: datetime) -> None:
    """Of somebody whose data are taken away: neither alone nor with a group."""
    own = select(VisitAssignment).where(
        VisitAssignment.member_id == member_id,
        VisitAssignment.ended_at.is_(None),
        VisitAssignment.until_on >= day_of(now),
    )
    for one in (await db.scalars(own)).all():
        await end_assignment(db, one, by, now)
    await leave_all_groups(db, member_id, now)


async def assignments_of(
    db: AsyncSession, unit: Unit, visitor: WorkingGroup | Member | None, on: date
) -> list[tuple[VisitAssignment, Unit]]:
    """Those of a unit that are not over, of one visitor or of all, in the order of their days."""
    which = of_visitor(visitor) if visitor is not None else VisitAssignment.unit_id == unit.id
    found = await db.execute(
        select(VisitAssignment, Unit)
        .join(Unit, Unit.id == VisitAssignment.cell_id)
        .where(
            which,
            VisitAssignment.unit_id == unit.id,
            VisitAssignment.ended_at.is_(None),
            VisitAssignment.until_on >= on,
        )
        .order_by(VisitAssignment.from_on, Unit.sort_key, VisitAssignment.id)
    )
    return [(row, cell) for row, cell in found]


async def cells_below(db: AsyncSession, units: Sequence[Unit]) -> list[Unit]:
    """The open cells at or below these units, by name."""
    if not units:
        return []
    found = await db.scalars(
        select(Unit)
        .where(
            or_(*(Unit.path.startswith(one.path, autoescape=True) for one in units)),
            Unit.kind.in_(CELLS),
            Unit.closed_on.is_(None),
        )
        .order_by(Unit.sort_key, Unit.id)
    )
    return list(found)
