"""The days off: computed as the Labour Code has them, then as the office says."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.holidays import Holiday, HolidayKind
from bot.refusals import NoSuchHoliday
from bot.services.holidays import (
    Said,
    calendar_of,
    is_day_off,
    remove_day,
    set_day,
    working_days,
    write_year,
    write_years,
)
from bot.services.usual_holidays import is_weekend, tet_of, usual_days

TETS = [
    date(1985, 1, 21), date(2007, 2, 17), date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6),
    date(2028, 1, 26), date(2029, 2, 13), date(2030, 2, 2),
]  # fmt: skip
"""In 1985, 2007 and 2030 the new moon falls on another day in China."""
CULTURE_DAY = date(2026, 11, 24)
SAYS_SO = Said(CULTURE_DAY, "Ngày Văn hóa Việt Nam", HolidayKind.OFF, "Văn bản 1", date(2026, 11, 1))


def free_from(first: date, last: date) -> list[date]:
    """The days beside weekends that are off between the two."""
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    return [on for on in days if on in usual_days(on.year) and not is_weekend(on)]


@pytest.mark.parametrize("tet", TETS, ids=str)
def test_tet_is_that_of_viet_nam(tet: date) -> None:
    assert tet_of(tet.year) == tet


def test_the_year_of_the_goat_has_no_30_chap() -> None:
    """The last month has 29 days: the day before Tết 2027 is the 29th."""
    assert [on.day for on, name in usual_days(2027).items() if name == "Tết Nguyên đán"] == [4, 5, 6, 7, 8]
    assert not usual_days(2027).get(date(2027, 2, 3))


def test_the_day_of_the_hung_kings_is_the_tenth_of_the_third_moon() -> None:
    assert usual_days(2027)[date(2027, 4, 16)] == "Giỗ Tổ Hùng Vương"
    assert usual_days(2026)[date(2026, 4, 26)] == "Giỗ Tổ Hùng Vương"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2021, 2, 10), date(2021, 2, 16)),
        (date(2022, 1, 31), date(2022, 2, 4)),
        (date(2023, 1, 20), date(2023, 1, 26)),
        (date(2024, 2, 8), date(2024, 2, 14)),
        (date(2025, 1, 27), date(2025, 1, 31)),
        (date(2026, 2, 16), date(2026, 2, 20)),
        (date(2023, 4, 29), date(2023, 5, 3)),
        (date(2022, 9, 1), date(2022, 9, 4)),
        (date(2023, 9, 1), date(2023, 9, 4)),
        (date(2024, 8, 31), date(2024, 9, 3)),
        (date(2025, 8, 30), date(2025, 9, 2)),
    ],
    ids=str,
)
def test_the_blocks_are_those_that_the_country_had(first: date, last: date) -> None:
    """Every weekday of the block is off, and the weekdays around it are not."""
    inside = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    around = free_from(first - timedelta(days=4), last + timedelta(days=4))
    assert around == [on for on in inside if not is_weekend(on)]


def test_each_year_has_eleven_days_off_beside_its_weekends() -> None:
    assert {sum(not is_weekend(on) for on in usual_days(year)) for year in range(2000, 2100)} == {11}


async def test_a_day_is_off_by_the_calendar_before_anybody_wrote_it(db: AsyncSession) -> None:
    days = [date(2027, 2, 5), date(2027, 2, 3), date(2027, 2, 27), CULTURE_DAY]
    assert [await is_day_off(db, on) for on in days] == [True, False, True, False]


async def test_what_the_office_says_counts_and_only_it(each_db: AsyncSession, now: datetime) -> None:
    saturday = date(2026, 8, 22)
    await set_day(each_db, SAYS_SO, "test", now)
    await set_day(each_db, Said(saturday, "Hoán đổi", HolidayKind.WORKING, "Văn bản 2", date(2026, 1, 5)), "test", now)
    await remove_day(each_db, date(2027, 2, 8), "test", now)
    days = [CULTURE_DAY, saturday, date(2027, 2, 8), date(2027, 2, 9)]
    assert [await is_day_off(each_db, on) for on in days] == [True, False, False, True]
    assert (await calendar_of(each_db, saturday, saturday)).holiday(saturday) is None


async def test_what_was_taken_away_does_not_come_back(db: AsyncSession, now: datetime) -> None:
    assert await write_years(db, now) == 2
    await remove_day(db, date(2027, 1, 1), "test", now)
    assert await write_years(db, now) == 0
    assert not await write_year(db, 2027, "test", now)
    assert not await is_day_off(db, date(2027, 1, 1))
    with pytest.raises(NoSuchHoliday):
        await remove_day(db, date(2027, 1, 1), "test", now)


async def test_every_day_has_its_source_and_its_date(db: AsyncSession, now: datetime) -> None:
    await write_year(db, 2027, "test", now)
    usual = (await db.scalars(select(Holiday).filter_by(on=date(2027, 4, 30)))).one()
    assert (usual.source[:33], usual.source_date) == ("Bộ luật Lao động số 45/2019/QH14,", date(2019, 11, 20))
    await set_day(db, SAYS_SO, "member:1", now)
    row = await set_day(db, SAYS_SO, "member:2", now)
    assert (row.source, row.source_date, row.by) == ("Văn bản 1", date(2026, 11, 1), "member:2")
    assert await db.scalar(select(func.count(Holiday.id)).filter_by(on=CULTURE_DAY)) == 1


async def test_working_days_leave_out_weekends_and_the_block(db: AsyncSession) -> None:
    calendar = await calendar_of(db, date(2027, 2, 1), date(2027, 2, 28))
    found = list(working_days(calendar, date(2027, 2, 3), date(2027, 2, 12)))
    assert found == [date(2027, 2, 3), date(2027, 2, 11), date(2027, 2, 12)]
