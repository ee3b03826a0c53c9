"""The numbers of the resolutions of a cell: they begin anew each year, and none is given twice."""

from datetime import date, datetime, time

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting
from bot.model.minutes import MeetingMinutes
from bot.model.units import Unit, UnitKind
from bot.refusals import ResolutionTaken, ResolutionUnreadable
from bot.services.meetings import guard
from bot.services.minutes import Question, minutes_of, noted, written
from bot.words import minutes as words
from bot.words.times import at_local, day_of


async def resolve(db: AsyncSession, meeting: Meeting, text: str | None, by: str, now: datetime) -> None:
    """The number of the resolution, or None: there was none.

    Raises SecrecyMarked, DoubtfulWords, ResolutionUnreadable, or ResolutionTaken by another meeting of the year.
    """
    guard((text or "",), harmless=False)
    number, whole = None, None
    if text is not None:
        # of two at once one waits
        await db.execute(select(Unit.id).where(Unit.id == meeting.cell_id).with_for_update())
        read = words.resolution_in(text, await _shape(db, meeting))
        if read is None:
            raise ResolutionUnreadable(example=await next_resolution(db, meeting))
        number, whole = read
        if (taken := await _taken(db, meeting, whole)) is not None:
            raise ResolutionTaken(number=whole, at=taken.starts_at)
    row = await written(db, meeting, by, now)
    row.has_resolution, row.resolution_no, row.resolution = text is not None, number, whole
    noted(db, meeting, Question.RESOLUTION, by, now)
    await db.flush()


async def next_resolution(db: AsyncSession, meeting: Meeting) -> str:
    """`07-NQ/CB`: the number after the highest of the year, or this meeting's own."""
    own = await minutes_of(db, meeting.id)
    if own is not None and own.resolution:
        return own.resolution
    highest = await db.scalar(
        select(func.max(MeetingMinutes.resolution_no))
        .join(Meeting, Meeting.id == MeetingMinutes.meeting_id)
        .where(Meeting.cell_id == meeting.cell_id, *_of_year(meeting))
    )
    return words.resolution((highest or 0) + 1, await _shape(db, meeting))


async def _shape(db: AsyncSession, meeting: Meeting) -> str:
    """What stands behind the number."""
    unit = await db.get_one(Unit, meeting.cell_id)
    return (
        words.OF_A_CELL if unit.is_cell else words.OF_A_GROUP if unit.kind is UnitKind.GROUP else words.OF_A_COMMITTEE
    )


async def _taken(db: AsyncSession, meeting: Meeting, whole: str) -> Meeting | None:
    found: Meeting | None = await db.scalar(
        select(Meeting)
        .join(MeetingMinutes, MeetingMinutes.meeting_id == Meeting.id)
        .where(
            Meeting.cell_id == meeting.cell_id,
            Meeting.id != meeting.id,
            func.upper(MeetingMinutes.resolution) == whole.upper(),
            *_of_year(meeting),
        )
        .limit(1)
    )
    return found


def _of_year(meeting: Meeting) -> tuple[ColumnElement[bool], ...]:
    year = day_of(meeting.starts_at).year
    return (
        Meeting.starts_at >= at_local(date(year, 1, 1), time.min),
        Meeting.starts_at < at_local(date(year + 1, 1, 1), time.min),
    )
