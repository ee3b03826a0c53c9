"""Who may read of which documents, and how each stands: members their own, offices what their units pass down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveUnit, Receipt
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.services.below import at_or_below, is_above_all
from bot.services.directive_people import still_here
from bot.services.directives import about
from bot.services.notices import OPEN
from bot.services.permissions import Right, offices_of, rights_at

MOST_LISTED = 200
"""The newest; older ones are found by their number."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of a unit, and how far it has come at it and below."""

    directive: Directive
    done: int
    """Studied where it must be studied, else acknowledged."""
    expected: int
    waits_here: bool
    """This very unit still has to pass it on."""


async def of_unit(db: AsyncSession, unit: Unit) -> list[Listed]:
    """What a unit passed down, or what arrived at it or below, the newest first; the counts of it and all below."""
    newest = select(Directive).where(await concerns(db, unit)).order_by(Directive.id.desc()).limit(MOST_LISTED)
    found = await db.scalars(newest)
    directives = found.all()
    ids = [one.id for one in directives]
    sums = {
        directive_id: (int(known), int(studied), int(expected))
        for directive_id, known, studied, expected in await db.execute(
            select(
                DirectiveUnit.directive_id,
                func.sum(DirectiveUnit.acknowledged),
                func.sum(DirectiveUnit.studied),
                func.sum(DirectiveUnit.expected),
            )
            .join(Unit, Unit.id == DirectiveUnit.unit_id)
            .where(DirectiveUnit.directive_id.in_(ids), Unit.path.startswith(unit.path))
            .group_by(DirectiveUnit.directive_id)
        )
    }
    waiting = set(
        await db.scalars(
            select(DirectiveUnit.directive_id).where(
                DirectiveUnit.directive_id.in_(ids), DirectiveUnit.unit_id == unit.id, DirectiveUnit.passed_at.is_(None)
            )
        )
    )
    return [_listed(one, sums.get(one.id, (0, 0, 0)), waits=one.id in waiting) for one in directives]


def _listed(directive: Directive, sums: tuple[int, int, int], *, waits: bool) -> Listed:
    known, studied, expected = sums
    return Listed(directive, studied if directive.must_study else known, expected, waits)


async def concerns(db: AsyncSession, unit: Unit) -> ColumnElement[bool]:
    """It was passed down from this unit or from below it, or has arrived at it or below it."""
    if await is_above_all(db, unit):
        return true()
    here = select(Unit.id).where(Unit.path.startswith(unit.path))
    arrived = select(DirectiveUnit.directive_id).where(await at_or_below(db, DirectiveUnit.unit_id, unit))
    return or_(Directive.unit_id.in_(here), Directive.id.in_(arrived))


async def does_concern(db: AsyncSession, directive_id: int, unit: Unit) -> bool:
    """Whether there is such a document and it concerns this unit."""
    found = await db.scalar(select(Directive.id).where(Directive.id == directive_id, await concerns(db, unit)))
    return found is not None


async def of_members(db: AsyncSession, member_ids: Sequence[int], on: date) -> list[tuple[Directive, Receipt]]:
    """What was sent to these people, what they have not taken note of first, then the newest; nothing withdrawn."""
    found = await db.execute(
        select(Directive, Receipt)
        .join(Receipt, Receipt.directive_id == Directive.id)
        .where(Receipt.member_id.in_(await still_here(db, member_ids, on)), Directive.cancelled_at.is_(None))
        .order_by(Receipt.acknowledged_at.is_not(None), Directive.id.desc(), Receipt.member_id)
        .limit(MOST_LISTED)
    )
    return [(directive, receipt) for directive, receipt in found]


async def receipts_of(db: AsyncSession, directive: Directive, member_ids: Sequence[int], on: date) -> Sequence[Receipt]:
    """Of these people, those to whom it was sent and who have not left."""
    found = await db.scalars(
        select(Receipt)
        .where(Receipt.directive_id == directive.id, Receipt.member_id.in_(await still_here(db, member_ids, on)))
        .order_by(Receipt.member_id)
    )
    return found.all()


async def seen_from(db: AsyncSession, directive: Directive, member_id: int, on: date) -> list[Unit]:
    """The units at which an office of this person lets them follow this document, the highest first."""
    units = [
        unit for role, unit in await offices_of(db, member_id, on) if Right.DIRECT in rights_at(role.office, unit.kind)
    ]
    seen = [unit for unit in {unit.id: unit for unit in units}.values() if await does_concern(db, directive.id, unit)]
    return sorted(seen, key=lambda unit: (unit.path.count("/"), unit.sort_key))


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the messages have come at a unit and below it."""

    people: int
    sent: int
    waiting: int
    failed: int
    not_passed: int
    """Committees that still have to pass it on."""


async def standing(db: AsyncSession, directive: Directive, unit: Unit) -> Standing:
    """Everybody counts once: as told when any message has reached them, else as waiting, else as not reached,
    but for whoever has taken note without one.
    """
    here = select(Unit.id).where(Unit.path.startswith(unit.path))
    people, not_passed = (
        await db.execute(
            select(func.sum(DirectiveUnit.expected), func.count().filter(DirectiveUnit.passed_at.is_(None))).where(
                DirectiveUnit.directive_id == directive.id, DirectiveUnit.unit_id.in_(here)
            )
        )
    ).one()
    asked = select(Receipt.member_id).where(Receipt.directive_id == directive.id)  # whoever has left is no more
    arrived = *_arrived(directive), Notice.unit_id.in_(here), Notice.member_id.in_(asked)
    told = await _count(db, *arrived, Notice.state == NoticeState.SENT)
    waits = await _count(db, *arrived, Notice.state.in_(OPEN))
    return Standing(int(people or 0), told, waits, await _not_reached(db, directive, unit), int(not_passed or 0))


def _arrived(directive: Directive) -> tuple[ColumnElement[bool], ...]:
    return Notice.about == about(directive), Notice.revision == 1


async def _not_reached(db: AsyncSession, directive: Directive, unit: Unit) -> int:
    reached = select(Notice.member_id).where(
        *_arrived(directive), Notice.member_id.is_not(None), Notice.state.in_((NoticeState.SENT, *OPEN))
    )
    return (
        await db.scalar(
            select(func.count(Receipt.id)).where(
                Receipt.directive_id == directive.id,
                Receipt.acknowledged_at.is_(None),
                Receipt.unit_id.in_(select(Unit.id).where(Unit.path.startswith(unit.path))),
                Receipt.member_id.not_in(reached),
            )
        )
        or 0
    )


async def _count(db: AsyncSession, *which: ColumnElement[bool]) -> int:
    return await db.scalar(select(func.count(Notice.member_id.distinct())).where(*which)) or 0


async def waiting_at(db: AsyncSession, directive_id: int, unit_id: int) -> bool:
    """Whether this unit still has to pass it on."""
    row = select(DirectiveUnit.id).where(
        DirectiveUnit.directive_id == directive_id, DirectiveUnit.unit_id == unit_id, DirectiveUnit.passed_at.is_(None)
    )
    return await db.scalar(row) is not None


async def has_any(db: AsyncSession, member_ids: Sequence[int]) -> bool:
    """Whether anything was ever sent to one of these people."""
    return await db.scalar(select(Receipt.id).where(Receipt.member_id.in_(member_ids)).limit(1)) is not None
