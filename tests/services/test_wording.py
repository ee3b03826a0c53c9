"""What a notice says when it leaves, and why it may no longer leave."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import ONE_WAY, PLAIN, SMART
from bot.messages import Capabilities, Choice, Reply, written_for
from bot.model.attendances import Answer
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.personal_links import PersonalLink
from bot.model.roles import Office
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.notices import as_content, from_content, owe_reply, owe_word, settle
from bot.services.personal_links import PATH, opened
from bot.services.wording import Moot, word
from bot.words.plain import plain
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
    said = await word(db, notice, now, SMART)
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
        said = await word(db, notice, now, SMART)
        assert isinstance(said, Reply)
        assert f"Chủ trì: đồng chí {name}." in said.text


async def test_it_says_what_is_true_when_it_leaves(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    meeting.place = "Trường tiểu học"
    said = await word(db, notice, now, SMART)
    assert isinstance(said, Reply)
    assert "Trường tiểu học" in said.text


async def test_at_the_start_it_has_expired(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    assert await word(db, notice, meeting.starts_at, SMART) == Moot(NoticeState.EXPIRED, "expired")


async def test_of_a_moved_meeting_the_old_hour_is_not_told(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    await move_meeting(db, meeting.id, now + timedelta(days=3), None, "test", now)
    assert await word(db, notice, now, SMART) == Moot(NoticeState.CANCELLED, "superseded")


async def test_of_a_cancelled_meeting_only_the_cancellation_is_told(db: AsyncSession, now: datetime) -> None:
    meeting, person, notice = await told(db, now)
    await village.has_been_told(db, meeting, person)
    await cancel_meeting(db, meeting.id, "test", now)
    said = await word(db, (await village.notices_of(db, meeting, person))[-1], now, SMART)
    assert isinstance(said, Reply)
    assert said.choices == ()
    assert isinstance(await word(db, notice, now, SMART), Moot)


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
    said = await word(db, as_step(notice, Step.REMINDER), now, SMART)
    assert isinstance(said, Reply) is is_reminded


async def test_who_has_left_the_list_is_told_nothing(db: AsyncSession, now: datetime) -> None:
    meeting, person, notice = await told(db, now)
    await db.delete(await village.row_of(db, meeting, person))
    await db.flush()
    assert await word(db, notice, now, SMART) == Moot(NoticeState.CANCELLED, "not_invited")


# Where nobody can answer

SITE = "https://chibot.example"
TELLING = (Step.NOTICE, Step.REMINDER, Step.LAST_REMINDER, Step.NUDGE, Step.MOVED)
ASKS = ("nhắn", "bấm", "trả lời lại", "1 (có mặt)", "chọn")


async def said_one_way(db: AsyncSession, notice: Notice, now: datetime, can: Capabilities = ONE_WAY) -> Reply:
    said = await word(db, notice, now, can)
    assert isinstance(said, Reply)
    return written_for(said, can)


@pytest.mark.parametrize("step", TELLING)
async def test_a_call_by_one_way_brings_a_link_and_asks_for_no_answer_there(
    db: AsyncSession, now: datetime, step: Step
) -> None:
    db.info["public_url"] = SITE
    meeting, person, notice = await told(db, now)
    said = await said_one_way(db, as_step(notice, step), now)
    words, _, token = said.text.rpartition(f"Mời đồng chí báo dự hay vắng tại: {SITE}{PATH}")
    assert [asked for asked in ASKS if asked in words] == []
    assert (said.choices, said.expect, said.wants_contact) == ((), None, False)
    assert plain(said.text).endswith(f"{SITE}{PATH}{token}")
    shown = await opened(db, token, now)
    assert shown is not None
    assert (shown.meeting.id, shown.member.id, shown.endpoint_id) == (meeting.id, person.id, notice.endpoint_id)


async def test_every_message_has_a_link_of_its_own_and_none_is_kept_with_it(db: AsyncSession, now: datetime) -> None:
    db.info["public_url"] = SITE
    _, _, notice = await told(db, now)
    texts = {(await said_one_way(db, notice, now)).text for _ in range(2)}
    assert len(texts) == 2
    assert notice.content is None


@pytest.mark.parametrize("step", TELLING)
@pytest.mark.parametrize(
    ("phone", "says"), [("+84900000001", "Mời đồng chí gọi bí thư: 0900 000 001"), (None, "Mời đồng chí gọi bí thư.")]
)
async def test_without_our_site_it_says_whom_to_call(
    db: AsyncSession, now: datetime, step: Step, phone: str | None, says: str
) -> None:
    meeting, _, notice = await told(db, now)
    cell = await village.cell_with(db, meeting)
    await village.office(db, await village.member(db, cell, "Trần Thị Bình", phone=phone), cell)
    said = await said_one_way(db, as_step(notice, step), now)
    assert said.text.endswith(f"\n{says}")
    assert [asked for asked in (*ASKS, "http") if asked in said.text] == []


async def test_no_phone_of_somebody_else_leaves_the_country(db: AsyncSession, now: datetime) -> None:
    meeting, _, notice = await told(db, now)
    cell = await village.cell_with(db, meeting)
    await village.office(db, await village.member(db, cell, "Trần Thị Bình", phone="+84900000001"), cell)
    said = await said_one_way(db, notice, now, replace(ONE_WAY, abroad=True))
    assert "0900" not in said.text


async def test_a_cancellation_carries_no_link(db: AsyncSession, now: datetime) -> None:
    db.info["public_url"] = SITE
    meeting, person, _ = await told(db, now)
    await village.has_been_told(db, meeting, person)
    await cancel_meeting(db, meeting.id, "test", now)
    said = await said_one_way(db, (await village.notices_of(db, meeting, person))[-1], now)
    assert "HOÃN" in said.text
    assert "http" not in said.text
    assert (await db.scalars(select(PersonalLink))).all() == []


async def test_a_network_that_wants_links_keeps_its_buttons(db: AsyncSession, now: datetime) -> None:
    db.info["public_url"] = SITE
    _, _, notice = await told(db, now)
    said = await word(db, notice, now, replace(SMART, links=True))
    assert isinstance(said, Reply)
    assert f"{SITE}{PATH}" in said.text
    assert "bấm" not in said.text
    assert len(said.choices) == 2


@pytest.mark.parametrize("can", [SMART, PLAIN])
async def test_where_people_answer_in_the_chat_no_link_is_made(
    db: AsyncSession, now: datetime, can: Capabilities
) -> None:
    db.info["public_url"] = SITE
    _, _, notice = await told(db, now)
    said = await word(db, notice, now, can)
    assert isinstance(said, Reply)
    assert "http" not in said.text
    assert (await db.scalars(select(PersonalLink))).all() == []


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
