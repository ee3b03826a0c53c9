"""The clock calls the meetings of the monthly series, each once."""

import asyncio
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

import scheduler.series
from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.meetings import Meeting, MeetingKind, MeetingState, Step
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.series import Series
from bot.model.units import Unit
from bot.services.meetings import call_meeting, cancel_meeting, checked, move_meeting
from bot.services.series import checked_monthly, end_series, set_series
from bot.services.series_months import fix_day
from bot.services.unit_settings import change
from scheduler.clock import ENTRIES
from scheduler.series import call_due
from tests import village
from tests.village import at

THIRD = at(2026, 12, 3, 19, 30)
WEEK = timedelta(days=7)


async def scene(db: AsyncSession, now: datetime, code: str = "thon", day: int = 3) -> tuple[Unit, Series, Member]:
    """A cell of three that meets on the third; its secretary has a phone."""
    cell = await village.cell(db, code=code)
    secretary, *_ = await village.members(db, cell, 3)
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, now)
    series = await set_series(db, cell, checked_monthly(day, time(19, 30), "Nhà văn hóa"), "member:1", now)
    return cell, series, secretary


async def meetings(db: AsyncSession) -> list[Meeting]:
    return list(await db.scalars(select(Meeting).order_by(Meeting.starts_at)))


async def words(db: AsyncSession) -> list[Notice]:
    """What secretaries were told."""
    return list(await db.scalars(select(Notice).filter_by(step=Step.PASSED_ON).order_by(Notice.id)))


def test_the_clock_looks_every_few_seconds() -> None:
    assert [entry.every <= 60 for entry in ENTRIES if entry.duty is call_due] == [True]


async def test_a_meeting_is_called_a_week_ahead_and_not_earlier(db: AsyncSession, now: datetime) -> None:
    cell, series, _ = await scene(db, now)
    assert await call_due(db, THIRD - WEEK - timedelta(minutes=1)) == 0
    assert await call_due(db, THIRD - WEEK) == 1
    (meeting,) = await meetings(db)
    assert (meeting.cell_id, meeting.kind, meeting.starts_at) == (cell.id, MeetingKind.REGULAR, THIRD)
    assert (meeting.place, meeting.called_by, series.called_through) == ("Nhà văn hóa", "clock:2026-12", "2026-12")


async def test_a_month_is_called_once_however_often_the_clock_ticks(each_db: AsyncSession, now: datetime) -> None:
    await scene(each_db, now)
    assert [await call_due(each_db, THIRD - timedelta(days=days)) for days in (7, 6, 5, 0, -1)] == [1, 0, 0, 0, 0]
    assert len(await meetings(each_db)) == 1
    assert await call_due(each_db, at(2026, 12, 28)) == 1
    assert [one.starts_at for one in await meetings(each_db)] == [THIRD, at(2027, 1, 3, 19, 30)]


async def test_the_secretary_is_told_when_the_invitations_leave_and_what_can_be_done(
    db: AsyncSession, now: datetime
) -> None:
    _, _, secretary = await scene(db, now)
    await call_due(db, THIRD - WEEK)
    (word,) = await words(db)
    (meeting,) = await meetings(db)
    assert word.member_id == secretary.id
    assert word.content is not None
    assert word.content["choices"] == [
        ["Dời", f"move:{meeting.id}:1"],
        ["Hoãn", f"cancel:{meeting.id}:1"],
        ["Xem tình hình", f"tally:{meeting.id}"],
    ]
    assert "Giấy mời gửi lúc 19h30 ngày 30/11 tới 3 đồng chí." in str(word.content["text"])
    notices = await village.notices_of(db, meeting, secretary)
    assert [(one.step, one.not_before) for one in notices] == [(Step.NOTICE, THIRD - timedelta(days=3))]


