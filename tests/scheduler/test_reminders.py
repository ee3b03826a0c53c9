"""What the clock owes a meeting, each step once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Answer
from bot.model.endpoints import Address
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState, Urgency
from bot.model.units import Unit
from bot.services.attendance import Source, record_answer
from bot.services.meetings import cancel_meeting
from bot.services.notices import NO_CHANNEL
from bot.services.owed import Owed, row_of
from scheduler.reminders import MOMENT, Slices, remind
from tests import village


async def scene(db: AsyncSession, now: datetime) -> tuple[Unit, Meeting, list[Member]]:
    """Four people, the first of them secretary, all told of a meeting in two days."""
    cell = await village.cell(db)
    members = await village.members(db, cell, 4)
    await village.office(db, members[0], cell)
    for member in members[:3]:
        await village.reachable_at(db, member, now)
    meeting = await village.meeting(db, cell, now, timedelta(days=2, hours=8))
    for notice in await db.scalars(select(Notice)):
        notice.state = NoticeState.SENT if notice.channel else NoticeState.FAILED
    await db.flush()
    return cell, meeting, members


async def owed(db: AsyncSession, step: Step) -> list[int | None]:
    return list(await db.scalars(select(Notice.member_id).filter_by(step=step).order_by(Notice.id)))


async def test_the_silent_are_reminded_a_day_before_and_nobody_earlier(each_db: AsyncSession, now: datetime) -> None:
    _, meeting, members = await scene(each_db, now)
    await record_answer(each_db, meeting.id, members[1].id, Answer.COMING, Source("test", "test"), now)
    assert await remind(each_db, meeting.starts_at - timedelta(hours=25)) == 0
    assert await remind(each_db, meeting.starts_at - timedelta(hours=24)) == 1
    assert await owed(each_db, Step.REMINDER) == [members[0].id, members[2].id, members[3].id]


async def test_a_step_is_done_once_however_often_the_clock_ticks(db: AsyncSession, now: datetime) -> None:
    _, meeting, _ = await scene(db, now)
    for _ in range(3):
        await remind(db, meeting.starts_at - timedelta(hours=24))
    assert len(await owed(db, Step.REMINDER)) == 4


async def test_the_undecided_are_asked_again(db: AsyncSession, now: datetime) -> None:
    _, meeting, members = await scene(db, now)
    await record_answer(db, meeting.id, members[1].id, Answer.UNDECIDED, Source("test", "test"), now)
    await remind(db, meeting.starts_at - timedelta(hours=24))
    assert members[1].id in await owed(db, Step.REMINDER)


async def test_an_hour_that_was_missed_is_caught_up_until_the_meeting_begins(db: AsyncSession, now: datetime) -> None:
    _, meeting, _ = await scene(db, now)
    await remind(db, meeting.starts_at - timedelta(minutes=20))
    assert await owed(db, Step.LAST_REMINDER)
    assert not await owed(db, Step.REMINDER), "of two steps that became due at once, one message is sent"
    assert await remind(db, meeting.starts_at + timedelta(minutes=1)) == 0


async def test_after_the_start_a_missed_reminder_is_marked_and_not_sent(db: AsyncSession, now: datetime) -> None:
    _, meeting, _ = await scene(db, now)
    assert await remind(db, meeting.starts_at + timedelta(minutes=1)) == 2
    assert await owed(db, Step.REMINDER) == await owed(db, Step.LAST_REMINDER) == []


async def test_a_cancelled_meeting_reminds_nobody(db: AsyncSession, now: datetime) -> None:
    _, meeting, _ = await scene(db, now)
    await cancel_meeting(db, meeting.id, "test", now)
    await remind(db, meeting.starts_at - timedelta(hours=24))
    assert await owed(db, Step.REMINDER) == []


async def test_two_hours_before_the_secretary_gets_the_names_to_call_and_nothing_else(
    each_db: AsyncSession, now: datetime
) -> None:
    _, meeting, members = await scene(each_db, now)
    await record_answer(each_db, meeting.id, members[1].id, Answer.AWAY, Source("test", "test"), now)
    await remind(each_db, meeting.starts_at - timedelta(hours=2))
    word = (await each_db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))).one()
    assert word.member_id == members[0].id
    assert members[3].name in str(word.content)
    assert members[1].name not in str(word.content)
    assert word.content is not None
    assert word.content["choices"] == []  # a secretary who was asked just now still answers with 1 or 2


async def test_a_newcomer_is_told_and_not_reminded_of_what_was_never_said(db: AsyncSession, now: datetime) -> None:
    cell, meeting, _ = await scene(db, now)
    late = await village.member(db, cell, "Lý Thị Mới")
    await village.reachable_at(db, late, now)
    await remind(db, meeting.starts_at - timedelta(hours=24))
    assert late.id in await owed(db, Step.NOTICE)
    assert late.id not in await owed(db, Step.REMINDER)


async def test_a_reminder_goes_the_first_way_in_a_new_round_and_without_a_way_has_failed(
    each_db: AsyncSession, now: datetime
) -> None:
    _, meeting, (first, again, told, nowhere) = await scene(each_db, now)
    second = await village.reachable_at(each_db, first, now, chat="other", channel="zalo")
    address = (await each_db.scalars(select(Address).filter_by(endpoint_id=second.id))).one()
    address.position = 0
    for member, state in ((again, NoticeState.CANCELLED), (told, NoticeState.UNCERTAIN)):
        had = Owed(meeting, [member.id], Step.REMINDER, now, Urgency.SOON)
        each_db.add(Notice(**row_of(had, member.id, 1), state=state))
    await remind(each_db, meeting.starts_at - timedelta(hours=24))
    found = await each_db.scalars(select(Notice).filter_by(step=Step.REMINDER).order_by(Notice.member_id, Notice.round))
    owed = [(one.member_id, one.round, one.state, one.channel, one.cause) for one in found]
    assert owed == [
        (first.id, 1, NoticeState.WAITING, "zalo", None),
        (again.id, 1, NoticeState.CANCELLED, None, None),
        (again.id, 2, NoticeState.WAITING, "rehearsal", None),
        (told.id, 1, NoticeState.UNCERTAIN, None, None),
        (nowhere.id, 1, NoticeState.FAILED, None, NO_CHANNEL),
    ]


def test_the_next_slice_is_as_large_as_the_last_one_was_quick_and_never_without_bounds() -> None:
    slices, moment = Slices(), MOMENT["sqlite"]
    for took, people in ((moment, 400), (moment / 9, 800), (moment * 2, 400), (moment * 9, 200), (moment * 9, 200)):
        slices.learn(slices.people, took, moment)
        assert slices.people == people
