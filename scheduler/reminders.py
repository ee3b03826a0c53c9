"""Reminding the silent, at the steps that were set when their meeting was called."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState, MeetingStep, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.services.invitations import renew_list
from bot.services.notices import owe, owe_word
from bot.services.permissions import Right, holders
from bot.services.wording import is_answered
from bot.words import vi
from bot.words.times import day_of

BATCH = 200


async def remind(db: AsyncSession, now: datetime) -> int:
    """Do the steps that are due, each once whoever ticks; returns how many were done.

    A step that an outage delayed is still done while the meeting has not begun.
    """
    due = await db.scalars(
        select(MeetingStep)
        .where(MeetingStep.done_at.is_(None), MeetingStep.due_at <= now)
        .order_by(MeetingStep.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    steps = due.all()
    latest = {step.meeting_id: step for step in steps}  # of two that an outage made due at once, one message
    for step in steps:
        step.done_at = now
    for step in latest.values():
        meeting = await db.get_one(Meeting, step.meeting_id)
        if meeting.state is MeetingState.CALLED and meeting.revision == step.revision and meeting.starts_at > now:
            await renew_list(db, meeting, now)
            await owe(db, meeting, await _silent(db, meeting), step.step, now, now)
            if step.step is Step.LAST_REMINDER:
                await _call_list(db, meeting, now)
    return len(steps)


async def _silent(db: AsyncSession, meeting: Meeting) -> list[int]:
    """Who has not answered, of those who have been told or cannot be; whose notice still waits is not told twice."""
    listed = await db.scalars(select(Attendance).filter_by(meeting_id=meeting.id).order_by(Attendance.id))
    still_to_be_told = set(
        await db.scalars(
            select(Notice.member_id).where(
                Notice.meeting_id == meeting.id,
                Notice.revision == meeting.revision,
                Notice.state.in_((NoticeState.WAITING, NoticeState.SENDING)),
            )
        )
    )
    return [row.member_id for row in listed if not is_answered(row) and row.member_id not in still_to_be_told]


async def _call_list(db: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Who has still said nothing, by name, to whoever leads the cell: the ladder ends with a person (rule 26)."""
    found = await db.execute(
        select(Member, Attendance)
        .join(Attendance, Attendance.member_id == Member.id)
        .where(Attendance.meeting_id == meeting.id)
    )
    silent = sorted((member for member, row in found if not is_answered(row)), key=lambda one: (one.sort_key, one.id))
    if not silent:
        return
    cell = await db.get_one(Unit, meeting.cell_id)
    leaders = await holders(db, cell, Right.DECIDE_LEAVE, day_of(now))
    text = vi.call_list([member.name for member in silent], meeting.starts_at)
    await owe_word(db, f"meeting:{meeting.id}", meeting.revision, leaders, text, now)
