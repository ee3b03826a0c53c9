"""Who is assigned to which cells: looked through first, then written, and told where a meeting is called already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAssignment, VisitPerson, WorkingGroup
from bot.refusals import AssignmentPast, NoCellsToVisit, NoteTooLong
from bot.services.addressees import demand_below
from bot.services.audit import note as write_down
from bot.services.meetings import guard
from bot.services.people import cells_of
from bot.services.visit_people import demand_theirs, people_on
from bot.services.visit_wording import TOO_NEAR
from bot.services.visits import VISITED, change_now, follow_meeting
from bot.words.times import at_local, day_of

LONGEST_NOTE = 300
FARTHEST = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who is to go where, and when; make the plan of it with `plan_assignments`."""

    visitor: WorkingGroup | Member
    cells: Sequence[Unit]
    first: date
    last: date
    meeting: Meeting | None = None
    """This one meeting alone."""
    is_announced: bool = True
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """A meeting that is called already."""

    meeting: Meeting
    cell: Unit


@dataclass(frozen=True)
class AssignmentPlan:
    """What assigning would do; nothing is written."""

    unit: Unit
    wanted: Wanted
    new: Sequence[Unit]
    known: Sequence[Unit]
    """They go there already on some of these days."""
    called: Sequence[Called]
    """Meetings that are called already, of which they hear at once."""
    clashes: Sequence[tuple[Called, Called]] = field(default=())
    """Two meetings at the same hour."""


async def plan_assignments(db: AsyncSession, unit: Unit, wanted: Wanted, now: datetime) -> AssignmentPlan:
    """Raises NoSuchUnitsBelow, NotOfThisTree, NoCellsToVisit, AssignmentPast, NoteTooLong, SecrecyMarked or
    DoubtfulWords.
    """
    demand_below(unit, list(wanted.cells))
    own = None
    if isinstance(wanted.visitor, Member):
        await demand_theirs(db, [wanted.visitor], unit, day_of(now))
        own = (await cells_of(db, [wanted.visitor.id], day_of(now))).get(wanted.visitor.id)
    open_ones = [one for one in wanted.cells if one.is_cell and one.closed_on is None and one.id != own]
    cells = list({one.id: one for one in open_ones}.values())
    if not cells:
        raise NoCellsToVisit
    if not wanted.first <= wanted.last or wanted.last < day_of(now) or wanted.last > day_of(now) + FARTHEST:
        raise AssignmentPast
    check_note(wanted.note)
    taken = await _taken(db, unit, wanted, [one.id for one in cells])
    called = await _called(db, wanted, [one for one in cells if one.id not in taken], now)
    elsewhere = await _elsewhere(db, unit, wanted, now)
    return AssignmentPlan(
        unit,
        wanted,
        [one for one in cells if one.id not in taken],
        [one for one in cells if one.id in taken],
        called,
        _clashes(called, elsewhere),
    )


def check_note(note: str | None, *, harmless: bool = True) -> None:
    """Harmless: whoever typed it was asked before; a mark is refused all the same."""
    guard((note or "",), harmless=harmless)
    if len(note or "") > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE)


def of_visitor(visitor: WorkingGroup | Member) -> ColumnElement[bool]:
    """The assignments of a group, or of one person."""
    if isinstance(visitor, WorkingGroup):
        return VisitAssignment.group_id == visitor.id
    return VisitAssignment.member_id == visitor.id


async def _taken(db: AsyncSession, unit: Unit, wanted: Wanted, cell_ids: Sequence[int]) -> set[int]:
    """Where they go already on one of these days: nobody is assigned twice, nor told twice.

    What units above or beside have planned may be unannounced: nobody here learns of it.
    """
    found = await db.scalars(
        select(VisitAssignment.cell_id).where(
            of_visitor(wanted.visitor),
            VisitAssignment.unit_id.in_(_below(unit)),
            VisitAssignment.cell_id.in_(cell_ids),
            VisitAssignment.ended_at.is_(None),
            VisitAssignment.from_on <= wanted.last,
            VisitAssignment.until_on >= wanted.first,
        )
    )
    return set(found)


