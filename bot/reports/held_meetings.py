"""The meetings that were held below a unit, with all that is written of them; counts, and who came from above."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.guests import Guest, GuestKind
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member
from bot.model.minutes import Headcount, MeetingMinutes
from bot.model.scores import MeetingScore
from bot.model.units import Unit
from bot.reports.cells_then import CellThen
from bot.services.rate import Counts
from bot.services.tree import lines_on
from bot.words.guests import person
from bot.words.times import at_local, day_of, month_after

AT_ONCE = 2000
"""A statement takes no list of any length."""


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting whose roll is closed. None: nobody has said, or it is no longer kept."""

    meeting: Meeting
    cell: Unit
    child_id: int
    """The unit right below the one that is asked about; the cell itself where nothing is between."""
    under_id: int
    """The unit right above the cell on the day; 0 above a root."""
    heads: Headcount | None
    """Of whom the cell consisted when the roll was closed."""
    counts: Counts
    minutes: MeetingMinutes | None
    score: MeetingScore | None
    upper: tuple[str, ...] = field(default=())
    """Who came from the committee above, with their titles."""

    @property
    def lasted(self) -> int | None:
        """In minutes."""
        ended = self.minutes.ended_at if self.minutes else None
        return (ended - self.meeting.starts_at) // timedelta(minutes=1) if ended else None


def kinds_of(counted_as: MeetingKind) -> list[MeetingKind]:
    """The kinds that belong to one rate (rules 13, 14)."""
    return [one for one in MeetingKind if one.counted_as is counted_as]


async def held_below(
    db: AsyncSession, unit: Unit, cells: Sequence[CellThen], first: str, last: str, kinds: Sequence[MeetingKind]
) -> list[Held]:
    """Of these cells those that stood below the unit on the day, by name and day; a few queries for 2,000 cells."""
    by_id = {one.cell.id: one for one in cells}
    meetings = [one async for one in _meetings(db, list(by_id), first, last, kinds)]
    lines = await _lines(db, unit, meetings)
    there = [one for one in meetings if one.id in lines]
    ids = [one.id for one in there]
    heads = await _by_meeting(db, select(Headcount), Headcount.meeting_id, ids)
    minutes = await _by_meeting(db, select(MeetingMinutes), MeetingMinutes.meeting_id, ids)
    scores = await _by_meeting(db, select(MeetingScore), MeetingScore.meeting_id, ids)
    rolls, upper = await _rolls(db, ids), await _upper(db, ids)
    found = [
        Held(
            one,
            by_id[one.cell_id].cell,
            *lines[one.id],
            heads.get(one.id),
            rolls.get(one.id) or _then(heads.get(one.id)),
            minutes.get(one.id),
            scores.get(one.id),
            tuple(upper.get(one.id, ())),
        )
        for one in there
    ]
    return sorted(found, key=lambda one: (one.cell.sort_key, one.cell.id, one.meeting.starts_at, one.meeting.id))


def _slices(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


async def _meetings(
    db: AsyncSession, cell_ids: Sequence[int], first: str, last: str, kinds: Sequence[MeetingKind]
) -> AsyncIterator[Meeting]:
    begins, ends = (at_local(date.fromisoformat(f"{month}-01"), time()) for month in (first, month_after(last)))
    for some in _slices(cell_ids):
        found = await db.scalars(
            select(Meeting).where(
                Meeting.cell_id.in_(some),
                Meeting.state == MeetingState.CLOSED,
                Meeting.kind.in_(kinds),
                Meeting.starts_at >= begins,
                Meeting.starts_at < ends,
            )
        )
        for one in found:
            yield one


async def _lines(db: AsyncSession, unit: Unit, meetings: Sequence[Meeting]) -> dict[int, tuple[int, int]]:
    """By meeting the unit right below this one and the one right above the cell, in the tree of its day.

    Nothing for a cell that stood elsewhere.
    """
    by_day: defaultdict[date, set[int]] = defaultdict(set)
    for one in meetings:
        by_day[day_of(one.starts_at)].add(one.cell_id)
    lines = {on: await lines_on(db, sorted(some), on) for on, some in by_day.items()}
    found = {one.id: lines[day_of(one.starts_at)][one.cell_id] for one in meetings}
    return {key: _place(line, unit.id) for key, line in found.items() if unit.id in line}


def _place(line: Sequence[int], unit_id: int) -> tuple[int, int]:
    return line[max(0, line.index(unit_id) - 1)], line[1] if len(line) > 1 else 0


async def _by_meeting(db: AsyncSession, what: Select[Any], meeting_id: Any, ids: Sequence[int]) -> dict[int, Any]:
    found = [one for some in _slices(ids) for one in await db.scalars(what.where(meeting_id.in_(some)))]
    return {one.meeting_id: one for one in found}


async def _rolls(db: AsyncSession, ids: Sequence[int]) -> dict[int, Counts]:
    """What each roll comes to, its corrections included, while it is kept person by person."""
    marks = [func.count().filter(Attendance.mark == mark) for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)]
    rolls: dict[int, Counts] = {}
    for some in _slices(ids):
        found = await db.execute(
            select(Attendance.meeting_id, func.count(), *marks)
            .where(Attendance.meeting_id.in_(some), IS_COUNTED)
            .group_by(Attendance.meeting_id)
        )
        rolls |= {meeting_id: Counts(*counted) for meeting_id, *counted in found}
    return rolls


def _then(heads: Headcount | None) -> Counts:
    if heads is None:
        return Counts()
    present = heads.present_official + heads.present_probationary + heads.present_temporary_in
    return Counts(present + heads.excused + heads.unexcused, present, heads.excused, heads.unexcused)


async def _upper(db: AsyncSession, ids: Sequence[int]) -> Mapping[int, list[str]]:
    there: defaultdict[int, list[str]] = defaultdict(list)
    for some in _slices(ids):
        found = await db.execute(
            select(Guest, Member.name)
            .outerjoin(Member, Member.id == Guest.member_id)
            .where(Guest.meeting_id.in_(some), Guest.kind == GuestKind.UPPER, Guest.came.is_(True))
            .order_by(Guest.id)
        )
        for guest, name in found:
            there[guest.meeting_id].append(person(name or guest.name or "", guest.title, guest.organisation))
    return there
