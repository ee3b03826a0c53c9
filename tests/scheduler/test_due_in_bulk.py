"""Much that is due at once: done in slices of whole meetings, each step once, whatever breaks meanwhile."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.meetings import Meeting, MeetingStep, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.services.meetings import move_meeting
from scheduler import reminders
from scheduler.reminders import remind
from tests import village

DAY, PEOPLE = timedelta(hours=24), 3


async def cells(db: AsyncSession, now: datetime, count: int, after: timedelta = timedelta(days=2)) -> list[Meeting]:
    """So many cells of three, all told of a meeting; the first of each leads it and is the only one with a phone."""
    meetings = []
    for number in range(count):
        cell = await village.cell(db, code=f"thon-{after.days}-{number}")
        leader, *_ = await village.members(db, cell, PEOPLE)
        await village.office(db, leader, cell)
        await village.reachable_at(db, leader, now)
        meetings.append(await village.meeting(db, cell, now, after))
    for notice in await db.scalars(select(Notice)):
        notice.state = NoticeState.SENT
    await db.flush()
    return meetings


async def reminded(db: AsyncSession, step: Step = Step.REMINDER) -> dict[int | None, int]:
    """How many people of each meeting were reminded."""
    found = await db.execute(
        select(Notice.meeting_id, func.count(func.distinct(Notice.member_id)))
        .where(Notice.step == step)
        .group_by(Notice.meeting_id)
    )
    return dict(found.all())


async def undone(db: AsyncSession, now: datetime) -> int:
    waiting = select(func.count(MeetingStep.id)).where(MeetingStep.done_at.is_(None), MeetingStep.due_at <= now)
    return await db.scalar(waiting) or 0


async def until_nothing_is_left(db: AsyncSession, now: datetime, people: int = reminders.PEOPLE) -> list[int]:
    done = []
    while some := await remind(db, now, people):
        done.append(some)
    return done


async def test_a_slice_is_whole_meetings_and_the_next_takes_the_rest(each_db: AsyncSession, now: datetime) -> None:
    meetings = await cells(each_db, now, 5)
    assert await until_nothing_is_left(each_db, meetings[0].starts_at - DAY, 2 * PEOPLE) == [2, 2, 1]
    assert await reminded(each_db) == dict.fromkeys([one.id for one in meetings], PEOPLE)


async def test_a_meeting_larger_than_a_slice_is_a_slice_of_its_own(db: AsyncSession, now: datetime) -> None:
    meetings = await cells(db, now, 2)
    assert await until_nothing_is_left(db, meetings[0].starts_at - DAY, PEOPLE - 1) == [1, 1]


async def test_two_steps_that_an_outage_made_due_are_one_message_however_small_the_slice(
    each_db: AsyncSession, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "MEETINGS", 1)
    meetings = await cells(each_db, now, 3)
    assert await until_nothing_is_left(each_db, meetings[0].starts_at - timedelta(hours=1)) == [2, 2, 2]
    assert await reminded(each_db) == {}
    assert await reminded(each_db, Step.LAST_REMINDER) == dict.fromkeys([one.id for one in meetings], PEOPLE)


async def test_after_a_missed_day_what_is_still_useful_is_sent_and_the_rest_is_marked(
    each_db: AsyncSession, now: datetime
) -> None:
    over = await cells(each_db, now, 2)
    to_come = await cells(each_db, now, 2, timedelta(days=3))
    later = over[0].starts_at + timedelta(minutes=1)
    await until_nothing_is_left(each_db, later)
    assert await reminded(each_db) == dict.fromkeys([one.id for one in to_come], PEOPLE)
    assert await reminded(each_db, Step.LAST_REMINDER) == {}
    assert await undone(each_db, later) == 0


async def test_a_step_of_the_time_before_a_move_swallows_none_of_the_new_time(db: AsyncSession, now: datetime) -> None:
    (meeting,) = await cells(db, now, 1)
    await move_meeting(db, meeting.id, meeting.starts_at - timedelta(hours=20), None, "test", now)
    for notice in await db.scalars(select(Notice).filter_by(state=NoticeState.WAITING)):
        notice.state = NoticeState.SENT
    await remind(db, meeting.starts_at - timedelta(hours=1))
    assert await reminded(db, Step.LAST_REMINDER) == {meeting.id: PEOPLE}


async def test_a_meeting_that_cannot_be_dealt_with_stops_no_other_and_is_tried_again(
    each_db: AsyncSession, now: datetime
) -> None:
    broken, *others = await cells(each_db, now, 3)
    cell = await village.cell_with(each_db, broken)
    cell.settings = {"reminder_hours": "một ngày"}
    await each_db.flush()
    due_at = broken.starts_at - DAY
    await until_nothing_is_left(each_db, due_at)
    assert (await reminded(each_db)).keys() == {one.id for one in others}
    cell.settings = {}
    await each_db.flush()
    await until_nothing_is_left(each_db, due_at + timedelta(seconds=59))
    assert broken.id not in await reminded(each_db)
    await until_nothing_is_left(each_db, due_at + timedelta(seconds=60))
    assert (await reminded(each_db))[broken.id] == PEOPLE


async def test_each_leader_gets_the_call_list_of_the_own_cell(each_db: AsyncSession, now: datetime) -> None:
    meetings = await cells(each_db, now, 2)
    await until_nothing_is_left(each_db, meetings[0].starts_at - timedelta(hours=2))
    words = (await each_db.scalars(select(Notice).filter_by(step=Step.PASSED_ON).order_by(Notice.id))).all()
    assert [word.about for word in words] == [f"meeting:{one.id}" for one in meetings]
    assert len({word.member_id for word in words}) == 2


# Many processes


async def place(url: str, now: datetime, count: int) -> tuple[Sessions, datetime]:
    """A database of its own with so many meetings whose reminder is due at an hour."""
    sessions = sessions_of(open_engine(url))
    async with sessions.begin() as db:
        meetings = await cells(db, now, count)
    return sessions, meetings[0].starts_at - DAY


async def tick(sessions: Sessions, now: datetime) -> int:
    async with sessions.begin() as db:
        done = await remind(db, now)
        await asyncio.sleep(0.02)  # the others are at it by now
    return done


async def count_of_reminders(sessions: Sessions) -> tuple[int, int]:
    async with sessions.begin() as db:
        rows = select(func.count(Notice.id)).where(Notice.step == Step.REMINDER)
        people = select(func.count(Member.id))
        return await db.scalar(rows) or 0, await db.scalar(people) or 0


async def test_several_processes_share_the_meetings_and_do_no_step_twice(
    database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "MEETINGS", 2)
    sessions, hour = await place(database_url, now, 8)
    done = await asyncio.gather(*(tick(sessions, hour) for _ in range(4)))
    while some := await tick(sessions, hour):
        done.append(some)
    assert sum(done) == 8
    owed, people = await count_of_reminders(sessions)
    assert owed == people
    await sessions.kw["bind"].dispose()


class Killed(BaseException):
    """The process ends here."""


class Death:
    """Comes at the statement of this number."""

    def __init__(self, number: int) -> None:
        self.left = number

    def __call__(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


async def test_a_tick_that_dies_at_any_statement_leaves_no_half_done_meeting(database_url: str, now: datetime) -> None:
    sessions, hour = await place(database_url, now, 3)
    engine = sessions.kw["bind"].sync_engine
    for number in range(1, 30):
        death = Death(number)
        event.listen(engine, "before_cursor_execute", death)
        try:
            await tick(sessions, hour)
            break  # it has outlived the tick: all is done
        except Killed:
            pass
        finally:
            event.remove(engine, "before_cursor_execute", death)
        async with sessions.begin() as db:
            assert (await reminded(db), await undone(db, hour)) == ({}, 3)
    assert number > 10
    owed, people = await count_of_reminders(sessions)
    assert owed == people
    await sessions.kw["bind"].dispose()
