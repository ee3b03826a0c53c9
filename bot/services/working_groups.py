"""Working groups of a committee: made with their people, changed by saying them anew, ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import WorkingGroup, WorkingGroupMember
from bot.refusals import NoSuchWorkGroup, WorkGroupUnreadable
from bot.services.audit import note
from bot.services.meetings import guard
from bot.services.visit_people import InGroup, demand_theirs, in_group_on, people_on
from bot.services.visits import renew_people
from bot.words.names import fold, tidy
from bot.words.times import day_of
from bot.words.visit_lines import bare_group, group_name

LONGEST_NAME, MOST_PEOPLE = 120, 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A group with who is in it today."""

    group: WorkingGroup
    people: Sequence[InGroup]

    @property
    def leader(self) -> Member | None:
        return next((one.member for one in self.people if one.is_leader), None)


def is_open(on: date) -> ColumnElement[bool]:
    return or_(WorkingGroup.until_on.is_(None), WorkingGroup.until_on >= on)


async def groups_of(db: AsyncSession, unit_ids: Sequence[int], on: date) -> list[Listed]:
    """The groups of these units, those with numbers by their numbers."""
    found = (await db.scalars(select(WorkingGroup).where(WorkingGroup.unit_id.in_(unit_ids), is_open(on)))).all()
    people = await people_on(db, [one.id for one in found], on)
    return sorted([Listed(one, people[one.id]) for one in found], key=lambda one: _place(one.group))


def _place(group: WorkingGroup) -> tuple[int, str, int]:
    number = re.search(r"\d{1,6}", group.name)
    return int(number[0]) if number else 10**6, fold(group.name), group.id


async def group_of(db: AsyncSession, group_id: int, on: date) -> Listed:
    """Raises NoSuchWorkGroup, also for one that has ended."""
    found = await db.scalar(select(WorkingGroup).where(WorkingGroup.id == group_id, is_open(on)))
    if found is None:
        raise NoSuchWorkGroup(name=group_id)
    return Listed(found, (await people_on(db, [group_id], on))[group_id])


async def group_named(db: AsyncSession, unit: Unit, said: str, on: date) -> Listed | None:
    """`tổ 1`, `Tổ công tác số 1`, `1`: the group of this unit."""
    sought = bare_group(said)
    return next((one for one in await groups_of(db, [unit.id], on) if bare_group(one.group.name) == sought), None)


async def write_group(
    db: AsyncSession,
    unit: Unit,
    said: str,
    people: Sequence[InGroup],
    by: str,
    now: datetime,
    *,
    harmless: bool = False,
) -> Listed:
    """The group of this name has exactly these people from today on; it is made where there is none.

    Raises SecrecyMarked, DoubtfulWords or WorkGroupUnreadable: without a name, without people, or with too many; and
    NotOfThisTree for people who belong nowhere below the unit.
    """
    guard((said,), harmless=harmless)
    name, today = group_name(tidy(said)), day_of(now)
    if not bare_group(said) or len(name) > LONGEST_NAME or not 0 < len(people) <= MOST_PEOPLE:
        raise WorkGroupUnreadable(most=MOST_PEOPLE)
    await demand_theirs(db, [one.member for one in people], unit, today)
    await db.execute(select(Unit.id).where(Unit.id == unit.id).with_for_update())  # two at once make one group
    known = await group_named(db, unit, said, today)
    group = known.group if known else WorkingGroup(unit_id=unit.id, name=name, since_on=today, by=by, made_at=now)
    if known is None:
        db.add(group)
        await db.flush()
    await _set_people(db, group.id, people, today)
    note(db, by, "working_group_written", f"working_group:{group.id}", now, unit=unit.code, people=len(people))
    await renew_people(db, group.id, now)
    return await group_of(db, group.id, today)


async def _set_people(db: AsyncSession, group_id: int, people: Sequence[InGroup], today: date) -> None:
    found = await db.scalars(
        select(WorkingGroupMember).where(WorkingGroupMember.group_id == group_id, in_group_on(today))
    )
    wanted = {one.member.id: one.is_leader for one in people}
    there = {row.member_id: row for row in found}
    for member_id, row in there.items():
        if wanted.get(member_id) is not row.is_leader:
            await _leave(db, row, today)
    for member_id, leads in wanted.items():
        if member_id not in there or there[member_id].is_leader is not leads:
            db.add(WorkingGroupMember(group_id=group_id, member_id=member_id, is_leader=leads, from_on=today))
    await db.flush()


async def _leave(db: AsyncSession, row: WorkingGroupMember, today: date) -> None:
    if row.from_on == today:
        await db.delete(row)
    else:
        row.until_on = today
    await db.flush()


async def leave_group(db: AsyncSession, row: WorkingGroupMember, now: datetime) -> None:
    """Somebody is in a group no more, and goes to no meeting to come with it."""
    await _leave(db, row, day_of(now))
    await renew_people(db, row.group_id, now)


async def leave_all_groups(db: AsyncSession, member_id: int, now: datetime) -> None:
    """Whoever has no name any more is in none, and goes to no meeting to come with one."""
    held = WorkingGroupMember.member_id == member_id, in_group_on(day_of(now))
    for row in (await db.scalars(select(WorkingGroupMember).where(*held))).all():
        await leave_group(db, row, now)
