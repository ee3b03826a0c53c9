"""The roll as it lies before the clerk: everybody by name under a number that stays, and what closing would come to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer, Attendance, Leave, Mark, Noticed
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.refusals import MeetingWasCancelled, RollSettled, RollTooEarly
from bot.services.invitations import renew_list
from bot.services.meetings import meeting_of
from bot.services.paper_numbers import keep_numbers, numbers_for, sheet_on_paper
from bot.services.rate import Counts
from bot.services.roll import Marks
from bot.words.roll_line import Absence, RollSaid
from bot.words.times import day_of, month_after, month_of

BY_PHONE = "phone"
"""Where an answer came from that was given to a person and not to the machine."""
OPENS = timedelta(hours=2)
"""So long before the beginning the first may be marked."""
CORRECTED_MONTHS = 2
"""Months after that of the meeting: with the level above a cell goes through its books every quarter (rule 5)."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One person on the sheet."""

    number: int
    member: Member
    mark: Mark | None
    leave: Leave | None
    answer: Answer | None = None
    """What they said for the present time."""
    is_optional: bool = False
    """Invited to a congress beside the expected: counted once they are there."""
    group_id: int | None = None
    noticed: Noticed | None = None
    came_late: bool = False
    left_early: bool = False
    was_called_up: bool = False
    """Their answer was given to a person, who wrote it down."""

    @property
    def is_on_behalf(self) -> bool:
        """Somebody else spoke for them: what is marked, or else what they are said to have answered."""
        return self.noticed is Noticed.ON_BEHALF if self.mark else self.was_called_up

    @property
    def is_counted(self) -> bool:
        return not self.is_optional or self.mark is Mark.PRESENT

    @property
    def would_be(self) -> Mark | None:
        """What closing makes of it: a granted leave needs no mark, and a mark decides no leave asked for after it."""
        if self.is_undecided or not self.is_counted:
            return None
        return Mark.EXCUSED if self.mark is None and self.leave is Leave.EXCUSED else self.mark

    @property
    def has_asked(self) -> bool:
        """Whether they had asked to stay away, and nobody said no."""
        return self.leave in {Leave.PENDING, Leave.EXCUSED}

    @property
    def came_after_all(self) -> bool:
        """Present, although they had said that they stay away: the clerk should have meant it."""
        return self.mark is Mark.PRESENT and self.answer is Answer.AWAY

    @property
    def is_undecided(self) -> bool:
        """A leave that closing demands to be decided; who came needs none."""
        return self.leave is Leave.PENDING and self.mark is not Mark.PRESENT and not self.is_optional

    @property
    def is_unsaid(self) -> bool:
        """Nothing is known of them: closing would have to call them unexcused."""
        return self.would_be is None and not self.is_undecided and not self.is_optional


def has_opened(meeting: Meeting, now: datetime) -> bool:
    return meeting.starts_at - now <= OPENS


