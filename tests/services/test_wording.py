"""What a notice says when it leaves, and why it may no longer leave."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.attendances import Answer
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.notices import as_content, from_content, owe_reply, owe_word, settle
from bot.services.wording import Moot, word
from tests import village


async def told(db: AsyncSession, now: datetime) -> tuple[Meeting, Member, Notice]:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await village.reachable_at(db, person, now)
    meeting = await village.meeting(db, cell, now)
    (notice,) = await village.notices_of(db, meeting, person)
    return meeting, person, notice


def as_step(notice: Notice, step: Step) -> Notice:
    notice.step = step
    return notice


async def test_a_notice_names_person_cell_time_and_place_and_asks(db: AsyncSession, now: datetime) -> None:
    meeting, person, notice = await told(db, now)
    said = await word(db, notice, now, buttons=True)
    assert isinstance(said, Reply)
    assert all(part in said.text for part in (person.name, "Thôn thon", "Chủ nhật, 22/11/2026, 9 giờ", meeting.place))
    assert [choice.value for choice in said.choices] == [
        f"answer:{meeting.id}:1:{person.id}:coming",
        f"answer:{meeting.id}:1:{person.id}:away",
    ]


async def test_it_says_who_chairs_the_secretary_before_the_deputy(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    cell = await village.cell_with(db, meeting)
    for name, held in (("Đỗ Văn Phó", Office.DEPUTY_SECRETARY), ("Trần Thị Bình", Office.SECRETARY)):
        await village.office(db, await village.member(db, cell, name), cell, held)
        said = await word(db, notice, now, buttons=True)
        assert isinstance(said, Reply)
        assert f"Chủ trì: đồng chí {name}." in said.text


async def test_it_says_what_is_true_when_it_leaves(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    meeting.place = "Trường tiểu học"
    said = await word(db, notice, now, buttons=True)
    assert isinstance(said, Reply)
    assert "Trường tiểu học" in said.text


async def test_at_the_start_it_has_expired(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    assert await word(db, notice, meeting.starts_at, buttons=True) == Moot(NoticeState.EXPIRED, "expired")


async def test_of_a_moved_meeting_the_old_hour_is_not_told(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    await move_meeting(db, meeting.id, now + timedelta(days=3), None, "test", now)
    assert await word(db, notice, now, buttons=True) == Moot(NoticeState.CANCELLED, "superseded")


async def test_of_a_cancelled_meeting_only_the_cancellation_is_told(db: AsyncSession, now: datetime) -> None:
    meeting, person, notice = await told(db, now)
    await village.has_been_told(db, meeting, person)
    await cancel_meeting(db, meeting.id, "test", now)
    said = await word(db, (await village.notices_of(db, meeting, person))[-1], now, buttons=True)
    assert isinstance(said, Reply)
    assert said.choices == ()
    assert isinstance(await word(db, notice, now, buttons=True), Moot)


@pytest.mark.parametrize(
    ("answer", "is_reminded"),
    [(None, True), (Answer.UNDECIDED, True), (Answer.COMING, False), (Answer.AWAY, False)],
)
async def test_nobody_is_reminded_of_what_they_have_answered(
    db: AsyncSession, now: datetime, answer: Answer | None, is_reminded: bool
) -> None:
    meeting, person, notice = await told(db, now)
    if answer:
        await village.says(db, meeting, person, answer, now)
    said = await word(db, as_step(notice, Step.REMINDER), now, buttons=True)
    assert isinstance(said, Reply) is is_reminded


async def test_who_has_left_the_list_is_told_nothing(db: AsyncSession, now: datetime) -> None:
    meeting, person, notice = await told(db, now)
    await db.delete(await village.row_of(db, meeting, person))
    await db.flush()
    assert await word(db, notice, now, buttons=True) == Moot(NoticeState.CANCELLED, "not_invited")


def test_a_reply_comes_back_as_it_was_kept() -> None:
    reply = Reply("Đã ghi.", (Choice("Có", "a:1"), Choice("Không", "a:2")), expect="reason:1:2", wants_contact=True)
    assert from_content(as_content(reply)) == reply


async def test_what_was_said_is_not_kept(db: AsyncSession, now: datetime) -> None:
    _, person, _ = await told(db, now)
    endpoint = await village.reachable_at(db, person, now, "other", "rehearsal_plain")
    notice = owe_reply(db, "inbox:1", endpoint, Reply("Đã ghi."), now)
    await db.flush()
    settle(notice, NoticeState.SENT, now)
    assert notice.content is None


async def test_a_word_is_passed_on_to_the_first_who_can_be_reached(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    concerned, secretary, deputy = await village.members(db, cell, 3)
    heads = [secretary.id, deputy.id]
    assert not await owe_word(db, "inbox:1", concerned.id, heads, "Báo hộ.", now)
    endpoint = await village.reachable_at(db, deputy, now)
    assert await owe_word(db, "inbox:1", concerned.id, heads, "Báo hộ.", now)
    (notice,) = await village.all_notices(db)
    assert (notice.member_id, notice.endpoint_id, notice.step) == (deputy.id, endpoint.id, Step.PASSED_ON)
