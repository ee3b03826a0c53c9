"""Visits as the reports describe them: seventeen groups in each quarter, nineteen cells unannounced in a year."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.own_visits import own_visits
from bot.services.visit_attending import say_came
from bot.services.visit_counts import visit_report
from bot.services.working_groups import write_group
from tests import village
from tests.village import at
from tests.visit_places import in_group, sending


async def test_seventeen_groups_in_the_first_month_of_each_quarter(db: AsyncSession) -> None:
    """Each attends its cell on day 1; who was nowhere in the quarter is listed."""
    place = await sending(db, cells=20)
    people = await village.members(db, place.cells[-1], 17)
    for number, leader in enumerate(people, 1):
        place.group = await write_group(db, place.top, f"tổ {number}", in_group(leader), "test", place.now)
        for month in (1, 4):
            days = (date(2027, month, 1), date(2027, month, 28))
            await place.assign(place.cells[number - 1], days=days)
    for month in (1, 2, 4):
        for cell in place.cells[:17]:
            starts_at = at(2027, month, 1, 8)
            meeting = await place.call(starts_at, cell, starts_at - timedelta(days=4))
            found = await own_visits(db, [one.id for one in people], starts_at)
            for own in [one for one in found if one.meeting.id == meeting.id]:
                await say_came(db, own.visit.id, own.member.id, True, starts_at)
    report = await visit_report(db, place.top, date(2027, 1, 1), date(2027, 3, 31), at(2027, 5, 1))
    assert [(one.name, one.cells, one.held, one.visits) for one in report.visitors] == [
        (f"Tổ công tác số {number}", 1, 1, 1) for number in range(1, 18)
    ]
    assert (report.visits, len(report.visited), report.unannounced) == (17, 17, 0)
    assert [one.cell.name for one in report.never] == ["Chi bộ Văn phòng", *(f"Thôn Số {one}" for one in (17, 18, 19))]
    half = await visit_report(db, place.top, date(2027, 1, 1), date(2027, 6, 30), at(2027, 5, 1))
    assert (half.visits, len(half.visited)) == (34, 17)


async def test_nineteen_cells_unannounced_in_a_year(each_db: AsyncSession) -> None:
    """A commune below does not see what is planned above it; the committee that sends counts nineteen."""
    place = await sending(each_db, cells=22)
    await place.assign(*place.cells[:19], days=(date(2027, 1, 1), date(2027, 12, 31)), is_announced=False)
    for number, cell in enumerate(place.cells[:20]):
        starts_at = at(2027, 1 + number % 12, 3 + number // 12, 8)
        meeting = await place.call(starts_at, cell, starts_at - timedelta(days=4))
        if number < 19:
            visit = await place.visit(meeting)
            await say_came(each_db, visit.id, place.leader.id, True, starts_at)
    year = date(2027, 1, 1), date(2027, 12, 31)
    report = await visit_report(each_db, place.top, *year, at(2028, 1, 5))
    assert (report.visits, len(report.visited), report.unannounced, len(report.never)) == (19, 19, 19, 4)
    commune = await each_db.get_one(type(place.top), place.cell.parent_id)
    below = await visit_report(each_db, commune, *year, at(2028, 1, 5))
    assert (below.visitors, below.visits, len(below.cells)) == ([], 0, 22)


async def test_a_visit_stays_counted_when_its_cell_is_closed_later(sqlite_db: AsyncSession) -> None:
    place = await sending(sqlite_db, cells=2)
    await place.assign(days=(date(2027, 1, 1), date(2027, 12, 31)), is_announced=False)
    starts_at = at(2027, 1, 5, 8)
    visit = await place.visit(await place.call(starts_at, now=starts_at - timedelta(days=4)))
    await say_came(sqlite_db, visit.id, place.leader.id, True, starts_at)
    place.cell.closed_on = date(2027, 2, 1)
    await sqlite_db.flush()
    january, march = [date(2027, month, 1) for month in (1, 3)]
    report = await visit_report(sqlite_db, place.top, january, date(2027, 1, 31), at(2027, 5, 1))
    assert (report.visits, len(report.visited), report.unannounced) == (1, 1, 1)
    assert place.cell.id not in [one.cell.id for one in report.never]
    later = await visit_report(sqlite_db, place.top, march, date(2027, 3, 31), at(2027, 5, 1))
    assert (later.visits, place.cell.id in [one.cell.id for one in later.cells]) == (0, False)
