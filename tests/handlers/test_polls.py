"""A cell asks its people something in the chat, each answers by a tap or a number, and ballots are kept to paper."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.model.opinions import OpinionKind, OpinionState
from bot.model.polls import Poll, PollAnswer
from bot.model.roles import Office
from bot.services.addresses import endpoint_at
from bot.services.opinion_sending import send
from bot.services.poll_counts import close_due
from bot.services.polls import about
from bot.words import polls as words
from bot.words.ballots import ON_PAPER
from bot.words.names_seen import NO_GROUP, OWN_GROUP
from tests import village
from tests.cell_of_four import Four, four
from tests.conftest import NOW
from tests.ground import Ground
from tests.handlers.shared_phone import shares
from tests.led_at_cell import leads_group
from tests.talk import Phone, phone_abroad, plain_phone
from tests.village import at

LINE = "lấy ý kiến: Họp vào thứ mấy? 1. Thứ Bảy 2. Chủ nhật; hạn 25/11"
NOT_ALLOWED = "không được phân công"


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Four]:
    async with ground.with_(four) as place:
        yield place


async def polls_of(place: Four) -> list[Poll]:
    return list(await place.db.scalars(select(Poll).order_by(Poll.id)))


async def asked(place: Four, line: str = LINE) -> Poll:
    phone = place.her_phone()
    await phone.says(line)
    await phone.presses("Gửi cho")
    return (await polls_of(place))[-1]


async def answer_of(place: Four, poll: Poll, member_id: int) -> int | None:
    (row,) = await place.db.scalars(select(PollAnswer).filter_by(poll_id=poll.id, member_id=member_id))
    await place.db.refresh(row)
    return row.choice


async def shown_to(place: Four, poll: Poll, member_id: int, phone: Phone) -> None:
    """The question arrives, and a number typed next belongs to it."""
    said = await place.says((await place.owed(about(poll)))[member_id], phone.capabilities)
    phone.shows(said, f"poll{poll.id}")
    endpoint = await endpoint_at(place.db, phone.channel, phone.channel, phone.chat)
    endpoint.offered, endpoint.step = [[one.label, one.value] for one in said.choices], None
    await place.db.flush()


# Asking


async def test_one_line_asks_and_is_looked_at_first(place: Four) -> None:
    phone = place.her_phone()
    shown = await phone.says(LINE)
    assert shown.splitlines() == [
        "Chi bộ Thôn thon lấy ý kiến:",
        "“Họp vào thứ mấy?”",
        "1. Thứ Bảy; 2. Chủ nhật.",
        "Gửi 4 đồng chí: máy tập dượt 3; chưa nhắn được 1: Phạm Văn Tư.",
        words.until(at(2026, 11, 25, 20), None),
    ]
    value = phone.screen[-1].choices[0].value
    assert "lần lấy ý kiến số 1" in await phone.presses("Gửi cho 4")
    assert "đã xong hoặc đã dừng" in await phone.presses_value(value)
    (poll,) = await polls_of(place)
    assert (poll.question, poll.answers, poll.closes_at) == (
        "Họp vào thứ mấy?", ["Thứ Bảy", "Chủ nhật"], at(2026, 11, 25, 20),
    )  # fmt: skip


async def test_step_by_step_on_a_phone_without_marks_or_buttons(place: Four) -> None:
    await village.reachable_at(place.db, place.secretary, NOW, "19", "rehearsal_plain")
    phone = plain_phone(place.db, NOW, "19")
    assert "nhắn câu hỏi" in await phone.says("lay y kien")
    assert "ngăn nhau bằng dấu chấm phẩy" in await phone.says("Co nen trong cay o san khong?")
    assert "1. Nen; 2. Khong nen; 3. De sau." in await phone.says("Nen; Khong nen; De sau")
    assert "Trả lời đến 19h00 ngày 01/12" in await phone.says("han 19h 1/12")
    assert "Đang gửi câu hỏi" in await phone.says("gui")
    assert "Chưa trả lời: 4/4" in await phone.says("1"), "how it stands, in as many lines as a phone shows"
    assert len(await polls_of(place)) == 1


async def test_usual_answers_are_a_tap(place: Four) -> None:
    phone = place.her_phone()
    await phone.says("lấy ý kiến")
    await phone.says("Có nên trồng cây ở sân không?")
    assert "1. Đồng ý; 2. Không đồng ý." in await phone.presses("Đồng ý / Không đồng ý")


async def test_what_was_begun_is_taken_up_after_a_restart(place: Four) -> None:
    await place.her_phone().says("lấy ý kiến: Có nên trồng cây không?")
    again = place.her_phone()
    assert "“Có nên trồng cây không?”" in await again.says("làm tiếp")
    assert "“Có nên trồng cây không?”" in await again.presses("Có / Không")


@pytest.mark.parametrize(
    "line",
    [
        "lấy ý kiến: Bầu bí thư chi bộ? 1. Đ/c An 2. Đ/c Bình",
        "lay y kien: dong y ket nap dc Hoa khong? 1. dong y 2. khong",
        "lấy ý kiến: Kỷ luật đồng chí Nam? 1. Có 2. Không",
    ],
)
async def test_a_ballot_is_refused_whoever_asks_and_nothing_is_kept(place: Four, line: str) -> None:
    for phone in (place.her_phone(), place.lans()):
        assert ON_PAPER in await phone.says(line)
        assert "đã xong hoặc đã dừng" in await phone.says("làm tiếp")
    assert await polls_of(place) == []


@pytest.mark.parametrize("text", ["Tôi muốn bỏ phiếu kín", "toi bau dc Hung lam bi thu", "bỏ phiếu", "phieu tin nhiem"])
async def test_a_member_who_wants_to_vote_here_is_told_of_the_paper(place: Four, text: str) -> None:
    await village.meeting(place.db, place.cell, NOW)
    assert ON_PAPER in await place.lans().says(text)


async def test_words_that_only_sound_like_a_ballot_are_what_they_are(place: Four) -> None:
    await village.meeting(place.db, place.cell, NOW)
    assert ON_PAPER not in await place.lans().says("bầu không khí họp rất tốt")
    assert "XIN VẮNG" in await place.lans().says("xin vắng vì bận, không bỏ phiếu được")


# Answering


async def test_one_tap_answers_and_another_changes_it(place: Four) -> None:
    poll, phone = await asked(place), place.lans()
    assert await phone.presses_value(f"poll:{poll.id}:{place.lan.id}:1") == words.noted(1, "Thứ Bảy", poll.closes_at)
    await phone.presses("Chủ nhật")
    assert await answer_of(place, poll, place.lan.id) == 2


async def test_a_bare_number_belongs_to_the_question_that_was_shown_last(place: Four) -> None:
    await village.meeting(place.db, place.cell, NOW)
    poll, phone = await asked(place), place.lans()
    await shown_to(place, poll, place.lan.id, phone)
    assert "“Chủ nhật” cho lần lấy ý kiến số 1" in await phone.says("2")
    assert "“Thứ Bảy” cho lần lấy ý kiến số 1" in await phone.says("1")
    assert await answer_of(place, poll, place.lan.id) == 1


async def test_of_two_open_questions_it_is_asked_which(place: Four) -> None:
    first, second = await asked(place), await asked(place, "lấy ý kiến: Có đi thăm Đền Hùng không? 1. Có 2. Không")
    phone = place.lans()
    await shown_to(place, second, place.lan.id, phone)
    assert await phone.says("1") == words.WHICH
    assert phone.offered == ["số 2: Có", "số 1: Thứ Bảy"], "the first to close comes first"
    await phone.says("2")
    assert (await answer_of(place, first, place.lan.id), await answer_of(place, second, place.lan.id)) == (1, None)


async def test_a_line_names_the_question(place: Four) -> None:
    first, second = await asked(place), await asked(place, "lấy ý kiến: Có đi thăm Đền Hùng không? 1. Có 2. Không")
    phone = place.lans()
    await phone.says("lay y kien 2: 2")
    await phone.says("lấy ý kiến 1: chủ nhật")
    assert (await answer_of(place, first, place.lan.id), await answer_of(place, second, place.lan.id)) == (2, 2)
    assert "không có câu trả lời ấy" in await phone.says("lấy ý kiến 2: 7")
    assert "Không có ý kiến nào mang số này" in await phone.says("lấy ý kiến 9: 1")


@pytest.mark.parametrize(
    "line", ["y kien 1: 2", "ý kiến số 1 là 2", "tra loi y kien 1: chu nhat", "lay y kien so 1: 2"]
)
async def test_a_line_that_calls_the_question_an_opinion_answers_it_as_well(place: Four, line: str) -> None:
    poll = await asked(place)
    assert "“Chủ nhật”" in await place.lans().says(line)
    assert await answer_of(place, poll, place.lan.id) == 2


async def test_a_number_answers_the_question_and_no_opinion_that_has_its_number(place: Four) -> None:
    sent = await send(place.db, place.lan, OpinionKind.OTHER, "Xin sửa đường vào thôn.", NOW)
    poll = await asked(place)
    assert sent.row.id == poll.number
    await place.her_phone().says(f"trả lời ý kiến {poll.number}: 2")
    assert await answer_of(place, poll, place.secretary.id) == 2
    assert sent.row.state is OpinionState.HELD
    await place.her_phone().says(f"trả lời ý kiến {poll.number}: Thứ Bảy")
    assert (sent.row.state, sent.row.answer) == (OpinionState.ANSWERED, "Thứ Bảy")
    assert "lấy ý kiến số 1" in await Phone(place.db, NOW, "2").says("ý kiến 1")


async def test_yes_may_be_meant_for_the_meeting_and_is_asked_back(place: Four) -> None:
    await village.meeting(place.db, place.cell, NOW)
    poll, phone = await asked(place, "lấy ý kiến: Có đi thăm Đền Hùng không? 1. Có 2. Không"), place.lans()
    await shown_to(place, poll, place.lan.id, phone)
    assert await phone.says("có") == words.WHICH
    assert phone.offered[0] == "số 1: Có"
    assert "sẽ dự họp" in phone.offered[1]
    assert "CÓ MẶT" in await phone.says("2")
    assert await answer_of(place, poll, place.lan.id) is None


async def test_of_two_at_one_phone_it_is_asked_whose(place: Four) -> None:
    await shares(place.db, place.hung, "1", NOW)
    poll, phone = await asked(place), place.lans()
    await shown_to(place, poll, place.lan.id, phone)
    assert await phone.says("2") == words.WHICH
    assert phone.offered == ["Nguyễn Thị Lan: số 1: Chủ nhật", "Lê Văn Hùng: số 1: Chủ nhật"]
    assert "(Lê Văn Hùng)" in await phone.says("2")
    assert (await answer_of(place, poll, place.lan.id), await answer_of(place, poll, place.hung.id)) == (None, 2)


async def test_nobody_answers_for_another_or_after_the_end(place: Four) -> None:
    poll = await asked(place)
    await place.lans().presses_value(f"poll:{poll.id}:{place.hung.id}:1")
    assert await answer_of(place, poll, place.hung.id) is None
    late = place.lans()
    late.now = poll.closes_at
    assert "đã chốt" in await late.presses_value(f"poll:{poll.id}:{place.lan.id}:1")
    assert await answer_of(place, poll, place.lan.id) is None


async def test_the_menu_of_a_member_leads_to_what_is_asked(place: Four) -> None:
    await asked(place)
    phone = place.lans()
    await phone.says("menu")
    assert "Họp vào thứ mấy?" in await phone.presses(words.TO_ANSWER)
    assert "“Thứ Bảy”" in await phone.says("1")


# How it stands


async def test_whoever_leads_sees_counts_and_names_and_closes_it(place: Four) -> None:
    poll, phone = await asked(place), place.her_phone()
    await place.lans().presses_value(f"poll:{poll.id}:{place.lan.id}:2")
    await phone.says("thông báo")
    shown = await phone.presses("YK 1")
    assert "2. Chủ nhật: 1/4 (25,00\u00a0%)\nChưa trả lời: 3/4 (75,00\u00a0%)" in shown
    names = await phone.presses(words.WHO)
    assert "- Nguyễn Thị Lan: Chủ nhật" in names
    assert "- Lê Văn Hùng: chưa trả lời" in names
    await phone.presses(words.BACK)
    await phone.presses(words.CLOSE)
    assert "Đã chốt" in await phone.presses(words.CLOSE_NOW)
    assert await close_due(place.db, poll.closes_at) == 0


async def test_the_silent_are_reminded_after_a_question(place: Four) -> None:
    poll, phone = await asked(place), place.her_phone()
    await place.arrive(about(poll))
    await phone.presses_value(f"poll_at:{poll.id}")
    assert "3 đồng chí chưa trả lời. Nhắc lại? 1 đồng chí không có kênh" in await phone.presses(words.NUDGE)
    assert "Đang nhắc 3" in await phone.says("có")
    assert "Đã nhắc lúc" in await phone.presses_value(f"poll_nudge_yes:{poll.id}")


async def test_whoever_leads_notes_what_somebody_said_face_to_face(place: Four) -> None:
    poll, phone = await asked(place), place.her_phone()
    await place.lans().presses_value(f"poll:{poll.id}:{place.lan.id}:2")
    await phone.presses_value(f"poll_at:{poll.id}")
    await phone.presses(words.NOTE)
    assert "Nguyễn Thị Lan" not in phone.offered
    await phone.presses("Phạm Văn Tư")
    assert "đồng chí Phạm Văn Tư chọn “Thứ Bảy”" in await phone.presses("Thứ Bảy")
    assert await answer_of(place, poll, place.tu.id) == 1
    assert "đã tự trả lời" in await phone.presses_value(f"poll_note_say:{poll.id}:{place.lan.id}:1")
    assert await answer_of(place, poll, place.lan.id) == 2


async def test_names_leave_the_country_by_a_link_alone(place: Four) -> None:
    poll = await asked(place)
    await place.lans().presses_value(f"poll:{poll.id}:{place.lan.id}:2")
    place.db.info["public_url"] = "https://chibot.example"
    said = await phone_abroad(place.db, NOW, "9").presses_value(f"poll_who:{poll.id}:0")
    place.db.info.pop("public_url")
    assert "https://chibot.example/tep/" in said
    assert "Lan" not in said


@pytest.mark.parametrize("is_in_group", [True, False])
async def test_who_leads_a_group_and_is_written_at_the_cell_reads_the_answers_of_that_group(
    place: Four, *, is_in_group: bool
) -> None:
    """An old button showed such a leader what everybody in the cell had answered."""
    poll = await asked(place)
    await place.lans().presses_value(f"poll:{poll.id}:{place.lan.id}:2")
    if is_in_group:
        await leads_group(place.db, place.lan, place.cell, place.hung)
    else:
        await village.office(place.db, place.lan, place.cell, Office.GROUP_LEADER)
    said = (await place.lans().presses_value(f"poll_who:{poll.id}:0")).splitlines()
    assert any(line.startswith("2. Chủ nhật: 1/4") for line in said)
    named = [line for line in said if line.startswith("-")]
    assert named == (["- Nguyễn Thị Lan: Chủ nhật", "- Lê Văn Hùng: chưa trả lời"] if is_in_group else [])
    assert (OWN_GROUP if is_in_group else NO_GROUP) in said


async def test_who_leads_a_group_and_is_clerk_reads_all_answers(place: Four) -> None:
    poll = await asked(place)
    await leads_group(place.db, place.lan, place.cell)
    await village.office(place.db, place.lan, place.cell, Office.CLERK)
    assert "Trần Thị Bình" in await place.lans().presses_value(f"poll_who:{poll.id}:0")


@pytest.mark.parametrize(
    "value",
    [
        "poll_new:{cell}", "poll_at:{poll}", "poll_who:{poll}:0", "poll_nudge:{poll}", "poll_nudge_yes:{poll}",
        "poll_note:{poll}:0", "poll_note_one:{poll}:{lan}", "poll_note_say:{poll}:{lan}:1",
        "poll_close:{poll}", "poll_close_yes:{poll}", "poll_back:{poll}", "poll_back_yes:{poll}",
    ],
)  # fmt: skip
async def test_whoever_may_not_gets_nothing_by_a_guessed_button(place: Four, value: str) -> None:
    poll = await asked(place)
    stranger = await village.member(place.db, await village.cell(place.db, code="khac"), "Đỗ Thị Khác")
    await village.office(place.db, stranger, await village.cell(place.db, code="nua"))
    await village.reachable_at(place.db, stranger, NOW, "5")
    for phone in (place.lans(), Phone(place.db, NOW, "5")):
        assert NOT_ALLOWED in await phone.presses_value(
            value.format(cell=place.cell.id, poll=poll.id, lan=place.lan.id)
        )
    await place.db.refresh(poll)
    assert poll.closed_at is None