async def test_a_deputy_is_told_where_the_secretary_cannot_be_reached_and_a_clerk_never(
    db: AsyncSession, now: datetime
) -> None:
    cell = await village.cell(db)
    _, deputy, clerk = await village.members(db, cell, 3)
    await village.office(db, deputy, cell, Office.DEPUTY_SECRETARY)
    await village.office(db, clerk, cell, Office.CLERK)
    await village.reachable_at(db, deputy, now)
    await village.reachable_at(db, clerk, now)
    await set_series(db, cell, checked_monthly(3, time(19, 30), "Nhà văn hóa"), "test", now)
    await call_due(db, THIRD - WEEK)
    assert [one.member_id for one in await words(db)] == [deputy.id]


# Months that are not called


async def test_a_month_that_has_its_meeting_is_marked_and_not_called(db: AsyncSession, now: datetime) -> None:
    cell, series, _ = await scene(db, now)
    await village.meeting(db, cell, now, timedelta(days=20), MeetingKind.REGULAR_THEMATIC)
    assert await call_due(db, THIRD - WEEK) == 1
    assert len(await meetings(db)) == 1
    assert (series.called_through, await words(db)) == ("2026-12", [])


async def test_a_meeting_of_another_kind_or_called_off_does_not_count(db: AsyncSession, now: datetime) -> None:
    cell, _, _ = await scene(db, now)
    await village.meeting(db, cell, now, timedelta(days=20), MeetingKind.THEMATIC)
    off = await village.meeting(db, cell, now, timedelta(days=21))
    await cancel_meeting(db, off.id, "test", now)
    await call_due(db, THIRD - WEEK)
    assert THIRD in [one.starts_at for one in await meetings(db)]


async def test_what_the_secretary_calls_off_or_moves_is_not_called_again(db: AsyncSession, now: datetime) -> None:
    await scene(db, now)
    await call_due(db, THIRD - WEEK)
    (meeting,) = await meetings(db)
    await move_meeting(db, meeting.id, at(2026, 12, 31, 19), None, "member:1", THIRD - WEEK)
    await cancel_meeting(db, meeting.id, "member:1", THIRD - WEEK)
    await call_due(db, THIRD - timedelta(days=1))
    assert len(await meetings(db)) == 1


async def test_a_meeting_moved_into_the_next_month_does_not_take_that_month(db: AsyncSession, now: datetime) -> None:
    await scene(db, now, day=28)
    await call_due(db, at(2026, 11, 22))
    (november,) = await meetings(db)
    await move_meeting(db, november.id, at(2026, 12, 2, 19), None, "member:1", at(2026, 11, 22))
    await call_due(db, at(2026, 12, 22))
    assert [one.starts_at for one in await meetings(db)] == [at(2026, 12, 2, 19), at(2026, 12, 28, 19, 30)]


async def test_an_outage_is_caught_up_until_the_meeting_would_begin(db: AsyncSession, now: datetime) -> None:
    await scene(db, now)
    assert await call_due(db, THIRD - timedelta(hours=1)) == 1
    assert len(await meetings(db)) == 1


async def test_a_month_that_is_past_is_not_called_later(db: AsyncSession, now: datetime) -> None:
    _, series, _ = await scene(db, now)
    assert await call_due(db, THIRD) == 0
    assert await call_due(db, at(2027, 2, 27)) == 1
    assert [one.starts_at for one in await meetings(db)] == [at(2027, 3, 3, 19, 30)]
    assert series.called_through == "2027-03"


async def test_the_last_day_of_a_short_month_is_called(db: AsyncSession, now: datetime) -> None:
    await scene(db, now, day=31)
    assert await call_due(db, at(2027, 2, 22)) == 1
    assert [one.starts_at for one in await meetings(db)] == [at(2027, 2, 28, 19, 30)]


async def test_an_ended_series_calls_nothing(db: AsyncSession, now: datetime) -> None:
    cell, _, _ = await scene(db, now)
    await end_series(db, cell, "member:1", now)
    assert await call_due(db, THIRD - WEEK) == 0


