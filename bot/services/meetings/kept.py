"""Meetings as they are kept."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState
from bot.model.units import Unit
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


_TO_CLOSE = (
    select(Meeting, Unit)
    .join(Unit, Unit.id == Meeting.cell_id)
    .where(Meeting.id == bindparam("meeting_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def held_to_close(db: AsyncSession, meeting_id: int) -> tuple[Meeting, Unit]:
    """The meeting and the unit that holds it, both locked, in this order; raises NoSuchMeeting."""
    found = (await db.execute(_TO_CLOSE, {"meeting_id": meeting_id})).one_or_none()
    if found is None:
        raise NoSuchMeeting(meeting=meeting_id)
    meeting, unit = found
    return meeting, unit


async def called_meetings(db: AsyncSession, cell_ids: Sequence[int]) -> Sequence[Meeting]:
    """The meetings of these cells that are neither closed nor cancelled, the earliest first."""
    found = await db.scalars(
        select(Meeting)
        .where(Meeting.cell_id.in_(cell_ids), Meeting.state == MeetingState.CALLED)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return found.all()
