"""Who may have led a meeting, or written its minutes: whoever was there, those first who usually do."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark
from bot.model.guests import Guest
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.minutes import MeetingMinutes
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.refusals import NotAtTheMeeting
from bot.services.permissions import chairs_at, role_holds
from bot.words.times import day_of

LEADING = (
    Office.SECRETARY, Office.DEPUTY_SECRETARY, Office.CELL_COMMITTEE, Office.CLERK, Office.GROUP_LEADER,
    Office.COMMUNE_COMMITTEE, Office.DISTRICT_COMMITTEE, Office.PROVINCE, Office.OFFICE,
)  # fmt: skip
CLERK_RANK = list(Office).index(Office.CLERK)


async def demand_there(db: AsyncSession, meeting: Meeting, member_id: int) -> None:
    if member_id not in {one.id for one in await people_there(db, meeting)}:
        raise NotAtTheMeeting


async def people_there(db: AsyncSession, meeting: Meeting) -> list[Member]:
    """Who may have led it or written, by name: all who are not marked absent, and who holds an office here."""
    listed = select(Attendance.member_id).where(
        Attendance.meeting_id == meeting.id, Attendance.mark.is_distinct_from(Mark.EXCUSED),
        Attendance.mark.is_distinct_from(Mark.UNEXCUSED),
    )  # fmt: skip
    beside = select(Guest.member_id).where(
        Guest.meeting_id == meeting.id, Guest.member_id.is_not(None), Guest.came.is_(True)
    )
    absent = select(Attendance.member_id).where(
        Attendance.meeting_id == meeting.id, Attendance.mark.in_((Mark.EXCUSED, Mark.UNEXCUSED))
    )
    unit = await db.get_one(Unit, meeting.cell_id)
    here = [unit.id, *([unit.parent_id] if unit.parent_id and not unit.is_cell else [])]
    on = day_of(meeting.starts_at)
    officials = select(Role.member_id).where(
        Role.unit_id.in_(here), Role.office.in_(LEADING), role_holds(on), Role.member_id.not_in(absent)
    )
    found = await db.scalars(
        select(Member).where(Member.id.in_(listed) | Member.id.in_(beside) | Member.id.in_(officials))
    )
    return sorted(found, key=lambda one: (one.sort_key, one.id))


async def usual_chairs(db: AsyncSession, meeting: Meeting, most: int = 3) -> list[Member]:
    """Who usually leads: the secretary, else the deputy; then others who hold an office, of those who were there."""
    on = day_of(meeting.starts_at)
    first = (await chairs_at(db, [meeting.cell_id], on)).get(meeting.cell_id)
    ranks = await _ranks(db, meeting.cell_id, on)
    there = await people_there(db, meeting)
    able = [one for one in there if one.id == first or one.id in ranks]
    return sorted(able, key=lambda one: (one.id != first, ranks.get(one.id, 99)))[:most]


async def usual_clerks(db: AsyncSession, meeting: Meeting, most: int = 3) -> list[Member]:
    """Who usually writes: whoever wrote last time, the clerk, the committee; not whoever led."""
    led: int | None = await db.scalar(select(MeetingMinutes.chair_id).where(MeetingMinutes.meeting_id == meeting.id))
    last = await _last_clerk(db, meeting)
    ranks = await _ranks(db, meeting.cell_id, day_of(meeting.starts_at))
    clerks = {one for one, rank in ranks.items() if rank == CLERK_RANK}
    there = [one for one in await people_there(db, meeting) if one.id != led]
    wanted = [one for one in there if one.id == last or one.id in ranks]
    ordered = sorted(wanted, key=lambda one: (one.id not in clerks, one.id != last, -ranks.get(one.id, 0)))
    return (ordered or there)[:most]


async def _ranks(db: AsyncSession, unit_id: int, on: date) -> dict[int, int]:
    """The highest office of each who holds one at the unit; the clerk's own comes before the committee's here."""
    found = await db.execute(
        select(Role.member_id, Role.office).where(Role.unit_id == unit_id, Role.office.in_(LEADING), role_holds(on))
    )
    ranks: dict[int, int] = {}
    for member_id, office in found:
        rank = list(Office).index(office)
        ranks[member_id] = CLERK_RANK if rank == CLERK_RANK else min(rank, ranks.get(member_id, rank))
    return ranks


async def _last_clerk(db: AsyncSession, meeting: Meeting) -> int | None:
    last = (
        select(MeetingMinutes.clerk_id)
        .join(Meeting, Meeting.id == MeetingMinutes.meeting_id)
        .where(Meeting.cell_id == meeting.cell_id, Meeting.id != meeting.id, MeetingMinutes.clerk_id.is_not(None))
    )
    found: int | None = await db.scalar(last.order_by(Meeting.starts_at.desc()).limit(1))
    return found
