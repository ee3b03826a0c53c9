"""How many opinions came from below a unit, about what, and what became of them: numbers alone, no words, no names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Result, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Membership
from bot.model.opinions import WAITING, Opinion, OpinionKind, OpinionState
from bot.model.units import CELLS, Unit
from bot.services.below import at_or_below
from bot.services.people import holds
from bot.services.permissions import RIGHTS, Reach, Right, may, offices_of
from bot.services.tree import child_towards
from bot.words.times import at_local, day_of

FEWEST = 5
"""In a cell of fewer people a count could name one of them (rule 41)."""
TWO = 2
COLUMNS = ("waiting", "passed", "answered", "kept")
OF_STATE = {
    **dict.fromkeys(WAITING, "waiting"),
    OpinionState.PASSED: "passed",
    OpinionState.ANSWERED: "answered",
    OpinionState.KEPT: "kept",
}
"""Waiting at the cell, passed up and waiting there, answered, taken note of; what was taken back is not counted."""


@dataclass(frozen=True, slots=True)
class Row:
    """A unit right below, with all below it; `unit` None: small cells together. `states` by `COLUMNS`."""

    unit: Unit | None
    cells: int
    """How many small cells stand together."""
    kinds: Counter[OpinionKind] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.states.total()


@dataclass(frozen=True, slots=True)
class Counted:
    """What members said in a span of days below a unit."""

    own: Row
    below: Sequence[Row]
    is_hidden: bool = False
    """Too few people stand behind the numbers: none are told."""


async def sees_counts(db: AsyncSession, member_id: int, unit: Unit, now: datetime) -> bool:
    """Who follows the unit from above, or leads the committee itself; of a cell also who hears its opinions.

    Others of a cell would see in its numbers who has spoken.
    """
    today = day_of(now)
    if not unit.is_cell:
        return await may(db, member_id, Right.SEE_COUNTS, unit, today)
    if await may(db, member_id, Right.HEAR_OPINIONS, unit, today):
        return True
    held = await offices_of(db, member_id, today)
    from_above = [role.office for role, at in held if at.id != unit.id and unit.path.startswith(at.path)]
    return any(RIGHTS[one][0] is Reach.BELOW and Right.SEE_COUNTS in RIGHTS[one][1] for one in from_above)


async def counts_below(db: AsyncSession, unit: Unit, first: date, last: date, now: datetime) -> Counted:
    """Sum over sum by the tree of today, of what came from the first through the last day."""
    begins, ends = at_local(first, time()), at_local(last + timedelta(days=1), time())
    found: Result[*tuple[Any, ...]] = await db.execute(
        select(child_towards(db, unit).label("child"), Opinion.kind, Opinion.state, func.count())
        .join(Unit, Unit.id == Opinion.unit_id)
        .where(
            Unit.path.startswith(unit.path),
            Opinion.from_unit_id.is_(None),
            Opinion.state != OpinionState.TAKEN_BACK,
            Opinion.arrived_at >= begins,
            Opinion.arrived_at < ends,
        )
        .group_by("child", Opinion.kind, Opinion.state)
    )
    by_child: defaultdict[int, Row] = defaultdict(lambda: Row(None, 0))
    for child, kind, state, count in found:
        row = by_child[int(child or unit.id)]
        row.kinds[kind] += count
        row.states[OF_STATE[state]] += count
    return await _without_small(db, unit, by_child, now)


async def _without_small(db: AsyncSession, unit: Unit, by_child: dict[int, Row], now: datetime) -> Counted:
    """Small cells stand together, so that the sum stays true and nobody finds one by subtracting; a single one takes
    the next larger unit with it. Where there is none, no numbers are told."""
    units = {one.id: one for one in await db.scalars(select(Unit).where(Unit.id.in_(by_child)))}
    rows = [Row(units[unit_id], 0, row.kinds, row.states) for unit_id, row in by_child.items()]
    own = _together(unit, rows)
    people = await _people(db, [one.id for one in units.values() if one.kind in CELLS], now)
    sizes = {unit_id: people.get(unit_id, 0) if one.kind in CELLS else LARGE for unit_id, one in units.items()}
    rows.sort(key=lambda row: (sizes[_of(row).id], _of(row).sort_key, _of(row).id))
    small = [row for row in rows if sizes[_of(row).id] < FEWEST]
    while small and len(small) < len(rows) and (len(small) < TWO or sum(sizes[_of(one).id] for one in small) < FEWEST):
        small.append(rows[len(small)])
    if small and sum(sizes[_of(one).id] for one in small) < FEWEST:
        return Counted(Row(unit, 0), (), is_hidden=True)
    large = sorted(rows[len(small) :], key=lambda row: (_of(row).sort_key, _of(row).id))
    return Counted(own, (*large, *([_together(None, small)] if small else [])))


LARGE = 10**9


def _of(row: Row) -> Unit:
    assert row.unit is not None  # noqa: S101 - only what is put together has none
    return row.unit


def _together(unit: Unit | None, rows: Iterable[Row]) -> Row:
    some = list(rows)
    kinds: Counter[OpinionKind] = sum((row.kinds for row in some), Counter())
    states: Counter[str] = sum((row.states for row in some), Counter())
    return Row(unit, 0 if unit else len(some), kinds, states)


async def _people(db: AsyncSession, cell_ids: Sequence[int], now: datetime) -> dict[int, int]:
    found = await db.execute(
        select(Membership.unit_id, func.count())
        .where(Membership.unit_id.in_(cell_ids), holds(day_of(now)))
        .group_by(Membership.unit_id)
    )
    return dict(found.all())


@dataclass(frozen=True, slots=True)
class Late:
    """One that is past its day, by number: whose and what it is stays where it lies."""

    opinion_id: int
    unit: Unit
    kind: OpinionKind
    due_on: date


async def late_below(db: AsyncSession, unit: Unit, now: datetime) -> list[Late]:
    """What its unit or one below has not dealt with in time, the longest waiting first."""
    found = await db.execute(
        select(Opinion.id, Unit, Opinion.kind, Opinion.due_on)
        .join(Unit, Unit.id == Opinion.unit_id)
        .where(*await _are_late(db, unit, now))
        .order_by(Opinion.due_on, Opinion.id)
    )
    return [Late(*row) for row in found]


async def count_late(db: AsyncSession, unit: Unit, now: datetime) -> int:
    """How many that are."""
    counted = select(func.count()).select_from(Opinion)
    return await db.scalar(counted.where(*await _are_late(db, unit, now))) or 0


async def _are_late(db: AsyncSession, unit: Unit, now: datetime) -> tuple[ColumnElement[bool], ...]:
    was_asked_long_ago = (Opinion.state == OpinionState.ASKED) & (Opinion.reminders > 0)
    is_waiting = or_(Opinion.state == OpinionState.HELD, was_asked_long_ago)
    return await at_or_below(db, Opinion.unit_id, unit), is_waiting, Opinion.due_on < day_of(now)
