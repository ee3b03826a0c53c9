"""The year of each member of a cell, out of its own rolls."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.members import Membership
from bot.reports.people_year import people_year
from bot.services.erasing import erase
from tests import village
from tests.village import at

NOW = at(2026, 11, 25)


async def test_who_has_left_stands_there_and_nobody_whose_data_were_taken_away(db: AsyncSession) -> None:
    cell = await village.cell(db)
    stays, left, erased = await village.members(db, cell, 3)
    await village.held(db, cell, at(2026, 11, 3, 19), unexcused=1)
    gone = Membership.member_id.in_([left.id, erased.id])
    await db.execute(update(Membership).where(gone).values(until_on=at(2026, 11, 10).date()))
    await erase(db, erased, "test", NOW)
    found = await people_year(db, cell, 2026, MeetingKind.REGULAR, NOW)
    assert {one.member_id: one.counts.expected for one in found} == {stays.id: 1, left.id: 1}
