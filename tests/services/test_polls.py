"""Questions of a cell: asked once, answered under one's name until they close, counted of those who still belong."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.rehearsal import ONE_WAY, SMART
from bot.messages import written_for
from bot.model.audit import AuditRow
from bot.model.notices import NoticeState
from bot.model.polls import Poll, PollAnswer, Polled
from bot.refusals import BallotOnPaper, NotAsked, PollNudged, PollOver, PollWrong, SecrecyMarked
from bot.reports.recipes import prepared
from bot.services.erasing import erase
from bot.services.merging import merge
from bot.services.own_data import own_data_of
from bot.services.poll_answers import questions_of, record_answer
from bot.services.poll_counts import close_due, close_now, people_of, result_of
from bot.services.polls import (
    Draft,
    about,
    ask,
    check_closing,
    checked_answers,
    checked_question,
    nudge,
    plan_poll,
    recall,
)
from bot.services.retention import take_away
from bot.services.telling import parts_of
from tests import village
from tests.cell_of_four import SMS, Four, four
from tests.conftest import NOW
from tests.ground import Ground
from tests.village import at

CLOSES = at(2026, 11, 24, 20)
ABROAD = replace(SMART, abroad=True)
DRAFT = Draft("Họp vào thứ mấy?", ["Thứ Bảy", "Chủ nhật"], CLOSES)


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Four]:
    async with ground.with_(four) as place:
        yield place


async def asked(place: Four, draft: Draft = DRAFT) -> Poll:
    return await ask(place.db, await plan_poll(place.db, place.cell, draft, NOW), draft, "test", NOW)


async def says(place: Four, poll: Poll, who: int, choice: int, now: datetime = NOW) -> None:
    await record_answer(place.db, poll.id, who, choice, "rehearsal", now)


async def test_everybody_is_asked_once_and_may_answer_anew_until_it_closes(each_db: AsyncSession) -> None:
    place = await four(each_db)
    poll = await asked(place)
    assert (poll.number, (await asked(place)).number) == (1, 2)
    notice = (await place.owed(about(poll)))[place.lan.id]
    said = await place.says(notice)
    assert "xin ý kiến đồng chí Nguyễn Thị Lan (lấy ý kiến số 1):\nHọp vào thứ mấy?" in said.text
    assert [(one.label, one.value) for one in said.choices] == [
        ("Thứ Bảy", f"poll:{poll.id}:{place.lan.id}:1"),
        ("Chủ nhật", f"poll:{poll.id}:{place.lan.id}:2"),
    ]
    await says(place, poll, place.lan.id, 1)
    await says(place, poll, place.lan.id, 2)
    result = await result_of(each_db, poll, NOW)
    assert (result.base, list(result.counts), result.silent) == (4, [0, 1], 3)
    with pytest.raises(PollOver):
        await says(place, poll, place.lan.id, 1, CLOSES)


async def test_nobody_answers_who_was_not_asked_or_with_what_was_not_offered(place: Four) -> None:
    poll = await asked(place)
    newcomer = await village.member(place.db, place.cell, "Vũ Thị Mới")
    for who, choice in ((newcomer.id, 1), (place.lan.id, 3), (place.lan.id, 0)):
        with pytest.raises(NotAsked):
            await says(place, poll, who, choice)


async def test_the_result_counts_those_asked_who_still_belong_and_is_told_to_them(each_db: AsyncSession) -> None:
    place = await four(each_db)
    poll = await asked(place)
    await village.member(each_db, place.cell, "Vũ Thị Mới")
    for who, choice in ((place.lan, 1), (place.hung, 1), (place.secretary, 2)):
        await says(place, poll, who.id, choice)
    await place.leaves(place.hung)
    assert await close_due(each_db, CLOSES - timedelta(seconds=1)) == 0
    assert await close_due(each_db, CLOSES) == 1
    assert await close_due(each_db, CLOSES) == 0
    assert (poll.base, poll.counts, poll.closed_at) == (3, [1, 1], CLOSES)
    told = await place.owed(about(poll), Polled.RESULT)
    assert set(told) == {place.secretary.id, place.lan.id, place.tu.id}
    said = await place.says(told[place.lan.id], now=CLOSES)
    assert said.text.splitlines() == [
        "Kết quả lấy ý kiến số 1 của Chi bộ Thôn thon:",
        "“Họp vào thứ mấy?”",
        "1. Thứ Bảy: 1/3 (33,33\u00a0%)",
        "2. Chủ nhật: 1/3 (33,33\u00a0%)",
        "Chưa trả lời: 1/3 (33,33\u00a0%)",
    ]
    assert not any(one.name in said.text for one in (place.lan, place.hung, place.secretary, place.tu))
    assert said.choices == ()


async def test_what_waits_when_it_closes_is_dropped_and_what_was_claimed_is_not_worded(place: Four) -> None:
    poll = await asked(place)
    owed = await place.owed(about(poll))
    await close_now(place.db, poll.id, "test", NOW)
    await place.db.refresh(owed[place.lan.id])
    assert (owed[place.lan.id].state, owed[place.lan.id].cause) == (NoticeState.CANCELLED, "closed")
    assert await place.why_not(owed[place.lan.id]) == "closed"
    with pytest.raises(PollOver):
        await close_now(place.db, poll.id, "test", NOW)


async def test_the_silent_alone_are_reminded_and_not_too_often(each_db: AsyncSession) -> None:
    place = await four(each_db)
    poll = await asked(place)
    assert await nudge(each_db, poll.id, "test", NOW) == 0, "all still wait for the question"
    await place.arrive(about(poll))
    await says(place, poll, place.lan.id, 1)
    assert await nudge(each_db, poll.id, "test", NOW) == 2
    nudged = await place.owed(about(poll), Polled.NUDGE)
    assert set(nudged) == {place.secretary.id, place.hung.id}
    assert (await place.says(nudged[place.hung.id])).text.startswith("Nhắc đồng chí Lê Văn Hùng:")
    with pytest.raises(PollNudged):
        await nudge(each_db, poll.id, "test", NOW + timedelta(minutes=119))


async def test_who_has_left_the_cell_is_neither_reminded_nor_counted_as_silent(place: Four) -> None:
    poll = await asked(place)
    await place.arrive(about(poll))
    await place.leaves(place.hung)
    assert await nudge(place.db, poll.id, "test", NOW) == 2
    assert set(await place.owed(about(poll), Polled.NUDGE)) == {place.secretary.id, place.lan.id}


async def test_who_answers_before_the_reminder_leaves_is_not_reminded(place: Four) -> None:
    poll = await asked(place)
    await place.arrive(about(poll))
    await nudge(place.db, poll.id, "test", NOW)
    nudged = await place.owed(about(poll), Polled.NUDGE)
    await says(place, poll, place.hung.id, 1)
    assert await place.why_not(nudged[place.hung.id]) == "answered"
    assert place.lan.name in (await place.says(nudged[place.lan.id])).text


async def test_taken_back_nobody_answers_and_whoever_was_told_is_told_so(place: Four) -> None:
    poll = await asked(place)
    await place.arrive(about(poll))
    assert await recall(place.db, poll.id, "test", NOW) == 3
    word = await place.owed(about(poll), Polled.RECALLED)
    assert "đã THU HỒI" in (await place.says(word[place.lan.id])).text
    assert await close_due(place.db, CLOSES) == 0
    assert (poll.base, poll.counts) == (None, None)
    with pytest.raises(PollOver):
        await says(place, poll, place.lan.id, 1)
    assert await questions_of(place.db, [place.lan.id], NOW) == []


async def test_where_nobody_can_answer_the_message_says_whom_to_tell(place: Four) -> None:
    poll = await asked(place)
    notice = (await place.owed(about(poll)))[place.lan.id]
    shown = written_for(await place.says(notice, ONE_WAY), ONE_WAY)
    assert "1. Thứ Bảy; 2. Chủ nhật." in shown.text
    assert "báo bí thư" in shown.text
    assert "Mời đồng chí chọn" not in shown.text


async def test_by_short_messages_the_question_is_cut_and_the_answers_are_not(place: Four) -> None:
    long = Draft(
        "Chi bộ ta " + "nên làm gì " * 17, ["Trồng cây ở sân", "Dọn đường vào bản", "Thăm hỏi gia đình"], CLOSES
    )
    poll = await asked(place, long)
    said = await place.says((await place.owed(about(poll)))[place.lan.id], SMS)
    assert parts_of(said, SMS) == 2
    assert [one.label for one in said.choices] == list(long.answers)
    assert "…" in said.text


async def test_by_short_messages_no_count_of_the_result_is_cut(place: Four) -> None:
    place.cell.name = "Thôn liên xóm Đồng Lạc, Lục Ngù, Nà Ếch, Pò Đán, Thanh Long và khu tái định cư"
    answers = [f"{number} là một câu trả lời dài bốn mươi chữ" for number in "abcdef"]
    poll = await asked(place, Draft("Câu hỏi này rất dài " * 9, answers, CLOSES))
    await says(place, poll, place.lan.id, 6)
    await close_due(place.db, CLOSES)
    result = (await place.owed(about(poll), Polled.RESULT))[place.hung.id]
    text = (await place.says(result, SMS, CLOSES)).text
    assert text.endswith("f là một câu trả lời dài bốn mươi chữ: 1; chưa trả lời: 3/4.")
    assert "1/4 (25,00" in (await place.says(result, SMART, CLOSES)).text


async def test_a_question_that_names_somebody_is_read_by_a_link_abroad_and_answered_by_numbers(place: Four) -> None:
    place.db.info["public_url"] = "https://chibot.example"
    poll = await asked(place, Draft("Ai đi tập huấn?", ["Đ/c Phạm Văn Tư", "Đ/c Lê Văn Hùng"], CLOSES))
    said = await place.says((await place.owed(about(poll)))[place.lan.id], ABROAD)
    assert "https://chibot.example/tep/" in said.text
    assert [one.label for one in said.choices] == ["Câu 1", "Câu 2"]
    await says(place, poll, place.lan.id, 2)
    await close_now(place.db, poll.id, "test", NOW)
    told = await place.says((await place.owed(about(poll), Polled.RESULT))[place.lan.id], ABROAD)
    place.db.info.pop("public_url")
    assert "2. Câu 2: 1/4" in told.text
    assert not any(name in said.text + told.text for name in ("Tư", "Hùng"))
    file = (await prepared(place.db, f"poll_question:{place.lan.id}:{poll.id}", NOW))().content.decode()
    assert "2. Đ/c Lê Văn Hùng" in file


@pytest.mark.parametrize("question", ["Bầu bí thư chi bộ?", "dong y ket nap dc Hoa khong?", "Lấy phiếu tín nhiệm"])
def test_what_is_for_a_ballot_is_refused(question: str) -> None:
    with pytest.raises(BallotOnPaper):
        checked_question(question)


def test_a_question_becomes_a_ballot_by_its_answers() -> None:
    question = checked_question("Chi bộ chọn cách nào?")
    with pytest.raises(BallotOnPaper):
        checked_answers(question, ["Bỏ phiếu kín", "Giơ tay"])


@pytest.mark.parametrize("answers", [["Có"], ["Có", "có"], ["a" * 41, "b"], list("abcdefg")])
def test_answers_are_two_to_six_short_and_different(answers: list[str]) -> None:
    with pytest.raises(PollWrong):
        checked_answers("Họp thứ mấy?", answers)


def test_a_marked_question_is_refused() -> None:
    with pytest.raises(SecrecyMarked):
        checked_question("TÀI LIỆU MẬT: ai giữ?")


@pytest.mark.parametrize("closes", [NOW + timedelta(minutes=59), NOW + timedelta(days=61)])
def test_it_closes_neither_too_soon_nor_far_away(closes: datetime) -> None:
    with pytest.raises(PollWrong):
        check_closing(closes, NOW)


# Whose data they are


async def test_of_two_entries_for_one_person_the_last_answer_counts(each_db: AsyncSession) -> None:
    place = await four(each_db)
    twin = await village.member(each_db, place.cell, "Nguyễn Thị Lan")
    poll = await asked(place)
    await says(place, poll, place.lan.id, 1)
    await says(place, poll, twin.id, 2, NOW + timedelta(minutes=1))
    await merge(each_db, place.lan.id, twin.id, "test", NOW + timedelta(hours=1))
    result = await result_of(each_db, poll, NOW)
    assert (result.base, list(result.counts)) == (4, [0, 1])


async def test_who_is_erased_has_said_nothing_and_the_count_stays(place: Four) -> None:
    poll = await asked(place)
    await says(place, poll, place.hung.id, 1)
    await close_now(place.db, poll.id, "test", NOW)
    await place.leaves(place.hung)
    await erase(place.db, place.hung, "test", NOW + timedelta(days=1))
    assert place.hung.id not in set(await place.db.scalars(select(PollAnswer.member_id)))
    assert (await result_of(place.db, poll, NOW)).counts == [1, 0]


async def test_ones_own_answers_are_in_ones_own_data(place: Four) -> None:
    poll = await asked(place)
    await says(place, poll, place.lan.id, 2)
    ((row, of),) = (await own_data_of(place.db, place.lan.id)).polls
    assert (row.choice, of.id) == (2, poll.id)


async def test_after_24_months_who_said_what_goes_and_the_counts_stay(each_db: AsyncSession) -> None:
    place = await four(each_db)
    poll = await asked(place)
    await says(place, poll, place.lan.id, 1)
    await close_due(each_db, CLOSES)
    await take_away(each_db, at(2028, 11, 1))
    assert len(await people_of(each_db, poll, CLOSES)) == 4
    await take_away(each_db, at(2028, 12, 2))
    assert await people_of(each_db, poll, CLOSES) == []
    await each_db.refresh(poll)
    assert (poll.question, poll.answers) == ("", ["Câu 1", "Câu 2"])
    assert (await result_of(each_db, poll, NOW)).counts == [1, 0]


async def test_the_audit_says_that_it_was_asked_and_closed_and_not_what(place: Four) -> None:
    poll = await asked(place)
    await says(place, poll, place.lan.id, 1)
    await close_now(place.db, poll.id, "test", NOW)
    rows = list(await place.db.scalars(select(AuditRow).where(AuditRow.about == about(poll)).order_by(AuditRow.id)))
    assert [row.deed for row in rows] == ["poll_asked", "poll_closed"]
    assert not any("thứ" in str(row.facts).lower() for row in rows)
