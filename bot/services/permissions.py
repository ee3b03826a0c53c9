"""Who may see and do what: `domain` section 5 as one table, asked by every handler, page and command.

Nobody's right reaches a unit beside or above the one that gave it. Members have none of these: they see themselves.
A committee's rights below it are in the first table; what it may do with its own briefings is in the second, and goes
no further than them. Whoever leads a cell leads its groups; whoever leads a group only that group.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.roles import Office, Role
from bot.model.units import CELLS, Unit, UnitKind
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
    ROSTER = "roster"
    """Who belongs to the own cell and as what: carried out or proposed, as the unit's setting `roster_by` says."""
    MANAGE = "manage"
    """Rosters, roles, settings."""
    TEXT_RESIDENTS = "text_residents"
    """What concerns everybody in a village, to whoever registered there."""
    DIRECT = "direct"
    """Documents from above, passed down to units and members below; seeing how far it has come."""
    PLAN_VISITS = "plan_visits"
    """Working groups and supervisors, and which meetings they attend."""
    ASK_FIGURES = "ask_figures"
    """Numbers with a plan for each unit, asked of the units below."""
    HEAR_OPINIONS = "hear_opinions"
    """What members wish or think, passed on to this very unit; nobody else sees it."""
    ANNOUNCE = "announce"
    """Announcements and questions to the own cell."""
    WATCH = "watch"
    """How the installation itself is doing: channels, what waits, backups. Nothing of what is said in it."""


class Reach(StrEnum):
    """How far from its unit a right goes."""

    UNIT = "unit"
    BELOW = "below"
    """The unit and everything below it."""


_CELL = frozenset({Right.SEE_COUNTS, Right.SEE_NAMES, Right.CALL, Right.ROLL, Right.ANNOUNCE})
_SECRETARY = _CELL | {
    Right.SEE_REASONS, Right.DECIDE_LEAVE, Right.LINK, Right.ROSTER, Right.DIRECT, Right.HEAR_OPINIONS,
}  # fmt: skip
_COUNTS = frozenset({Right.SEE_COUNTS})
_CASES = _COUNTS | {Right.NAMES_ON_NEED}
_LEADS = _COUNTS | {Right.DIRECT, Right.PLAN_VISITS, Right.ASK_FIGURES}
_SPEAKS = _LEADS | {Right.TEXT_RESIDENTS}

RIGHTS: Mapping[Office, tuple[Reach, frozenset[Right]]] = {
    Office.SECRETARY: (Reach.UNIT, _SECRETARY),
    Office.DEPUTY_SECRETARY: (Reach.UNIT, _SECRETARY),
    Office.CELL_COMMITTEE: (Reach.UNIT, _CELL),
    Office.CLERK: (Reach.UNIT, frozenset({Right.SEE_COUNTS, Right.SEE_NAMES, Right.ROLL})),
    Office.GROUP_LEADER: (Reach.UNIT, frozenset({Right.SEE_COUNTS, Right.SEE_NAMES})),
    Office.ASSIGNED_SUPERVISOR: (Reach.BELOW, _COUNTS),
    Office.OFFICE: (Reach.BELOW, _SPEAKS | {Right.MANAGE, Right.WATCH}),
    Office.ORG_DEPT: (Reach.BELOW, _CASES | {Right.MANAGE, Right.PLAN_VISITS, Right.ASK_FIGURES}),
    Office.INSPECTION: (Reach.BELOW, _CASES),
    Office.COMMUNE_COMMITTEE: (Reach.BELOW, _SPEAKS),
    Office.DISTRICT_COMMITTEE: (Reach.BELOW, _SPEAKS),
    Office.PROVINCE: (Reach.BELOW, _LEADS),
    Office.TECH_ADMIN: (Reach.BELOW, frozenset({Right.WATCH})),
}


_BRIEFS = frozenset(
    {Right.CALL, Right.ROLL, Right.SEE_NAMES, Right.SEE_REASONS, Right.DECIDE_LEAVE, Right.HEAR_OPINIONS}
)  # names: of those who hold offices below and are called; reasons: whoever excuses them has to know why
AT_ITS_COMMITTEE: Mapping[Office, frozenset[Right]] = dict.fromkeys(
    (Office.OFFICE, Office.COMMUNE_COMMITTEE, Office.DISTRICT_COMMITTEE, Office.PROVINCE), _BRIEFS
)
"""What an office gives at its own committee alone, and nowhere below: the meetings that the committee itself calls."""
AT_ITS_GROUP: Mapping[Office, frozenset[Right]] = {Office.GROUP_LEADER: frozenset({Right.CALL, Right.ROLL})}
"""The same at a group; a leader who is only written at the cell does nothing, and sees names of the own group alone
(names_seen.py)."""


