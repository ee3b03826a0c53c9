"""Whom somebody has to call before a meeting, under the numbers that the roll will have too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, Leave
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.services.attendance import Source, invited, record_answer
from bot.services.roll_sheet import BY_PHONE, sheet_of
from bot.services.silences import Silence, silences
from bot.words.call_line import Called, CallSaid

CHANNEL = BY_PHONE
ANSWERS = {Called.COMING: Answer.COMING, Called.AWAY: Answer.AWAY, Called.UNDECIDED: Answer.UNDECIDED}


@dataclass(frozen=True, slots=True)
class ToCall:
    """Somebody who has not answered: the number is that of the whole list, so that no answer shifts it."""

    number: int
    member: Member
    why: Silence


async def call_list(db: AsyncSession, meeting: Meeting) -> list[ToCall]:
    """Who has not said whether they come, by name; whoever cannot be reached is among them."""
    numbers = {seat.member.id: place for place, seat in enumerate(await sheet_of(db, meeting), 1)}
    return [ToCall(numbers[one.member.id], one.member, one.why) for one in await silences(db, meeting)]


def is_to_come(meeting: Meeting, now: datetime) -> bool:
    """Whether an answer still counts; from the beginning on there is the roll."""
    return meeting.state is MeetingState.CALLED and meeting.starts_at > now


async def answer_of(db: AsyncSession, meeting: Meeting, member_id: int) -> Answer | None:
    """What somebody has said for the present time."""
    row = await invited(db, meeting.id, member_id)
    return None if row.is_stale else row.answer


async def people_of(db: AsyncSession, member_ids: Sequence[int]) -> list[Member]:
    """These people in this order."""
    found = await db.scalars(select(Member).where(Member.id.in_(member_ids)))
    by_id = {member.id: member for member in found}
    return [by_id[member_id] for member_id in member_ids]


async def record_calls(
    db: AsyncSession, meeting: Meeting, listed: Sequence[Member], said: Sequence[CallSaid], by: str, now: datetime
) -> None:
    """What people answered on the phone, with who says so; whoever did not pick up has not answered.

    Whoever stays away, and said why before, has not taken that back by saying no more.
    """
    for one in said:
        if one.answer is not Called.NOT_REACHED:
            member, answer = listed[one.number - 1], ANSWERS[one.answer]
            reason = one.reason or await _reason_before(db, meeting, member.id)
            await record_answer(db, meeting.id, member.id, answer, Source(CHANNEL, by), now, reason)


async def _reason_before(db: AsyncSession, meeting: Meeting, member_id: int) -> Reason | None:
    row = await invited(db, meeting.id, member_id)
    return row.reason if row.answer is Answer.AWAY and not row.is_stale else None


async def answered_otherwise(
    db: AsyncSession, meeting: Meeting, listed: Sequence[Member], said: Sequence[CallSaid]
) -> list[tuple[CallSaid, Answer]]:
    """Whose own answer, or whose granted leave, this would change, with what they had answered."""
    found = []
    for one in said:
        row = await invited(db, meeting.id, listed[one.number - 1].id)
        has_said = row.answer in {Answer.COMING, Answer.AWAY} and not row.is_stale
        is_firm = row.channel != CHANNEL or row.leave is Leave.EXCUSED
        changes = one.answer is not Called.NOT_REACHED and ANSWERS[one.answer] is not row.answer
        if row.answer is not None and has_said and is_firm and changes:
            found.append((one, row.answer))
    return found
