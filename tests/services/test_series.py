"""The monthly series of a cell."""

import asyncio
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.audit import AuditRow
from bot.model.meetings import MeetingKind
from bot.model.series import Series
from bot.model.units import Unit
from bot.refusals import DoubtfulWords, PlaceMissing, SecrecyMarked, TextTooLong
from bot.services.meetings import cancel_meeting
from bot.services.months_taken import called_for
from bot.services.series import (
    Monthly,
    checked_monthly,
    end_series,
    monthly_of,
    next_dates,
    series_of,
    set_series,
)
from tests import village
from tests.village import at

EVENING = time(19, 30)


def on_day(day: int, place: str = "Nhà văn hóa") -> Monthly:
    return checked_monthly(day, EVENING, place)


async def test_a_series_holds_from_when_it_is_set(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    await set_series(each_db, cell, on_day(3, " Nhà  văn hóa "), "member:1", now)
    series = await series_of(each_db, cell.id)
    assert series is not None
    assert monthly_of(series) == Monthly("day:3", EVENING, "Nhà văn hóa")
    assert (series.rule, series.made_by, series.called_through) == ("day:3", "member:1", None)


async def test_a_changed_series_ends_and_a_new_one_begins(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    first = await set_series(each_db, cell, on_day(3), "member:1", now)
    second = await set_series(each_db, cell, on_day(5), "member:2", now + timedelta(days=1))
    assert (first.ended_at, second.ended_at) == (now + timedelta(days=1), None)
    assert await series_of(each_db, cell.id) is second


async def test_each_kind_of_meeting_has_its_own_series(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    regular = await set_series(db, cell, on_day(3), "member:1", now)
    await set_series(db, cell, on_day(20), "member:1", now, MeetingKind.THEMATIC)
    assert await series_of(db, cell.id) is regular


async def test_an_ended_series_is_none_and_ends_once(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    series = await set_series(db, cell, on_day(3), "member:1", now)
    assert await end_series(db, cell, "member:1", now) is series
    assert await end_series(db, cell, "member:1", now) is None
    assert await series_of(db, cell.id) is None


async def test_what_was_done_is_written_down_without_the_place(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await set_series(db, cell, on_day(3, "Nhà bà Mai"), "member:1", now)
    await end_series(db, cell, "member:2", now)
    rows = (await db.scalars(select(AuditRow).order_by(AuditRow.id))).all()
    assert [(row.by, row.deed) for row in rows] == [("member:1", "series_set"), ("member:2", "series_ended")]
    assert "Mai" not in str([row.facts for row in rows])


def test_a_place_is_looked_at() -> None:
    for place, refusal in (("  ", PlaceMissing), ("x" * 201, TextTooLong), ("Phòng tài liệu mật", SecrecyMarked)):
        with pytest.raises(refusal):
            on_day(3, place)
    with pytest.raises(DoubtfulWords):
        on_day(3, "Nhà thờ đạo Mật tông")
    assert checked_monthly(3, EVENING, "Nhà thờ đạo Mật tông", harmless=True).place == "Nhà thờ đạo Mật tông"


@pytest.mark.parametrize("day", [0, 32, -1])
def test_no_month_has_such_a_day(day: int) -> None:
    with pytest.raises(ValueError, match="no such rule"):
        checked_monthly(day, EVENING, "Nhà văn hóa")


# Its days


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [
        (3, "2026-12", at(2026, 12, 3, 19, 30)),
        (31, "2026-11", at(2026, 11, 30, 19, 30)),
        (30, "2027-02", at(2027, 2, 28, 19, 30)),
        (31, "2028-02", at(2028, 2, 29, 19, 30)),
        (29, "2027-02", at(2027, 2, 28, 19, 30)),
        (28, "2027-02", at(2027, 2, 28, 19, 30)),
    ],
)
def test_in_a_shorter_month_it_is_the_last_day(day: int, month: str, expected: datetime) -> None:
    assert on_day(day).in_month(month) == expected


async def test_the_next_days_begin_with_this_month_where_it_is_still_to_come(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    assert await next_dates(db, cell.id, on_day(3), now, 2) == [at(2026, 12, 3, 19, 30), at(2027, 1, 3, 19, 30)]
    assert await next_dates(db, cell.id, on_day(21), now, 1) == [at(2026, 11, 21, 19, 30)]
    assert await next_dates(db, cell.id, on_day(21), now + timedelta(hours=11), 1) == [at(2026, 12, 21, 19, 30)]


async def test_a_month_with_a_regular_meeting_is_left_out(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 2)
    called = await village.meeting(db, cell, now, timedelta(days=15))
    await village.held(db, cell, at(2026, 11, 10, 19), MeetingKind.REGULAR_THEMATIC)
    assert await next_dates(db, cell.id, on_day(25), now, 1) == [at(2027, 1, 25, 19, 30)]
    await cancel_meeting(db, called.id, "test", now)
    assert await next_dates(db, cell.id, on_day(25), now, 1) == [at(2026, 12, 25, 19, 30)]


async def test_a_meeting_of_another_kind_takes_no_month(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 2)
    await village.meeting(db, cell, now, timedelta(days=15), MeetingKind.EXTRAORDINARY)
    assert await next_dates(db, cell.id, on_day(25), now, 2) == [at(2026, 11, 25, 19, 30), at(2026, 12, 25, 19, 30)]


async def test_a_meeting_of_the_series_stands_for_its_month_wherever_it_is_moved(
    db: AsyncSession, now: datetime
) -> None:
    cell = await village.cell(db)
    await village.members(db, cell, 2)
    moved = await village.meeting(db, cell, now, timedelta(days=11))
    moved.called_by = called_for("2026-11")
    assert moved.starts_at.month == 12
    assert await next_dates(db, cell.id, on_day(3), now, 1) == [at(2026, 12, 3, 19, 30)]


# Two at once


async def test_of_two_set_at_once_one_holds(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await village.cell(db)
    await asyncio.gather(*(set_alone(sessions, cell, day, now) for day in (3, 5, 10)))
    async with sessions() as db:
        holding = await db.scalar(select(func.count(Series.id)).where(Series.ended_at.is_(None)))
        made = await db.scalar(select(func.count(Series.id)))
    await engine.dispose()
    assert (holding, made) == (1, 3)


async def set_alone(sessions: Sessions, cell: Unit, day: int, now: datetime) -> None:
    async with sessions.begin() as db:
        await set_series(db, cell, on_day(day), "member:1", now)
        await asyncio.sleep(0.05)  # the others are waiting by now
