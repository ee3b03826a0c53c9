"""A cell announces something in the chat: looked at first, sent once, followed, told again, taken back, read again."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.model.announcements import Announcement
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.services.announcements import about
from bot.services.groups import name_group
from bot.words import announcements as words
from tests import village
from tests.cell_of_four import Four, four
from tests.conftest import NOW
from tests.ground import Ground
from tests.talk import Phone, phone_abroad, plain_phone
from tests.village import at

TEXT = "Chiều thứ Bảy dọn đường vào nhà văn hóa."
NOT_ALLOWED = "không được phân công"


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Four]:
    async with ground.with_(four) as place:
        yield place


async def rows(place: Four) -> list[Announcement]:
    return list(await place.db.scalars(select(Announcement).order_by(Announcement.id)))


async def announced(place: Four) -> tuple[Phone, Announcement]:
    phone = place.her_phone()
    await phone.says(f"thông báo: {TEXT}")
    await phone.presses("Gửi cho 4")
    (row,) = await rows(place)
    return phone, row


async def test_whom_it_reaches_is_shown_first_and_it_is_sent_once(place: Four) -> None:
    phone = place.her_phone()
    shown = await phone.says(f"thông báo: {TEXT}")
    assert shown.splitlines() == [
        "Thông báo của Chi bộ Thôn thon:",
        f"“{TEXT}”",
        "Gửi 4 đồng chí: máy tập dượt 3; chưa nhắn được 1: Phạm Văn Tư.",
        "Bấm gửi là gửi ngay. Sau 09h00 ngày 23/11 thì thôi gửi; muốn đổi, mời nhắn như “hạn 25/12”.",
    ]
    assert await rows(place) == []
    value = phone.screen[-1].choices[0].value
    assert "Đang gửi thông báo cho 4 đồng chí" in await phone.presses("Gửi cho 4")
    assert "đã xong hoặc đã dừng" in await phone.presses_value(value)
    (row,) = await rows(place)
    assert (row.text, row.people, row.by) == (TEXT, 4, f"member:{place.secretary.id}")


async def test_step_by_step_on_a_phone_without_marks_or_buttons(place: Four) -> None:
    await village.reachable_at(place.db, place.secretary, NOW, "19", "rehearsal_plain")
    phone = plain_phone(place.db, NOW, "19")
    assert "Mời đồng chí nhắn nội dung" in await phone.says("gui thong bao")
    assert "1. Gửi cho 4 đồng chí" in await phone.says("Chieu mai thu dang phi")
    assert "Sau 20h00 ngày 25/12" in await phone.says("han 25/12")
    assert "Đang gửi" in await phone.says("gui")
    (row,) = await rows(place)
    assert (row.text, row.until_at) == ("Chieu mai thu dang phi", at(2026, 12, 25, 20))


async def test_other_words_instead_of_the_first_make_old_buttons_idle(place: Four) -> None:
    phone = place.her_phone()
    await phone.says(f"thông báo: {TEXT}")
    old = phone.screen[-1].choices[0].value
    await phone.presses("Sửa nội dung")
    assert "“Mai thu đảng phí tại nhà văn hóa.”" in await phone.says("Mai thu đảng phí tại nhà văn hóa.")
    assert "đã xong hoặc đã dừng" in await phone.presses_value(old)
    assert await phone.presses("Thôi") == words.LEFT
    assert await rows(place) == []


async def test_what_was_begun_is_taken_up_after_a_restart(place: Four) -> None:
    await place.her_phone().says(f"thông báo: {TEXT}")
    again = place.her_phone()
    await again.says("làm tiếp")
    assert "Gửi cho 4 đồng chí" in again.offered


@pytest.mark.parametrize(
    ("text", "why"),
    [("TÀI LIỆU MẬT: danh sách", "tài liệu mật"), ("a", "từ 5 đến 500"), ("Không phổ biến ra ngoài", "giống dấu mật")],
)
async def test_what_may_not_go_is_refused_and_may_be_typed_again(place: Four, text: str, why: str) -> None:
    phone = place.her_phone()
    await phone.says("gửi thông báo")
    assert why in await phone.says(text)
    assert "Thông báo của Chi bộ" in await phone.says(TEXT)


async def test_a_doubtful_word_is_confirmed_before_the_line(place: Four) -> None:
    said = await place.her_phone().says("xác nhận: thông báo: Không phổ biến giống lúa cũ nữa")
    assert "“Không phổ biến giống lúa cũ nữa”" in said


async def test_very_many_are_confirmed_by_their_number(place: Four) -> None:
    place.cell.settings = {"confirm_above": "20"}
    await village.members(place.db, place.cell, 20)
    phone = place.her_phone()
    await phone.says(f"thông báo: {TEXT}")
    assert "nhắn: 24." in await phone.presses("Gửi cho 24")
    await phone.says("23")
    assert await rows(place) == []
    assert "Đang gửi" in await phone.says("24")


async def test_at_night_it_waits_for_the_morning(place: Four) -> None:
    phone = place.her_phone()
    phone.now = at(2026, 11, 21, 21, 30)
    assert "Tin gửi lúc 07h00 ngày 22/11" in await phone.says(f"thông báo: {TEXT}")
    assert "chờ đến 07h00 ngày 22/11 mới gửi" in await phone.presses("Gửi cho 4")


async def test_the_group_is_offered_only_for_a_text_that_names_nobody(place: Four) -> None:
    group = await village.reachable_at(place.db, place.tu, NOW, "-7", "telegram")
    await name_group(place.db, place.cell, group, "test", NOW)
    phone = place.her_phone()
    await phone.says("thông báo: Đồng chí Lan vắng vì ốm, mời thăm hỏi")
    assert words.WITH_GROUP not in phone.offered
    await phone.says(f"thông báo: {TEXT}")
    await phone.presses(words.WITH_GROUP)
    assert words.WITHOUT_GROUP in phone.offered
    assert "vào nhóm" in await phone.presses("Gửi cho")
    assert [row.to_group for row in await rows(place)] == [True]


async def test_how_far_it_has_come_adds_up_to_its_people(place: Four) -> None:
    phone, row = await announced(place)
    assert "4 đồng chí: đã gửi 0, đang chờ 3, không có kênh nhắn 1." in await phone.presses(words.HOW_FAR)
    owed = await place.owed(about(row))
    owed[place.lan.id].state, owed[place.hung.id].state = NoticeState.SENT, NoticeState.UNCERTAIN
    assert "đã gửi 1, đang chờ 1, không có kênh nhắn 1, chưa chắc 1." in await phone.presses(words.REFRESH)
    assert "1 đồng chí chưa nhận được" in await phone.presses(words.AGAIN)
    value = phone.screen[-1].choices[0].value
    assert "Đang gửi lại cho 1 đồng chí." in await phone.presses(words.AGAIN_NOW)
    await phone.presses_value(value)
    assert await rounds(place, row) == [1, 1, 1, 1, 2]


async def rounds(place: Four, row: Announcement) -> list[int]:
    found = await place.db.scalars(select(Notice.round).where(Notice.about == about(row)).order_by(Notice.round))
    return list(found)


async def test_it_is_taken_back_by_words_after_a_question(place: Four) -> None:
    phone, row = await announced(place)
    await place.arrive(about(row))
    assert "3 đồng chí đã nhận" in await phone.says("thu hồi")
    assert "đang báo lại 3 đồng chí" in await phone.says("có")
    await place.db.refresh(row)
    assert row.recalled_at == NOW
    assert "đã thu hồi" in (await phone.presses_value(f"announcement_back_yes:{row.id}")).lower()


async def test_what_names_somebody_is_not_shown_abroad(place: Four) -> None:
    phone = place.her_phone()
    await phone.says("thông báo: Mời thăm đồng chí Phạm Văn Tư đang ốm.")
    await phone.presses("Gửi cho 4")
    place.db.info["public_url"] = "https://chibot.example"
    read = await phone_abroad(place.db, NOW, "1").says("thông báo")
    abroad = phone_abroad(place.db, NOW, "9")
    await abroad.says("các thông báo")
    seen = " ".join([read, *abroad.offered, await abroad.presses("TB ")])
    place.db.info.pop("public_url")
    assert "https://chibot.example/tep/" in read
    assert "Tư" not in seen


async def test_members_read_what_runs_and_nobody_else_does(place: Four) -> None:
    _, row = await announced(place)
    assert TEXT in await place.lans().says("thông báo")
    other = await village.cell(place.db, code="khac")
    stranger = await village.member(place.db, other, "Đỗ Thị Khác")
    await village.reachable_at(place.db, stranger, NOW, "5")
    phone = Phone(place.db, NOW, "5")
    assert await phone.says("thông báo") == words.NOTHING_ANNOUNCED
    assert TEXT not in await phone.presses_value(f"announced:{row.id}")


@pytest.mark.parametrize(
    "value",
    [
        "announcements:{cell}", "announce:{cell}", "announcement:{row}", "announcement_again:{row}",
        "announcement_again_yes:{row}:1", "announcement_back:{row}", "announcement_back_yes:{row}",
    ],
)  # fmt: skip
async def test_whoever_may_not_gets_nothing_by_a_guessed_button(place: Four, value: str) -> None:
    _, row = await announced(place)
    said = value.format(cell=place.cell.id, row=row.id)
    leader = await village.member(place.db, await village.cell(place.db, code="khac"), "Đỗ Thị Khác")
    await village.office(place.db, leader, await village.cell(place.db, code="nua"))
    await village.reachable_at(place.db, leader, NOW, "5")
    for phone in (place.lans(), Phone(place.db, NOW, "5")):
        answer = await phone.presses_value(said)
        assert NOT_ALLOWED in answer
        assert TEXT not in answer
    await place.db.refresh(row)
    assert row.recalled_at is None


async def test_words_of_a_member_are_no_announcement(place: Four) -> None:
    await village.meeting(place.db, place.cell, NOW)
    assert "XIN VẮNG" in await place.lans().says("thông báo tôi vắng vì ốm")
    assert await rows(place) == []
    assert "XIN VẮNG" in await place.her_phone().says("thông báo tôi vắng vì ốm")
    assert await rows(place) == []


async def test_the_committee_of_a_cell_announces_and_its_clerk_does_not(place: Four) -> None:
    await village.office(place.db, place.lan, place.cell, Office.CELL_COMMITTEE)
    await village.office(place.db, place.hung, place.cell, Office.CLERK)
    assert "Thông báo của" in await place.lans().says(f"thông báo: {TEXT}")
    assert NOT_ALLOWED in await Phone(place.db, NOW, "2").says("gửi thông báo")
