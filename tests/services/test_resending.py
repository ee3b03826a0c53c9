"""Whoever was not reached is told once more; whoever has it, has answered or cannot be reached is not."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import open_engine, sessions_of
from bot.model.attendances import Answer
from bot.model.audit import AuditRow
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.refusals import TooLateToResend
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.resending import again, unreached
from tests import village


async def called(db: AsyncSession, now: datetime, *states: NoticeState) -> tuple[Meeting, list[Member]]:
    """A meeting, the call of which stands so with each of its people."""
    cell = await village.cell(db)
    people = await village.members(db, cell, len(states))
    for person in people:
        await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now)
    for person, state in zip(people, states, strict=True):
        await stands(db, meeting, person, state)
    return meeting, people


async def stands(db: AsyncSession, meeting: Meeting, person: Member, state: NoticeState) -> None:
    newest = (await village.notices_of(db, meeting, person))[-1]
    newest.state = state
    await db.flush()


async def waiting(db: AsyncSession) -> list[Notice]:
    found = await db.scalars(select(Notice).filter_by(state=NoticeState.WAITING).order_by(Notice.id))
    return list(found)


async def test_who_was_not_reached_is_told_in_a_new_round(each_db: AsyncSession, now: datetime) -> None:
    states = (NoticeState.SENT, NoticeState.FAILED, NoticeState.UNCERTAIN, NoticeState.EXPIRED)
    meeting, people = await called(each_db, now, *states)
    assert await again(each_db, meeting, "test", now) == 3
    told = await waiting(each_db)
    assert [one.member_id for one in told] == [one.id for one in people[1:]]
    assert {(one.step, one.round, one.not_before) for one in told} == {(Step.NOTICE, 2, now)}


async def test_twice_is_once(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now, NoticeState.FAILED)
    assert await again(db, meeting, "test", now) == 1
    assert await again(db, meeting, "test", now) == 0
    assert len(await waiting(db)) == 1


async def test_of_two_at_once_one_sends(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        meeting, _ = await called(db, now, NoticeState.FAILED, NoticeState.UNCERTAIN)

    async def once() -> int:
        async with sessions.begin() as db:
            return await again(db, meeting, "test", now)

    assert sorted(await asyncio.gather(once(), once())) == [0, 2]
    await engine.dispose()


async def test_what_was_confirmed_for_an_earlier_round_sends_nothing(db: AsyncSession, now: datetime) -> None:
    meeting, (person,) = await called(db, now, NoticeState.FAILED)
    shown = (await unreached(db, meeting, now)).round
    await again(db, meeting, "test", now, shown)
    await stands(db, meeting, person, NoticeState.FAILED)
    assert await again(db, meeting, "test", now, shown) == 0
    assert await again(db, meeting, "test", now, shown + 1) == 1


async def test_who_has_answered_meanwhile_is_left_out(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now, NoticeState.UNCERTAIN, NoticeState.UNCERTAIN)
    await village.says(db, meeting, people[0], Answer.COMING, now)
    await again(db, meeting, "test", now)
    assert [one.member_id for one in await waiting(db)] == [people[1].id]


async def test_whom_no_message_reaches_is_counted_and_left_to_be_called(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now, NoticeState.FAILED)
    cell = await village.cell_with(db, meeting)
    person = await village.member(db, cell, "Phạm Văn Tư")
    other = await village.meeting(db, cell, now, timedelta(days=2))
    assert (await unreached(db, other, now)).without_channel == 1
    await village.reachable_at(db, person, now)
    assert (await unreached(db, other, now)).by_step == {Step.NOTICE: [person.id]}


async def test_after_a_move_the_new_time_is_told_again(db: AsyncSession, now: datetime) -> None:
    meeting, people = await called(db, now, NoticeState.SENT, NoticeState.FAILED)
    await move_meeting(db, meeting.id, now + timedelta(days=2), None, "test", now)
    await stands(db, meeting, people[0], NoticeState.UNCERTAIN)
    await stands(db, meeting, people[1], NoticeState.FAILED)
    await again(db, meeting, "test", now)
    told = [(one.member_id, one.step, one.revision) for one in await waiting(db)]
    assert told == [(people[0].id, Step.MOVED, 2), (people[1].id, Step.NOTICE, 2)]


async def test_that_a_meeting_is_off_is_told_again_also_to_who_had_answered(db: AsyncSession, now: datetime) -> None:
    meeting, (person,) = await called(db, now, NoticeState.SENT)
    await village.says(db, meeting, person, Answer.COMING, now)
    await cancel_meeting(db, meeting.id, "test", now)
    await stands(db, meeting, person, NoticeState.UNCERTAIN)
    assert await again(db, meeting, "test", now) == 1
    assert [one.step for one in await waiting(db)] == [Step.CANCELLED]


async def test_nobody_is_told_of_a_meeting_that_has_begun(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now, NoticeState.FAILED)
    with pytest.raises(TooLateToResend):
        await again(db, meeting, "test", meeting.starts_at)


async def test_it_is_written_down(db: AsyncSession, now: datetime) -> None:
    meeting, _ = await called(db, now, NoticeState.FAILED)
    await again(db, meeting, "member:1", now)
    (row,) = await db.scalars(select(AuditRow).filter_by(deed="sent_again"))
    assert (row.by, row.about, row.facts) == ("member:1", f"meeting:{meeting.id}", {"people": 1})
