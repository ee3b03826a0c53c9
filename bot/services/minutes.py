"""The minutes of a meeting: what only people know of it, one question after the other; the rest is on the roll."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.conclusions import Conclusion
from bot.model.meetings import Meeting, MeetingState
from bot.model.minutes import MeetingMinutes
from bot.refusals import (
    EndUnreadable,
    MeetingWasCancelled,
    MinutesTooEarly,
    MinutesUnfinished,
    OpinionsUnreadable,
    RollStillOpen,
)
from bot.services.audit import note
from bot.services.minutes_people import demand_there
from bot.words import minutes as words
from bot.words.times import at_local, day_of

LONGEST_MEETING = timedelta(hours=16)
MOST_OPINIONS = 999
LOOKED_BACK = timedelta(days=30)
"""Nobody is reminded of minutes of older meetings: before that they were kept elsewhere."""


class Question(StrEnum):
    """What is asked, in this order."""

    END = "end"
    CHAIR = "chair"
    CLERK = "clerk"
    OPINIONS = "opinions"
    RESOLUTION = "resolution"


async def minutes_of(db: AsyncSession, meeting_id: int, *, lock: bool = False) -> MeetingMinutes | None:
    statement = select(MeetingMinutes).where(MeetingMinutes.meeting_id == meeting_id)
    row: MeetingMinutes | None = await db.scalar(statement.with_for_update() if lock else statement)
    return row


def demand_begun(meeting: Meeting, now: datetime) -> None:
    """Raises MinutesTooEarly, or MeetingWasCancelled."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting.id)
    if meeting.starts_at > now:
        raise MinutesTooEarly(at=meeting.starts_at)


async def count_conclusions(db: AsyncSession, meeting_id: int) -> int:
    return await db.scalar(select(func.count()).where(Conclusion.meeting_id == meeting_id)) or 0


async def not_done(db: AsyncSession, meetings: Sequence[Meeting]) -> list[Meeting]:
    """Of these those whose minutes nobody has finished, in the same order."""
    done = await db.scalars(
        select(MeetingMinutes.meeting_id).where(
            MeetingMinutes.meeting_id.in_([one.id for one in meetings]), MeetingMinutes.done_at.is_not(None)
        )
    )
    finished = set(done)
    return [one for one in meetings if one.id not in finished]


def unanswered(row: MeetingMinutes | None) -> list[Question]:
    """What nobody has said yet."""
    if row is None:
        return list(Question)
    said = {
        Question.END: row.ended_at,
        Question.CHAIR: row.chair_id,
        Question.CLERK: row.clerk_id,
        Question.OPINIONS: row.opinions,
        Question.RESOLUTION: row.has_resolution,
    }
    return [one for one in Question if said[one] is None]


async def written(db: AsyncSession, meeting: Meeting, by: str, now: datetime) -> MeetingMinutes:
    """The row of a meeting, locked; whoever writes has locked the meeting, so that there is one."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting.id)
    row = await minutes_of(db, meeting.id, lock=True)
    if row is None:
        row = MeetingMinutes(meeting_id=meeting.id, by=by, at=now)
        db.add(row)
    row.by, row.at = by, now
    return row


# When it ended


async def end(db: AsyncSession, meeting: Meeting, ended_at: datetime, by: str, now: datetime) -> None:
    """Raises EndUnreadable for an hour before the beginning, far behind it, or still to come."""
    if not meeting.starts_at < ended_at <= min(meeting.starts_at + LONGEST_MEETING, now):
        raise EndUnreadable(begun=meeting.starts_at)
    (await written(db, meeting, by, now)).ended_at = ended_at
    noted(db, meeting, Question.END, by, now)
    await db.flush()


def end_said(meeting: Meeting, text: str) -> datetime | None:
    """`21h05`, `9 giờ 15 tối`, `95 phút`: of several hours that it may be the first behind the beginning.

    None where there is none in it.
    """
    try:
        minutes, hours = words.end_in(text)
    except ValueError:
        return None
    if minutes is not None:
        return meeting.starts_at + timedelta(minutes=minutes)
    on = day_of(meeting.starts_at)
    found = sorted(at_local(on + timedelta(days=later), hour) for hour in hours for later in (0, 1))
    return next((one for one in found if one > meeting.starts_at), None)


def usual_ends(meeting: Meeting, least_minutes: int, now: datetime) -> list[datetime]:
    """What is offered: as long as it should last, half an hour more, and when the roll was closed."""
    closed = meeting.closed_at
    ends = [meeting.starts_at + timedelta(minutes=minutes) for minutes in (least_minutes, least_minutes + 30)]
    if closed is not None and meeting.starts_at < closed <= meeting.starts_at + timedelta(hours=6):
        ends.insert(0, closed.replace(second=0, microsecond=0))
    return [one for one in dict.fromkeys(ends) if meeting.starts_at < one <= now]


# Who led it and who wrote


async def chair(db: AsyncSession, meeting: Meeting, member_id: int, by: str, now: datetime) -> None:
    """Raises NotAtTheMeeting."""
    await demand_there(db, meeting, member_id)
    (await written(db, meeting, by, now)).chair_id = member_id
    noted(db, meeting, Question.CHAIR, by, now)
    await db.flush()


async def clerk(db: AsyncSession, meeting: Meeting, member_id: int, by: str, now: datetime) -> None:
    """Raises NotAtTheMeeting."""
    await demand_there(db, meeting, member_id)
    (await written(db, meeting, by, now)).clerk_id = member_id
    noted(db, meeting, Question.CLERK, by, now)
    await db.flush()


# What was said


async def count_opinions(db: AsyncSession, meeting: Meeting, count: int, by: str, now: datetime) -> None:
    """Raises OpinionsUnreadable."""
    if not 0 <= count <= MOST_OPINIONS:
        raise OpinionsUnreadable(most=MOST_OPINIONS)
    (await written(db, meeting, by, now)).opinions = count
    noted(db, meeting, Question.OPINIONS, by, now)
    await db.flush()


# Done


async def finish(db: AsyncSession, meeting: Meeting, by: str, now: datetime) -> MeetingMinutes:
    """The minutes are written; raises RollStillOpen or MinutesUnfinished. A second time changes nothing."""
    row = await minutes_of(db, meeting.id, lock=True)
    if meeting.state is not MeetingState.CLOSED:
        raise RollStillOpen
    if row is None or unanswered(row):
        raise MinutesUnfinished
    if row.done_at is None:
        row.done_at, row.done_by = now, by
        note(db, by, "minutes_done", f"meeting:{meeting.id}", now)
        await db.flush()
    return row


def noted(db: AsyncSession, meeting: Meeting, what: Question, by: str, now: datetime) -> None:
    note(db, by, "minutes_said", f"meeting:{meeting.id}", now, what=what)


async def without_minutes(db: AsyncSession, before: datetime) -> Sequence[Meeting]:
    """The meetings whose roll was closed by then, and not long before that, whose minutes nobody has finished."""
    found = await db.scalars(
        select(Meeting)
        .outerjoin(MeetingMinutes, MeetingMinutes.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.CLOSED,
            Meeting.closed_at <= before,
            Meeting.closed_at > before - LOOKED_BACK,
            MeetingMinutes.done_at.is_(None),
        )
        .order_by(Meeting.closed_at, Meeting.id)
    )
    return found.all()
