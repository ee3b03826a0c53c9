"""Whoever is sent to a meeting is told with it and counted apart; of an unannounced visit the cell learns nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import SMART
from bot.messages import Reply, written_for
from bot.model.audit import AuditRow
from bot.model.guests import Guest, GuestKind
from bot.model.meetings import MeetingKind, Step
from bot.model.notices import Notice, NoticeState
from bot.model.visits import VisitAnswer, VisitPerson
from bot.refusals import (
    AssignmentPast,
    NoSuchUnitsBelow,
    NoSuchVisit,
    SecrecyMarked,
    VisitOver,
    VisitTooEarly,
)
from bot.services import assignments, standing_assignments
from bot.services.assignments import Wanted, plan_assignments
from bot.services.guests import beside, present_beside
from bot.services.invitations import list_of
from bot.services.ledger import ledger_of
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.notice_facts import gather
from bot.services.own_visits import own_visits, record_answer
from bot.services.progress import progress_of
from bot.services.roll import Marks, close_roll, counts_of, take_roll
from bot.services.telling import parts_of
from bot.services.visit_attending import arrive, say_came, say_of
from bot.services.visit_remarks import ask_remarks
from bot.services.wording import word
from bot.services.working_groups import groups_of, write_group
from bot.words import visit_letters as letters
from bot.words.times import day_of
from tests import village
from tests.village import at
from tests.visit_places import Sending, in_group, sending

EVENING = at(2026, 11, 24, 19, 30)
"""Of the meeting, three days after NOW."""


@pytest.fixture
async def place(db: AsyncSession) -> Sending:
    return await sending(db)


@pytest.fixture
async def each_place(each_db: AsyncSession) -> Sending:
    """The same on each kind of database, where a statement of ours may not be the same on both."""
    return await sending(each_db)


# Being told


async def test_the_group_is_told_with_the_cell_and_by_its_own_committee(each_place: Sending) -> None:
    place = each_place
    await place.assign()
    meeting = await place.call(EVENING)
    owed = await place.owed()
    assert {(one.meeting_id, one.unit_id) for one in owed} == {(None, place.top.id)}
    assert await place.waiting() == [place.leader.id, place.other.id]
    assert await place.waiting(":reminder") == [place.leader.id, place.other.id]
    (call,) = [
        one for one in owed if one.member_id == place.leader.id and one.about == f"visit:{(await place.visit()).id}"
    ]
    (of_cell, *_) = await village.notices_of(place.db, meeting, place.secretary)
    assert (call.not_before, call.expires_at) == (of_cell.not_before, EVENING)
    said = (await place.words(call)).splitlines()
    assert said[0] == "Kính gửi đồng chí Lò Văn Tá: Huyện ủy Bình Liêu cử Tổ công tác số 1 dự buổi họp sau."
    assert "Chi bộ Thôn Số 0" in said[1]
    assert said[-1] == "Đồng chí dự được không? Mời chọn."


async def test_by_sms_it_is_short_and_nobody_is_asked_who_cannot_answer(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    (call, *_) = await place.calls()
    sms = replace(SMART, buttons=False, inbound=False, most_parts=3, marks=False)
    said = await word(place.db, call, place.now, sms, await gather(place.db, [call]))
    assert isinstance(said, Reply)
    shown = written_for(said, sms).text
    assert "dự được không" not in shown
    assert parts_of(said, sms) <= 3


async def test_whoever_is_assigned_after_the_call_hears_of_it_too_and_nobody_twice(each_place: Sending) -> None:
    place = each_place
    await place.call(EVENING)
    assert await place.owed() == []
    await place.assign()
    await place.assign()
    assert await place.waiting() == [place.leader.id, place.other.id]
    assert len(await standing_assignments.assignments_of(place.db, place.top, None, day_of(place.now))) == 1


async def test_the_secretary_hears_of_an_announced_visit(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    (told,) = await place.owed(Step.PASSED_ON)
    assert told.member_id == place.secretary.id
    assert told.content is not None
    assert told.content["text"] == "Huyện ủy Bình Liêu cử Tổ công tác số 1 dự buổi họp 19h30 ngày 24/11 của chi bộ."


async def test_of_an_unannounced_visit_the_cell_learns_nothing(each_place: Sending) -> None:
    """Whatever the cell can see of its meeting is the same as without the visit."""
    place = each_place
    twin = await place.call(EVENING, place.cells[1])
    (assignment,) = await place.assign(is_announced=False)
    meeting = await place.call(EVENING)
    assert len(await place.waiting()) == 2
    assert "Dự đột xuất, chi bộ không được báo trước." in await place.words((await place.calls())[0])
    assert await place.owed(Step.PASSED_ON) == []
    for seen in (meeting, twin):
        assert await beside(place.db, seen.id) == []
    listed = set(await list_of(place.db, meeting))
    assert (await progress_of(place.db, meeting, place.now)).counts.owed == len(listed)
    assert {one.member_id for one in (await ledger_of(place.db, meeting)).people} == listed
    assert await place.db.scalar(select(func.count()).select_from(Notice).where(Notice.meeting_id == meeting.id)) == 4
    about_it = await place.db.scalars(select(AuditRow.deed).where(AuditRow.about == f"meeting:{meeting.id}"))
    assert list(about_it) == ["meeting_called"]
    await record_answer(place.db, (await place.visit()).id, place.leader.id, VisitAnswer.COMING, place.now)
    await standing_assignments.end_assignment(place.db, assignment, "test", place.now)
    assert await place.owed(Step.PASSED_ON) == []


async def test_other_kinds_of_meetings_are_visited_only_by_themselves(place: Sending) -> None:
    await place.assign()
    called = await village.meeting(place.db, place.cell, place.now, timedelta(days=2), MeetingKind.ADMISSION)
    assert await place.owed() == []
    on = day_of(called.starts_at)
    wanted = Wanted(place.leader, [place.cell], on, on, called)
    plan = await plan_assignments(place.db, place.top, wanted, place.now)
    await assignments.assign(place.db, plan, "test", place.now)
    assert await place.waiting() == [place.leader.id]


# Changes


async def test_a_meeting_that_moves_is_told_once_and_answers_are_asked_anew(each_place: Sending) -> None:
    place = each_place
    await place.assign()
    meeting = await place.call(EVENING)
    place.now = at(2026, 11, 22)
    await place.arrive()
    await record_answer(place.db, (await place.visit()).id, place.leader.id, VisitAnswer.COMING, place.now)
    await move_meeting(place.db, meeting.id, at(2026, 11, 25, 19), None, "test", place.now)
    assert (await place.person(place.leader)).answer is None
    newest = [one for one in await place.owed() if one.revision == meeting.revision and one.about.count(":") == 1]
    assert [(one.member_id, one.not_before) for one in newest] == [
        (place.leader.id, place.now),
        (place.other.id, place.now),
    ]
    assert "THAY ĐỔI" in await place.words(newest[0])
    old = [one for one in await place.owed() if one.revision < meeting.revision]
    assert {one.state for one in old} == {NoticeState.SENT, NoticeState.CANCELLED}


async def test_a_meeting_that_is_called_off_is_off_for_whoever_knew(place: Sending) -> None:
    await place.assign()
    meeting = await place.call(EVENING)
    await place.arrive()
    place.now = at(2026, 11, 22)
    await cancel_meeting(place.db, meeting.id, "test", place.now)
    assert await place.waiting(":off") == []  # the call had not left yet
    assert await place.waiting() == []
    assert (await place.visit()).ended_at == place.now


async def test_a_meeting_that_moves_out_of_the_days_needs_nobody(place: Sending) -> None:
    await place.assign(days=(date(2026, 11, 1), date(2026, 11, 30)))
    meeting = await place.call(EVENING)
    place.now = at(2026, 11, 22)
    await place.arrive()
    await move_meeting(place.db, meeting.id, at(2026, 12, 1, 19), None, "test", place.now)
    assert await place.waiting(":off") == [place.leader.id, place.other.id]
    off = (await place.owed())[-1]
    said = await place.words(off)
    assert "đã ĐỔI NGÀY, đồng chí không phải dự nữa. Ngày họp mới:" in said  # the day they know of is another
    told = [one.content["text"] for one in await place.owed(Step.PASSED_ON) if one.content]
    assert told[-1] == "Tổ công tác số 1 không dự buổi họp 19h00 ngày 01/12 của chi bộ nữa."


async def test_whoever_declined_is_not_reminded_and_when_nobody_goes_the_committee_hears(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    visit = await place.visit()
    reminder = next(one for one in await place.owed() if one.about.endswith("reminder"))
    for member in (place.leader, place.other):
        for _ in range(2):
            await record_answer(place.db, visit.id, member.id, VisitAnswer.AWAY, place.now)
    assert await place.words(reminder) == "answered"
    told = [one for one in await place.owed(Step.PASSED_ON) if one.member_id == place.planner.id]
    assert [one.content["text"] for one in told if one.content] == [
        "Tổ công tác số 1 báo không dự được buổi họp 19h30 ngày 24/11 của Chi bộ Thôn Số 0."
    ]


async def test_whoever_joins_the_group_is_told_and_whoever_leaves_it_is_not_sent(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    new = await village.member(place.db, place.cells[1], "Sầm Văn Mới")
    await write_group(place.db, place.top, "tổ công tác số 1", in_group(place.leader, new), "test", place.now)
    assert len(await groups_of(place.db, [place.top.id], day_of(place.now))) == 1
    sent = await place.db.scalars(select(VisitPerson.member_id).order_by(VisitPerson.member_id))
    assert list(sent) == [place.leader.id, new.id]
    of_other = [one for one in await place.owed() if one.member_id == place.other.id]
    assert {await place.words(one) for one in of_other} == {"not_sent_there"}
    assert [one for one in await place.owed(Step.PASSED_ON) if one.member_id == place.other.id] == []


async def test_two_meetings_at_one_hour_are_shown_before_and_said_to_whoever_is_sent(each_place: Sending) -> None:
    place = each_place
    for cell in place.cells:
        await place.call(EVENING, cell)
    wanted = Wanted(place.group.group, place.cells, date(2026, 11, 1), date(2026, 11, 30))
    plan = await plan_assignments(place.db, place.top, wanted, place.now)
    assert [(one.cell.id, other.cell.id) for one, other in plan.clashes] == [tuple(cell.id for cell in place.cells)]
    await assignments.assign(place.db, plan, "test", place.now)
    assert "TRÙNG GIỜ: đồng chí còn được cử dự Chi bộ Thôn Số 1" in await place.words((await place.calls())[0])


async def test_nobody_is_assigned_beside_the_own_tree_nor_to_the_past(place: Sending) -> None:
    beside_it = await village.cell(place.db)
    with pytest.raises(NoSuchUnitsBelow):
        await place.assign(beside_it)
    with pytest.raises(AssignmentPast):
        await place.assign(days=(date(2026, 1, 1), date(2026, 10, 31)))
    with pytest.raises(SecrecyMarked):
        await write_group(place.db, place.top, "TÀI LIỆU MẬT", in_group(place.leader), "test", place.now)


# Being there


async def test_whoever_was_there_is_a_guest_from_above_and_in_no_rate(each_place: Sending) -> None:
    place = each_place
    await place.assign(is_announced=False)
    meeting = await place.call(EVENING)
    visit = await place.visit()
    with pytest.raises(VisitTooEarly):
        await arrive(place.db, visit.id, place.leader.id, EVENING - timedelta(hours=2))
    await record_answer(place.db, visit.id, place.other.id, VisitAnswer.COMING, place.now)
    await arrive(place.db, visit.id, place.leader.id, EVENING)
    with pytest.raises(VisitOver):
        await record_answer(place.db, visit.id, place.leader.id, VisitAnswer.AWAY, EVENING)
    assert (await present_beside(place.db, meeting.id))[GuestKind.UPPER] == ["Lò Văn Tá, Tổ công tác số 1"]
    done = EVENING + timedelta(hours=2)
    await take_roll(place.db, meeting.id, Marks(everybody_present=True), "test", done)
    await close_roll(place.db, meeting.id, "test", done)
    counts = counts_of((await list_of(place.db, meeting)).values())
    assert (counts.expected, counts.present) == (4, 4)
    await say_came(place.db, visit.id, place.leader.id, True, done)
    await say_of(place.db, visit.id, place.leader.id, place.leader.id, False, done)
    there = await place.db.scalars(select(Guest).order_by(Guest.id))
    assert [(one.member_id, one.came) for one in there] == [(place.leader.id, False), (place.other.id, True)]


async def test_whom_the_clerk_has_written_down_stands_there_once(place: Sending) -> None:
    await place.assign()
    meeting = await place.call(EVENING)
    place.db.add(Guest(meeting_id=meeting.id, kind=GuestKind.UPPER, name="Lò Văn Tá", by="test", at=place.now))
    await place.db.flush()
    await arrive(place.db, (await place.visit()).id, place.leader.id, EVENING)
    assert [(one.name, one.came) for one in await beside(place.db, meeting.id)] == [("Lò Văn Tá", True)]


async def test_only_who_is_sent_sees_the_visit(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    visit = await place.visit()
    assert len(await own_visits(place.db, [place.leader.id, place.other.id], place.now)) == 2
    assert await own_visits(place.db, [place.secretary.id, place.planner.id], place.now) == []
    with pytest.raises(NoSuchVisit):
        await record_answer(place.db, visit.id, place.secretary.id, VisitAnswer.COMING, place.now)


# How it was


async def test_the_leader_is_asked_once_on_the_evening_of_the_day(each_place: Sending) -> None:
    place = each_place
    await place.assign(is_announced=False)
    await place.call(at(2026, 11, 24, 8))
    for hour in (9, 16):
        assert await ask_remarks(place.db, at(2026, 11, 24, hour)) == 0
    assert await ask_remarks(place.db, at(2026, 11, 24, 17)) == 1
    assert await ask_remarks(place.db, at(2026, 11, 24, 18)) == 0
    (asked,) = await place.owed(Step.PASSED_ON)
    assert asked.member_id == place.leader.id
    assert asked.content is not None
    assert asked.content["text"] == letters.how_was_it("Chi bộ Thôn Số 0", at(2026, 11, 24, 8))


async def test_after_a_late_meeting_nobody_is_asked_at_night(place: Sending) -> None:
    await place.assign(is_announced=False)
    await place.call(EVENING)
    assert await ask_remarks(place.db, EVENING + timedelta(hours=2)) == 0
    assert await ask_remarks(place.db, at(2026, 11, 25, 7)) == 1


async def test_where_everybody_declined_nobody_is_asked(place: Sending) -> None:
    await place.assign(is_announced=False)
    await place.call(EVENING)
    visit = await place.visit()
    for member in (place.leader, place.other):
        await record_answer(place.db, visit.id, member.id, VisitAnswer.AWAY, place.now)
    await ask_remarks(place.db, at(2026, 11, 25, 7))
    assert visit.came is False
    assert place.leader.id not in {one.member_id for one in await place.owed(Step.PASSED_ON)}
