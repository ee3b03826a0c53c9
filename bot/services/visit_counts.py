"""Visits of some months, counted: by who went, by cell, and the cells to which nobody went."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Result, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.lists import Among
from bot.model.meetings import Meeting, MeetingState
from bot.model.units import CELLS, Unit
from bot.model.visits import Visit, VisitAssignment
from bot.services.below import at_or_below
from bot.services.visit_difficulties import open_count
from bot.services.visit_people import Visitor, names_by_visitor
from bot.words.names import fold
from bot.words.times import at_local


@dataclass(frozen=True, slots=True)
class OfVisitor:
    """What one group or person was to do, and did."""

    name: str
    cells: int
    """To so many they were assigned."""
    held: int
    """So many meetings they should have attended so far."""
    visits: int


class Cell(NamedTuple):
    """Of a cell what stands in lists: there are thousands."""

    id: int
    code: str
    name: str
    sort_key: str
    parent_id: int | None
    path: str


class OfCell(NamedTuple):
    """How often somebody was at a cell: each meeting once, however many came."""

    cell: Cell
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
    """From the first through the last day; as many queries however many cells."""
    planned = await _planned(db, unit, first, last)
    held = await _held(db, unit, first, last, now)
    names = await names_by_visitor(db, {by for by, _ in [*planned, *(one.assigned for one in held)]})
    cells = await _cells_then(db, unit, {one.cell_id for one in held if one.came})
    return VisitReport(unit, _visitors(planned, held, names), _of_cells(cells, held), await open_count(db, unit))


Planned = tuple[Visitor, int]
"""Who is assigned, and to which cell."""


async def _planned(db: AsyncSession, unit: Unit, first: date, last: date) -> list[Planned]:
    found = await db.execute(
        select(VisitAssignment.group_id, VisitAssignment.member_id, VisitAssignment.cell_id).where(
            await at_or_below(db, VisitAssignment.unit_id, unit),
            VisitAssignment.ended_at.is_(None),
            VisitAssignment.from_on <= last,
            VisitAssignment.until_on >= first,
        )
    )
    return [((group_id, member_id), cell_id) for group_id, member_id, cell_id in found]


class Held(NamedTuple):
    """A visit whose meeting has begun, and what its assignment says."""

    assigned: Planned
    is_announced: bool
    cell_id: int
    meeting_id: int
    came: bool | None


async def _held(db: AsyncSession, unit: Unit, first: date, last: date, now: datetime) -> list[Held]:
    of = VisitAssignment
    found: Result[*tuple[Any, ...]] = await db.execute(
        select(of.group_id, of.member_id, of.cell_id, of.is_announced, Visit.cell_id, Visit.meeting_id, Visit.came)
        .join(of, of.id == Visit.assignment_id)
        .join(Meeting, Meeting.id == Visit.meeting_id)
        .where(
            await at_or_below(db, Visit.unit_id, unit),
            Visit.ended_at.is_(None),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= at_local(first, time()),
            Meeting.starts_at < min(at_local(last + timedelta(days=1), time()), now),
        )
    )
    return [Held(((row[0], row[1]), row[2]), *row[3:]) for row in found]


async def _cells_then(db: AsyncSession, unit: Unit, visited: Collection[int]) -> list[Cell]:
    """The open cells by name, with those visited that have gone since: a merger takes no visit out of the sums."""
    below = Unit.path.startswith(unit.path, autoescape=True)
    cells = await _cells(db, below & Unit.kind.in_(CELLS) & Unit.closed_on.is_(None))
    gone = set(visited) - {one.id for one in cells}
    if not gone:
        return cells
    return sorted([*cells, *await _cells(db, Among(Unit.id, gone))], key=lambda one: (one.sort_key, one.id))


async def _cells(db: AsyncSession, which: ColumnElement[bool]) -> list[Cell]:
    columns = Unit.id, Unit.code, Unit.name, Unit.sort_key, Unit.parent_id, Unit.path
    return [Cell(*row) for row in await db.execute(select(*columns).where(which).order_by(Unit.sort_key, Unit.id))]


def _visitors(planned: Sequence[Planned], held: Sequence[Held], names: Mapping[Visitor, str]) -> list[OfVisitor]:
    cells: defaultdict[Visitor, set[int]] = defaultdict(set)
    for by, cell_id in [*planned, *(one.assigned for one in held)]:
        cells[by].add(cell_id)
    due = Counter(one.assigned[0] for one in held)
    came = Counter(one.assigned[0] for one in held if one.came)
    rows = [OfVisitor(names[by], len(cells[by]), due[by], came[by]) for by in cells]
    return sorted(rows, key=lambda one: _in_order(one.name))


def _in_order(name: str) -> tuple[str, int, str]:
    """`Tổ công tác số 2` before `số 10`."""
    words, _, number = fold(name).rpartition(" ")
    return (words, int(number), "") if number.isdecimal() else (fold(name), 0, name)


def _of_cells(cells: Sequence[Cell], held: Sequence[Held]) -> list[OfCell]:
    """A meeting that somebody attended unannounced counts as such, whoever else was there."""
    meetings: defaultdict[int, dict[int, bool]] = defaultdict(dict)
    for one in held:
        if one.came:
            was = meetings[one.cell_id].get(one.meeting_id, False)
            meetings[one.cell_id][one.meeting_id] = was or not one.is_announced
    return [OfCell(one, len(meetings[one.id]), sum(meetings[one.id].values())) for one in cells]
