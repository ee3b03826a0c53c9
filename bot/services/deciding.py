"""Who may say that an absence is excused: on the roll as in a leave that was asked for (`domain` rules 16 and 21)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer, Attendance, Leave, Mark
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import LeaveOfAnother, OwnLeave
from bot.services.audit import as_member
from bot.services.permissions import Right, holders
from bot.words.times import day_of

AS_LEAVE = {Mark.EXCUSED: Leave.EXCUSED, Mark.UNEXCUSED: Leave.REFUSED}
"""What an absence on the roll says about the leave that was asked for."""


async def deciders(db: AsyncSession, meeting: Meeting, now: datetime) -> list[int]:
    """The members who decide leaves in the cell of a meeting, the secretary first."""
    cell = await db.get_one(Unit, meeting.cell_id)
    return await holders(db, cell, Right.DECIDE_LEAVE, day_of(now))


async def demand_decider(db: AsyncSession, meeting: Meeting, marks: Mapping[int, Mark], by: str, now: datetime) -> None:
    """Raises LeaveOfAnother or OwnLeave where one of these marks is not for this person to give."""
    kept = await for_others(db, meeting, marks, by, now)
    if not kept:
        return
    able = [one for one in await deciders(db, meeting, now) if as_member(one) != by]
    decider = (await db.get_one(Member, able[0])).name
    if by in map(as_member, kept):
        raise OwnLeave(name=decider)
    found = await db.scalars(select(Member).where(Member.id.in_(kept)))
    names = ", ".join(one.name for one in sorted(found, key=lambda one: (one.sort_key, one.id)))
    raise LeaveOfAnother(names=names, by=decider)


async def for_others(
    db: AsyncSession, meeting: Meeting, marks: Mapping[int, Mark], by: str, now: datetime
) -> list[int]:
    """Whose mark would decide what somebody else has to decide. A cell without a secretary can close its roll too."""
    able = [as_member(one) for one in await deciders(db, meeting, now)]
    if not _is_person(by) or not set(able) - {by}:
        return []
    rows = await db.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.member_id.in_(marks))
    )
    is_able = by in able
    return [row.member_id for row in rows if _is_kept(meeting, row, marks[row.member_id], by, is_able=is_able)]


def _is_person(by: str) -> bool:
    """And not the clock, or whoever runs the machine."""
    return by.partition(":")[0] == "member"


def _is_kept(meeting: Meeting, row: Attendance, mark: Mark, by: str, *, is_able: bool) -> bool:
    if as_member(row.member_id) == by:
        return _decides(meeting, row, mark) or (mark is Mark.EXCUSED and mark is not row.mark and row.leave is None)
    return not is_able and _decides(meeting, row, mark)


def _decides(meeting: Meeting, row: Attendance, mark: Mark) -> bool:
    """Who is there needs no leave; a spoken excuse is noted by whoever calls the roll, until that is closed."""
    if mark is Mark.PRESENT:
        return False
    if row.leave is not None or (row.answer is Answer.AWAY and not row.is_stale):
        return row.leave is not AS_LEAVE[mark]
    return meeting.state is MeetingState.CLOSED and row.mark is not mark and Mark.EXCUSED in {mark, row.mark}
