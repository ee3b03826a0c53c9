"""How many warnings stand below a unit, by kind: counts alone, for committees and the office."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Membership
from bot.model.units import Unit
from bot.model.warnings import Stage, UnitWarning
from bot.services.dates_coming import Ends
from bot.services.people import holds
from bot.services.person_lines import Line
from bot.words.times import at_local, day_of

OF_PERSONS = frozenset({*map(str, Line), *map(str, Ends)})
FEWEST = 5
"""In a cell of fewer people a count of persons could name one of them (rule 41)."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one unit right below (None: small cells together), how many warnings of one name."""

    unit: Unit | None
    name: str
    count: int


async def counts_below(db: AsyncSession, unit: Unit, since: date) -> dict[str, int]:
    """By name, of the unit and all below it, those given from that day on that still stand."""
    found = await db.execute(
        select(UnitWarning.name, func.count())
        .join(Unit, Unit.id == UnitWarning.unit_id)
        .where(*_stands(unit, since))
        .group_by(UnitWarning.name)
    )
    return dict(found.all())


async def counts_by_unit(db: AsyncSession, unit: Unit, since: date, now: datetime) -> list[Counted]:
    """The same for each unit right below, and for the unit itself where it is a cell; two queries and one for names."""
    found = await db.execute(
        select(Unit.id, Unit.path, UnitWarning.name, func.count())
        .join(Unit, Unit.id == UnitWarning.unit_id)
        .where(*_stands(unit, since))
        .group_by(Unit.id, Unit.path, UnitWarning.name)
    )
    children = {one.id: one for one in await db.scalars(select(Unit).where(Unit.parent_id == unit.id))}
    counted: Counter[tuple[int, str]] = Counter()
    rows = found.all()
    small = await _small(db, {row[0] for row in rows}, now)
    depth = len(unit.path.strip("/").split("/"))
    for unit_id, path, name, count in rows:
        upward = path.strip("/").split("/")
        child = int(upward[depth]) if len(upward) > depth else unit.id
        hidden = child == unit_id and child in small and name in OF_PERSONS
        counted[0 if hidden else child, name] += count
    known = children | {unit.id: unit}
    lines = [Counted(known.get(unit_id), name, count) for (unit_id, name), count in counted.items()]
    return sorted(lines, key=lambda one: (one.unit is None, one.unit.sort_key if one.unit else "", one.name))


def _stands(unit: Unit, since: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Unit.path.startswith(unit.path),
        UnitWarning.stage == Stage.SECRETARY,
        UnitWarning.at >= at_local(since, time()),
    )


async def _small(db: AsyncSession, unit_ids: set[int], now: datetime) -> set[int]:
    """Which of these have so few people."""
    found = await db.execute(
        select(Membership.unit_id, func.count())
        .where(Membership.unit_id.in_(unit_ids), holds(day_of(now)))
        .group_by(Membership.unit_id)
    )
    people = dict(found.all())
    return {one for one in unit_ids if people.get(one, 0) < FEWEST}
