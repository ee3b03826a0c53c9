"""The meetings that one unit held or called in a period, in counts: a line each, which leads to its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingState
from bot.model.minutes import MeetingMinutes
from bot.model.scores import Grade, MeetingScore
from bot.reports.cell_record import Held, meetings_of
from bot.web.committee.look import Look
from bot.words import participation_pages as said


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """One meeting, how it was graded, and how far its minutes are."""

    held: Held
    address: str
    state: str
    grade: str
    minutes: str


async def meeting_lines(look: Look) -> list[MeetingLine]:
    """Of the kind that is asked for; of every kind where none is."""
    every = await meetings_of(look.db, look.unit, look.period)
    held = [one for one in every if "loai" not in look.query or one.kind.counted_as is look.kind]
    if not held:
        return []
    ids = [one.meeting_id for one in held]
    grades, minutes = await grades_of(look.db, ids), await minutes_of(look.db, ids)
    return [
        MeetingLine(
            one,
            look.address(f"/buoi/{one.meeting_id}"),
            state_of(one.state, one.starts_at, look.now),
            said.grade(*grades.get(one.meeting_id, (None, None, None))),
            minutes.get(one.meeting_id, said.NOT_WRITTEN),
        )
        for one in held
    ]


def state_of(state: MeetingState, starts_at: datetime, now: datetime) -> str:
    """Called, waiting for its roll to be closed, closed, or called off."""
    if state is MeetingState.CALLED:
        return said.CALLED if starts_at > now else said.OPEN_ROLL
    return said.CLOSED if state is MeetingState.CLOSED else said.CANCELLED


async def grades_of(
    db: AsyncSession, meeting_ids: Sequence[int]
) -> dict[int, tuple[Grade | None, int | None, int | None]]:
    """Each with its points and the most there are, where the sheet has points."""
    score = MeetingScore
    found = await db.execute(
        select(score.meeting_id, score.grade, score.points, score.most).where(score.meeting_id.in_(meeting_ids))
    )
    return {meeting_id: (grade, points, most) for meeting_id, grade, points, most in found}


async def minutes_of(db: AsyncSession, meeting_ids: Sequence[int]) -> dict[int, str]:
    """How far they are, for those that are begun."""
    found = await db.execute(
        select(MeetingMinutes.meeting_id, MeetingMinutes.done_at).where(MeetingMinutes.meeting_id.in_(meeting_ids))
    )
    return {meeting_id: said.WRITTEN if done_at else said.BEING_WRITTEN for meeting_id, done_at in found}
