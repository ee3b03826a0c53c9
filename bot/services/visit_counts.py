"""Visits of some months, counted: by who went, by cell, and the cells to which nobody went."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import filled_up
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAssignment
from bot.services.standing_assignments import cells_below
from bot.services.visit_difficulties import open_count
from bot.services.visit_people import names_of
from bot.words.names import fold
from bot.words.times import at_local

Key = tuple[int | None, int | None]
"""The group, or the one person."""


@dataclass(frozen=True, slots=True)
class OfVisitor:
    """What one group or person was to do, and did."""

    name: str
    cells: int
    """To so many they were assigned."""
    held: int
    """So many meetings they should have attended so far."""
    visits: int


@dataclass(frozen=True, slots=True)
class OfCell:
    """How often somebody was at a cell: each meeting once, however many came."""

    cell: Unit
    visits: int
    unannounced: int


@dataclass(frozen=True, slots=True)
class VisitReport:
    """Of one unit and all below it, without what units above it have planned."""

    unit: Unit
    visitors: Sequence[OfVisitor]
    cells: Sequence[OfCell]
    """Every open cell, by name, and whichever was visited and is closed or elsewhere by now."""
    open_difficulties: int

    @property
    def visits(self) -> int:
        return sum(one.visits for one in self.visitors)

    @property
    def unannounced(self) -> int:
        return sum(one.unannounced for one in self.cells)

    @property
    def visited(self) -> list[OfCell]:
        return [one for one in self.cells if one.visits]

    @property
    def never(self) -> list[OfCell]:
        return [one for one in self.cells if not one.visits]


async def visit_report(db: AsyncSession, unit: Unit, first: date, last: date, now: datetime) -> VisitReport:
    """From the first through the last day; five queries however many cells."""
    assignments = await _assignments(db, unit, first, last)
    held = await _held(db, unit, first, last, now)
    every = {one.id: one for one in [*assignments, *(assignment for _, assignment in held)]}
    names = await names_of(db, list(every.values()))
    cells = await _of_then(db, await cells_below(db, [unit]), held)
    return VisitReport(unit, _visitors(assignments, held, names), _cells(cells, held), await open_count(db, unit))


Held = Sequence[tuple[Visit, VisitAssignment]]


async def _assignments(db: AsyncSession, unit: Unit, first: date, last: date) -> Sequence[VisitAssignment]:
    found = await db.scalars(
        select(VisitAssignment)
        .join(Unit, Unit.id == VisitAssignment.unit_id)
        .where(
            Unit.path.startswith(unit.path, autoescape=True),
            VisitAssignment.ended_at.is_(None),
            VisitAssignment.from_on <= last,
            VisitAssignment.until_on >= first,
        )
    )
    return found.all()


async def _held(db: AsyncSession, unit: Unit, first: date, last: date, now: datetime) -> Held:
    """The visits whose meetings have begun."""
    found = await db.execute(
        select(Visit, VisitAssignment)
        .join(VisitAssignment, VisitAssignment.id == Visit.assignment_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .join(Unit, Unit.id == Visit.unit_id)
        .where(
            Unit.path.startswith(unit.path, autoescape=True),
            Visit.ended_at.is_(None),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= at_local(first, time()),
            Meeting.starts_at < min(at_local(last + timedelta(days=1), time()), now),
        )
    )
    return [(visit, assignment) for visit, assignment in found]


async def _of_then(db: AsyncSession, cells: Sequence[Unit], held: Held) -> Sequence[Unit]:
    """With those that have gone since: a merger takes no visit out of the sums."""
    gone = {visit.cell_id for visit, _ in held if visit.came} - {one.id for one in cells}
    if not gone:
        return cells
    found = await db.scalars(select(Unit).where(Unit.id.in_(filled_up(gone))))
    return sorted([*cells, *found], key=lambda one: (one.sort_key, one.id))


def _key(one: VisitAssignment) -> Key:
    return one.group_id, one.member_id


def _visitors(assignments: Sequence[VisitAssignment], held: Held, names: dict[int, str]) -> list[OfVisitor]:
    cells: defaultdict[Key, set[int]] = defaultdict(set)
    called: dict[Key, str] = {}
    for one in [*assignments, *(assignment for _, assignment in held)]:
        cells[_key(one)].add(one.cell_id)
        called[_key(one)] = names[one.id]
    due = Counter(_key(assignment) for _, assignment in held)
    came = Counter(_key(assignment) for visit, assignment in held if visit.came)
    rows = [OfVisitor(called[key], len(cells[key]), due[key], came[key]) for key in cells]
    return sorted(rows, key=lambda one: _in_order(one.name))


def _in_order(name: str) -> tuple[str, int, str]:
    """`Tổ công tác số 2` before `số 10`."""
    words, _, number = fold(name).rpartition(" ")
    return (words, int(number), "") if number.isdecimal() else (fold(name), 0, name)


def _cells(cells: Sequence[Unit], held: Held) -> list[OfCell]:
    """A meeting that somebody attended unannounced counts as such, whoever else was there."""
    meetings: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    for visit, assignment in held:
        if visit.came:
            was = meetings[visit.cell_id].get(visit.meeting_id, False)
            meetings[visit.cell_id][visit.meeting_id] = was or not assignment.is_announced
    return [OfCell(one, len(meetings[one.id]), sum(meetings[one.id].values())) for one in cells]
