"""Committees that can pass nothing on any more, closed or left by everybody: whoever is above does it for them."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit
from bot.model.units import Unit
from bot.services.permissions import Right, holders_at


async def stuck_among(db: AsyncSession, units: Sequence[Unit], on: date) -> list[Unit]:
    """Those of them that cannot pass anything on, on a day."""
    holders = await holders_at(db, [one.id for one in units], Right.DIRECT, on) if units else {}
    return [one for one in units if is_closed(one, on) or not holders[one.id]]


def is_closed(unit: Unit, on: date) -> bool:
    return unit.closed_on is not None and unit.closed_on <= on


async def stuck_below(db: AsyncSession, directive: Directive, unit: Unit, on: date) -> list[Unit]:
    """A unit and those below it at which the document has to be passed on and nobody can; by name."""
    found = await db.scalars(
        select(Unit)
        .join(DirectiveUnit, DirectiveUnit.unit_id == Unit.id)
        .where(
            DirectiveUnit.directive_id == directive.id,
            DirectiveUnit.passed_at.is_(None),
            Unit.path.startswith(unit.path),
        )
        .order_by(Unit.sort_key, Unit.id)
    )
    return await stuck_among(db, found.all(), on) if directive.cancelled_at is None else []


async def line_above(db: AsyncSession, directive: Directive, unit_id: int) -> list[Unit]:
    """The units through which the document came down to this one, the nearest first."""
    ids: list[int] = []
    above = await _passed_by(db, directive, unit_id)
    while above is not None:
        ids.append(above)
        above = await _passed_by(db, directive, above)
    units = {one.id: one for one in await db.scalars(select(Unit).where(Unit.id.in_([*ids, directive.unit_id])))}
    return [units[one] for one in dict.fromkeys([*ids, directive.unit_id])]


async def _passed_by(db: AsyncSession, directive: Directive, unit_id: int) -> int | None:
    here = DirectiveUnit.directive_id == directive.id, DirectiveUnit.unit_id == unit_id
    return await db.scalar(select(DirectiveUnit.from_unit_id).where(*here))


async def helpers(
    db: AsyncSession, directive: Directive, unit_ids: Sequence[int], on: date
) -> Mapping[int, Sequence[int]]:
    """For each of these units, who may pass it on in its place: at the nearest unit above where anybody may."""
    found: dict[int, Sequence[int]] = {}
    for unit_id in unit_ids:
        line = await line_above(db, directive, unit_id)
        holders = await holders_at(db, [one.id for one in line], Right.DIRECT, on)
        found[unit_id] = next((holders[one.id] for one in line if holders[one.id]), [])
    return found
