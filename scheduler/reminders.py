"""Reminding the silent, at the steps that were set when their meeting was called."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.meetings import Meeting, MeetingState, MeetingStep, Step
from bot.model.units import Unit
from bot.services.invitations import renew_list
from bot.services.notices import owe, owe_word
from bot.services.permissions import Right, holders
from bot.services.tally import silent_of, still_to_be_told
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
            still_waiting = await still_to_be_told(db, meeting)
            silent = [member.id for member in await silent_of(db, meeting) if member.id not in still_waiting]
            await owe(db, meeting, silent, step.step, now, now)
            if step.step is Step.LAST_REMINDER:
                await _call_list(db, meeting, now)
    return len(steps)


async def _call_list(db: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Who has still said nothing, to whoever leads the cell: the ladder ends with a person (rule 26).

    Without choices: the same person may just have been asked to answer 1 or 2, and these numbers must stay theirs.
    """
    silent = await silent_of(db, meeting)
    if not silent:
        return
    cell = await db.get_one(Unit, meeting.cell_id)
    leaders = await holders(db, cell, Right.DECIDE_LEAVE, day_of(now))
    names = [member.name for member in silent]
    said = Reply(
        vi.call_list(names, meeting.starts_at, vi.NOTE_BY_WORD),
        one_way=vi.call_list(names, meeting.starts_at, vi.NOTE_AT_THE_ROLL),
    )
    await owe_word(db, f"meeting:{meeting.id}", meeting.revision, leaders, said, now)
