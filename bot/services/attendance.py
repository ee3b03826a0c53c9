"""Taking answers: the last one given counts until the meeting begins, and all are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, AnswerLog, Attendance, Leave
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.refusals import MeetingBegun, MeetingOver, NotAway, NotInvited
from bot.services.ahead import Ahead, ahead_of
from bot.services.meetings import meeting_of
from bot.services.reading_ahead import told_of_any
from bot.services.undoing import add_only, change


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer came from, and who gave it for whom."""

    channel: str
    by: str
    endpoint_id: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A meeting that a member is still asked about."""

    meeting: Meeting
    member: Member
    attendance: Attendance


async def record_answer(
    db: AsyncSession,
    meeting_id: int,
    member_id: int,
    answer: Answer,
    source: Source,
    now: datetime,
    reason: Reason | None = None,
) -> Attendance:
    """Keep the last answer given; it is a forecast, the clerk's roll call decides (rule 15).

    Raises NotInvited, MeetingOver or MeetingBegun. Staying away is a request that the secretary decides.
    """
    meeting = await open_meeting(db, meeting_id, now)
    attendance = await invited(db, meeting_id, member_id)
    answered = {
        "answer": answer,
        "is_stale": False,
        "reason": reason if answer is Answer.AWAY else None,
        "leave": _leave_after(attendance, answer),
        "channel": source.channel,
        "answered_at": now,
    }
    change(db, attendance, answered)
    _log(db, meeting, attendance, source, now)
    return attendance


def _leave_after(attendance: Attendance, answer: Answer) -> Leave | None:
    """Saying the same again does not undo what the secretary has decided."""
    if answer is not Answer.AWAY:
        return None
    if attendance.answer is Answer.AWAY and not attendance.is_stale and attendance.leave:
        return attendance.leave
    return Leave.PENDING


async def give_reason(
    db: AsyncSession, meeting_id: int, member_id: int, reason: Reason, source: Source, now: datetime
) -> Attendance:
    """Say why, after having said that one stays away; raises NotAway otherwise."""
    meeting = await open_meeting(db, meeting_id, now)
    attendance = await invited(db, meeting_id, member_id)
    if attendance.answer is not Answer.AWAY or attendance.is_stale:
        raise NotAway
    attendance.reason = reason
    _log(db, meeting, attendance, source, now)
    return attendance


def _log(db: AsyncSession, meeting: Meeting, attendance: Attendance, source: Source, now: datetime) -> None:
    assert attendance.answer is not None  # noqa: S101 - both callers have just seen to it
    row = {
        "meeting_id": meeting.id,
        "member_id": attendance.member_id,
        "revision": meeting.revision,
        "answer": attendance.answer,
        "reason": attendance.reason,
        "channel": source.channel,
        "endpoint_id": source.endpoint_id,
        "said_by": source.by,
        "said_at": now,
    }
    add_only(db, AnswerLog, row)


async def open_meeting(db: AsyncSession, meeting_id: int, now: datetime) -> Meeting:
    """The meeting if it still takes answers."""
    meeting = await meeting_of(db, meeting_id, share=True)  # a move waits for this answer, or this sees the move
    if meeting.state is not MeetingState.CALLED:
        raise MeetingOver(meeting=meeting_id)
    if now >= meeting.starts_at:
        raise MeetingBegun(at=meeting.starts_at)
    return meeting


async def invited(db: AsyncSession, meeting_id: int, member_id: int) -> Attendance:
    """The member's row on the list, locked: of two answers at once the later one counts."""
    if (ahead := ahead_of(db)) is not None and (held := ahead.attendance(meeting_id, member_id)) is not None:
        return held
    attendance: Attendance | None = await db.scalar(
        select(Attendance).filter_by(meeting_id=meeting_id, member_id=member_id).with_for_update()
    )
    if attendance is None:
        raise NotInvited
    return attendance


async def questions(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> list[Question]:
    """The meetings that these members are asked about: those they were told of, else those already called."""
    if (ahead := ahead_of(db)) is not None and ahead.knows(member_ids):
        asked, told = _asked_ahead(ahead, member_ids, now), ahead.told
    else:
        asked = await _asked(db, member_ids, now)
        told = await told_of_any(db, [one.meeting.id for one in asked], [one.member.id for one in asked])
    return [one for one in asked if (one.meeting.id, one.member.id) in told] or asked


async def _asked(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> list[Question]:
    rows = await db.execute(
        select(Meeting, Member, Attendance)
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .join(Member, Member.id == Attendance.member_id)
        .where(
            Attendance.member_id.in_(member_ids),
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at > now,
        )
        .order_by(Meeting.starts_at, Meeting.id, Member.id)
    )
    return [Question(meeting, member, attendance) for meeting, member, attendance in rows]


def _asked_ahead(ahead: Ahead, member_ids: Sequence[int], now: datetime) -> list[Question]:
    """The same of what was read ahead, in the same order."""
    asked = [
        Question(meeting, ahead.member(member_id), attendance)
        for member_id in member_ids
        for meeting, attendance in ahead.invitations(member_id)
        if meeting.state is MeetingState.CALLED and meeting.starts_at > now
    ]
    return sorted(asked, key=lambda one: (one.meeting.starts_at, one.meeting.id, one.member.id))
