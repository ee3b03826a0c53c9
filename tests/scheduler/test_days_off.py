"""A day of a series that is off is asked about in time; the clock calls what the secretary decides."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.holidays import HolidayKind
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.series import Series, SeriesProposal
from bot.model.units import Unit
from bot.services.holidays import Said, remove_day, set_day
from bot.services.meetings import call_meeting, checked
from bot.services.series import checked_monthly, end_series, set_series
from bot.services.series_months import fix_day, restore_month, skip_month
from bot.services.unit_settings import change
from scheduler.days_off import see_to_days_off
from scheduler.rhythm import Rhythm
from scheduler.series import call_due
from tests import village
from tests.village import at

TET, BEFORE, AFTER = date(2027, 2, 5), date(2027, 2, 3), date(2027, 2, 11)
"""The 29th of the last moon, and the working days around the block: 27 Chạp and the 6th of the new year."""
ASKED_ON = at(2027, 1, 27)


async def scene(db: AsyncSession, rule: str | int = 5, code: str = "thon") -> tuple[Unit, Series, Member]:
    """A cell with a secretary who can be reached and a supervisor who can too; its day falls before Tết."""
    top = await village.commune(db, f"xa-{code}")
    cell = await village.cell(db, top, code)
    secretary, supervisor, _ = await village.members(db, cell, 3)
    await village.office(db, secretary, cell)
    await village.office(db, supervisor, cell, Office.ASSIGNED_SUPERVISOR)
    for one in (secretary, supervisor):
        await village.reachable_at(db, one, at(2027, 1, 1))
    series = await set_series(db, cell, checked_monthly(rule, time(19, 30), "Nhà văn hóa"), "test", at(2027, 1, 10))
    return cell, series, secretary


async def words(db: AsyncSession, about: str = "proposal:") -> list[tuple[int | None, str, list[str]]]:
    """Who was told what, with which choices."""
    found = await db.scalars(select(Notice).where(Notice.about.startswith(about)).order_by(Notice.id))
    return [(one.member_id, *_content(one.content or {})) for one in found]


def _content(content: dict[str, Any]) -> tuple[str, list[str]]:
    return str(content["text"]), [label for label, _ in content["choices"]]


async def meetings(db: AsyncSession) -> list[datetime]:
    return list(await db.scalars(select(Meeting.starts_at).order_by(Meeting.starts_at)))


async def proposal_of(db: AsyncSession) -> SeriesProposal:
    return (await db.scalars(select(SeriesProposal).execution_options(populate_existing=True))).one()


async def test_the_nearest_working_days_are_proposed_in_time_and_once(each_db: AsyncSession) -> None:
    _, _, secretary = await scene(each_db)
    ticks = [ASKED_ON - timedelta(days=1), ASKED_ON, ASKED_ON + timedelta(minutes=1)]
    assert [await see_to_days_off(each_db, now) for now in ticks] == [0, 1, 0]
    ((member_id, text, choices),) = await words(each_db)
    assert member_id == secretary.id
    assert "Thứ Sáu 05/02, là ngày nghỉ: Tết Nguyên đán. Máy CHƯA gọi họp." in text
    assert choices == ["Thứ Tư 03/02", "Thứ Năm 11/02", "Giữ nguyên Thứ Sáu 05/02", "Ngày khác"]


async def test_the_clock_does_not_call_the_day_before_it_is_decided(each_db: AsyncSession) -> None:
    await scene(each_db)
    await see_to_days_off(each_db, ASKED_ON)
    assert [await call_due(each_db, at(2027, 1, day)) for day in (29, 30, 31)] == [0, 0, 0]
    assert await meetings(each_db) == []


@pytest.mark.parametrize("chosen", [BEFORE, AFTER, TET])
async def test_the_day_that_is_chosen_is_called_and_the_other_months_stay(each_db: AsyncSession, chosen: date) -> None:
    _, series, secretary = await scene(each_db)
    await see_to_days_off(each_db, ASKED_ON)
    await fix_day(each_db, series, "2027-02", chosen, f"member:{secretary.id}", ASKED_ON)
    starts_at = at(chosen.year, chosen.month, chosen.day, 19, 30)
    week_before = starts_at - timedelta(days=7)
    early = week_before - timedelta(minutes=1)
    assert [await call_due(each_db, now) for now in (max(early, ASKED_ON), max(week_before, ASKED_ON))][-1] == 1
    assert await call_due(each_db, at(2027, 2, 26, 20)) == 1
    assert await meetings(each_db) == [starts_at, at(2027, 3, 5, 19, 30)]


async def test_a_series_set_in_the_last_days_is_asked_about_instead_of_called(db: AsyncSession) -> None:
    """There was no time to ask before: the tick that would call it asks."""
    cell, _, _ = await scene(db, 20)
    await set_series(db, cell, checked_monthly(5, time(19, 30), "Nhà văn hóa"), "test", at(2027, 2, 4, 8))
    assert await call_due(db, at(2027, 2, 4, 9)) == 1
    assert await meetings(db) == []
    ((_, _, choices),) = await words(db)
    assert choices == ["Thứ Năm 11/02", "Giữ nguyên Thứ Sáu 05/02", "Ngày khác"]


async def test_a_silent_secretary_is_reminded_once_and_then_the_supervisor_hears(each_db: AsyncSession) -> None:
    _, _, secretary = await scene(each_db)
    supervisor = secretary.id + 1
    days = [27, 28, 29, 30, 31, 31]
    done = [await see_to_days_off(each_db, at(2027, 1, day)) for day in days]
    assert done == [1, 0, 1, 0, 1, 0]
    told = await words(each_db)
    assert [member_id for member_id, _, _ in told] == [secretary.id, secretary.id, supervisor]
    assert told[1][1].startswith("Nhắc lại: Chi bộ Thôn thon chưa định ngày họp tháng 02/2027")
    assert told[2][2] == []
    assert "Trần" not in told[2][1]


async def test_who_follows_the_cell_hears_nothing_of_what_is_decided(db: AsyncSession) -> None:
    _, series, secretary = await scene(db)
    await see_to_days_off(db, ASKED_ON)
    await fix_day(db, series, "2027-02", AFTER, "test", ASKED_ON)
    for day in range(28, 32):
        assert await see_to_days_off(db, at(2027, 1, day)) == 0
    assert [member_id for member_id, _, _ in await words(db)] == [secretary.id]


async def test_a_meeting_called_by_hand_answers_the_question(db: AsyncSession) -> None:
    cell, _, _ = await scene(db)
    await see_to_days_off(db, ASKED_ON)
    call = checked(MeetingKind.REGULAR, at(2027, 2, 2, 19), "Sân đình", None, ASKED_ON)
    await call_meeting(db, cell, call, "member:1", ASKED_ON)
    assert [await see_to_days_off(db, at(2027, 1, day)) for day in (29, 31)] == [0, 0]
    assert (await proposal_of(db)).decided_at is not None


async def test_nobody_is_asked_at_night(db: AsyncSession) -> None:
    await scene(db)
    db.info["quiet_hours"] = None
    (cell,) = (await db.scalars(select(Unit).filter_by(code="thon"))).all()
    change(cell, "quiet_hours", "21:00-07:00")
    await db.flush()
    assert [await see_to_days_off(db, now) for now in (at(2027, 1, 27, 6, 59), at(2027, 1, 27, 7))] == [0, 1]


async def test_a_cell_whose_notices_leave_early_is_asked_early(db: AsyncSession) -> None:
    cell, _, _ = await scene(db)
    change(cell, "notice_hours", "240")
    await db.flush()
    assert [await see_to_days_off(db, at(2027, 1, day)) for day in (20, 21)] == [0, 1]


# Which days


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("day:6", True),
        ("day:10", True),
        ("day:3", False),
        ("day:14", False),
        ("nth:1:fri", True),
        ("nth:1:wed", False),
        ("nth:2:sun", False),
        ("workday:4", True),
        ("workday:3", False),
        ("workday:-1", False),
    ],
)
async def test_days_off_are_asked_about_and_plain_sundays_are_not(db: AsyncSession, rule: str, asked: bool) -> None:
    """In February 2027; the fourth weekday is 4/2, the fourth working day is 11/2."""
    await scene(db, rule)
    assert await see_to_days_off(db, at(2027, 1, 30)) == int(asked)


async def test_the_last_working_day_that_is_a_holiday_moves_to_the_one_before(db: AsyncSession) -> None:
    await scene(db, "workday:-1")
    assert await see_to_days_off(db, at(2027, 4, 25)) == 1
    row = await proposal_of(db)
    assert (row.on, row.first_on, row.second_on) == (date(2027, 4, 30), date(2027, 4, 29), date(2027, 4, 28))


async def test_a_working_saturday_at_the_end_of_the_month_is_its_last_working_day(
    db: AsyncSession, now: datetime
) -> None:
    await scene(db, "workday:-1")
    saturday = date(2027, 7, 31)
    await set_day(db, Said(saturday, "Làm bù", HolidayKind.WORKING, "Văn bản", date(2027, 1, 1)), "test", now)
    await see_to_days_off(db, at(2027, 7, 26))
    row = await proposal_of(db)
    assert (row.on, row.first_on) == (date(2027, 7, 30), saturday)


async def test_on_a_day_that_the_office_gave_free_it_is_asked_and_on_one_it_took_away_not(
    db: AsyncSession, now: datetime
) -> None:
    await scene(db, 24)
    said = Said(date(2027, 11, 24), "Ngày Văn hóa Việt Nam", HolidayKind.OFF, "Văn bản", date(2027, 1, 1))
    await set_day(db, said, "test", now)
    assert await see_to_days_off(db, at(2027, 11, 20)) == 1
    await remove_day(db, date(2027, 9, 2), "test", now)
    await scene(db, 2, "hai")
    assert await see_to_days_off(db, at(2027, 8, 28)) == 0


async def test_a_month_that_is_left_out_or_not_of_the_series_is_not_asked_about(db: AsyncSession) -> None:
    _, series, _ = await scene(db)
    await skip_month(db, series, "2027-02", "test", at(2027, 1, 11))
    other = await village.cell(db, code="quy")
    await village.members(db, other, 2)
    quarterly = checked_monthly(5, time(19), "Hội trường", months=(3, 6, 9, 12))
    await set_series(db, other, quarterly, "test", at(2027, 1, 11), MeetingKind.THEMATIC)
    assert await see_to_days_off(db, ASKED_ON) == 0
    assert [await call_due(db, at(2027, month, 28)) for month in (1, 2, 2)] == [0, 1, 1]
    assert await meetings(db) == [at(2027, 3, 5, 19), at(2027, 3, 5, 19, 30)]


async def test_back_to_the_rule_opens_the_question_again(db: AsyncSession) -> None:
    _, series, secretary = await scene(db)
    await see_to_days_off(db, ASKED_ON)
    await fix_day(db, series, "2027-02", AFTER, "test", ASKED_ON)
    assert await restore_month(db, series, "2027-02", "test", ASKED_ON) == await proposal_of(db)
    assert [await see_to_days_off(db, at(2027, 1, day)) for day in (28, 29)] == [0, 1]
    assert await call_due(db, at(2027, 1, 30)) == 0
    assert [member_id for member_id, _, _ in await words(db)] == [secretary.id, secretary.id]


async def test_an_ended_series_asks_no_further(db: AsyncSession) -> None:
    cell, _, _ = await scene(db)
    await see_to_days_off(db, ASKED_ON)
    await end_series(db, cell, "test", ASKED_ON)
    assert [await see_to_days_off(db, at(2027, 1, day)) for day in (29, 31)] == [0, 0]


async def test_a_cell_of_nobody_and_one_that_closes_are_no_trouble(db: AsyncSession) -> None:
    empty = await village.cell(db, code="trong")
    await set_series(db, empty, checked_monthly(5, time(19), "Sân đình"), "test", at(2027, 1, 1))
    closing, _, _ = await scene(db)
    closing.closed_on = date(2027, 2, 1)
    rhythm = Rhythm()
    while await rhythm.keep(db, ASKED_ON):
        pass
    assert await words(db) == []


async def test_several_processes_ask_each_cell_once(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        for code in ("mot", "hai", "ba"):
            await scene(db, code=code)
    await asyncio.gather(*(tick(sessions) for _ in range(4)))
    async with sessions() as db:
        told = await words(db)
    await engine.dispose()
    assert len(told) == len({member_id for member_id, _, _ in told}) == 3


async def tick(sessions: Sessions) -> None:
    async with sessions.begin() as db:
        await see_to_days_off(db, ASKED_ON)
        await asyncio.sleep(0.05)  # the others are at it by now
