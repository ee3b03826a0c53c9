"""A member checks in: by the code that was said, the picture that was shown, or one tap on their own page."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark, Noticed
from bot.model.check_ins import WrongCheckIn
from bot.model.meetings import Meeting
from bot.model.units import Unit
from bot.refusals import NoSuchGuest
from bot.services.audit import as_member
from bot.services.check_in_codes import is_code
from bot.services.check_ins import doors_of, open_now
from bot.services.guests import own_came
from bot.services.invitations import renew_list
from bot.services.marking import Manner, Noting, set_mark
from bot.services.meetings import meeting_of
from bot.services.unit_settings import settings_of
from bot.words.check_ins import code_said

MOST_WRONG, WITHIN = 5, timedelta(minutes=10)
"""So many wrong codes from one phone, and nothing more is taken from it for a while; by the real clock."""


class Came(StrEnum):
    """What became of it."""

    NOTED = "noted"
    LATE = "late"
    ALREADY = "already"
    MARKED_AWAY = "marked_away"
    """The clerk has written otherwise, and has the last word."""
    BESIDE = "beside"
    """Exempt or away, and there all the same: counted apart."""
    NOT_INVITED = "not_invited"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of it, and since when they are there."""

    came: Came
    at: datetime


async def check_in(db: AsyncSession, meeting_id: int, member_id: int, noticed: Noticed, now: datetime) -> Arrival:
    """Mark them present, unless the clerk has marked them already. Of two at once the second changes nothing.

    Raises CheckInNotOpen.
    """
    is_listed = await _row(db, meeting_id, member_id) is not None
    meeting = await meeting_of(db, meeting_id, lock=not is_listed, share=is_listed)  # a closing waits for this
    await open_now(db, meeting, now)
    if not is_listed:
        await renew_list(db, meeting, now)
    row = await _row(db, meeting_id, member_id, lock=True)
    if row is None:
        return await _beside(db, meeting, member_id, now)
    if row.mark is not None:
        is_there = row.mark is Mark.PRESENT
        return Arrival(Came.ALREADY if is_there else Came.MARKED_AWAY, row.arrived_at or now)
    is_late = await _is_late(db, meeting, now)
    set_mark(db, meeting, row, Mark.PRESENT, Noting(as_member(member_id), now, noticed), Manner(late=is_late))
    row.arrived_at = now
    await db.flush()
    return Arrival(Came.LATE if is_late else Came.NOTED, now)


async def _row(db: AsyncSession, meeting_id: int, member_id: int, *, lock: bool = False) -> Attendance | None:
    statement = select(Attendance).filter_by(meeting_id=meeting_id, member_id=member_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found: Attendance | None = await db.scalar(statement)
    return found


async def _beside(db: AsyncSession, meeting: Meeting, member_id: int, now: datetime) -> Arrival:
    try:
        await own_came(db, meeting, member_id, True, as_member(member_id), now)
    except NoSuchGuest:
        return Arrival(Came.NOT_INVITED, now)
    return Arrival(Came.BESIDE, now)


async def _is_late(db: AsyncSession, meeting: Meeting, now: datetime) -> bool:
    settings = await settings_of(db, await db.get_one(Unit, meeting.cell_id))
    return now > meeting.starts_at + timedelta(minutes=settings.late_after)


async def present_of(db: AsyncSession, meeting_id: int, member_ids: set[int]) -> set[int]:
    """Which of these are marked present already."""
    found = await db.scalars(
        select(Attendance.member_id).where(
            Attendance.meeting_id == meeting_id,
            Attendance.member_id.in_(member_ids),
            Attendance.mark == Mark.PRESENT,
        )
    )
    return set(found)


# Codes


async def speaks_code(db: AsyncSession, member_ids: list[int], text: str, now: datetime, *, is_busy: bool) -> bool:
    """Whether these words are a code to check in with. `is_busy`: other words are expected here just now.

    Four digits alone are one only while a meeting of theirs is open, and amid something else only the right ones.
    """
    said = code_said(text)
    if said is None or said.is_named:
        return said is not None
    doors = [door for door in await doors_of(db, member_ids, now) if door.is_open(now)]
    return any(not is_busy or is_code(door.check_in, said.code, now) for door in doors)


async def count_wrong(db: AsyncSession, endpoint_id: int) -> bool:
    """One more wrong code from this phone; whether there were too many."""
    db.add(WrongCheckIn(endpoint_id=endpoint_id, at=datetime.now(UTC)))
    await db.flush()
    return await is_blocked(db, endpoint_id)


async def is_blocked(db: AsyncSession, endpoint_id: int) -> bool:
    count = await db.scalar(
        select(func.count(WrongCheckIn.id)).where(
            WrongCheckIn.endpoint_id == endpoint_id, WrongCheckIn.at > datetime.now(UTC) - WITHIN
        )
    )
    return (count or 0) >= MOST_WRONG
