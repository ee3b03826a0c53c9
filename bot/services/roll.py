"""The roll: what the clerk saw. Closing freezes it and counts it; corrections afterwards are kept and seen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Leave, Mark, Noticed, Standing
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.refusals import (
    LeaveUndecided,
    MeetingWasCancelled,
    NobodyExpected,
    NotOnTheList,
    StillUnmarked,
    TwoMarks,
)
from bot.services.audit import note, noted
from bot.services.deciding import demand_decider
from bot.services.directive_study import note_studied
from bot.services.headcounts import frozen
from bot.services.invitations import list_of, list_to_close, renew_list
from bot.services.marking import Manner, Noting, known_by, set_mark
from bot.services.meetings import held_to_close, meeting_of
from bot.services.notices import dropped
from bot.services.participation import add_delta, counting, hold_cell
from bot.services.rate import Counts, quorum_ok
from bot.services.roll_changes import changed_roll, roll_changed
from bot.services.roll_closing import write_closed
from bot.words.times import day_of

EVERYBODY, THE_REST = "all", "rest"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a clerk says: ids, `present` may be everybody, `unexcused` all that are left. Who was late was there."""

    present: Sequence[int] = ()
    excused: Sequence[int] = ()
    unexcused: Sequence[int] = ()
    everybody_present: bool = False
    rest_unexcused: bool = False
    late: Sequence[int] = ()
    early: Sequence[int] = ()
    not_late: Sequence[int] = ()
    not_early: Sequence[int] = ()
    on_behalf: Sequence[int] = ()
    """For whom somebody else spoke."""
    from_paper: bool = False

    def manner_of(self, member_id: int) -> Manner:
        return Manner(_said_of(member_id, self.late, self.not_late), _said_of(member_id, self.early, self.not_early))


def _said_of(member_id: int, yes: Sequence[int], no: Sequence[int]) -> bool | None:
    return True if member_id in yes else False if member_id in no else None


@dataclass(frozen=True, slots=True)
class Roll:
    """The state of a roll: counts, and who has no mark yet."""

    meeting: Meeting
    counts: Counts
    voting_present: int
    voting_base: int
    """Rule 6: without those who are sent out or exempt, also where some of them came to a congress."""
    unmarked: list[Member] = field(default_factory=list)

    @property
    def quorum_ok(self) -> bool:
        return quorum_ok(self.voting_present, self.voting_base)


async def take_roll(db: AsyncSession, meeting_id: int, said: Marks, by: str, now: datetime) -> Meeting:
    """Write marks; each decides the leave that was asked for. After closing it is a correction, counted at once.

    Raises LeaveOfAnother or OwnLeave where that is not for this person to decide.
    """
    meeting = await meeting_of(db, meeting_id, lock=True)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting_id)
    if meeting.state is MeetingState.CALLED:
        await renew_list(db, meeting, now)
    attendances = await list_of(db, meeting)
    before = counts_of(attendances.values())
    marks = _spread(said, attendances)
    await demand_decider(db, meeting, marks, by, now)
    noticed = known_by(meeting, now, from_paper=said.from_paper)
    for member_id, mark in marks.items():
        noting = Noting(by, now, Noticed.ON_BEHALF if member_id in said.on_behalf else noticed)
        set_mark(db, meeting, attendances[member_id], mark, noting, said.manner_of(member_id))
    if meeting.state is MeetingState.CLOSED:
        await _count_correction(db, meeting, before, counts_of(attendances.values()))
        await roll_changed(db, meeting.id, now)
        await note_studied(db, meeting, by, now)
    note(db, by, "roll_taken", f"meeting:{meeting.id}", now, corrected=meeting.state is MeetingState.CLOSED)
    await db.flush()
    return meeting


def _spread(said: Marks, attendances: Mapping[int, Attendance]) -> dict[int, Mark]:
    """One mark for each person named; raises NotOnTheList or TwoMarks."""
    marks: dict[int, Mark] = {}
    for mark, ids in (
        (Mark.PRESENT, said.present),
        (Mark.EXCUSED, said.excused),
        (Mark.UNEXCUSED, said.unexcused),
        (Mark.PRESENT, [*said.late, *said.early, *said.not_late, *said.not_early]),
    ):
        for member_id in ids:
            if member_id not in attendances:
                raise NotOnTheList(member=member_id)
            if marks.setdefault(member_id, mark) is not mark:
                raise TwoMarks(member=member_id)
    for attendance in attendances.values():
        if not attendance.is_optional and (unnamed := _unnamed(said, attendance)):
            marks.setdefault(attendance.member_id, unnamed)
    return marks


