"""Who is sent to a meeting: one person, or the working group as it is on that day; never to the own cell.

Whoever no longer belongs anywhere below the committee that sends them is sent nowhere by it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.db.lists import Among
from bot.model.meetings import Meeting
from bot.model.members import Member, Membership
from bot.model.roles import Role
from bot.model.units import Unit
from bot.model.visits import Visit, VisitAssignment, VisitPerson, WorkingGroup, WorkingGroupMember
from bot.refusals import NotOfThisTree
from bot.services.people import holds
from bot.services.permissions import role_holds
from bot.words import visits as words
from bot.words.times import day_of

Visitor = tuple[int | None, int | None]
"""The working group, or the one person."""


@dataclass(frozen=True, slots=True)
class InGroup:
    """Somebody in a working group on a day."""

    member: Member
    is_leader: bool


def in_group_on(on: date) -> ColumnElement[bool]:
    """Whether somebody is in the group on a day; the last day is not part of it."""
    not_over = or_(WorkingGroupMember.until_on.is_(None), WorkingGroupMember.until_on > on)
    return (WorkingGroupMember.from_on <= on) & not_over


def groups_with(member_ids: Collection[int], now: datetime) -> Select[int]:
    """The ids of the groups that one of these is in."""
    return select(WorkingGroupMember.group_id).where(
        WorkingGroupMember.member_id.in_(member_ids), in_group_on(day_of(now))
    )


async def people_on(db: AsyncSession, group_ids: Collection[int], on: date) -> dict[int, list[InGroup]]:
    """By group, the leader first, then as they were written."""
    found = await db.execute(
        select(WorkingGroupMember, Member)
        .join(Member, Member.id == WorkingGroupMember.member_id)
        .where(WorkingGroupMember.group_id.in_(group_ids), in_group_on(on), Member.erased_at.is_(None))
        .order_by(WorkingGroupMember.is_leader.desc(), WorkingGroupMember.id)
    )
    people: dict[int, dict[int, InGroup]] = {group_id: {} for group_id in group_ids}
    for row, member in found:
        people[row.group_id].setdefault(member.id, InGroup(member, row.is_leader))
    return {group_id: list(some.values()) for group_id, some in people.items()}


async def names_of(db: AsyncSession, assignments: Sequence[VisitAssignment]) -> dict[int, str]:
    """By assignment: `Tổ công tác số 1`, or `đồng chí Nguyễn Văn An`."""
    names = await names_by_visitor(db, {(one.group_id, one.member_id) for one in assignments})
    return {one.id: names[one.group_id, one.member_id] for one in assignments}


async def names_by_visitor(db: AsyncSession, visitors: Collection[Visitor]) -> dict[Visitor, str]:
    """The same by who goes."""
    groups = {group_id for group_id, _ in visitors if group_id}
    people = {member_id for _, member_id in visitors if member_id}
    of_groups = select(WorkingGroup.id, WorkingGroup.name).where(Among(WorkingGroup.id, groups))
    of_people = select(Member.id, Member.name).where(Among(Member.id, people))
    group_names: dict[int, str] = dict((await db.execute(of_groups)).all()) if groups else {}
    own_names: dict[int, str] = dict((await db.execute(of_people)).all()) if people else {}
    return {
        (group_id, member_id): group_names[group_id] if group_id else words.comrade(own_names.get(member_id or 0, ""))
        for group_id, member_id in visitors
    }


async def send(
    db: AsyncSession, meeting: Meeting, visits: Mapping[int, VisitAssignment]
) -> dict[int, list[VisitPerson]]:
    """Bring who is sent up to date; `visits`: assignments by visit. Who has answered or come stays as they are."""
    on = day_of(meeting.starts_at)
    groups = await people_on(db, {one.group_id for one in visits.values() if one.group_id}, on)
    own = await _own_people(db, meeting.cell_id, on)
    rows = await people_of(db, list(visits))
    for visit_id, assignment in visits.items():
        wanted = _wanted(assignment, groups, own)
        theirs = await who_belong(db, wanted, assignment.unit_id, on)
        wanted = {member_id: leads for member_id, leads in wanted.items() if member_id in theirs}
        known = {one.member_id: one for one in rows[visit_id]}
        for member_id in known.keys() - wanted.keys():
            if known[member_id].came is None:
                await db.delete(known[member_id])
        for member_id, is_leader in wanted.items():
            if member_id in known:
                known[member_id].is_leader = is_leader
            else:
                db.add(VisitPerson(visit_id=visit_id, member_id=member_id, is_leader=is_leader))
    await db.flush()
    return await people_of(db, list(visits))


def _wanted(
    assignment: VisitAssignment, groups: Mapping[int, Sequence[InGroup]], own: Collection[int]
) -> dict[int, bool]:
    """Members, and whether they lead; who goes alone does."""
    if assignment.member_id is not None:
        wanted = {assignment.member_id: True}
    else:
        wanted = {one.member.id: one.is_leader for one in groups.get(assignment.group_id or 0, ())}
    return {member_id: leads for member_id, leads in wanted.items() if member_id not in own}


async def who_belong(db: AsyncSession, member_ids: Collection[int], unit_id: int, on: date) -> set[int]:
    """Those of these people who belong to a cell at or below the unit on a day, or hold an office there."""
    above = aliased(Unit)
    here = select(Unit.id).join(above, Unit.path.startswith(above.path)).where(above.id == unit_id)
    belongs = select(Membership.id).where(Membership.member_id == Member.id, Membership.unit_id.in_(here), holds(on))
    in_office = select(Role.id).where(Role.member_id == Member.id, Role.unit_id.in_(here), role_holds(on))
    either = or_(belongs.exists(), in_office.exists())
    return set(await db.scalars(select(Member.id).where(Member.id.in_(member_ids), either)))


async def demand_theirs(db: AsyncSession, people: Sequence[Member], unit: Unit, on: date) -> None:
    """Raises NotOfThisTree for whoever belongs nowhere at or below the unit."""
    theirs = await who_belong(db, [one.id for one in people], unit.id, on)
    strangers = [one.name for one in people if one.id not in theirs]
    if strangers:
        raise NotOfThisTree(names=", ".join(strangers), name=unit.name)


async def _own_people(db: AsyncSession, cell_id: int, on: date) -> set[int]:
    """They are at the meeting as members, and counted there."""
    belongs = select(Membership.member_id).where(Membership.unit_id == cell_id, holds(on))
    return set(await db.scalars(belongs))


async def people_of(db: AsyncSession, visit_ids: Sequence[int]) -> dict[int, list[VisitPerson]]:
    """By visit, whoever leads first."""
    found = await db.scalars(
        select(VisitPerson)
        .where(VisitPerson.visit_id.in_(visit_ids))
        .order_by(VisitPerson.is_leader.desc(), VisitPerson.id)
    )
    people: dict[int, list[VisitPerson]] = {visit_id: [] for visit_id in visit_ids}
    for one in found:
        people[one.visit_id].append(one)
    return people


async def assignment_of(db: AsyncSession, visit: Visit) -> VisitAssignment:
    return await db.get_one(VisitAssignment, visit.assignment_id)
