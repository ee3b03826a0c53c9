"""People who are sent: merged, erased, in the own copy, and kept for two years."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingState
from bot.model.notices import NoticeState
from bot.model.visits import Criterion, VisitAnswer, VisitGrade, VisitPerson, WorkingGroupMember
from bot.services.erasing import erase
from bot.services.merging import merge
from bot.services.own_data import own_data_of
from bot.services.own_visits import record_answer
from bot.services.retention import take_away
from bot.services.visit_attending import say_came
from bot.services.visit_remarks import mark, write_remark
from bot.words.times import day_of
from tests import village
from tests.services.test_visits import EVENING
from tests.village import at
from tests.visit_places import Sending, sending


@pytest.fixture
async def place(each_db: AsyncSession) -> Sending:
    return await sending(each_db)


async def test_two_entries_of_one_person_are_sent_once(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    await record_answer(place.db, (await place.visit()).id, place.other.id, VisitAnswer.COMING, place.now)
    (await place.person(place.leader)).came = False
    await merge(place.db, place.leader.id, place.other.id, "test", place.now)
    assert (await place.person(place.leader)).answer is VisitAnswer.COMING
    assert (await place.person(place.leader)).came is False
    rows = (await place.db.scalars(select(WorkingGroupMember))).all()
    assert [(one.member_id, one.is_leader) for one in rows] == [(place.leader.id, True)]


async def test_the_own_copy_has_the_visits_and_whoever_is_erased_is_sent_nowhere(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    assert [one.meeting.starts_at for one in (await own_data_of(place.db, place.leader.id)).visits] == [EVENING]
    membership = await village.place_of(place.db, place.leader)
    membership.until_on = day_of(place.now)
    await erase(place.db, place.leader, "test", place.now)
    await place.call(at(2026, 11, 26, 19, 30))
    people = (await place.db.scalars(select(VisitPerson.member_id))).all()
    assert place.leader.id not in people
    newest = [one.member_id for one in await place.owed() if one.state is NoticeState.WAITING]
    assert place.leader.id not in newest


async def test_who_went_and_what_they_said_is_kept_for_two_years(place: Sending) -> None:
    await place.assign()
    meeting = await place.call(EVENING)
    visit = await place.visit()
    await say_came(place.db, visit.id, place.leader.id, True, EVENING)
    await mark(place.db, visit.id, place.leader.id, Criterion.CONTENT, VisitGrade.GOOD, EVENING)
    await write_remark(place.db, visit.id, place.leader.id, "Thảo luận sôi nổi", EVENING)
    for one in await place.owed():
        one.state, one.settled_at = NoticeState.SENT, EVENING
    meeting.state = MeetingState.CLOSED
    await take_away(place.db, EVENING + timedelta(days=92))
    assert await place.owed() == []
    assert visit.remark is not None
    while any((await take_away(place.db, at(2028, 12, 2))).values()):
        pass
    await place.db.refresh(visit)
    assert [visit.remark, visit.marks, visit.came] == [None, None, True]
    assert (await place.db.scalars(select(VisitPerson))).all() == []
