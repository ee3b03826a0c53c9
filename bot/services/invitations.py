"""Who is invited to a meeting: the expected of its day, until the roll is closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import ATTENDANCES, Attendance, Standing
from bot.model.meetings import Meeting, MeetingState, Step
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NobodyExpected
from bot.services.ladder import plan_of, urgency_within
from bot.services.notices import owe_all
from bot.services.owed import Owed
from bot.services.people import Belonging, expected, people_of_cell, places_at
from bot.services.unit_settings import UnitSettings, settings_at, settings_of
from bot.words.times import day_of

AT_ONCE = 50
"""Meetings whose people are asked about in one query."""
Listed = Mapping[int, Mapping[int, tuple[int, Standing]]]
"""By meeting and member: the row of the list, and as what they stand there."""


async def expected_at(
    db: AsyncSession, cell: Unit, starts_at: datetime, settings: UnitSettings | None = None
) -> list[Belonging]:
    """Who is expected; raises NobodyExpected for an empty cell. `settings`: of the cell, where they are known."""
    settings = settings or await settings_of(db, cell)
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


async def list_people(db: AsyncSession, meeting_id: int, standings: Mapping[int, Standing]) -> None:
    """Put these onto the list of a meeting, in this order."""
    rows = [
        {"meeting_id": meeting_id, "member_id": member_id, "standing": standing, "is_stale": False}
        for member_id, standing in standings.items()
    ]
    await db.execute(insert(ATTENDANCES), rows)


async def list_of(db: AsyncSession, meeting: Meeting) -> dict[int, Attendance]:
    """The list of a meeting by member."""
    found = await db.scalars(select(Attendance).filter_by(meeting_id=meeting.id).order_by(Attendance.id))
    return {attendance.member_id: attendance for attendance in found}


async def renew_list(db: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Bring the list up to the roster of the meeting's day, until it is frozen: newcomers are told, who left goes."""
    await renew_lists(db, [meeting], now)


async def renew_lists(db: AsyncSession, meetings: Sequence[Meeting], now: datetime) -> None:
    """The same for several meetings, in a few queries however many they are."""
    settings = await _settings_for(db, meetings)
    standings = await _expected_now(db, meetings, settings)
    listed: dict[int, dict[int, tuple[int, Standing]]] = {meeting.id: {} for meeting in meetings}
    for row_id, meeting_id, member_id, standing in await db.execute(
        select(Attendance.id, Attendance.meeting_id, Attendance.member_id, Attendance.standing).where(
            Attendance.meeting_id.in_(listed)
        )
    ):
        listed[meeting_id][member_id] = row_id, standing
    await _bring_up(db, listed, standings)
    newcomers = await _add_newcomers(db, listed, standings)
    to_come = [meeting for meeting in meetings if meeting.starts_at > now and newcomers[meeting.id]]
    await owe_all(db, [_invitation(one, newcomers[one.id], settings[one.id], now) for one in to_come], now)


async def _settings_for(db: AsyncSession, meetings: Sequence[Meeting]) -> dict[int, UnitSettings]:
    cells = await db.scalars(select(Unit).where(Unit.id.in_({meeting.cell_id for meeting in meetings})))
    held = await settings_at(db, cells.all())
    return {meeting.id: held[meeting.cell_id] for meeting in meetings}


async def _expected_now(
    db: AsyncSession, meetings: Sequence[Meeting], settings: Mapping[int, UnitSettings]
) -> dict[int, dict[int, Standing]]:
    """Who is expected at each meeting as its day's roster says, and as what."""
    by_day: defaultdict[date, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        by_day[day_of(meeting.starts_at)].append(meeting)
    standings: dict[int, dict[int, Standing]] = {}
    for on, some in by_day.items():
        places = await places_at(db, [meeting.cell_id for meeting in some], on)
        for meeting in some:
            counts = settings[meeting.id].count_temporary_in
            here = (one for one in places[meeting.cell_id] if one.is_expected(counts))
            standings[meeting.id] = {one.member_id: one.standing for one in here}
    return standings


async def _bring_up(db: AsyncSession, listed: Listed, standings: Mapping[int, Mapping[int, Standing]]) -> None:
    """Who left goes from the list, and who is somebody else by now stands there as such."""
    gone: list[int] = []
    changed: defaultdict[Standing, list[int]] = defaultdict(list)
    for meeting_id, rows in listed.items():
        for member_id, (row_id, was) in rows.items():
            is_now = standings[meeting_id].get(member_id)
            if is_now is None:
                gone.append(row_id)
            elif is_now is not was:
                changed[is_now].append(row_id)
    if gone:
        await db.execute(delete(Attendance).where(Attendance.id.in_(gone)))
    for standing, row_ids in changed.items():
        await db.execute(update(Attendance).where(Attendance.id.in_(row_ids)).values(standing=standing))


async def _add_newcomers(
    db: AsyncSession, listed: Listed, standings: Mapping[int, Mapping[int, Standing]]
) -> dict[int, list[int]]:
    """Whom the list of each meeting had not, by name."""
    new = {meeting_id: held.keys() - listed[meeting_id].keys() for meeting_id, held in standings.items()}
    anybody = set().union(*new.values())
    if not anybody:
        return {meeting_id: [] for meeting_id in new}
    found = await db.execute(select(Member.id, Member.sort_key).where(Member.id.in_(anybody)))
    by_name = [member_id for member_id, _ in sorted(found, key=lambda row: (row[1], row[0]))]
    newcomers = {meeting_id: [one for one in by_name if one in ids] for meeting_id, ids in new.items()}
    rows = [
        {"meeting_id": meeting_id, "member_id": one, "standing": standings[meeting_id][one], "is_stale": False}
        for meeting_id, ids in newcomers.items()
        for one in ids
    ]
    await db.execute(insert(ATTENDANCES), rows)
    return newcomers


def _invitation(meeting: Meeting, member_ids: Sequence[int], settings: UnitSettings, now: datetime) -> Owed:
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    return Owed(meeting, member_ids, Step.NOTICE, plan_of(meeting, settings, now).notice_at, urgency)


async def renew_open_lists(db: AsyncSession, cell_ids: Sequence[int], now: datetime) -> None:
    """After the roster changed: the same for every meeting of these cells that is still to come."""
    meetings = await db.scalars(
        select(Meeting)
        .where(Meeting.cell_id.in_(cell_ids), Meeting.state == MeetingState.CALLED, Meeting.starts_at > now)
        .order_by(Meeting.id)
        .with_for_update()  # one that is being closed just now is frozen, and no longer CALLED once this has it
        .execution_options(populate_existing=True)
    )
    found = meetings.all()
    for start in range(0, len(found), AT_ONCE):
        await renew_lists(db, found[start : start + AT_ONCE], now)
