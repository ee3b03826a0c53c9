"""Tổ đảng: the groups of a large cell, who is in which, and their leaders."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.refusals import GroupStillMeets, NoGroups, NoSuchMember, NoSuchPartyGroup, NotAGroup, NotInGroup
from bot.services.audit import note
from bot.services.invitations import renew_open_lists
from bot.services.meetings import called_meetings
from bot.services.people import holds
from bot.services.permissions import role_holds
from bot.services.roles import end_role, give_role
from bot.services.tree import add_units, free_codes
from bot.words.names import fold
from bot.words.party_groups import full_name
from bot.words.times import day_of


async def groups_of(db: AsyncSession, cell_id: int) -> Sequence[Unit]:
    """The groups of a cell that are not closed, by name."""
    found = await db.scalars(
        select(Unit)
        .where(Unit.parent_id == cell_id, Unit.kind == UnitKind.GROUP, Unit.closed_on.is_(None))
        .order_by(Unit.sort_key, Unit.id)
    )
    return found.all()


async def cell_of_group(db: AsyncSession, unit: Unit) -> Unit:
    """The cell that a group is part of; the unit itself for every other."""
    return await db.get_one(Unit, unit.parent_id) if unit.kind is UnitKind.GROUP and unit.parent_id else unit


async def group_named(db: AsyncSession, cell: Unit, said: str) -> Unit:
    """`Tổ 1`, `1`, `Tổ đảng 1` or the code; raises NoGroups or NoSuchPartyGroup."""
    groups = await groups_of(db, cell.id)
    if not groups:
        raise NoGroups(code=cell.code)
    key = fold(full_name(said))
    for group in groups:
        if group.search_key == key or group.code == said.strip().lower():
            return group
    raise NoSuchPartyGroup(name=said.strip()[:40], known=", ".join(group.name for group in groups))


async def make_group(db: AsyncSession, cell: Unit, name: str, by: str, now: datetime) -> Unit:
    """A new group, or the one that is called so already."""
    return (await make_groups(db, cell, [name], by, now))[fold(name)]


async def make_groups(db: AsyncSession, cell: Unit, names: Iterable[str], by: str, now: datetime) -> dict[str, Unit]:
    """The groups of these names, by what was written folded; those that are not there yet are made."""
    known = {group.search_key: group for group in await groups_of(db, cell.id)}
    wanted = {fold(name): full_name(name) for name in names}
    new = list(dict.fromkeys(name for name in wanted.values() if fold(name) not in known))
    if new:
        codes = await free_codes(db, cell, new)
        pairs = list(zip(codes, new, strict=True))
        made = await add_units(db, pairs, UnitKind.GROUP, cell, day_of(now))
        known |= {group.search_key: group for group in made}
        note(db, by, "groups_made", f"unit:{cell.code}", now, count=len(made))
    return {key: known[fold(name)] for key, name in wanted.items()}


async def put_into(
    db: AsyncSession, cell: Unit, group: Unit | None, member_ids: Sequence[int], by: str, now: datetime
) -> int:
    """Put members of a cell into one of its groups, or into none; returns for how many that is new.

    Raises NotAGroup, or NoSuchMember for who is not of this cell today. Lists that are closed keep what they say.
    """
    if group is not None and (group.kind is not UnitKind.GROUP or group.parent_id != cell.id):
        raise NotAGroup(code=group.code)
    here = (Membership.unit_id == cell.id, holds(day_of(now)))
    places = (await db.scalars(select(Membership).where(*here, Membership.member_id.in_(member_ids)))).all()
    if missing := set(member_ids) - {place.member_id for place in places}:
        raise NoSuchMember(who=min(missing))
    group_id = group.id if group else None
    moved = [place for place in places if place.group_id != group_id]
    for place in moved:
        place.group_id = group_id
    if moved:
        note(db, by, "put_into_group", f"unit:{(group or cell).code}", now, count=len(moved))
        await db.flush()
        await end_leads_of_leavers(db, [place.member_id for place in moved], by, now)
        await renew_open_lists(db, [cell.id], now)
    return len(moved)


async def end_leads_of_leavers(db: AsyncSession, member_ids: Sequence[int], by: str, now: datetime) -> None:
    """Whoever of these was put elsewhere leads their former group no longer, and no longer sees its names."""
    is_in_it = exists().where(
        Membership.member_id == Role.member_id, Membership.group_id == Role.unit_id, holds(day_of(now))
    )
    found = await db.execute(
        select(Member, Unit)
        .join(Role, Role.member_id == Member.id)
        .join(Unit, Unit.id == Role.unit_id)
        .where(Role.member_id.in_(member_ids), *_leads(now), ~is_in_it)
    )
    for member, group in found.all():
        await end_role(db, member, group, Office.GROUP_LEADER, by, now)


def _leads(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Role.office == Office.GROUP_LEADER, Unit.kind == UnitKind.GROUP, role_holds(day_of(now))


async def close_group(db: AsyncSession, group: Unit, by: str, now: datetime) -> None:
    """The group is no more: its people stay in the cell, its past stays counted.

    Raises GroupStillMeets: a meeting would be left without people, and nobody told.
    """
    if group.kind is not UnitKind.GROUP:
        raise NotAGroup(code=group.code)
    await db.execute(select(Unit.id).where(Unit.id == group.id).with_for_update())
    if called := await called_meetings(db, [group.id]):
        raise GroupStillMeets(name=group.name, at=called[0].starts_at)
    group.closed_on = day_of(now)
    await db.execute(update(Membership).where(Membership.group_id == group.id).values(group_id=None))
    leaders = await db.scalars(
        select(Role.member_id).join(Unit, Unit.id == Role.unit_id).where(Unit.id == group.id, *_leads(now))
    )
    await end_leads_of_leavers(db, leaders.all(), by, now)
    note(db, by, "group_closed", f"unit:{group.code}", now)
    await db.flush()
    await renew_open_lists(db, [group.id, *([group.parent_id] if group.parent_id else [])], now)


async def lead_group(db: AsyncSession, group: Unit, member: Member, by: str, now: datetime) -> Role:
    """Make somebody of it its leader in the place of whoever was; raises NotAGroup or NotInGroup."""
    if group.kind is not UnitKind.GROUP:
        raise NotAGroup(code=group.code)
    await _demand_in_group(db, group, member, now)
    others = await db.scalars(
        select(Member)
        .join(Role, Role.member_id == Member.id)
        .where(
            Role.unit_id == group.id,
            Role.office == Office.GROUP_LEADER,
            Role.member_id != member.id,
            role_holds(day_of(now)),
        )
    )
    for one in others.all():
        await end_role(db, one, group, Office.GROUP_LEADER, by, now)
    return await give_role(db, member, group, Office.GROUP_LEADER, by, now)


async def _demand_in_group(db: AsyncSession, group: Unit, member: Member, now: datetime) -> None:
    in_it = (Membership.member_id == member.id, Membership.group_id == group.id, holds(day_of(now)))
    if await db.scalar(select(Membership.id).where(*in_it).limit(1)) is None:
        raise NotInGroup(name=member.name, group=group.name)


async def sizes_of(db: AsyncSession, cell_id: int, now: datetime) -> Mapping[int | None, int]:
    """How many members of a cell are in which group; under None those who are in none."""
    found = await db.execute(
        select(Membership.group_id, func.count())
        .where(Membership.unit_id == cell_id, holds(day_of(now)))
        .group_by(Membership.group_id)
    )
    return dict(found.all())


async def leaders_of(db: AsyncSession, group_ids: Sequence[int], now: datetime) -> Mapping[int, str]:
    """The name of whoever leads each of these groups today."""
    found = await db.execute(
        select(Role.unit_id, Member.name)
        .join(Member, Member.id == Role.member_id)
        .where(Role.unit_id.in_(group_ids), Role.office == Office.GROUP_LEADER, role_holds(day_of(now)))
        .order_by(Role.id)  # given by the office there may be a second one: the newest is shown
    )
    return dict(found.all())


async def led_at(db: AsyncSession, member_ids: Sequence[int], cell_id: int, now: datetime) -> Sequence[Unit]:
    """The groups of a cell that one of these people leads today, by name."""
    found = await db.scalars(
        select(Unit)
        .join(Role, Role.unit_id == Unit.id)
        .where(
            Unit.parent_id == cell_id,
            Unit.kind == UnitKind.GROUP,
            Role.member_id.in_(member_ids),
            Role.office == Office.GROUP_LEADER,
            role_holds(day_of(now)),
        )
        .order_by(Unit.sort_key, Unit.id)
    )
    return list(dict.fromkeys(found))
