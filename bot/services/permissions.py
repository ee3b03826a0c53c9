"""Who may see and do what: `domain` section 5 as one table, asked by every handler, page and command.

Nobody's right reaches a unit beside or above the one that gave it. Members have none of these: they see themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.refusals import NotAllowed


class Right(StrEnum):
    """One thing that may be done at a unit."""

    SEE_COUNTS = "see_counts"
    SEE_NAMES = "see_names"
    SEE_REASONS = "see_reasons"
    NAMES_ON_NEED = "names_on_need"
    """Names for a stated case, written down."""
    CALL = "call"
    ROLL = "roll"
    DECIDE_LEAVE = "decide_leave"
    LINK = "link"
    """Codes, new phones, consents on paper."""
    MANAGE = "manage"
    """Rosters, roles, settings."""
    TEXT_RESIDENTS = "text_residents"
    """What concerns everybody in a village, to whoever registered there."""


class Reach(StrEnum):
    """How far from its unit a right goes."""

    UNIT = "unit"
    BELOW = "below"
    """The unit and everything below it."""


_CELL = frozenset({Right.SEE_COUNTS, Right.SEE_NAMES, Right.CALL, Right.ROLL})
_SECRETARY = _CELL | {Right.SEE_REASONS, Right.DECIDE_LEAVE, Right.LINK}
_COUNTS = frozenset({Right.SEE_COUNTS})
_CASES = _COUNTS | {Right.NAMES_ON_NEED}
_SPEAKS = _COUNTS | {Right.TEXT_RESIDENTS}

RIGHTS: Mapping[Office, tuple[Reach, frozenset[Right]]] = {
    Office.SECRETARY: (Reach.UNIT, _SECRETARY),
    Office.DEPUTY_SECRETARY: (Reach.UNIT, _SECRETARY),
    Office.CELL_COMMITTEE: (Reach.UNIT, _CELL),
    Office.CLERK: (Reach.UNIT, frozenset({Right.SEE_COUNTS, Right.SEE_NAMES, Right.ROLL})),
    Office.GROUP_LEADER: (Reach.UNIT, frozenset({Right.SEE_COUNTS, Right.SEE_NAMES})),
    Office.ASSIGNED_SUPERVISOR: (Reach.BELOW, _COUNTS),
    Office.OFFICE: (Reach.BELOW, _SPEAKS | {Right.MANAGE}),
    Office.ORG_DEPT: (Reach.BELOW, _CASES | {Right.MANAGE}),
    Office.INSPECTION: (Reach.BELOW, _CASES),
    Office.COMMUNE_COMMITTEE: (Reach.BELOW, _SPEAKS),
    Office.DISTRICT_COMMITTEE: (Reach.BELOW, _SPEAKS),
    Office.PROVINCE: (Reach.BELOW, _COUNTS),
    Office.TECH_ADMIN: (Reach.BELOW, frozenset()),
}


def reaches(office: Office, at: Unit, right: Right, unit: Unit) -> bool:
    """Whether this office, held at one unit, gives a right at another."""
    reach, rights = RIGHTS[office]
    if right not in rights:
        return False
    return unit.id == at.id or (reach is Reach.BELOW and unit.path.startswith(at.path))


async def may(db: AsyncSession, member_id: int, right: Right, unit: Unit, on: date) -> bool:
    """Whether any office that this person holds on the day gives the right at the unit."""
    return any(reaches(role.office, at, right, unit) for role, at in await offices_of(db, member_id, on))


async def demand(db: AsyncSession, member_id: int, right: Right, unit: Unit, on: date) -> None:
    """Raises NotAllowed where the person may not."""
    if not await may(db, member_id, right, unit, on):
        raise NotAllowed


async def offices_of(db: AsyncSession, member_id: int, on: date) -> list[tuple[Role, Unit]]:
    """The offices that a person holds on a day, and where."""
    found = await db.execute(
        select(Role, Unit).join(Unit, Unit.id == Role.unit_id).where(Role.member_id == member_id, role_holds(on))
    )
    return [(role, unit) for role, unit in found]


async def out_of_reach(db: AsyncSession, member_ids: Sequence[int], unit: Unit, by: int, on: date) -> set[int]:
    """Who of these gets no code from this person: whoever takes a phone over, takes over the office that it opens.

    That is an office at another unit, or a higher one at this, held on the day or given for later.
    """
    found = await db.scalars(select(Role).where(Role.member_id.in_([*member_ids, by]), _not_over(on)))
    roles = found.all()
    own = [_rank(role) for role in roles if role.member_id == by and role.unit_id == unit.id and role.from_on <= on]
    reach = min(own, default=len(Office))
    return {role.member_id for role in roles if role.unit_id != unit.id or _rank(role) < reach} & set(member_ids)


def _rank(role: Role) -> int:
    return list(Office).index(role.office)


async def holders(db: AsyncSession, unit: Unit, right: Right, on: date) -> list[int]:
    """The members whose office at this very unit gives a right, by rank: the secretary first."""
    return (await holders_at(db, [unit.id], right, on))[unit.id]


async def holders_at(db: AsyncSession, unit_ids: Sequence[int], right: Right, on: date) -> dict[int, list[int]]:
    """The same for several units, in one query."""
    found = await db.scalars(select(Role).where(Role.unit_id.in_(unit_ids), role_holds(on)))
    able = [role for role in found if right in RIGHTS[role.office][1]]
    able.sort(key=lambda role: (_rank(role), role.id))
    held: dict[int, list[int]] = {unit_id: [] for unit_id in unit_ids}
    for role in able:
        if role.member_id not in held[role.unit_id]:
            held[role.unit_id].append(role.member_id)
    return held


def role_holds(on: date) -> ColumnElement[bool]:
    """A role that holds on a day; its last day is part of it."""
    return (Role.from_on <= on) & _not_over(on)


def _not_over(on: date) -> ColumnElement[bool]:
    return or_(Role.until_on.is_(None), Role.until_on >= on)
