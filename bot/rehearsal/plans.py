"""What lies ahead beside the cells' own meetings: a briefing, a chi ủy, guests, groups, and a day off in a series."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.guests import GuestKind
from bot.model.holidays import HolidayKind
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.units import Unit
from bot.rehearsal.beside import BEFORE
from bot.rehearsal.cells import Cell, Life
from bot.rehearsal.district import District
from bot.rehearsal.offices import LARGE
from bot.rehearsal.openings import SOONEST
from bot.rehearsal.writing import BY
from bot.services.audit import as_member
from bot.services.guests import add_guests
from bot.services.holidays import Said, set_day, write_years
from bot.services.meetings import call_meeting, called_meetings, checked
from bot.services.party_groups import lead_group, make_groups, put_into
from bot.services.series import checked_monthly, set_series
from bot.words import rehearsal_district as words
from bot.words.names import fold
from bot.words.times import at_local, day_of, month_after, month_of

BRIEFED_IN, DAY_OFF_IN = 6, 9
"""So many days from now."""
MORNING = time(8, 0)


async def write_plans(db: AsyncSession, district: District, called: Sequence[int], now: datetime) -> None:
    """`called`: the places of the cells whose meetings are called already, the soonest first."""
    await write_years(db, now)
    await _call_briefing(db, district, now)
    await _prepare(db, district, called, now)
    at = largest_quarter(district, called)
    await _divide(db, district, at, now)
    await _meet_on_a_day_off(db, district, at, now)


def largest_quarter(district: District, called: Sequence[int]) -> int:
    """The place of the largest quarter of the town without a call: its people are in groups."""
    free = [at for at, cell in enumerate(district.cells) if cell.life is Life.QUARTER and at not in called]
    return max(free, key=lambda at: (district.cells[at].size, -at))


async def _call_briefing(db: AsyncSession, district: District, now: datetime) -> None:
    """Of the secretaries of the commune to practise with, on a working day."""
    on = day_of(now) + timedelta(days=BRIEFED_IN)
    on += timedelta(days=max(0, 7 - on.weekday()) if on.weekday() >= 5 else 0)
    unit = await db.get_one(Unit, district.units[words.COMMUNES[0][0]])
    call = checked(MeetingKind.BRIEFING, at_local(on, MORNING), words.COMMUNE_HALL, words.BRIEFING_TOPIC, now)
    await call_meeting(db, unit, call, BY, now)


async def _prepare(db: AsyncSession, district: District, called: Sequence[int], now: datetime) -> None:
    """The first of the cells that have called in time is prepared by its chi ủy, and has a guest."""
    for at in called:
        unit = await db.get_one(Unit, district.cells[at].id)
        for meeting in await called_meetings(db, [unit.id]):
            before = meeting.starts_at - BEFORE
            if _has_chi_uy(district.cells[at], at) and before > now + SOONEST:
                by = as_member(district.secretaries[at].id)
                await add_guests(db, meeting, words.GUEST, GuestKind.GUEST, by, now)
                meeting.agenda = list(words.AGENDA)
                call = checked(MeetingKind.COMMITTEE, before, meeting.place, None, now)
                await call_meeting(db, unit, call, by, now)
                return


def _has_chi_uy(cell: Cell, at: int) -> bool:
    """Beside those who lead it; in every third cell whoever sits there keeps the minutes."""
    return cell.size >= LARGE and at % 3 != 0


async def _divide(db: AsyncSession, district: District, at: int, now: datetime) -> None:
    unit = await db.get_one(Unit, district.cells[at].id)
    by = as_member(district.secretaries[at].id)
    people = [one for one in district.people if one.cell == at]
    groups = await make_groups(db, unit, words.GROUPS, by, now)
    for number, name in enumerate(words.GROUPS):
        own = people[number :: len(words.GROUPS)]
        group = groups[fold(name)]
        await put_into(db, unit, group, [one.id for one in own], by, now)
        leader = next((one for one in own if not one.has_office and one.is_linked(now)), own[0])
        await lead_group(db, group, await db.get_one(Member, leader.id), by, now)


async def _meet_on_a_day_off(db: AsyncSession, district: District, at: int, now: datetime) -> None:
    """The district keeps a day of its own, and this cell's series falls on it: its secretary is asked.

    Not in this month, in which the cell may have met.
    """
    first = date.fromisoformat(f"{month_after(month_of(day_of(now)))}-01")
    on = max(day_of(now) + timedelta(days=DAY_OFF_IN), first)
    await set_day(db, Said(on, words.DAY_OFF, HolidayKind.OFF, words.DAY_OFF_SOURCE, _month_before(now)), BY, now)
    cell = district.cells[at]
    unit = await db.get_one(Unit, cell.id)
    monthly = checked_monthly(on.day, cell.hour, cell.room)
    await set_series(db, unit, monthly, as_member(district.secretaries[at].id), now)


def _month_before(now: datetime) -> date:
    return day_of(now) - timedelta(days=30)
