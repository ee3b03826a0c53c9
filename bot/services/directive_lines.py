"""The line by which a document came down to a unit: what each committee above added, and which day holds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit
from bot.model.units import Unit


@dataclass(frozen=True, slots=True)
class Line:
    """What holds at one unit."""

    due_on: date | None
    """The nearest day that a committee above set, else the document's own."""
    notes: Sequence[tuple[str, str]]
    """Committee and what it adds, the highest first."""


class Lines:
    """The lines of some directives, read in one query: few committees add anything."""

    def __init__(self, above: Mapping[tuple[int, int], tuple[DirectiveUnit, str]]) -> None:
        self._above = above

    def at(self, directive: Directive, unit_id: int) -> Line:
        """What holds for whoever is told at this unit."""
        rows = self._up(directive.id, unit_id)
        due_on = next((row.due_on for row, _ in rows if row.due_on), directive.due_on)
        notes = [(name, row.note) for row, name in reversed(rows) if row.note]
        return Line(due_on, notes)

    def _up(self, directive_id: int, unit_id: int) -> list[tuple[DirectiveUnit, str]]:
        """The committees above it, the nearest first."""
        found = []
        own = self._above.get((directive_id, unit_id))
        above = own[0].from_unit_id if own else None
        while above is not None and (row := self._above.get((directive_id, above))) is not None:
            found.append(row)
            above = row[0].from_unit_id
        return found


async def lines_of(db: AsyncSession, pairs: Collection[tuple[int, int]]) -> Lines:
    """For these pairs of directive and unit; the committees above come with them."""
    units: defaultdict[int, set[int]] = defaultdict(set)
    for directive_id, unit_id in pairs:
        units[directive_id].add(unit_id)
    if not units:
        return Lines({})
    theirs = select(DirectiveUnit.id).where(DirectiveUnit.directive_id.in_(units))
    here = theirs.where(DirectiveUnit.unit_id.in_({one for some in units.values() for one in some}))
    wanted = theirs.where(DirectiveUnit.passed_by.is_not(None)).union(here)  # each by its index, where OR has none
    found = await db.execute(
        select(DirectiveUnit, Unit.name)
        .join(Unit, Unit.id == DirectiveUnit.unit_id)
        .where(DirectiveUnit.id.in_(wanted))
    )
    return Lines({(row.directive_id, row.unit_id): (row, name) for row, name in found})


async def due_at(db: AsyncSession, directive: Directive, unit_ids: Collection[int]) -> dict[int, date | None]:
    """By unit, the day until which it is due there; a committee that passes it on has the day of those above it."""
    lines = await lines_of(db, [(directive.id, unit_id) for unit_id in unit_ids])
    return {unit_id: lines.at(directive, unit_id).due_on for unit_id in unit_ids}
