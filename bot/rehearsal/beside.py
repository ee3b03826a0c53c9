"""Meetings beside those of whole cells: of a chi ủy that prepares its cell's, of the secretaries of a commune."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark, RollLog
from bot.model.meetings import Meeting, MeetingKind
from bot.model.participations import ParticipationDelta
from bot.model.units import UnitKind
from bot.rehearsal import rolls, sums
from bot.rehearsal.attendance import Seen
from bot.rehearsal.cells import Cell, Life
from bot.rehearsal.district import District, luck_of
from bot.rehearsal.people import CLERK, DEPUTY, SECRETARY, Person
from bot.rehearsal.records import is_of_practice
from bot.rehearsal.writing import Row, write, write_numbered
from bot.rehearsal.year import CLOSED_AFTER, LASTS, Held, usual_time
from bot.services.audit import as_member
from bot.services.expected_lists import usual_audience
from bot.words import rehearsal_district as words
from bot.words.times import at_local, day_of

MONTHS = 3
BEFORE, CALLED_BEFORE = timedelta(days=3), timedelta(days=4)
BRIEFED, MORNING = "25", time(8, 0)
"""The day of the month on which the secretaries of the commune meet, and the hour."""
CHI_UY = (SECRETARY, DEPUTY, CLERK)


async def write_beside(db: AsyncSession, district: District) -> list[rolls.Minutes]:
    """Of the last whole months; what they add to the sums is among the district's."""
    at, practice = next((at, cell) for at, cell in enumerate(district.cells) if cell.is_practice)
    chi_uy = [one for one in district.people if one.cell == at and one.seat in CHI_UY]
    secretaries = [one for one in district.secretaries if is_of_practice(district.cells[one.cell])]
    committee = _committee(district)
    written = []
    for month in district.calendar.months[-1 - MONTHS : -1]:
        luck = luck_of(f"beside:{month}")
        prepared = _held(at, MeetingKind.COMMITTEE, usual_time(practice, month) - BEFORE)
        briefed = _held(
            at, MeetingKind.BRIEFING, at_local(datetime.fromisoformat(f"{month}-{BRIEFED}").date(), MORNING)
        )
        written += [
            await write_closed(db, district, practice, prepared, chi_uy, luck),
            await write_closed(db, district, committee, briefed, secretaries, luck),
        ]
    return written


def _committee(district: District) -> Cell:
    """The committee of the commune, as the unit that holds a meeting."""
    code, name, _ = words.COMMUNES[0]
    above = words.DISTRICT[0]
    made = Cell(above, name, Life.OFFICE, id=district.units[code], under_id=district.units[above])
    district.committees.append(made)
    return made


def _held(at: int, kind: MeetingKind, starts_at: datetime) -> Held:
    closed_at = starts_at + LASTS + CLOSED_AFTER
    return Held(at, kind, starts_at, starts_at - CALLED_BEFORE, closed_at, words.TOPIC)


async def write_closed(
    db: AsyncSession, district: District, unit: Cell, held: Held, people: Sequence[Person], luck: random.Random
) -> rolls.Minutes:
    """One meeting of these people, called by the first of them; what it adds to the sums is among the district's."""
    first, on = people[0], day_of(held.starts_at)
    row = rolls.meeting_row(held, unit, first) | {"audience": _audience(held.kind)}
    (number,) = await write_numbered(db, Meeting, [row])
    meeting = rolls.Minutes(number, held, as_member(first.id), [_seen(one, on, luck) for one in people])
    await write(db, Attendance, list(rolls.attendance_rows(meeting)))
    await write(db, RollLog, list(rolls.mark_rows(meeting)))
    delta = sums.meeting_delta(unit, meeting, district.calendar.now)
    await write(db, ParticipationDelta, [delta])
    district.deltas.append(delta)
    return meeting


def _audience(kind: MeetingKind) -> Row | None:
    return usual_audience(UnitKind.COMMUNE).as_json() if kind is MeetingKind.BRIEFING else None


def _seen(person: Person, on: date, luck: random.Random) -> Seen:
    return Seen(
        person,
        is_official=person.is_official(on),
        mark=Mark.EXCUSED if luck.random() < 0.1 else Mark.PRESENT,
        said=None,
    )
