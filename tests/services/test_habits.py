"""What is offered when the next meeting is called."""

from datetime import datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.services.habits import habits_of, regular_in_month, regular_to_come
from bot.services.meetings import call_meeting, cancel_meeting, checked
from bot.services.series import checked_monthly, set_series
from tests import village
from tests.village import at


async def a_cell(db: AsyncSession) -> Unit:
    cell = await village.cell(db)
    await village.members(db, cell, 2)
    return cell


async def call(db: AsyncSession, cell: Unit, starts_at: datetime, place: str, now: datetime) -> int:
    return (await call_meeting(db, cell, checked(MeetingKind.REGULAR, starts_at, place, None, now), "test", now)).id


async def test_a_cell_that_never_met_is_used_to_nothing(db: AsyncSession, now: datetime) -> None:
    habits = await habits_of(db, (await a_cell(db)).id, now)
    assert (habits.places, habits.hours, habits.offers, habits.last) == ((), (), (), None)


async def test_the_last_meeting_is_offered_for_the_same_day_and_the_same_weekday(
    db: AsyncSession, now: datetime
) -> None:
    cell = await a_cell(db)
    await call(db, cell, at(2026, 12, 3, 19, 30), "Nhà văn hóa", now)
    habits = await habits_of(db, cell.id, now)
    assert [one.at for one in habits.offers] == [at(2027, 1, 3, 19, 30), at(2027, 1, 7, 19, 30)]
    assert {one.place for one in habits.offers} == {"Nhà văn hóa"}


async def test_where_a_month_has_no_fifth_such_weekday_the_last_one_is_offered(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    await call(db, cell, at(2026, 12, 31, 8), "Nhà văn hóa", now)
    habits = await habits_of(db, cell.id, at(2027, 1, 1))
    assert [one.at for one in habits.offers] == [at(2027, 1, 28, 8), at(2027, 1, 31, 8)]


async def test_the_series_is_offered_and_what_was_called_off_is_not(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    off = await call(db, cell, at(2026, 12, 8, 14), "Sân đình", now)
    await cancel_meeting(db, off, "test", now)
    await set_series(db, cell, checked_monthly(3, time(19, 30), "Nhà văn hóa"), "test", now)
    habits = await habits_of(db, cell.id, now)
    assert [(one.at, one.place) for one in habits.offers] == [(at(2026, 12, 3, 19, 30), "Nhà văn hóa")]
    assert habits.places == ("Nhà văn hóa", "Sân đình")
    assert habits.hours == (time(19, 30), time(14))


async def test_a_place_is_named_once_as_it_was_written_last(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    for day, place in enumerate(("hoi truong", "Sân đình", "Hội trường", "A1", "Nhà bà Mai"), 1):
        await call(db, cell, at(2026, 12, day, 8), place, now)
    assert (await habits_of(db, cell.id, now)).places == ("Nhà bà Mai", "A1", "Hội trường")


async def test_the_regular_meeting_of_a_month_is_found(db: AsyncSession, now: datetime) -> None:
    cell = await a_cell(db)
    await village.meeting(db, cell, now, timedelta(days=1), MeetingKind.THEMATIC)
    meeting_id = await call(db, cell, at(2026, 11, 30, 23, 30), "Nhà văn hóa", now)
    found = await regular_in_month(db, cell.id, at(2026, 11, 1, 0))
    to_come = await regular_to_come(db, cell.id, now)
    assert found is not None
    assert to_come is not None
    assert found.id == to_come.id == meeting_id
    assert await regular_in_month(db, cell.id, at(2026, 12, 1, 0)) is None
    assert await regular_to_come(db, cell.id, at(2026, 12, 1, 0)) is None
