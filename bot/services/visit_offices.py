"""Whoever was sent to meetings while they held an office, and holds none any more: sent nowhere, to be assigned anew.

An office is that of a supervisor, or one at a committee; who never held any is sent for other reasons, and stays.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.model.members import Member
from bot.model.roles import Office, Role
from bot.model.units import CELLS, Unit, UnitKind
from bot.model.visits import VisitAssignment, WorkingGroup, WorkingGroupMember
from bot.services.permissions import role_holds
from bot.services.standing_assignments import end_assignment
from bot.services.visit_gaps import OFFICE_ENDED
from bot.services.visit_people import in_group_on
from bot.services.visit_places import tell_planners
from bot.services.working_groups import leave_group
from bot.words import visit_letters as letters
from bot.words.times import day_of

DAY = timedelta(days=1)
Sent = TypeVar("Sent", VisitAssignment, WorkingGroupMember)
AT_ONCE = 50


async def follow_offices(db: AsyncSession, now: datetime) -> int:
    """Some of those whose office has run out; returns how many, 0 when nothing is left."""
    return await _call_back(db, now, timedelta())


async def office_ended(db: AsyncSession, member_id: int, now: datetime) -> None:
    """Just now: its last day was yesterday, and they may have been sent today."""
    await _call_back(db, now, DAY, Member.id == member_id)


async def _call_back(db: AsyncSession, now: datetime, grace: timedelta, *whose: ColumnElement[bool]) -> int:
    """`grace`: so long after its last day somebody was still sent for the office."""
    left: defaultdict[int, dict[int, str]] = defaultdict(dict)
    sent = _alone(day_of(now)).where(*whose), VisitAssignment, VisitAssignment.ended_at.is_(None)
    for assignment in await _sent_for_it(db, *sent, grace):
        await end_assignment(db, assignment, OFFICE_ENDED, now)
        if assignment.member_id is not None:
            left[assignment.unit_id][assignment.member_id] = await _name(db, assignment.member_id)
    members = _in_groups(day_of(now)).where(*whose), WorkingGroupMember, in_group_on(day_of(now))
    for row in await _sent_for_it(db, *members, grace):
        await leave_group(db, row, now)
        unit_id = (await db.get_one(WorkingGroup, row.group_id)).unit_id
        left[unit_id][row.member_id] = await _name(db, row.member_id)
    for unit_id, names in left.items():
        await tell_planners(db, unit_id, letters.offices_ended(list(names.values())), now)
    return sum(map(len, left.values()))


async def _sent_for_it(
    db: AsyncSession,
    gone: Select[int, Any, date | None],
    table: type[Sent],
    still: ColumnElement[bool],
    grace: timedelta,
) -> Sequence[Sent]:
    """Some of those who were sent while they held the office, locked; whoever was sent later hides none of them.

    `still`: that no other process has called them back meanwhile.
    """
    found = [
        row_id
        for row_id, since, last_on in await db.execute(gone)
        if last_on is not None and (day_of(since) if isinstance(since, datetime) else since) <= last_on + grace
    ]
    which = select(table).where(table.id.in_(found[:AT_ONCE]), still).order_by(table.id)
    return (await db.scalars(which.with_for_update(skip_locked=True))).all()


async def _name(db: AsyncSession, member_id: int) -> str:
    return (await db.get_one(Member, member_id)).name


def _alone(today: date) -> Select[int, datetime, date | None]:
    """Who is sent alone and holds no such office any more: since when, and the last day of the last one."""
    sender = aliased(Unit)
    last_on = _last_day(sender, today)
    return (
        select(VisitAssignment.id, VisitAssignment.made_at, last_on)
        .join(Member, Member.id == VisitAssignment.member_id)
        .join(sender, sender.id == VisitAssignment.unit_id)
        .where(
            VisitAssignment.ended_at.is_(None),
            VisitAssignment.until_on >= today,
            _had_one_end(today),
            last_on.is_not(None),
            ~_held(sender, role_holds(today)).exists(),
        )
        .order_by(VisitAssignment.id)
    )


def _in_groups(today: date) -> Select[int, date, date | None]:
    """The same of who is in a working group."""
    sender = aliased(Unit)
    last_on = _last_day(sender, today)
    return (
        select(WorkingGroupMember.id, WorkingGroupMember.from_on, last_on)
        .join(Member, Member.id == WorkingGroupMember.member_id)
        .join(WorkingGroup, WorkingGroup.id == WorkingGroupMember.group_id)
        .join(sender, sender.id == WorkingGroup.unit_id)
        .where(
            in_group_on(today),
            or_(WorkingGroup.until_on.is_(None), WorkingGroup.until_on >= today),
            _had_one_end(today),
            last_on.is_not(None),
            ~_held(sender, role_holds(today)).exists(),
        )
        .order_by(WorkingGroupMember.id)
    )


def _had_one_end(today: date) -> ColumnElement[bool]:
    """Few ever had any office end: asked first, it spares looking through the offices of everybody who is sent."""
    return Member.id.in_(select(Role.member_id).where(Role.until_on < today))


def _last_day(sender: type[Unit], today: date) -> ScalarSelect[date | None]:
    over = _held(sender, Role.until_on < today)
    return over.with_only_columns(func.max(Role.until_on)).scalar_subquery()


def _held(sender: type[Unit], when: ColumnElement[bool]) -> Select[int]:
    """The offices of this kind of the member at or below whoever sends them."""
    at = aliased(Unit)
    is_such = or_(Role.office == Office.ASSIGNED_SUPERVISOR, at.kind.not_in([*CELLS, UnitKind.GROUP]))
    return (
        select(Role.id)
        .join(at, at.id == Role.unit_id)
        .where(Role.member_id == Member.id, is_such, at.path.startswith(sender.path), when)
        .correlate(Member, sender)
    )
