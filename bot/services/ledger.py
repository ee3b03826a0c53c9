"""The ledger of a meeting: every invited person once, and owed = the sum of all the states, always."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, Step
from bot.model.notices import Notice, NoticeState

MAIN = (Step.NOTICE, Step.MOVED, Step.CANCELLED)
"""What tells the call itself; reminders are more of the same."""


@dataclass(frozen=True, slots=True)
class Entry:
    """How it stands with one person: the newest telling of the meeting."""

    member_id: int
    channel: str | None
    state: NoticeState
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everybody's entry."""

    people: list[Entry]

    def count(self, state: NoticeState) -> int:
        return Counter(entry.state for entry in self.people)[state]


async def ledger_of(db: AsyncSession, meeting: Meeting) -> Ledger:
    """The newest notice of each person on the list of the meeting."""
    listed = select(Attendance.member_id).where(Attendance.meeting_id == meeting.id)
    found = await db.scalars(
        select(Notice)
        .where(Notice.member_id.in_(listed))
        .where(Notice.meeting_id == meeting.id, Notice.member_id.is_not(None), Notice.step.in_(MAIN))
        .order_by(Notice.revision, Notice.round, Notice.id)
    )
    newest = {notice.member_id: notice for notice in found}
    return Ledger([_entry(notice) for notice in newest.values()])


def _entry(notice: Notice) -> Entry:
    assert notice.member_id is not None  # noqa: S101 - the query asks for members only
    state = NoticeState.WAITING if notice.state is NoticeState.SENDING else notice.state
    return Entry(notice.member_id, notice.channel, state, notice.attempts, notice.cause)