async def test_a_changed_series_does_not_call_a_month_twice(db: AsyncSession, now: datetime) -> None:
    cell, _, _ = await scene(db, now)
    await call_due(db, THIRD - WEEK)
    changed = await set_series(db, cell, checked_monthly(5, time(8), "Sân đình"), "member:1", THIRD - WEEK)
    await call_due(db, THIRD - timedelta(days=3))
    assert [one.starts_at for one in await meetings(db)] == [THIRD]
    assert changed.called_through == "2026-12"


async def test_how_many_days_ahead_is_said_by_the_nearest_unit_upward(each_db: AsyncSession, now: datetime) -> None:
    top = await village.commune(each_db)
    change(top, "series_days", "14")
    first, second = await village.cell(each_db, top, "mot"), await village.cell(each_db, top, "hai")
    change(second, "series_days", "2")
    await scene(each_db, now, "xa-khac")
    for cell in (first, second):
        await village.members(each_db, cell, 2)
        await set_series(each_db, cell, checked_monthly(3, time(19, 30), "Nhà văn hóa"), "test", now)
    assert await call_due(each_db, THIRD - timedelta(days=14)) == 1
    assert [one.cell_id for one in await meetings(each_db)] == [first.id]
    assert [await call_due(each_db, THIRD - timedelta(days=days)) for days in (7, 3, 2)] == [1, 0, 1]


# What cannot be called


async def test_a_series_that_cannot_be_called_stops_no_other_and_is_told_once(
    each_db: AsyncSession, now: datetime
) -> None:
    empty = await village.cell(each_db, code="trong")
    outsider = await village.member(each_db, await village.cell(each_db, code="xa"), "Lê Văn Xa")
    await village.office(each_db, outsider, empty)
    await village.reachable_at(each_db, outsider, now)
    await set_series(each_db, empty, checked_monthly(2, time(8), "Nhà văn hóa"), "test", now)
    twin, _, secretary = await scene(each_db, now, "doi")
    await call_meeting(each_db, twin, checked(MeetingKind.THEMATIC, THIRD, "Sân đình", None, now), "test", now)
    good, _, _ = await scene(each_db, now, "tot")
    assert [await call_due(each_db, THIRD - WEEK + timedelta(minutes=tick)) for tick in range(5)] == [1, 1, 1, 0, 0]
    called = [one for one in await meetings(each_db) if one.called_by.startswith("clock")]
    assert [one.cell_id for one in called] == [good.id]
    told = {one.member_id: str((one.content or {})["text"]) for one in await words(each_db)}
    assert "CHƯA gọi được" in told[outsider.id]
    assert "không có đảng viên nào phải dự họp" in told[outsider.id]
    assert "đúng giờ này" in told[secretary.id]


async def test_a_closed_cell_has_no_series_any_more(db: AsyncSession, now: datetime) -> None:
    cell, series, secretary = await scene(db, now)
    cell.closed_on = date(2026, 12, 1)
    assert [await call_due(db, THIRD - WEEK), await call_due(db, at(2026, 12, 28))] == [1, 0]
    assert await meetings(db) == []
    assert series.ended_at == THIRD - WEEK
    assert [one.member_id for one in await words(db)] == [secretary.id]


async def test_series_that_fail_again_and_again_stand_in_nobodys_way(each_db: AsyncSession, now: datetime) -> None:
    for code in ("hong-mot", "hong-hai"):
        broken, _, _ = await scene(each_db, now, code)
        broken.settings = {"notice_hours": "ba ngày"}
    good, _, _ = await scene(each_db, now, "tot")
    assert [await call_due(each_db, THIRD - WEEK) for _ in range(2)] == [1, 0]
    assert [one.cell_id for one in await meetings(each_db)] == [good.id]


