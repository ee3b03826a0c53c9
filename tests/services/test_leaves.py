"""Deciding leaves: who may, once, and each member is told of the own one."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.messages import Reason
from bot.model.attendances import Answer, Leave
from bot.model.audit import AuditRow
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.refusals import DecidedMeanwhile, LeaveTooLate, MeetingOver, NoLeaveAsked, OwnLeave
from bot.services.audit import as_member
from bot.services.leaves import Decision, decide, request_of, requests, undecided
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.roll import Marks, close_roll, take_roll
from bot.words.refused import refused as told
from tests import village

PENDING, EXCUSED, REFUSED = Leave.PENDING, Leave.EXCUSED, Leave.REFUSED


@dataclass
class Place:
    """A cell with a secretary and a deputy; two more ask to stay away, the second without a phone."""

    db: AsyncSession
    now: datetime
    secretary: Member
    deputy: Member
    lan: Member
    minh: Member
    meeting: Meeting

    async def decides(self, leave: Leave, *whose: Member, by: Member | None = None, seen: Leave = PENDING) -> Decision:
        who = as_member((by or self.secretary).id)
        return await decide(self.db, self.meeting.id, {one.id: seen for one in whose}, leave, who, self.now)

    async def leave_of(self, member: Member) -> Leave | None:
        return (await village.row_of(self.db, self.meeting, member)).leave

    async def words_to(self, member: Member) -> list[Notice]:
        found = await self.db.scalars(
            select(Notice).filter_by(step=Step.PASSED_ON, member_id=member.id).order_by(Notice.id)
        )
        return list(found)

    async def asks_too(self, member: Member) -> None:
        await village.says(self.db, self.meeting, member, Answer.AWAY, self.now, Reason.DUTY_TRIP)


async def made(db: AsyncSession, now: datetime) -> Place:
    cell = await village.cell(db)
    secretary, deputy, lan, minh = [
        await village.member(db, cell, name) for name in ("Trần Thị Bình", "Lê Văn Chung", "Nguyễn Lan", "Hoàng Minh")
    ]
    await village.office(db, secretary, cell)
    await village.office(db, deputy, cell, Office.DEPUTY_SECRETARY)
    for person in (secretary, deputy, lan):
        await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now, timedelta(hours=30))
    place = Place(db, now, secretary, deputy, lan, minh, meeting)
    await village.says(db, meeting, lan, Answer.AWAY, now, Reason.ILLNESS)
    await place.asks_too(minh)
    return place


@pytest.fixture
async def place(each_db: AsyncSession, now: datetime) -> Place:
    return await made(each_db, now)


async def test_who_asks_stands_on_the_list_in_one_order_whatever_was_decided(place: Place) -> None:
    asked = await requests(place.db, place.meeting)
    assert [(one.member.name, one.reason, one.leave) for one in asked] == [
        ("Nguyễn Lan", Reason.ILLNESS, PENDING),
        ("Hoàng Minh", Reason.DUTY_TRIP, PENDING),
    ]
    await place.decides(EXCUSED, place.lan)
    assert [one.member.name for one in await requests(place.db, place.meeting)] == ["Nguyễn Lan", "Hoàng Minh"]


async def test_a_granted_leave_is_kept_with_who_granted_it_and_told_to_the_member(place: Place) -> None:
    await place.decides(EXCUSED, place.lan)
    row = await village.row_of(place.db, place.meeting, place.lan)
    assert (row.leave, row.leave_by) == (EXCUSED, as_member(place.secretary.id))
    (word,) = await place.words_to(place.lan)
    assert "đã đồng ý cho đồng chí Nguyễn Lan vắng" in str(word.content)


async def test_a_refused_leave_asks_to_come_and_is_told_before_the_meeting_or_not_at_all(place: Place) -> None:
    await place.decides(REFUSED, place.lan)
    (word,) = await place.words_to(place.lan)
    assert "chưa đồng ý" in str(word.content)
    assert "sắp xếp dự họp" in str(word.content)
    assert word.expires_at == place.meeting.starts_at


async def test_after_the_start_nobody_is_asked_to_come_any_more(place: Place) -> None:
    place.now = place.meeting.starts_at + timedelta(minutes=5)
    await place.decides(REFUSED, place.lan)
    (word,) = await place.words_to(place.lan)
    assert "sắp xếp dự họp" not in str(word.content)
    assert word.expires_at
    assert word.expires_at > place.now


async def test_who_cannot_be_told_is_named(place: Place) -> None:
    done = await place.decides(EXCUSED, place.lan, place.minh)
    assert [one.name for one in done.changed] == ["Nguyễn Lan", "Hoàng Minh"]
    assert [one.name for one in done.untold] == ["Hoàng Minh"]


async def test_the_same_decision_twice_changes_and_tells_nothing(place: Place) -> None:
    await place.decides(EXCUSED, place.lan)
    again = await place.decides(EXCUSED, place.lan)
    assert again.changed == []
    assert len(await place.words_to(place.lan)) == 1
    deeds = await place.db.scalars(select(AuditRow.id).filter_by(deed="leave_decided"))
    assert len(deeds.all()) == 1


async def test_a_changed_decision_is_told_anew(place: Place) -> None:
    await place.decides(EXCUSED, place.lan)
    (await place.words_to(place.lan))[0].state = NoticeState.SENT
    await place.decides(REFUSED, place.lan, seen=EXCUSED)
    first, second = await place.words_to(place.lan)
    assert (first.state, second.state) == (NoticeState.SENT, NoticeState.WAITING)
    assert await place.leave_of(place.lan) is REFUSED


async def test_a_word_that_still_waits_is_overtaken_by_the_next_decision(place: Place) -> None:
    await place.decides(EXCUSED, place.lan)
    await place.decides(REFUSED, place.lan, seen=EXCUSED)
    first, second = await place.words_to(place.lan)
    await place.db.refresh(first)
    assert (first.state, first.content) == (NoticeState.CANCELLED, None)
    assert "chưa đồng ý" in str(second.content)


async def test_who_comes_later_sees_what_was_decided_before(place: Place) -> None:
    await place.decides(EXCUSED, place.lan, by=place.deputy)
    with pytest.raises(DecidedMeanwhile) as refused:
        await place.decides(REFUSED, place.lan)
    assert refused.value.facts == {"name": "Nguyễn Lan", "by": "Lê Văn Chung", "leave": EXCUSED}
    assert await place.leave_of(place.lan) is EXCUSED


async def test_a_refusal_of_one_leaves_all_as_they_were(place: Place) -> None:
    await village.says(place.db, place.meeting, place.minh, Answer.COMING, place.now)
    with pytest.raises(NoLeaveAsked) as refused:
        await place.decides(EXCUSED, place.lan, place.minh)
    assert refused.value.facts["names"] == "Hoàng Minh"
    assert await place.leave_of(place.lan) is PENDING


@pytest.mark.parametrize("decides", [True, False])
async def test_a_forged_button_names_nobody_who_is_not_on_the_list(place: Place, *, decides: bool) -> None:
    stranger = await village.member(place.db, await village.cell(place.db, code="khac"), "Vi Thị Xa")
    with pytest.raises(NoLeaveAsked) as refused:
        await (place.decides(EXCUSED, stranger) if decides else request_of(place.db, place.meeting, stranger.id))
    assert refused.value.facts["names"] == ""
    assert "Xa" not in told(refused.value)


async def test_a_leave_for_the_time_before_a_move_is_none(place: Place) -> None:
    await move_meeting(place.db, place.meeting.id, place.now + timedelta(days=3), None, "test", place.now)
    assert await requests(place.db, place.meeting) == []
    with pytest.raises(NoLeaveAsked):
        await place.decides(EXCUSED, place.lan)


async def test_what_the_roll_says_already_is_no_longer_decided_here(place: Place) -> None:
    await take_roll(place.db, place.meeting.id, Marks(present=[place.lan.id]), "test", place.now)
    with pytest.raises(NoLeaveAsked):
        await place.decides(EXCUSED, place.lan)


async def test_after_closing_it_is_a_correction_of_the_roll(place: Place) -> None:
    await take_roll(place.db, place.meeting.id, Marks(everybody_present=True), "test", place.now)
    await close_roll(place.db, place.meeting.id, "test", place.now)
    with pytest.raises(LeaveTooLate):
        await place.decides(EXCUSED, place.lan)


async def test_a_cancelled_meeting_needs_no_leave(place: Place) -> None:
    await cancel_meeting(place.db, place.meeting.id, "test", place.now)
    with pytest.raises(MeetingOver):
        await place.decides(EXCUSED, place.lan)


async def test_nobody_excuses_themselves_where_somebody_else_can(place: Place) -> None:
    await place.asks_too(place.secretary)
    with pytest.raises(OwnLeave) as refused:
        await place.decides(EXCUSED, place.secretary)
    assert refused.value.facts["name"] == "Lê Văn Chung"
    await place.decides(EXCUSED, place.secretary, by=place.deputy)
    assert len(await place.words_to(place.secretary)) == 1


async def test_all_means_those_that_wait_and_that_one_may_decide(place: Place) -> None:
    await place.asks_too(place.secretary)
    await place.decides(REFUSED, place.minh)
    mine = await undecided(place.db, place.meeting, as_member(place.secretary.id), place.now)
    assert mine == {place.lan.id: PENDING}


async def test_a_secretary_alone_decides_the_own_leave_and_it_is_noted(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    alone = await village.member(each_db, cell)
    await village.office(each_db, alone, cell)
    await village.reachable_at(each_db, alone, now)
    meeting = await village.meeting(each_db, cell, now)
    await village.says(each_db, meeting, alone, Answer.AWAY, now)
    await decide(each_db, meeting.id, {alone.id: PENDING}, EXCUSED, as_member(alone.id), now)
    noted = (await each_db.scalars(select(AuditRow).filter_by(deed="leave_decided"))).one()
    assert noted.facts == {"leave": "excused", "members": [alone.id], "own": True}
    assert not (await each_db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))).all()


async def test_the_audit_has_no_reason(place: Place) -> None:
    await place.decides(EXCUSED, place.lan)
    noted = (await place.db.scalars(select(AuditRow).filter_by(deed="leave_decided"))).one()
    assert Reason.ILLNESS not in str(noted.facts)


async def test_of_two_who_decide_at_once_the_later_sees_the_earlier(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        place = await made(db, now)

    async def one_decides(by: Member, leave: Leave) -> Leave:
        async with sessions.begin() as db:
            await decide(db, place.meeting.id, {place.lan.id: PENDING}, leave, as_member(by.id), now)
        return leave

    ended = await asyncio.gather(
        one_decides(place.secretary, EXCUSED), one_decides(place.deputy, REFUSED), return_exceptions=True
    )
    (refused,) = [one for one in ended if isinstance(one, DecidedMeanwhile)]
    (won,) = [one for one in ended if isinstance(one, Leave)]
    assert refused.facts["leave"] is won
    async with sessions() as db:
        assert len((await db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))).all()) == 1
    await engine.dispose()


async def test_a_leave_for_the_old_day_excuses_nobody_on_the_new_one(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    lan = await village.member(db, cell)
    meeting = await village.meeting(db, cell, now)
    row = await village.says(db, meeting, lan, Answer.AWAY, now)
    row.leave = Leave.EXCUSED
    await db.flush()
    await move_meeting(db, meeting.id, meeting.starts_at + timedelta(days=7), None, "test", now)
    await db.refresh(row)
    assert row.leave is None
