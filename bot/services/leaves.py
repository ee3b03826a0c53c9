"""Deciding who is excused: a leave that was asked for is granted or not, once, and the member is told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, Attendance, Leave
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.refusals import DecidedMeanwhile, LeaveTooLate, MeetingOver, NoLeaveAsked, OwnLeave
from bot.services.audit import as_member, note
from bot.services.deciding import deciders
from bot.services.leave_words import tell
from bot.services.meetings import meeting_of

_ASKED = (
    Attendance.answer == Answer.AWAY,
    Attendance.is_stale.is_(False),
    Attendance.leave.is_not(None),
    Attendance.mark.is_(None),
)
"""A leave is asked for; once the roll says something of somebody, that decides."""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody who asks to stay away, and what was decided."""

    member: Member
    reason: Reason | None
    leave: Leave


@dataclass
class Decision:
    """What a decision changed, and who could not be told of it."""

    changed: list[Member] = field(default_factory=list)
    untold: list[Member] = field(default_factory=list)


async def requests(db: AsyncSession, meeting: Meeting) -> list[Request]:
    """All who ask to stay away, by name whatever was decided: a number on a list stays the number of a person."""
    found = await db.execute(
        select(Member, Attendance)
        .join(Attendance, Attendance.member_id == Member.id)
        .where(Attendance.meeting_id == meeting.id, *_ASKED)
    )
    asked = [Request(member, row.reason, row.leave) for member, row in found if row.leave]
    return sorted(asked, key=lambda one: (one.member.sort_key, one.member.id))


async def request_of(db: AsyncSession, meeting: Meeting, member_id: int) -> Request:
    """Raises NoLeaveAsked."""
    for one in await requests(db, meeting):
        if one.member.id == member_id:
            return one
    raise NoLeaveAsked(names=await _names(db, meeting.id, [member_id]))


async def undecided(db: AsyncSession, meeting: Meeting, by: str, now: datetime) -> dict[int, Leave]:
    """The leaves that this person may decide and nobody has decided: what is meant by "all"."""
    pending = [one.member.id for one in await requests(db, meeting) if one.leave is Leave.PENDING]
    others = [] if by not in map(as_member, pending) else await _others(db, meeting, by, now)
    return {one: Leave.PENDING for one in pending if as_member(one) != by or not others}


async def decide(
    db: AsyncSession, meeting_id: int, seen: Mapping[int, Leave], leave: Leave, by: str, now: datetime
) -> Decision:
    """Grant these leaves or not; `seen` says whose, and how each stood to the one who decides.

    What stands so already changes nothing and is told to nobody. Raises MeetingOver, LeaveTooLate, NoLeaveAsked,
    OwnLeave, or DecidedMeanwhile where another was quicker and decided otherwise.
    """
    meeting = await _undecided_meeting(db, meeting_id)
    rows = await _rows(db, meeting, seen)
    await _demand_another(db, meeting, seen, by, now)
    for row in rows.values():
        if row.leave not in {leave, seen[row.member_id]}:
            raise DecidedMeanwhile(name=await _name(db, row.member_id), by=await _decider(db, row), leave=row.leave)
    changed = [row for row in rows.values() if row.leave is not leave]
    for row in changed:
        row.leave, row.leave_by = leave, by
    if changed:
        ids = [row.member_id for row in changed]
        own = by in map(as_member, ids)
        note(db, by, "leave_decided", f"meeting:{meeting.id}", now, leave=leave.value, members=ids, own=own)
    return await _told(db, meeting, [row.member_id for row in changed], leave, by, now)


async def _undecided_meeting(db: AsyncSession, meeting_id: int) -> Meeting:
    meeting = await meeting_of(db, meeting_id, lock=True)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingOver(meeting=meeting_id)
    if meeting.state is MeetingState.CLOSED:
        raise LeaveTooLate
    return meeting


async def _rows(db: AsyncSession, meeting: Meeting, ids: Iterable[int]) -> dict[int, Attendance]:
    """The rows of these, locked; raises NoLeaveAsked."""
    found = await db.scalars(
        select(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.member_id.in_(ids), *_ASKED)
        .order_by(Attendance.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rows = {row.member_id: row for row in found}
    if missing := [one for one in ids if one not in rows]:
        raise NoLeaveAsked(names=await _names(db, meeting.id, missing))
    return rows


async def _names(db: AsyncSession, meeting_id: int, ids: Sequence[int]) -> str:
    """Of those on the list of the meeting: an id in a forged button names nobody else."""
    listed = select(Attendance.member_id).where(Attendance.meeting_id == meeting_id)
    found = await db.scalars(select(Member).where(Member.id.in_(ids), Member.id.in_(listed)))
    members = sorted(found, key=lambda member: (member.sort_key, member.id))
    return ", ".join(member.name for member in members)


async def _demand_another(db: AsyncSession, meeting: Meeting, ids: Iterable[int], by: str, now: datetime) -> None:
    """Nobody excuses themselves where somebody else can; a secretary alone may, and it is written down."""
    if by in map(as_member, ids) and (others := await _others(db, meeting, by, now)):
        raise OwnLeave(name=await _name(db, others[0]))


async def _others(db: AsyncSession, meeting: Meeting, by: str, now: datetime) -> list[int]:
    return [one for one in await deciders(db, meeting, now) if as_member(one) != by]


async def _name(db: AsyncSession, member_id: int) -> str:
    return (await db.get_one(Member, member_id)).name


async def _decider(db: AsyncSession, row: Attendance) -> str | None:
    kind, _, who = (row.leave_by or "").partition(":")
    return await _name(db, int(who)) if kind == "member" else None


async def _told(
    db: AsyncSession, meeting: Meeting, ids: Sequence[int], leave: Leave, by: str, now: datetime
) -> Decision:
    """To each the own leave and nothing else; whoever decided about themselves knows it."""
    decision = Decision()
    for member_id in ids:
        member = await db.get_one(Member, member_id)
        decision.changed.append(member)
        if as_member(member_id) != by and not await tell(db, meeting, member, leave, now):
            decision.untold.append(member)
    return decision