async def _called(
    db: AsyncSession, wanted: Wanted, cells: Sequence[Unit], now: datetime, *, lock: bool = False
) -> list[Called]:
    by_id = {one.id: one for one in cells}
    in_time = (
        Meeting.starts_at >= at_local(wanted.first, time()),
        Meeting.starts_at < at_local(wanted.last + timedelta(days=1), time()),
        Meeting.kind.in_(VISITED),
    )
    meant = (Meeting.id == wanted.meeting.id,) if wanted.meeting else in_time
    called = (
        select(Meeting)
        .where(Meeting.cell_id.in_(by_id), Meeting.state == MeetingState.CALLED, Meeting.starts_at > now, *meant)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    if lock:
        called = called.with_for_update().execution_options(populate_existing=True)
    found = (await db.scalars(called)).all()
    return [Called(one, by_id[one.cell_id]) for one in found]


def _below(unit: Unit) -> Select[int]:
    return select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))


async def _elsewhere(db: AsyncSession, unit: Unit, wanted: Wanted, now: datetime) -> list[Called]:
    """The other meetings to come to which they, or one of the group, are sent from here."""
    sent = (
        select(Visit.meeting_id)
        .join(VisitPerson, VisitPerson.visit_id == Visit.id)
        .join(VisitAssignment, VisitAssignment.id == Visit.assignment_id)
        .where(VisitPerson.member_id.in_(await _people(db, wanted)), Visit.ended_at.is_(None))
        .where(VisitAssignment.unit_id.in_(_below(unit)))
    )
    found = await db.execute(
        select(Meeting, Unit)
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(Meeting.id.in_(sent), Meeting.state == MeetingState.CALLED, Meeting.starts_at > now)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [Called(meeting, cell) for meeting, cell in found]


async def _people(db: AsyncSession, wanted: Wanted) -> list[int]:
    if isinstance(wanted.visitor, Member):
        return [wanted.visitor.id]
    group = wanted.visitor.id
    return [one.member.id for one in (await people_on(db, [group], wanted.last))[group]]


def _clashes(called: Sequence[Called], elsewhere: Sequence[Called]) -> list[tuple[Called, Called]]:
    own = {one.meeting.id for one in called}
    others = [one for one in elsewhere if one.meeting.id not in own]
    every = [*called, *others]
    return [
        (one, other)
        for place, one in enumerate(called)
        for other in every[place + 1 :]
        if abs(one.meeting.starts_at - other.meeting.starts_at) < TOO_NEAR
    ]


async def assign(db: AsyncSession, plan: AssignmentPlan, by: str, now: datetime) -> list[VisitAssignment]:
    """Write it down; whoever is sent to a meeting that is called already hears of it. Two at once do it once."""
    wanted = plan.wanted
    await lock_units(db, [plan.unit.id, *(one.id for one in plan.new)])
    taken = await _taken(db, plan.unit, wanted, [one.id for one in plan.new])
    rows = [_row(plan.unit, wanted, cell, by, now) for cell in plan.new if cell.id not in taken]
    db.add_all(rows)
    await db.flush()
    if rows:
        facts = {"cells": len(rows), "announced": wanted.is_announced, "until": wanted.last.isoformat()}
        write_down(db, by, "visits_assigned", f"unit:{plan.unit.id}", now, **facts)
    for one in await _called(db, wanted, [cell for cell in plan.new if cell.id not in taken], now, lock=True):
        await follow_meeting(db, one.meeting, await change_now(db, one.meeting, now), now)
    return rows


async def lock_units(db: AsyncSession, unit_ids: Sequence[int]) -> None:
    """Whoever calls a meeting of one of them meanwhile waits, and then finds who is sent there."""
    await db.execute(select(Unit.id).where(Unit.id.in_(unit_ids)).order_by(Unit.id).with_for_update())


def _row(unit: Unit, wanted: Wanted, cell: Unit, by: str, now: datetime) -> VisitAssignment:
    visitor = wanted.visitor
    return VisitAssignment(
        unit_id=unit.id,
        group_id=visitor.id if isinstance(visitor, WorkingGroup) else None,
        member_id=visitor.id if isinstance(visitor, Member) else None,
        cell_id=cell.id,
        meeting_id=wanted.meeting.id if wanted.meeting else None,
        from_on=wanted.first,
        until_on=wanted.last,
        is_announced=wanted.is_announced,
        note=wanted.note,
        by=by,
        made_at=now,
    )
