"""Meetings as they are kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState
from bot.refusals import NoSuchMeeting
from bot.services.ahead import ahead_of


async def meeting_of(db: AsyncSession, meeting_id: int, *, lock: bool = False, share: bool = False) -> Meeting:
    """The meeting; raises NoSuchMeeting. `lock`: nobody else changes it meanwhile; `share`: many may hold it so."""
    if share and (ahead := ahead_of(db)) is not None and (held := ahead.meeting(meeting_id)) is not None:
        return held
    statement = select(Meeting).where(Meeting.id == meeting_id)
    if lock or share:
        statement = statement.with_for_update(read=share).execution_options(populate_existing=True)
    meeting: Meeting | None = await db.scalar(statement)
    if meeting is None:
        raise NoSuchMeeting(meeting=meeting_id)
    return meeting


async def called_meetings(db: AsyncSession, cell_ids: Sequence[int]) -> Sequence[Meeting]:
    """The meetings of these cells that are neither closed nor cancelled, the earliest first."""
    found = await db.scalars(
        select(Meeting)
        .where(Meeting.cell_id.in_(cell_ids), Meeting.state == MeetingState.CALLED)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return found.all()
