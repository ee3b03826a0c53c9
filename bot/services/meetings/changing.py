"""Moving a meeting and calling it off; who had been told is told once."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.units import Unit
from bot.refusals import MeetingOver, RollBegun
from bot.services.audit import note
from bot.services.group_notices import tell_groups
from bot.services.invitations import invited_to
from bot.services.ladder import plan_of, set_reminders, urgency_within
from bot.services.meetings.calling import demand_no_twin
from bot.services.meetings.checks import checked
from bot.services.meetings.kept import meeting_of
from bot.services.notices import drop_waiting, owe, told_of
from bot.services.unit_settings import settings_of
from bot.services.visits import Change, follow_meeting


async def move_meeting(
    db: AsyncSession,
    meeting_id: int,
    starts_at: datetime,
    place: str | None,
    by: str,
    now: datetime,
    *,
    harmless: bool = False,
) -> Meeting:
    """Another time or place: a new revision. Old answers are stale; who had been told is told once, at once."""
    meeting = await _still_to_come(db, meeting_id)
    # what was confirmed at the call needs no second confirmation: only a new place is looked at
    call = checked(meeting.kind, starts_at, place or meeting.place, None, now, harmless=harmless or place is None)
    await demand_no_twin(db, meeting.cell_id, call.starts_at, but=meeting.id)
    await drop_waiting(db, meeting, "moved", now)  # first this: what delivery claims meanwhile counts as told
    told = await told_of(db, meeting)
    before = meeting.starts_at
    meeting.starts_at, meeting.place, meeting.revision = call.starts_at, call.place, meeting.revision + 1
    await db.execute(
        update(Attendance)
        .where(Attendance.meeting_id == meeting.id, Attendance.answer.is_not(None))
        .values(is_stale=True, leave=None, leave_by=None)  # a leave is for a day, and was asked for another one
    )
    cell = await db.get_one(Unit, meeting.cell_id)
    invited = await invited_to(db, meeting.id)
    settings = await settings_of(db, cell)
    plan = plan_of(meeting, settings, now)
    urgency = urgency_within(min(before, meeting.starts_at), meeting, settings, now)
    await owe(db, meeting, [one for one in invited if one in told], Step.MOVED, now, now, urgency)
    await owe(db, meeting, [one for one in invited if one not in told], Step.NOTICE, plan.notice_at, now)
    await tell_groups(db, meeting, plan.notice_at, now, urgency)
    await follow_meeting(db, meeting, Change(urgency, plan, is_move=True), now)
    await set_reminders(db, meeting, plan)
    note(db, by, "meeting_moved", f"meeting:{meeting.id}", now, revision=meeting.revision)
    return meeting


async def cancel_meeting(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> Meeting:
    """Call it off. Who had been told is told once; who had not hears nothing of it."""
    meeting = await _still_to_come(db, meeting_id)
    await drop_waiting(db, meeting, "meeting_cancelled", now)
    told = await told_of(db, meeting)
    meeting.state, meeting.revision = MeetingState.CANCELLED, meeting.revision + 1
    invited = await invited_to(db, meeting.id)
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    await owe(db, meeting, [one for one in invited if one in told], Step.CANCELLED, now, now, urgency)
    await tell_groups(db, meeting, now, now, urgency)
    await follow_meeting(db, meeting, Change(urgency), now)
    note(db, by, "meeting_cancelled", f"meeting:{meeting.id}", now)
    return meeting


async def _still_to_come(db: AsyncSession, meeting_id: int) -> Meeting:
    meeting = await meeting_of(db, meeting_id, lock=True)
    if meeting.state is not MeetingState.CALLED:
        raise MeetingOver(meeting=meeting_id)
    marked = select(Attendance.id).where(Attendance.meeting_id == meeting_id, Attendance.mark.is_not(None))
    if await db.scalar(marked.limit(1)):
        raise RollBegun(meeting=meeting_id)
    return meeting
