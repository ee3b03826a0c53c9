"""Opening the check-in of a meeting and closing it; by itself it ends some hours after the beginning."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Answer, Attendance, Mark
from bot.model.check_ins import CheckIn, CheckInMode
from bot.model.guests import Guest
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Membership
from bot.model.units import Unit
from bot.refusals import CheckInNotOpen, CheckInTooLate, MeetingOver
from bot.services.audit import note
from bot.services.check_in_codes import minutes_of
from bot.services.invitations import renew_list
from bot.services.marking import FROM_PAPER
from bot.services.meetings import meeting_of
from bot.services.people import holds
from bot.services.roll_sheet import demand_open, has_opened
from bot.services.unit_settings import settings_of
from bot.words.times import day_of

LATELY = timedelta(days=1)
"""So long after its end a check-in is remembered, to say that it is over."""


async def open_check_in(db: AsyncSession, meeting_id: int, mode: CheckInMode, by: str, now: datetime) -> CheckIn:
    """People may check in from now on; open already, in the same way, it stays as it is.

    Raises MeetingWasCancelled, RollTooEarly, CheckInTooLate or MeetingOver.
    """
    meeting = await meeting_of(db, meeting_id, lock=True)
    demand_gathering(meeting, now)
    if meeting.state is not MeetingState.CALLED:
        raise MeetingOver(meeting=meeting_id)
    found = await check_in_of(db, meeting_id)
    if found is not None and is_open(found, now) and found.mode is mode:
        return found
    await renew_list(db, meeting, now)
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    opened = found or CheckIn(meeting_id=meeting_id)
    opened.mode, opened.secret, opened.closed_at = mode, secrets.token_hex(32), None
    opened.code_minutes = minutes_of(mode, settings.check_in_code_minutes)
    opened.opened_by, opened.opened_at = by, now
    opened.closes_at = max(meeting.starts_at, now) + timedelta(hours=settings.check_in_hours)
    db.add(opened)
    note(db, by, "check_in_opened", f"meeting:{meeting_id}", now, mode=mode)
    await db.flush()
    return opened


def demand_gathering(meeting: Meeting, now: datetime) -> None:
    """Raises MeetingWasCancelled, RollTooEarly or CheckInTooLate: whoever is at home by now says no code."""
    demand_open(meeting, now)
    if meeting.state is MeetingState.CALLED and now - meeting.starts_at >= FROM_PAPER:
        raise CheckInTooLate(at=meeting.starts_at)


async def close_check_in(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> None:
    """Nobody checks in any more; whoever comes now is marked by the clerk. Closed already, nothing changes."""
    found = await check_in_of(db, meeting_id)
    if found is None or not is_open(found, now):
        return
    found.closed_at = now
    note(db, by, "check_in_closed", f"meeting:{meeting_id}", now)
    await db.flush()


async def check_in_of(db: AsyncSession, meeting_id: int) -> CheckIn | None:
    """What was opened last for this meeting, whether or not it is still open."""
    found: CheckIn | None = await db.scalar(select(CheckIn).filter_by(meeting_id=meeting_id))
    return found


def is_open(check_in: CheckIn, now: datetime) -> bool:
    """As far as it knows itself; the meeting may be closed meanwhile."""
    return check_in.closed_at is None and check_in.opened_at <= now < check_in.closes_at


async def open_now(db: AsyncSession, meeting: Meeting, now: datetime) -> CheckIn:
    """Raises CheckInNotOpen where people cannot check in just now; nobody is there yet where it was moved to later."""
    found = await check_in_of(db, meeting.id)
    if not has_opened(meeting, now):
        raise CheckInNotOpen(was_open=False)
    if found is None or not is_open(found, now) or meeting.state is not MeetingState.CALLED:
        raise CheckInNotOpen(was_open=found is not None)
    return found


@dataclass(frozen=True, slots=True)
class Door:
    """A check-in of a meeting that concerns certain people, open or not."""

    check_in: CheckIn
    meeting: Meeting
    member_ids: set[int]
    """Those of them who are on its list, or belong to the cell that holds it."""

    def is_open(self, now: datetime) -> bool:
        return self.meeting.state is MeetingState.CALLED and is_open(self.check_in, now)


async def doors_of(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> list[Door]:
    """The check-ins that were opened within a day and concern these members, the newest first.

    That of a meeting moved to another day is none until then.
    """
    lately = (
        select(CheckIn, Meeting).join(Meeting, Meeting.id == CheckIn.meeting_id).where(CheckIn.closes_at > now - LATELY)
    )
    listed = lately.add_columns(Attendance.member_id).join(Attendance, Attendance.meeting_id == Meeting.id)
    of_cell = lately.add_columns(Membership.member_id).join(Membership, Membership.unit_id == Meeting.cell_id)
    doors: dict[int, Door] = {}
    for statement in (
        listed.where(Attendance.member_id.in_(member_ids)),
        of_cell.where(Membership.member_id.in_(member_ids), holds(day_of(now))),
    ):
        for check_in, meeting, member_id in await db.execute(statement):
            if has_opened(meeting, now):
                doors.setdefault(meeting.id, Door(check_in, meeting, set())).member_ids.add(member_id)
    return sorted(doors.values(), key=lambda door: (door.check_in.opened_at, door.check_in.id), reverse=True)


@dataclass(frozen=True, slots=True)
class Count:
    """A meeting that gathers, in numbers."""

    present: int
    coming: int
    """Who said so, and is not there yet."""
    expected: int
    guests: int


async def count_of(db: AsyncSession, meeting_id: int) -> Count:
    is_there = Attendance.mark == Mark.PRESENT
    says_so = Attendance.mark.is_(None) & (Attendance.answer == Answer.COMING) & Attendance.is_stale.is_(False)
    wanted = (func.count().filter(is_there), func.count().filter(says_so), func.count().filter(IS_COUNTED))
    present, coming, expected = (await db.execute(select(*wanted).where(Attendance.meeting_id == meeting_id))).one()
    beside = select(func.count(Guest.id)).where(Guest.meeting_id == meeting_id, Guest.came.is_(True))
    return Count(present, coming, expected, await db.scalar(beside) or 0)
