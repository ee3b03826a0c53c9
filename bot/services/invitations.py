"""Who is invited to a meeting: whom its kind calls by the roster of its day, until the roll is closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import ATTENDANCES, Attendance
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.members import Member
from bot.model.units import Unit, UnitKind
from bot.services.expected_lists import BY_OFFICE, Entry, cell_with, list_from, lists_of, row_of
from bot.services.ladder import plan_of, urgency_within
from bot.services.notices import owe_all
from bot.services.owed import Owed
from bot.services.people import Place, places_at
from bot.services.unit_settings import UnitSettings, settings_at, settings_of
from bot.words.times import day_of

AT_ONCE = 50
"""Meetings whose people are asked about in one query."""
ENTRY = tuple(getattr(Attendance, name) for name in Entry._fields)
Listed = Mapping[int, Mapping[int, tuple[int, Entry]]]
"""By meeting and member: the row of the list, and as what they stand there."""


async def invited_to(db: AsyncSession, meeting_id: int) -> Sequence[int]:
    """The members on the list of a meeting."""
    return (
        await db.scalars(select(Attendance.member_id).filter_by(meeting_id=meeting_id).order_by(Attendance.id))
    ).all()


_LIST = select(Attendance).where(Attendance.meeting_id == bindparam("listed_at")).order_by(Attendance.id)


async def list_of(db: AsyncSession, meeting: Meeting) -> dict[int, Attendance]:
    """The list of a meeting by member."""
    found = await db.scalars(_LIST, {"listed_at": meeting.id})
    return {attendance.member_id: attendance for attendance in found}


async def list_to_close(
    db: AsyncSession, meeting: Meeting, unit: Unit, now: datetime
) -> tuple[dict[int, Attendance], Sequence[Place]]:
    """The list as it is frozen, up to the roster, and the places of that; mostly there is nothing to bring up to it."""
    if meeting.kind in BY_OFFICE:
        await renew_list(db, meeting, now)
        return await list_of(db, meeting), ()
    cell_id = cell_with(unit)
    places = (await places_at(db, [cell_id], day_of(meeting.starts_at)))[cell_id]
    counts_guests = all(one.is_own for one in places) or (await settings_of(db, unit)).count_temporary_in
    expected = list_from(places, meeting, unit, count_temporary_in=counts_guests)
    listed = await list_of(db, meeting)
    if {member_id: _entry_of(row) for member_id, row in listed.items()} != expected:
        await renew_list(db, meeting, now)
        listed = await list_of(db, meeting)
    return listed, places


def _entry_of(row: Attendance) -> Entry:
    return Entry(row.standing, row.is_optional, row.group_id)


async def renew_list(db: AsyncSession, meeting: Meeting, now: datetime) -> None:
    """Bring the list up to the roster of the meeting's day, until it is frozen: newcomers are told, who left goes."""
    await renew_lists(db, [meeting], now)


async def renew_lists(db: AsyncSession, meetings: Sequence[Meeting], now: datetime) -> None:
    """The same for several meetings, in a few queries however many they are."""
    found = await db.scalars(select(Unit).where(Unit.id.in_({meeting.cell_id for meeting in meetings})))
    units = {unit.id: unit for unit in found}
    settings = await settings_at(db, units.values())
    lists = await lists_of(db, meetings, units, settings)
    entries = {meeting.id: entry for meeting, entry in zip(meetings, lists, strict=True)}
    listed: dict[int, dict[int, tuple[int, Entry]]] = {meeting.id: {} for meeting in meetings}
    for row_id, meeting_id, member_id, *entry in await db.execute(
        select(Attendance.id, Attendance.meeting_id, Attendance.member_id, *ENTRY).where(
            Attendance.meeting_id.in_(listed)
        )
    ):
        listed[meeting_id][member_id] = row_id, Entry._make(entry)
    await _bring_up(db, listed, entries)
    newcomers = await _add_newcomers(db, listed, entries)
    to_come = [meeting for meeting in meetings if meeting.starts_at > now and newcomers[meeting.id]]
    await owe_all(db, [_invitation(one, newcomers[one.id], settings[one.cell_id], now) for one in to_come], now)


async def _bring_up(db: AsyncSession, listed: Listed, entries: Mapping[int, Mapping[int, Entry]]) -> None:
    """Who left goes from the list, and who is somebody else by now stands there as such."""
    gone: list[int] = []
    changed: defaultdict[Entry, list[int]] = defaultdict(list)
    for meeting_id, rows in listed.items():
        for member_id, (row_id, was) in rows.items():
            is_now = entries[meeting_id].get(member_id)
            if is_now is None:
                gone.append(row_id)
            elif is_now != was:
                changed[is_now].append(row_id)
    if gone:
        await db.execute(delete(Attendance).where(Attendance.id.in_(gone)))
    for entry, row_ids in changed.items():
        await db.execute(update(Attendance).where(Attendance.id.in_(row_ids)).values(**entry._asdict()))


async def _add_newcomers(
    db: AsyncSession, listed: Listed, entries: Mapping[int, Mapping[int, Entry]]
) -> dict[int, list[int]]:
    """Whom the list of each meeting had not, by name."""
    new = {meeting_id: held.keys() - listed[meeting_id].keys() for meeting_id, held in entries.items()}
    anybody = set().union(*new.values())
    if not anybody:
        return {meeting_id: [] for meeting_id in new}
    found = await db.execute(select(Member.id, Member.sort_key).where(Member.id.in_(anybody)))
    by_name = [member_id for member_id, _ in sorted(found, key=lambda row: (row[1], row[0]))]
    newcomers = {meeting_id: [one for one in by_name if one in ids] for meeting_id, ids in new.items()}
    rows = [row_of(meeting_id, one, entries[meeting_id][one]) for meeting_id, ids in newcomers.items() for one in ids]
    await db.execute(insert(ATTENDANCES), rows)
    return newcomers


def _invitation(meeting: Meeting, member_ids: Sequence[int], settings: UnitSettings, now: datetime) -> Owed:
    urgency = urgency_within(meeting.starts_at, meeting, settings, now)
    return Owed(meeting, member_ids, Step.NOTICE, plan_of(meeting, settings, now).notice_at, urgency)


async def renew_open_lists(db: AsyncSession, cell_ids: Sequence[int], now: datetime) -> None:
    """After the roster or an office changed: the same for every meeting still to come that may call its people.

    Those are the meetings of these cells, of their groups, and the briefings of the committees above them.
    """
    held = await db.scalars(
        select(Meeting)
        .where(or_(*await _may_call(db, cell_ids)), Meeting.state == MeetingState.CALLED, Meeting.starts_at > now)
        .order_by(Meeting.id)
        .with_for_update()  # one that is being closed just now is frozen, and no longer CALLED once this has it
        .execution_options(populate_existing=True)
    )
    found = held.all()
    for start in range(0, len(found), AT_ONCE):
        await renew_lists(db, found[start : start + AT_ONCE], now)


async def _may_call(db: AsyncSession, unit_ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    paths = await db.scalars(select(Unit.path).where(Unit.id.in_(unit_ids)))
    above = {int(one) for path in paths for one in path.strip("/").split("/")} - set(unit_ids)
    groups = select(Unit.id).where(Unit.parent_id.in_(unit_ids), Unit.kind == UnitKind.GROUP)
    briefings = Meeting.cell_id.in_(above) & (Meeting.kind == MeetingKind.BRIEFING)
    return Meeting.cell_id.in_(unit_ids), Meeting.cell_id.in_(groups), briefings
