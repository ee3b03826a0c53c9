"""The silent are reminded in one step, and not too often."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.attendances import Answer
from bot.model.meetings import Step
from bot.model.notices import Notice, NoticeState
from bot.refusals import MeetingOver, NudgedJustNow, TooLateToNudge
from bot.services.meetings import cancel_meeting
from bot.services.nudging import REST, nudge
from tests import village
from tests.services.tally_place import Place, made


@pytest.fixture
async def place(each_db: AsyncSession, now: datetime) -> Place:
    return await made(each_db, now)


async def test_the_silent_and_the_undecided_are_reminded_who_can_be_reached(place: Place) -> None:
    await place.says(0, Answer.COMING)
    await place.says(1, Answer.UNDECIDED)
    done = await nudge(place.db, place.meeting.id, "test", place.now)
    found = await place.db.scalars(select(Notice.member_id).filter_by(step=Step.NUDGE).order_by(Notice.id))
    assert list(found) == [place.people[1].id, place.people[2].id]
    assert (done.reminded, [one.id for one in done.unreached]) == (2, [one.id for one in place.people[3:]])


async def test_whose_message_still_waits_is_not_reminded_of_it(each_db: AsyncSession, now: datetime) -> None:
    place = await made(each_db, now)
    (told,) = await village.notices_of(each_db, place.meeting, place.people[1])
    told.state = NoticeState.WAITING
    done = await nudge(each_db, place.meeting.id, "test", now)
    assert (done.reminded, done.still_waiting) == (2, 1)


async def test_a_meeting_is_nudged_at_most_every_two_hours(place: Place) -> None:
    await nudge(place.db, place.meeting.id, "test", place.now)
    with pytest.raises(NudgedJustNow) as refused:
        await nudge(place.db, place.meeting.id, "test", place.now + REST - timedelta(minutes=1))
    assert refused.value.facts["at"] == place.now
    for notice in await place.db.scalars(select(Notice).filter_by(step=Step.NUDGE)):
        notice.state = NoticeState.SENT
    assert (await nudge(place.db, place.meeting.id, "test", place.now + REST)).reminded == 3


async def test_where_nobody_could_be_reminded_the_next_nudge_need_not_wait(place: Place) -> None:
    for number in range(3):
        await place.says(number, Answer.COMING)
    assert (await nudge(place.db, place.meeting.id, "test", place.now)).reminded == 0
    await place.says(2, Answer.UNDECIDED)
    assert (await nudge(place.db, place.meeting.id, "test", place.now)).reminded == 1


async def test_in_quiet_hours_a_nudge_says_when_it_arrives(place: Place) -> None:
    night = village.at(2026, 11, 21, 22)
    done = await nudge(place.db, place.meeting.id, "test", night)
    assert done.arrives_at == village.at(2026, 11, 22, 7)


async def test_a_nudge_that_would_come_too_late_does_not_wait_for_the_morning(place: Place) -> None:
    night = village.at(2026, 11, 21, 22)
    place.meeting.starts_at = village.at(2026, 11, 22, 6, 30)
    assert (await nudge(place.db, place.meeting.id, "test", night)).arrives_at == night


async def test_after_the_start_or_once_cancelled_nobody_is_reminded(place: Place) -> None:
    with pytest.raises(TooLateToNudge):
        await nudge(place.db, place.meeting.id, "test", place.meeting.starts_at)
    await cancel_meeting(place.db, place.meeting.id, "test", place.now)
    with pytest.raises(MeetingOver):
        await nudge(place.db, place.meeting.id, "test", place.now)


async def test_of_two_nudges_at_once_one_is_refused(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        place = await made(db, now)

    async def tap() -> int:
        async with sessions.begin() as db:
            return (await nudge(db, place.meeting.id, "test", now)).reminded

    ended = await asyncio.gather(tap(), tap(), return_exceptions=True)
    assert sorted(str(one) for one in ended) == ["3", "NudgedJustNow"]
    async with sessions() as db:
        assert len(list(await db.scalars(select(Notice.id).filter_by(step=Step.NUDGE)))) == 3
    await engine.dispose()
