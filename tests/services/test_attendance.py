"""Answers: the last one counts, all are kept, and the roll decides."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, AnswerLog, Leave
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.refusals import MeetingBegun, MeetingOver, NoSuchMeeting, NotAway, NotInvited
from bot.services.attendance import Source, give_reason, questions, record_answer
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.roll import Marks, close_roll, take_roll
from tests import village

SOURCE = Source("rehearsal", "member:1")


async def asked(db: AsyncSession, now: datetime) -> tuple[Meeting, Member]:
    cell = await village.cell(db, await village.commune(db))
    person = await village.member(db, cell)
    return await village.meeting(db, cell, now), person


async def test_the_last_answer_counts(each_db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(each_db, now)
    for answer in (Answer.COMING, Answer.UNDECIDED, Answer.AWAY):
        await village.says(each_db, meeting, person, answer, now)
    assert (await village.row_of(each_db, meeting, person)).answer is Answer.AWAY


async def test_all_answers_are_kept_with_who_gave_them(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    said = (Answer.COMING, Answer.AWAY, Answer.COMING)
    for minutes, answer in enumerate(said):
        await record_answer(db, meeting.id, person.id, answer, SOURCE, now + timedelta(minutes=minutes))
    rows = (await db.scalars(select(AnswerLog).order_by(AnswerLog.id))).all()
    assert [row.answer for row in rows] == list(said)
    assert {(row.channel, row.said_by, row.revision) for row in rows} == {("rehearsal", "member:1", 1)}


async def test_an_answer_is_no_mark(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    assert (await village.says(db, meeting, person, Answer.COMING, now)).mark is None


async def test_a_second_before_the_start_an_answer_is_taken(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    row = await village.says(db, meeting, person, Answer.COMING, meeting.starts_at - timedelta(seconds=1))
    assert row.answer is Answer.COMING


async def test_from_the_start_on_no_answer_is_taken(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    with pytest.raises(MeetingBegun) as refusal:
        await village.says(db, meeting, person, Answer.COMING, meeting.starts_at)
    assert refusal.value.facts == {"at": meeting.starts_at}


async def test_a_meeting_that_is_over_takes_no_answer(db: AsyncSession, now: datetime) -> None:
    cancelled, person = await asked(db, now)
    await cancel_meeting(db, cancelled.id, "test", now)
    with pytest.raises(MeetingOver):
        await village.says(db, cancelled, person, Answer.COMING, now)
    with pytest.raises(NoSuchMeeting):
        await record_answer(db, 4711, person.id, Answer.COMING, SOURCE, now)


async def test_who_is_not_invited_cannot_answer(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await asked(db, now)
    stranger = await village.member(db, await village.cell(db, code="khac"), "Lê Văn Khác")
    with pytest.raises(NotInvited):
        await village.says(db, meeting, stranger, Answer.COMING, now)


# Leave


async def test_staying_away_is_a_request(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    row = await village.says(db, meeting, person, Answer.AWAY, now, Reason.ILLNESS)
    assert (row.leave, row.reason) == (Leave.PENDING, Reason.ILLNESS)


@pytest.mark.parametrize("answer", [Answer.COMING, Answer.UNDECIDED])
async def test_who_comes_after_all_asks_for_no_leave(db: AsyncSession, now: datetime, answer: Answer) -> None:
    meeting, person = await asked(db, now)
    await village.says(db, meeting, person, Answer.AWAY, now, Reason.ILLNESS)
    row = await village.says(db, meeting, person, answer, now)
    assert (row.leave, row.reason) == (None, None)


@pytest.mark.parametrize(("excused", "leave"), [(True, Leave.EXCUSED), (False, Leave.REFUSED)])
async def test_the_roll_decides_the_leave(db: AsyncSession, now: datetime, excused: bool, leave: Leave) -> None:
    meeting, person = await asked(db, now)
    row = await village.says(db, meeting, person, Answer.AWAY, now)
    said = Marks(excused=[person.id]) if excused else Marks(unexcused=[person.id])
    await take_roll(db, meeting.id, said, "clerk", now)
    assert (row.leave, row.leave_by) == (leave, "clerk")


async def test_saying_the_same_again_does_not_undo_the_decision(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    await village.says(db, meeting, person, Answer.AWAY, now)
    await take_roll(db, meeting.id, Marks(excused=[person.id]), "clerk", now)
    assert (await village.says(db, meeting, person, Answer.AWAY, now)).leave is Leave.EXCUSED


async def test_a_leave_asked_for_after_the_mark_is_decided_by_the_next_roll(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    await take_roll(db, meeting.id, Marks(unexcused=[person.id]), "clerk", now)
    row = await village.says(db, meeting, person, Answer.AWAY, now)
    await take_roll(db, meeting.id, Marks(unexcused=[person.id]), "clerk", now)
    assert row.leave is Leave.REFUSED


async def test_after_a_move_leave_is_asked_for_anew(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    granted = await village.says(db, meeting, person, Answer.AWAY, now)
    granted.leave = Leave.EXCUSED
    await move_meeting(db, meeting.id, now + timedelta(days=5), None, "test", now)
    row = await village.says(db, meeting, person, Answer.AWAY, now)
    assert (row.leave, row.is_stale) == (Leave.PENDING, False)


# Reasons


async def test_a_reason_may_follow(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    await village.says(db, meeting, person, Answer.AWAY, now)
    row = await give_reason(db, meeting.id, person.id, Reason.FAMILY, SOURCE, now)
    logged = await db.scalars(select(AnswerLog.reason).order_by(AnswerLog.id))
    assert (row.reason, list(logged)) == (Reason.FAMILY, [None, Reason.FAMILY])


@pytest.mark.parametrize("answer", [None, Answer.COMING, Answer.UNDECIDED])
async def test_a_reason_is_for_those_who_stay_away(db: AsyncSession, now: datetime, answer: Answer | None) -> None:
    meeting, person = await asked(db, now)
    if answer:
        await village.says(db, meeting, person, answer, now)
    with pytest.raises(NotAway):
        await give_reason(db, meeting.id, person.id, Reason.FAMILY, SOURCE, now)


async def test_a_reason_for_the_earlier_hour_says_nothing_of_the_new_one(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    await village.says(db, meeting, person, Answer.AWAY, now)
    await move_meeting(db, meeting.id, now + timedelta(days=5), None, "test", now)
    await db.refresh(await village.row_of(db, meeting, person))
    with pytest.raises(NotAway):
        await give_reason(db, meeting.id, person.id, Reason.FAMILY, SOURCE, now)


async def test_from_the_start_on_no_reason_is_taken(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    await village.says(db, meeting, person, Answer.AWAY, now)
    with pytest.raises(MeetingBegun):
        await give_reason(db, meeting.id, person.id, Reason.FAMILY, SOURCE, meeting.starts_at)


# What is asked just now


async def test_the_meetings_to_come_are_asked_about_the_nearest_first(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    cell = await village.cell_with(db, meeting)
    later = await village.meeting(db, cell, now, timedelta(days=9))
    assert [one.meeting.id for one in await questions(db, [person.id], now)] == [meeting.id, later.id]


async def test_those_that_were_told_come_before_those_that_were_not(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    cell = await village.cell_with(db, meeting)
    await village.reachable_at(db, person, now)
    later = await village.meeting(db, cell, now, timedelta(days=9))
    await village.has_been_told(db, later, person)
    assert [one.meeting.id for one in await questions(db, [person.id], now)] == [later.id]


async def test_nobody_is_asked_about_what_has_begun_or_is_closed(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    assert await questions(db, [person.id], meeting.starts_at) == []
    await take_roll(db, meeting.id, Marks(everybody_present=True), "clerk", now)
    await close_roll(db, meeting.id, "clerk", now)
    assert await questions(db, [person.id], now) == []


async def test_two_on_one_phone_are_two_questions(db: AsyncSession, now: datetime) -> None:
    meeting, person = await asked(db, now)
    cell = await village.cell_with(db, meeting)
    other = await village.member(db, cell, "Lê Thị Vợ")
    both = await village.meeting(db, cell, now, timedelta(days=3))
    found = await questions(db, [person.id, other.id], now)
    assert [(one.meeting.id, one.member.id) for one in found] == [
        (meeting.id, person.id),
        (both.id, person.id),
        (both.id, other.id),
    ]
