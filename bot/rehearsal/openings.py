"""What lies ahead: meetings that secretaries have called by now, and monthly series. Through the services."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.rehearsal.cells import Cell
from bot.rehearsal.months import Calendar
from bot.rehearsal.people import Person
from bot.rehearsal.year import Held, usual_time
from bot.services.audit import as_member
from bot.services.meetings import call_meeting, checked
from bot.services.series import checked_monthly, set_series
from bot.words import rehearsal_district as words
from bot.words.times import month_after

CALLED, SERIES = 30, 3
AHEAD = timedelta(days=25)
"""Nobody calls a meeting earlier."""
SOONEST = timedelta(hours=2)


def next_times(cells: Sequence[Cell], met: Sequence[Held], calendar: Calendar) -> list[tuple[datetime, int]]:
    """When cells meet next, the soonest first: whoever has not met this month, then also next month's meetings."""
    have_met = {one.cell for one in met if one.kind is MeetingKind.REGULAR}
    times = []
    for at, cell in enumerate(cells):
        this = usual_time(cell, calendar.present)
        is_ahead = at not in have_met and this >= calendar.now + SOONEST
        following = usual_time(cell, month_after(calendar.present))
        soon = following - calendar.now <= AHEAD
        if not cell.is_practice and (is_ahead or soon):
            times.append((this if is_ahead else following, at))
    return sorted(times)


async def call_next(
    db: AsyncSession, times: Sequence[tuple[datetime, int]], cells: Sequence[Cell], secretaries: Sequence[Person],
    now: datetime,
) -> None:  # fmt: skip
    """The soonest are called; a few others have a series."""
    for starts_at, at in times[:CALLED]:
        unit = await db.get_one(Unit, cells[at].id)
        call = checked(MeetingKind.REGULAR, starts_at, cells[at].room, words.TOPIC, now)
        await call_meeting(db, unit, call, as_member(secretaries[at].id), now)
    for _, at in times[CALLED : CALLED + SERIES]:
        unit = await db.get_one(Unit, cells[at].id)
        monthly = checked_monthly(cells[at].day, cells[at].hour, cells[at].room)
        await set_series(db, unit, monthly, as_member(secretaries[at].id), now)
