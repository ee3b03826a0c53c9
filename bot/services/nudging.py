"""Having those reminded who have not said whether they come, in one step and not too often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.members import Member
from bot.model.notices import Urgency
from bot.model.units import Unit
from bot.refusals import MeetingOver, NudgedJustNow, TooLateToNudge
from bot.services.addresses import reachable
from bot.services.audit import note
from bot.services.invitations import renew_list
from bot.services.ladder import urgency_within
from bot.services.meetings import meeting_of
from bot.services.notices import owe
from bot.services.tally import silent_of, still_to_be_told
from bot.services.unit_settings import after_quiet, settings_of

REST = timedelta(hours=2)
"""Between two nudges of one meeting: who is reminded all day long reads no reminders."""
DEED = "silent_nudged"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Whom a nudge reaches and when, and whom it does not."""

    reminded: int
    arrives_at: datetime
    still_waiting: int
    """The message before this one is still on its way to them."""
    unreached: Sequence[Member]
    """No message reaches them: somebody has to call."""


async def nudge(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> Nudge:
    """Remind the silent and the undecided of a meeting to come; of two nudges at once the second is refused.

    Raises MeetingOver, TooLateToNudge or NudgedJustNow. Where nobody could be reminded, nothing is written.
    """
    meeting = await _meeting_to_come(db, meeting_id, now)
    await _demand_rest(db, meeting, now)
    await renew_list(db, meeting, now)
    silent = await silent_of(db, meeting)
    waiting = await still_to_be_told(db, meeting)
    ways = await reachable(db, [member.id for member in silent])
    ready = [member.id for member in silent if ways[member.id] and member.id not in waiting]
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    await owe(db, meeting, ready, Step.NUDGE, now, now, urgency, again=True)
    if ready:
        note(db, by, DEED, f"meeting:{meeting.id}", now, people=len(ready))
    return Nudge(
        reminded=len(ready),
        arrives_at=after_quiet(now, settings.quiet_hours) if urgency > Urgency.EXPRESS else now,
        still_waiting=sum(member.id in waiting for member in silent),
        unreached=[member for member in silent if not ways[member.id]],
    )


async def _meeting_to_come(db: AsyncSession, meeting_id: int, now: datetime) -> Meeting:
    meeting = await meeting_of(db, meeting_id, lock=True)
    if meeting.state is not MeetingState.CALLED:
        raise MeetingOver(meeting=meeting_id)
    if now >= meeting.starts_at:
        raise TooLateToNudge(at=meeting.starts_at)
    return meeting


async def _demand_rest(db: AsyncSession, meeting: Meeting, now: datetime) -> None:
    last: datetime | None = await db.scalar(
        select(func.max(AuditRow.at)).where(AuditRow.about == f"meeting:{meeting.id}", AuditRow.deed == DEED)
    )
    if last is not None and now < last + REST:
        raise NudgedJustNow(at=last)
