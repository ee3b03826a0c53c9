"""What leaders of a cell are told early: a roll off its line, a low forecast, late minutes (rules 26, 27)."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.attendances import Answer, Attendance
from bot.model.meetings import Meeting, MeetingKind, MeetingStep, Step
from bot.model.members import Member
from bot.model.minutes import MeetingMinutes
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.model.warnings import RollChange, Stage, UnitWarning
from bot.services.forecasts import ANSWERED_WITHIN, NAME, warn_of_low
from bot.services.meetings import move_meeting
from bot.services.missing_minutes import remind_of_minutes
from bot.services.roll import Marks, take_roll
from bot.services.roll_changes import SETTLES, roll_changed
from bot.services.roll_warnings import look_at_rolls
from bot.services.unit_settings import change
from bot.words import warnings as words
from tests import village
from tests.village import at

HELD = at(2026, 11, 3, 8)
LOOKED = HELD + timedelta(hours=2) + SETTLES
DAY = timedelta(days=1)


class Place:
    """A cell of ten with a secretary, and a supervisor above it; both have phones."""

    def __init__(self, db: AsyncSession, cell: Unit, secretary: Member, supervisor: Member, people: Sequence[Member]):
        self.db, self.cell, self.secretary, self.supervisor, self.people = db, cell, secretary, supervisor, people

    async def told(self, person: Member) -> list[str]:
        """What somebody was told, reminders and calls aside."""
        found = await self.db.scalars(
            select(Notice).where(Notice.member_id == person.id, Notice.step == Step.PASSED_ON).order_by(Notice.id)
        )
        return [one.content["text"] for one in found if one.content]

    async def warned(self, stage: Stage = Stage.SECRETARY) -> set[str]:
        found = await self.db.scalars(select(UnitWarning.name).where(UnitWarning.stage == stage))
        return set(found)


async def place_in(db: AsyncSession) -> Place:
    top = await village.commune(db, since=date(2026, 1, 1))
    cell = await village.cell(db, top, since=date(2026, 1, 1))
    secretary, supervisor, *people = await village.members(db, cell, 10)
    await village.office(db, secretary, cell)
    await village.office(db, supervisor, top, Office.ASSIGNED_SUPERVISOR)
    for one in (secretary, supervisor):
        await village.reachable_at(db, one, at(2026, 1, 1))
    return Place(db, cell, secretary, supervisor, people)


@pytest.fixture
async def here(db: AsyncSession) -> Place:
    return await place_in(db)


# A roll as a whole


async def test_a_roll_below_the_line_is_told_to_the_secretary_and_in_counts_to_the_supervisor(here: Place) -> None:
    await village.held(here.db, here.cell, HELD, excused=2, unexcused=1)
    assert await look_at_rolls(here.db, LOOKED) == 1
    (to_secretary,), (to_supervisor,) = await here.told(here.secretary), await here.told(here.supervisor)
    said = "Sinh hoạt thường kỳ ngày 03/11: có mặt 7/10 (70,00 %), chưa đạt 95 %; vắng không lý do 1."
    assert said in to_secretary
    assert said in to_supervisor
    assert not any(one.name in to_supervisor for one in here.people)
    assert "đồng chí vắng" not in to_supervisor


async def test_a_roll_that_keeps_its_line_is_no_news(here: Place) -> None:
    await village.held(here.db, here.cell, HELD)
    assert await look_at_rolls(here.db, LOOKED) == 1
    assert await here.told(here.secretary) == await here.told(here.supervisor) == []
    assert await here.warned() == set()


@pytest.mark.parametrize(("line", "is_below"), [("> 90", True), (">= 90", False)])
async def test_the_line_is_the_units_own_and_compared_in_integers(here: Place, line: str, is_below: bool) -> None:
    change(here.cell, "line", line)
    await village.held(here.db, here.cell, HELD, excused=1)
    await look_at_rolls(here.db, LOOKED)
    assert ("below_line" in await here.warned()) is is_below


async def test_a_roll_on_which_nobody_is_left_stands_in_no_others_way(here: Place) -> None:
    meeting = await village.held(here.db, here.cell, HELD, unexcused=1)
    await look_at_rolls(here.db, LOOKED)
    await here.db.execute(delete(Attendance).where(Attendance.meeting_id == meeting.id))
    await roll_changed(here.db, meeting.id, LOOKED + DAY)
    assert await look_at_rolls(here.db, LOOKED + DAY + SETTLES) == 1
    assert await here.warned() & {"below_line", "unexcused"} == set()


async def test_a_class_and_a_committee_have_no_line_here(here: Place) -> None:
    for kind, hour in ((MeetingKind.STUDY, 8), (MeetingKind.COMMITTEE, 14)):
        await village.held(here.db, here.cell, at(2026, 11, 3, hour), kind, unexcused=1)
    await look_at_rolls(here.db, at(2026, 11, 4))
    assert await here.warned() == await here.warned(Stage.SUPERVISOR) == set()


async def test_a_correction_takes_the_warning_back_everywhere(here: Place) -> None:
    meeting = await village.held(here.db, here.cell, HELD, unexcused=1)
    await look_at_rolls(here.db, LOOKED)
    later = LOOKED + DAY
    everybody = [here.secretary.id, here.supervisor.id, *(one.id for one in here.people)]
    await take_roll(here.db, meeting.id, Marks(present=everybody), "test", later)
    assert await look_at_rolls(here.db, later + SETTLES) == 1
    assert await here.warned() == await here.warned(Stage.SUPERVISOR) == set()
    for person in (here.secretary, here.supervisor):
        assert (
            "sau khi sửa điểm danh, đã đạt mức dự họp, không còn ai vắng không lý do" in (await here.told(person))[-1]
        )


async def test_of_several_clocks_one_tells(database_url: str) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        here = await place_in(db)
        await village.held(db, here.cell, HELD, unexcused=1)
    await asyncio.gather(*(tick(sessions, LOOKED) for _ in range(3)))
    async with sessions.begin() as db:
        told = await db.scalar(select(func.count()).where(Notice.about.startswith("looked:")))
        left = await db.scalar(select(func.count()).select_from(RollChange))
    await engine.dispose()
    assert (told, left) == (1, 0)


async def tick(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as db:
        await look_at_rolls(db, now)


# A forecast


async def called(here: Place, coming: int, *, after: timedelta = DAY * 3) -> tuple[Meeting, datetime]:
    """A meeting of which so many say that they come; the hour at which the forecast is looked at."""
    called_at = at(2026, 11, 20, 9)
    meeting = await village.meeting(here.db, here.cell, called_at, after)
    everybody = [here.secretary, here.supervisor, *here.people]
    for one in everybody[:coming]:
        await village.says(here.db, meeting, one, Answer.COMING, called_at)
    reminded = meeting.starts_at - DAY
    await here.db.execute(update(MeetingStep).where(MeetingStep.step == Step.REMINDER).values(done_at=reminded))
    return meeting, reminded + ANSWERED_WITHIN


@pytest.mark.parametrize(("coming", "is_low"), [(6, True), (7, False)])
async def test_two_thirds_of_those_who_vote_have_to_come(here: Place, coming: int, is_low: bool) -> None:
    _, look = await called(here, coming)
    assert await warn_of_low(here.db, look - timedelta(minutes=1)) == 0
    assert [await warn_of_low(here.db, look), await warn_of_low(here.db, look)] == [1, 0]
    assert (NAME in await here.warned()) is is_low
    assert len(await here.told(here.secretary)) == is_low


async def test_a_low_forecast_says_how_many_and_offers_to_remind_the_silent(here: Place) -> None:
    meeting, look = await called(here, 4)
    await village.says(here.db, meeting, here.people[-1], Answer.AWAY, look)
    await warn_of_low(here.db, look)
    notice = (await here.db.scalars(select(Notice).where(Notice.about.startswith("forecast:")))).one()
    assert notice.content
    assert "Có 4, vắng 1, chưa trả lời 5." in notice.content["text"]
    assert "4/10, chưa đủ hai phần ba" in notice.content["text"]
    assert [value for _, value in notice.content["choices"]] == [
        f"nudge:{meeting.id}", f"calls:{meeting.id}:0", f"tally:{meeting.id}",
    ]  # fmt: skip


async def test_a_meeting_called_too_late_for_a_reminder_has_no_forecast(here: Place) -> None:
    await village.meeting(here.db, here.cell, at(2026, 11, 20, 9), timedelta(hours=10))
    assert await warn_of_low(here.db, at(2026, 11, 20, 15)) == 0


async def test_a_meeting_that_was_moved_is_looked_at_anew(here: Place) -> None:
    meeting, look = await called(here, 3)
    await warn_of_low(here.db, look)
    await move_meeting(here.db, meeting.id, meeting.starts_at + DAY * 3, None, "test", look)
    again = look + DAY * 3
    await here.db.execute(
        update(MeetingStep).where(MeetingStep.revision == 2, MeetingStep.step == Step.REMINDER).values(done_at=again)
    )
    assert await warn_of_low(here.db, again + ANSWERED_WITHIN) == 1
    assert len(await here.told(here.secretary)) == 2


# Minutes


async def test_late_minutes_are_asked_for_once(here: Place) -> None:
    meeting = await village.held(here.db, here.cell, HELD)
    due = HELD + timedelta(hours=2) + DAY * 3
    looks = (due - DAY, due, due + DAY)
    assert [await remind_of_minutes(here.db, now) for now in looks] == [0, 1, 0]
    (text,) = await here.told(here.secretary)
    assert "chưa có biên bản" in text
    assert await here.told(here.supervisor) == []
    assert await here.warned() == {"no_minutes"}
    assert meeting.id


async def test_written_minutes_and_patient_units_are_left_alone(here: Place) -> None:
    change(here.cell, "minutes_days", "7")
    first = await village.held(here.db, here.cell, HELD)
    other = await village.held(here.db, here.cell, HELD + DAY, MeetingKind.THEMATIC)
    here.db.add(MeetingMinutes(meeting_id=other.id, by="test", at=HELD, done_at=HELD, done_by="test"))
    await here.db.flush()
    assert await remind_of_minutes(here.db, HELD + DAY * 5) == 0
    assert await remind_of_minutes(here.db, HELD + DAY * 9) == 1
    found = await here.db.scalars(select(UnitWarning.subject).where(UnitWarning.name == "no_minutes"))
    assert list(found) == [f"meeting:{first.id}"]


def test_every_kind_of_warning_has_its_name() -> None:
    known = {"low_forecast", "below_line", "unexcused", "no_minutes", "not_fixed", "not_held", "no_thematic"}
    assert known <= set(words.NAMES)
    assert set(words.IN_COUNTS) <= set(words.NAMES)
