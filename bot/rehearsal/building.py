"""The district of the rehearsal, built into an empty database: its units, its people and a year of their meetings."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.rehearsal.district import District, luck_of, sketched
from bot.rehearsal.minutes import write_month, write_sums
from bot.rehearsal.openings import CALLED, call_next, next_times
from bot.rehearsal.plans import write_plans
from bot.rehearsal.practice import write_practice
from bot.rehearsal.register import write_people, write_tree
from bot.rehearsal.residents import write_residents
from bot.rehearsal.writing import BUILT, BY, is_built
from bot.rehearsal.year import Held, held_meetings
from bot.services.audit import note
from bot.services.own_reports import leave_out
from bot.words import rehearsal_district as words

__all__ = ["PRACTICE_CELL", "build", "is_built"]

PRACTICE_CELL = "suoi-trong-dau-suoi"
"""A hamlet's cell of 22 that has met in every month but the present one."""
Tell = Callable[[str, int, int], None]
"""What is being done, how much of it is done, how much there is."""
STEPS_BESIDE_MONTHS = 5


async def build(sessions: Sessions, now: datetime, tell: Tell) -> None:
    """Fill an empty migrated database. `is_built` says whether it has come to its end."""
    district = sketched(now)
    months = held_meetings(district.cells, district.calendar, luck_of("year"))
    total = len(months) + STEPS_BESIDE_MONTHS
    tell(words.TREE_BUILT, 0, total)
    async with sessions.begin() as db:
        await write_tree(db, district)
    tell(words.PEOPLE_BUILT, 1, total)
    async with sessions.begin() as db:
        await write_people(db, district)
        await write_residents(db, district, now)
    for done, (month, held) in enumerate(zip(district.calendar.months, months, strict=True), 2):
        tell(words.MONTH_BUILT.format(month=f"{month[5:]}/{month[:4]}"), done, total)
        async with sessions.begin() as db:
            await write_month(db, district, month, held)
    tell(words.SUMS_BUILT, total - 3, total)
    async with sessions.begin() as db:
        studies = await write_sums(db, district)
    tell(words.CALLS_BUILT, total - 2, total)
    async with sessions.begin() as db:
        await _call(db, district, months[-1], now)
    tell(words.PRACTICE_BUILT, total - 1, total)
    async with sessions.begin() as db:
        await write_practice(db, district, studies, now)
        await leave_out(db, now)
        note(db, BY, BUILT, None, now, people=len(district.people))
    tell(words.PRACTICE_BUILT, total, total)


async def _call(db: AsyncSession, district: District, met: list[Held], now: datetime) -> None:
    """What lies ahead."""
    times = next_times(district.cells, met, district.calendar)
    await call_next(db, times, district.cells, district.secretaries, now)
    await write_plans(db, district, [at for _, at in times[:CALLED]], now)
