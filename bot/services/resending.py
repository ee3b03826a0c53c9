"""Telling once more those whom the call of a meeting, or its change, has not reached for certain."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.refusals import TooLateToResend
from bot.services.addresses import reachable
from bot.services.audit import note
from bot.services.ladder import urgency_within
from bot.services.ledger import MAIN
from bot.services.meetings import meeting_of
from bot.services.notices import owe
from bot.services.tally import has_answered
from bot.services.unit_settings import settings_of

NOT_REACHED = (NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Unreached:
    """Whom another round would go to, and whom no message reaches."""

    by_step: Mapping[Step, list[int]]
    without_channel: int
    round: int
    """Of the newest telling so far: a confirmation for an older one sends nothing."""

    @property
    def count(self) -> int:
        return sum(map(len, self.by_step.values()))


async def again(db: AsyncSession, meeting: Meeting, by: str, now: datetime, round_: int | None = None) -> int:
    """A new round to those not reached; returns how many. Of two confirmations at once the second finds nobody.

    `round_`: the newest round that was shown when it was confirmed. Raises TooLateToResend.
    """
    meeting = await meeting_of(db, meeting.id, lock=True)
    found = await unreached(db, meeting, now)
    if not found.count or round_ not in {None, found.round}:
        return 0
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    for step, member_ids in found.by_step.items():
        await owe(db, meeting, member_ids, step, now, now, urgency, again=True)
    note(db, by, "sent_again", f"meeting:{meeting.id}", now, people=found.count)
    return found.count


async def unreached(db: AsyncSession, meeting: Meeting, now: datetime) -> Unreached:
    """Whose newest telling failed, ran out of time or is in doubt, and who has not answered meanwhile."""
    if meeting.state is MeetingState.CLOSED or meeting.starts_at <= now:
        raise TooLateToResend
    newest = await _newest_tellings(db, meeting)
    ways = await reachable(db, list(newest))
    by_step: defaultdict[Step, list[int]] = defaultdict(list)
    without = 0
    for member_id, one in newest.items():
        if one.state in NOT_REACHED and ways[member_id]:
            by_step[one.step].append(member_id)
        elif one.state in NOT_REACHED:
            without += 1
    return Unreached(dict(by_step), without, max((one.round for one in newest.values()), default=0))


async def _newest_tellings(db: AsyncSession, meeting: Meeting) -> dict[int, Notice]:
    """Of everybody on the list who has still to hear it; that a meeting is off, also those hear who had answered."""
    found = await db.execute(
        select(Notice, Attendance)
        .join(Attendance, (Attendance.meeting_id == Notice.meeting_id) & (Attendance.member_id == Notice.member_id))
        .where(Notice.meeting_id == meeting.id, Notice.revision == meeting.revision, Notice.step.in_(MAIN))
        .order_by(Notice.id)
    )
    is_off = meeting.state is MeetingState.CANCELLED
    return {row.member_id: notice for notice, row in found if is_off or not has_answered(row)}
