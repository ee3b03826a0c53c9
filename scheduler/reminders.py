"""Reminding the silent, at the steps that were set when their meeting was called."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState, MeetingStep
from bot.model.notices import Notice, NoticeState
from bot.services.meetings import renew_list
from bot.services.notices import owe
from bot.services.wording import is_answered

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
    for step in steps:
        step.done_at = now
        meeting = await db.get_one(Meeting, step.meeting_id)
        if meeting.state is MeetingState.CALLED and meeting.revision == step.revision and meeting.starts_at > now:
            await renew_list(db, meeting, now)
            await owe(db, meeting, await _silent(db, meeting), step.step, now, now)
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