def demand_open(meeting: Meeting, now: datetime) -> None:
    """Raises MeetingWasCancelled or RollTooEarly; a closed roll is open for corrections until RollSettled."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingWasCancelled(meeting=meeting.id)
    if meeting.state is MeetingState.CALLED and not has_opened(meeting, now):
        raise RollTooEarly(at=meeting.starts_at, opens=meeting.starts_at - OPENS)
    last = last_correction(meeting)
    if meeting.state is MeetingState.CLOSED and day_of(now) > last:
        raise RollSettled(last=last)


def last_correction(meeting: Meeting) -> date:
    """The last day of the month after next."""
    month = month_of(day_of(meeting.starts_at))
    for _ in range(CORRECTED_MONTHS + 1):
        month = month_after(month)
    return date.fromisoformat(f"{month}-01") - timedelta(days=1)


async def sheet_of(db: AsyncSession, meeting: Meeting) -> list[Seat]:
    """The sheet as it stands: one numbering for all phones and pages, and for a sheet that was printed."""
    found = await db.execute(
        select(Member, Attendance)
        .join(Attendance, Attendance.member_id == Member.id)
        .where(Attendance.meeting_id == meeting.id)
    )
    listed = sorted(found, key=lambda row: (row[0].sort_key, row[0].id))
    numbers = numbers_for([member.id for member, _ in listed], await sheet_on_paper(db, meeting.id))
    seats = [_seat(numbers[member.id], member, row) for member, row in listed]
    return sorted(seats, key=lambda seat: seat.number)


def _seat(number: int, member: Member, row: Attendance) -> Seat:
    return Seat(
        number,
        member,
        row.mark,
        row.leave,
        None if row.is_stale else row.answer,
        row.is_optional,
        row.group_id,
        row.noticed,
        row.came_late,
        row.left_early,
        was_called_up=row.channel == BY_PHONE and row.answer is not None and not row.is_stale,
    )


async def open_sheet(db: AsyncSession, meeting_id: int, now: datetime) -> list[Seat]:
    """The sheet brought up to the roster, as marks are written on it; nobody else changes it meanwhile.

    Raises MeetingWasCancelled, RollSettled or RollTooEarly: a slip days before would keep it from being moved.
    """
    meeting = await meeting_of(db, meeting_id, lock=True)
    demand_open(meeting, now)
    if meeting.state is MeetingState.CALLED:
        await renew_list(db, meeting, now)
    seats = await sheet_of(db, meeting)
    if (paper := await sheet_on_paper(db, meeting.id)) is not None:
        keep_numbers(paper, {seat.member.id: seat.number for seat in seats})
    return seats


def names_of(seats: Sequence[Seat]) -> list[str]:
    """The names by their numbers, as a line of the roll is read; nothing under a number that nobody has any more."""
    names = {seat.number: seat.member.name for seat in seats}
    return [names.get(number, "") for number in range(1, max(names, default=0) + 1)]


def not_counted(seats: Iterable[Seat]) -> set[int]:
    """The numbers of those who stand on the list and are part of no total."""
    return {seat.number for seat in seats if not seat.is_counted}


def numbered(seats: Iterable[Seat], number: int) -> Seat | None:
    return next((seat for seat in seats if seat.number == number), None)


def last_of(seats: Sequence[Seat]) -> int:
    """The highest number; more than there are people where somebody has left."""
    return seats[-1].number if seats else 0


def place_of(seats: Sequence[Seat], seat: Seat) -> int:
    """Where somebody stands on the sheet, counted from 0 without gaps."""
    return [one.number for one in seats].index(seat.number)


def seat_of(seats: Iterable[Seat], member_id: int) -> Seat | None:
    return next((seat for seat in seats if seat.member.id == member_id), None)


def digest_of(seats: Sequence[Seat]) -> str:
    """Changes with every mark, leave and person: what was shown is what is closed."""
    return _digest(f"{seat.member.id} {seat.mark} {seat.leave}" for seat in seats)


def order_of(seats: Sequence[Seat]) -> str:
    """Changes when a number means somebody else."""
    return _digest(f"{seat.number} {seat.member.id}" for seat in seats)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256(",".join(parts).encode()).hexdigest()[:8]


def changed(seats: Sequence[Seat], marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """Only those marks that are not there already, or that decide a leave."""
    said = [seat for seat in seats if seat.member.id in marks]
    return {
        seat.member.id: marks[seat.member.id]
        for seat in said
        if seat.is_undecided or marks[seat.member.id] is not seat.mark
    }


def as_marks(marks: Mapping[int, Mark]) -> Marks:
    """Marks by person as the roll takes them."""
    of = {mark: [member_id for member_id, said in marks.items() if said is mark] for mark in Mark}
    return Marks(of[Mark.PRESENT], of[Mark.EXCUSED], of[Mark.UNEXCUSED])


def counts_after(seats: Sequence[Seat], marks: Mapping[int, Mark]) -> Counts:
    """What the roll comes to with these marks on it."""
    said = [(seat, marks.get(seat.member.id, seat.would_be)) for seat in seats]
    given = [mark for seat, mark in said if mark is Mark.PRESENT or not seat.is_optional]
    return Counts(len(given), *(given.count(mark) for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)))


def marks_said(seats: Sequence[Seat], said: RollSaid) -> dict[int, Mark]:
    """Marks by person as a line of the roll gives them; `vắng 4` is the whole roll while nobody is marked."""
    if said.everybody:
        return {seat.member.id: Mark.PRESENT for seat in seats if not seat.is_optional}
    is_whole = said.rest_present or (said.is_first and not any(seat.mark for seat in seats))
    marks = {
        seat.member.id: Mark.PRESENT
        for seat in seats
        if (is_whole and not seat.is_optional) or seat.number in said.present
    }
    by_number = {seat.number: seat for seat in seats}
    for number, absence in said.away:
        marks[by_number[number].member.id] = _absent(by_number[number], absence)
    return marks


def _absent(seat: Seat, absence: Absence) -> Mark:
    """Where nothing is said of it, it is excused for whoever had asked."""
    if absence is Absence.UNSAID:
        return Mark.EXCUSED if seat.has_asked else Mark.UNEXCUSED
    return Mark(absence.value)
