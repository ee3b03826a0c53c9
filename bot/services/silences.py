"""Who is silent about a meeting, and why: not told, not reached, or told and not answering."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer, Attendance
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.services.ledger import MAIN
from bot.services.notices import NO_CHANNEL
from bot.services.tally import unanswered


class Silence(StrEnum):
    """Why somebody has not said whether they come."""

    UNANSWERED = "unanswered"
    UNDECIDED = "undecided"
    STALE = "stale"
    """They answered for the time before a move."""
    WAITING = "waiting"
    """The message to them has not left yet."""
    UNLINKED = "unlinked"
    UNREACHED = "unreached"
    """Their phone takes no messages."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody who has not said whether they come, and why not."""

    member: Member
    why: Silence
    group_id: int | None
    """The group as one of which they are on the list."""


async def silences(db: AsyncSession, meeting: Meeting) -> list[Silent]:
    """Who has not said whether they come, by name, and how it stands with each."""
    newest = await _newest_tellings(db, meeting)
    silent = await unanswered(db, meeting)
    return [Silent(member, _why(row, newest.get(member.id)), row.group_id) for member, row in silent]


def _why(row: Attendance, telling: Notice | None) -> Silence:
    if row.answer is Answer.UNDECIDED and not row.is_stale:
        return Silence.UNDECIDED
    if telling is not None and telling.state is NoticeState.FAILED:
        return Silence.UNLINKED if telling.cause == NO_CHANNEL else Silence.UNREACHED
    if telling is not None and telling.state is NoticeState.WAITING:
        return Silence.WAITING
    return Silence.STALE if row.is_stale else Silence.UNANSWERED


async def _newest_tellings(db: AsyncSession, meeting: Meeting) -> dict[int | None, Notice]:
    found = await db.scalars(
        select(Notice)
        .where(Notice.meeting_id == meeting.id, Notice.revision == meeting.revision, Notice.step.in_(MAIN))
        .order_by(Notice.round, Notice.id)
    )
    return {notice.member_id: notice for notice in found}