def _unnamed(said: Marks, attendance: Attendance) -> Mark | None:
    """What is said of all the expected at once; of those who need not come each who came is named."""
    if said.everybody_present:
        return Mark.PRESENT
    is_left = attendance.mark is None and attendance.leave is not Leave.EXCUSED
    return Mark.UNEXCUSED if said.rest_unexcused and is_left else None


async def close_roll(db: AsyncSession, meeting_id: int, by: str, now: datetime) -> Meeting:
    """Freeze the roll and count it. Nobody becomes unexcused by silence: whoever has no mark is named first.

    Raises LeaveUndecided or StillUnmarked with the names. Closing again changes nothing.
    """
    meeting, cell = await held_to_close(db, meeting_id)
    if meeting.state is MeetingState.CLOSED:
        return meeting
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting_id)
    listed, places = await list_to_close(db, meeting, cell, now)
    if not listed:
        raise NobodyExpected(code=cell.code)
    _apply_granted_leave(db, meeting, listed, by, now)
    await _demand_all_marked(db, listed)
    deeds = [
        *await counting(db, meeting, cell, counts_of(listed.values())),
        dropped(meeting, "meeting_closed", now),
        changed_roll(db, meeting.id, now),
        frozen(meeting, cell, places, listed.values(), now),
        noted(by, "roll_closed", f"meeting:{meeting.id}", now),
    ]
    await write_closed(db, meeting, by, now, deeds)
    return meeting


def _apply_granted_leave(
    db: AsyncSession, meeting: Meeting, attendances: Mapping[int, Attendance], by: str, now: datetime
) -> None:
    for attendance in attendances.values():
        if attendance.mark is None and attendance.leave is Leave.EXCUSED:
            set_mark(db, meeting, attendance, Mark.EXCUSED, Noting(by, now, known_by(meeting, now)))


async def _demand_all_marked(db: AsyncSession, attendances: Mapping[int, Attendance]) -> None:
    expected = [one for one in attendances.values() if not one.is_optional]
    missing = [one for one in expected if one.mark is None]
    pending = [one for one in expected if one.leave is Leave.PENDING and one.mark is not Mark.PRESENT]
    if pending:
        raise LeaveUndecided(names=await names_of(db, pending))
    if missing:
        raise StillUnmarked(names=await names_of(db, missing))


async def names_of(db: AsyncSession, attendances: Sequence[Attendance]) -> str:
    """`12 Nguyễn Văn An, 15 …`: ids and names, as a secretary needs them for the next command."""
    found = await db.scalars(select(Member).where(Member.id.in_([one.member_id for one in attendances])))
    members = sorted(found, key=lambda member: (member.sort_key, member.id))
    return ", ".join(f"{member.id} {member.name}" for member in members)


def counts_of(attendances: Iterable[Attendance]) -> Counts:
    """What a list comes to; those without a mark are expected and nothing else yet.

    Whoever is invited to a congress beside the expected counts in both, once there, and in neither before (rule 10).
    """
    marks = Counter(attendance.mark for attendance in attendances if attendance.is_counted)
    return Counts(marks.total(), marks[Mark.PRESENT], marks[Mark.EXCUSED], marks[Mark.UNEXCUSED])


async def _count_correction(db: AsyncSession, meeting: Meeting, before: Counts, after: Counts) -> None:
    change = Counts(
        after.expected - before.expected,
        after.present - before.present,
        after.excused - before.excused,
        after.unexcused - before.unexcused,
    )
    if change != Counts():
        await hold_cell(db, meeting.cell_id)
        await add_delta(db, meeting.cell_id, day_of(meeting.starts_at), meeting.kind.counted_as, counts=change)


async def roll_of(db: AsyncSession, meeting: Meeting) -> Roll:
    """The roll as it stands; a closed one says what was frozen."""
    attendances = (await list_of(db, meeting)).values()
    unmarked = [one.member_id for one in attendances if one.mark is None and not one.is_optional]
    voting = [one for one in attendances if one.standing is Standing.OFFICIAL and not one.is_optional]
    members = await db.scalars(select(Member).where(Member.id.in_(unmarked)))
    return Roll(
        meeting,
        counts_of(attendances),
        sum(one.mark is Mark.PRESENT for one in voting),
        len(voting),
        sorted(members, key=lambda member: (member.sort_key, member.id)),
    )


async def closed_since(db: AsyncSession, cell_ids: Sequence[int], since: datetime) -> Sequence[Meeting]:
    """The meetings of these cells whose roll was closed then or later, the newest first."""
    found = await db.scalars(
        select(Meeting)
        .where(Meeting.cell_id.in_(cell_ids), Meeting.state == MeetingState.CLOSED, Meeting.closed_at >= since)
        .order_by(Meeting.closed_at.desc(), Meeting.id.desc())
    )
    return found.all()