def rights_at(office: Office, kind: UnitKind | None) -> frozenset[Right]:
    """What an office gives at the unit of this kind at which it is held."""
    rights = RIGHTS[office][1]
    if kind is None or kind in CELLS:
        return rights
    own = AT_ITS_GROUP if kind is UnitKind.GROUP else AT_ITS_COMMITTEE
    return rights | own.get(office, frozenset())


def offices_with(right: Right) -> list[Office]:
    """The offices that give a right somewhere."""
    own = (AT_ITS_COMMITTEE, AT_ITS_GROUP)
    return [one for one in Office if right in RIGHTS[one][1] or any(right in at.get(one, ()) for at in own)]


def reaches(office: Office, at: Unit, right: Right, unit: Unit) -> bool:
    """Whether this office, held at one unit, gives a right at another."""
    if unit.id == at.id:
        return right in rights_at(office, at.kind)
    reach, rights = RIGHTS[office]
    if right not in rights:
        return False
    is_group_of_it = unit.kind is UnitKind.GROUP and at.kind in CELLS
    return (reach is Reach.BELOW or is_group_of_it) and unit.path.startswith(at.path)


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

    That is an office at another unit (but for the groups of this), or a higher one at this, held on the day or given
    for later.
    """
    found = await db.scalars(select(Role).where(Role.member_id.in_([*member_ids, by]), _not_over(on)))
    roles = found.all()
    own = [_rank(role) for role in roles if role.member_id == by and role.unit_id == unit.id and role.from_on <= on]
    reach = min(own, default=len(Office))
    here = {unit.id, *await db.scalars(select(Unit.id).where(Unit.parent_id == unit.id, Unit.kind == UnitKind.GROUP))}
    return {role.member_id for role in roles if role.unit_id not in here or _rank(role) < reach} & set(member_ids)


def _rank(role: Role) -> int:
    return list(Office).index(role.office)


async def holders(db: AsyncSession, unit: Unit, right: Right, on: date) -> list[int]:
    """The members whose office at this very unit gives a right, by rank: the secretary first."""
    return (await holders_at(db, [unit.id], right, on))[unit.id]


async def holders_at(db: AsyncSession, unit_ids: Sequence[int], right: Right, on: date) -> dict[int, list[int]]:
    """The same for several units, in one query; in a group those who lead it, then those who lead its cell."""
    is_above = (Unit.kind == UnitKind.GROUP) & (Unit.parent_id == Role.unit_id)
    found = await db.execute(
        select(Role, Unit.id, Unit.kind)
        .join(Unit, or_(Unit.id == Role.unit_id, is_above))
        .where(Unit.id.in_(unit_ids), role_holds(on))
    )
    able = [
        (role.unit_id != unit_id, _rank(role), role.id, unit_id, role.member_id)
        for role, unit_id, kind in found
        if right in (rights_at(role.office, kind) if role.unit_id == unit_id else RIGHTS[role.office][1])
    ]
    held: dict[int, list[int]] = {unit_id: [] for unit_id in unit_ids}
    for *_, unit_id, member_id in sorted(able):
        if member_id not in held[unit_id]:
            held[unit_id].append(member_id)
    return held


LEADS = (
    Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.COMMUNE_COMMITTEE, Office.DISTRICT_COMMITTEE, Office.PROVINCE,
)  # fmt: skip


async def chairs_at(db: AsyncSession, unit_ids: Sequence[int], on: date) -> dict[int, int]:
    """Who chairs the meetings of each unit: the secretary or else the deputy, the leader of a group, of a committee."""
    leads_group = (Unit.kind == UnitKind.GROUP) & (Role.office == Office.GROUP_LEADER)
    found = await db.scalars(
        select(Role)
        .join(Unit, Unit.id == Role.unit_id)
        .where(Role.unit_id.in_(unit_ids), or_(Role.office.in_(LEADS), leads_group), role_holds(on))
    )
    chairs: dict[int, int] = {}
    for role in sorted(found, key=lambda role: (_rank(role), role.id)):
        chairs.setdefault(role.unit_id, role.member_id)
    return chairs


def role_holds(on: date) -> ColumnElement[bool]:
    """A role that holds on a day; its last day is part of it."""
    return (Role.from_on <= on) & _not_over(on)


def _not_over(on: date) -> ColumnElement[bool]:
    return or_(Role.until_on.is_(None), Role.until_on >= on)
