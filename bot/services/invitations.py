"""Who is invited to a meeting: the expected of its day, until the roll is closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.units import Unit
from bot.refusals import NobodyExpected
from bot.services.ladder import plan_of, urgency_within
from bot.services.notices import owe
from bot.services.people import Belonging, expected, people_of_cell
from bot.services.unit_settings import settings_of
from bot.words.times import day_of


async def expected_at(db: AsyncSession, cell: Unit, starts_at: datetime) -> list[Belonging]:
    """Who is expected; raises NobodyExpected for an empty cell."""
    settings = await settings_of(db, cell)
    people = await people_of_cell(db, cell.id, day_of(starts_at))
    invited = expected(people, settings.count_temporary_in)
    if not invited:
        raise NobodyExpected(code=cell.code)
    return invited


async def invited_to(db: AsyncSession, meeting_id: int) -> Sequence[int]:
    """The members on the list of a meeting."""
    return (
        await db.scalars(select(Attendance.member_id).filter_by(meeting_id=meeting_id).order_by(Attendance.id))
    ).all()


async def list_of(db: AsyncSession, meeting: Meeting) -> dict[int, Attendance]:
    """The list of a meeting by member."""
    found = await db.scalars(select(Attendance).filter_by(meeting_id=meeting.id).order_by(Attendance.id))
    return {attendance.member_id: attendance for attendance in found}


async def renew_list(db: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Bring the list up to the roster of the meeting's day, until it is frozen: newcomers are told, who left goes."""
    cell = await db.get_one(Unit, meeting.cell_id)
    settings = await settings_of(db, cell)
    people = await people_of_cell(db, meeting.cell_id, day_of(meeting.starts_at))
    standing = {one.member.id: one.standing for one in expected(people, settings.count_temporary_in)}
    listed = await list_of(db, meeting)
    for member_id, attendance in listed.items():
        if member_id in standing:
            attendance.standing = standing[member_id]
        else:
            await db.delete(attendance)
    newcomers = [member_id for member_id in standing if member_id not in listed]
    db.add_all(
        Attendance(meeting_id=meeting.id, member_id=member_id, standing=standing[member_id], is_stale=False)
        for member_id in newcomers
    )
    await db.flush()
    if meeting.starts_at > now:
        urgency = urgency_within(meeting.starts_at, meeting, settings, now)
        await owe(db, meeting, newcomers, Step.NOTICE, plan_of(meeting, settings, now).notice_at, now, urgency)


async def renew_open_lists(db: AsyncSession, cell_ids: Sequence[int], now: datetime) -> None:
    """After the roster changed: the same for every meeting of these cells that is still to come."""
    meetings = await db.scalars(
        select(Meeting)
        .where(Meeting.cell_id.in_(cell_ids), Meeting.state == MeetingState.CALLED, Meeting.starts_at > now)
        .order_by(Meeting.id)
        .with_for_update()  # one that is being closed just now is frozen, and no longer CALLED once this has it
        .execution_options(populate_existing=True)
    )
    for meeting in meetings.all():
        await renew_list(db, meeting, now)
