"""The roll as it lies before the clerk: everybody by name under a number that stays, and what closing would come to."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer, Attendance, Leave, Mark
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.refusals import MeetingWasCancelled, RollSettled, RollTooEarly
from bot.services.invitations import renew_list
from bot.services.meetings import meeting_of
from bot.services.rate import Counts
from bot.services.roll import Marks
from bot.words.roll_line import Absence, RollSaid
from bot.words.times import day_of, month_after, month_of

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

    @property
    def would_be(self) -> Mark | None:
        """What closing makes of it: a granted leave needs no mark, and a mark decides no leave asked for after it."""
        if self.is_undecided:
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
        return self.leave is Leave.PENDING and self.mark is not Mark.PRESENT

    @property
    def is_unsaid(self) -> bool:
        """Nothing is known of them: closing would have to call them unexcused."""
        return self.would_be is None and not self.is_undecided


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
    """The sheet as it stands: one numbering for all phones and pages."""
    found = await db.execute(
        select(Member, Attendance)
        .join(Attendance, Attendance.member_id == Member.id)
        .where(Attendance.meeting_id == meeting.id)
    )
    listed = sorted(found, key=lambda row: (row[0].sort_key, row[0].id))
    return [_seat(number, member, row) for number, (member, row) in enumerate(listed, 1)]


def _seat(number: int, member: Member, row: Attendance) -> Seat:
    return Seat(number, member, row.mark, row.leave, None if row.is_stale else row.answer)


async def open_sheet(db: AsyncSession, meeting_id: int, now: datetime) -> list[Seat]:
    """The sheet brought up to the roster, as marks are written on it; nobody else changes it meanwhile.

    Raises MeetingWasCancelled, RollSettled or RollTooEarly: a slip days before would keep it from being moved.
    """
    meeting = await meeting_of(db, meeting_id, lock=True)
    demand_open(meeting, now)
    if meeting.state is MeetingState.CALLED:
        await renew_list(db, meeting, now)
    return await sheet_of(db, meeting)


def seat_of(seats: Iterable[Seat], member_id: int) -> Seat | None:
    return next((seat for seat in seats if seat.member.id == member_id), None)


def digest_of(seats: Sequence[Seat]) -> str:
    """Changes with every mark, leave and person: what was shown is what is closed."""
    return _digest(f"{seat.member.id} {seat.mark} {seat.leave}" for seat in seats)


def order_of(seats: Sequence[Seat]) -> str:
    """Changes when a number means somebody else."""
    return _digest(str(seat.member.id) for seat in seats)


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
    given = [marks.get(seat.member.id, seat.would_be) for seat in seats]
    return Counts(len(given), *(given.count(mark) for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)))


def marks_said(seats: Sequence[Seat], said: RollSaid) -> dict[int, Mark]:
    """Marks by person as a line of the roll gives them; `vắng 4` is the whole roll while nobody is marked."""
    if said.everybody:
        return {seat.member.id: Mark.PRESENT for seat in seats}
    is_whole = said.rest_present or (said.is_first and not any(seat.mark for seat in seats))
    marks = {seat.member.id: Mark.PRESENT for seat in seats if is_whole or seat.number in said.present}
    for number, absence in said.away:
        marks[seats[number - 1].member.id] = _absent(seats[number - 1], absence)
    return marks


def _absent(seat: Seat, absence: Absence) -> Mark:
    """Where nothing is said of it, it is excused for whoever had asked."""
    if absence is Absence.UNSAID:
        return Mark.EXCUSED if seat.has_asked else Mark.UNEXCUSED
    return Mark(absence.value)