async def test_the_nearest_is_called_first_however_many_are_farther(
    each_db: AsyncSession, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A unit that looks far ahead makes others be looked at that are not near yet."""
    monkeypatch.setattr(scheduler.series, "PAGE", 1)
    far, _, _ = await scene(each_db, now, "xa", day=12)
    for code in ("mot", "hai"):
        await scene(each_db, now, code, day=10)
    far.settings = {"series_days": "28"}
    near, _, _ = await scene(each_db, now, "gan")
    assert [await call_due(each_db, THIRD - WEEK) for _ in range(3)] == [1, 1, 0]
    assert [one.cell_id for one in await meetings(each_db)] == [near.id, far.id]


# Many processes


async def test_several_processes_call_each_month_once(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        for code in ("mot", "hai", "ba"):
            await scene(db, now, code)
    await asyncio.gather(*(tick_alone(sessions) for _ in range(4)))
    await tick_alone(sessions)
    async with sessions() as db:
        called = await db.scalar(select(func.count(Meeting.id)).where(Meeting.state == MeetingState.CALLED))
        told = len(await words(db))
    await engine.dispose()
    assert (called, told) == (3, 3)


async def tick_alone(sessions: Sessions) -> None:
    async with sessions.begin() as db:
        await call_due(db, THIRD - WEEK)
        await asyncio.sleep(0.05)  # the others are at it by now


async def test_what_was_decided_for_a_month_is_not_called_by_a_series_that_ends_before_it(
    each_db: AsyncSession, now: datetime
) -> None:
    """The fifth of January was chosen for the third; then the twentieth from January on."""
    cell, series, _ = await scene(each_db, now)
    await fix_day(each_db, series, "2027-01", date(2027, 1, 5), "test", now)
    later = checked_monthly(20, time(19, 30), "Nhà văn hóa")
    await set_series(each_db, cell, later, "test", now, MeetingKind.REGULAR, "2027-01")
    assert [await call_due(each_db, at(2026, 12, 1)), await call_due(each_db, at(2026, 12, 30))] == [1, 0]
    assert await call_due(each_db, at(2027, 1, 14)) == 1
    assert [one.starts_at for one in await meetings(each_db)] == [THIRD, at(2027, 1, 20, 19, 30)]


async def test_a_regular_meeting_called_by_hand_leaves_the_theme_of_the_month_and_the_secretary_hears_it(
    db: AsyncSession, now: datetime
) -> None:
    cell, _, secretary = await scene(db, now)
    both = checked_monthly(20, time(19, 30), "Nhà văn hóa", months=(3, 12))
    await set_series(db, cell, both, "test", now, MeetingKind.REGULAR_THEMATIC)
    by_hand = checked(MeetingKind.REGULAR, at(2026, 12, 10), "Sân đình", None, now)
    await call_meeting(db, cell, by_hand, "test", now)
    ticks = [at(2026, 11, 30), at(2026, 12, 13, 20), at(2026, 12, 13, 20, 1)]
    assert [await call_due(db, tick) for tick in ticks] == [1, 1, 0]
    assert len(await meetings(db)) == 1
    (told,) = await words(db)
    assert told.member_id == secretary.id
    assert "Còn thiếu chuyên đề" in str(told.content)


async def test_a_theme_called_by_hand_beside_it_is_not_missed(db: AsyncSession, now: datetime) -> None:
    cell, _, _ = await scene(db, now)
    both = checked_monthly(20, time(19, 30), "Nhà văn hóa", months=(3, 12))
    await set_series(db, cell, both, "test", now, MeetingKind.REGULAR_THEMATIC)
    for kind, day in ((MeetingKind.REGULAR, 10), (MeetingKind.THEMATIC, 11)):
        await call_meeting(db, cell, checked(kind, at(2026, 12, day), "Sân đình", None, now), "test", now)
    assert [await call_due(db, tick) for tick in (at(2026, 11, 30), at(2026, 12, 13, 20))] == [1, 1]
    assert await words(db) == []
