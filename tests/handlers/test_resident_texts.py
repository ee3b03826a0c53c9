"""A committee texts residents in the chat: where it may, the very words and their price first, once to each phone."""

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.notices import NoticeState
from bot.model.residents import ResidentMessage
from bot.model.roles import Office
from bot.words import resident_texts as words
from tests import village
from tests.handlers.committees import District
from tests.resident_places import number_of, resident, residents, texts_owed, with_sms
from tests.talk import Phone, phone_abroad, plain_phone
from tests.village import at

STORM = "Chiều nay có lũ, bà con không qua ngầm Khe Bốc."
NOBODY = "không được phân công"


@pytest.fixture
async def commune_phone(place: District) -> Phone:
    """Of the commune's committee; three residents of Hồng Sen and two of Bản Mới."""
    with_sms(place.db)
    await residents(place.db, place.hong_sen, place.now, 3)
    await residents(place.db, place.cells["Bản Mới"], place.now, 2, first=4)
    return await place.phone(Office.COMMUNE_COMMITTEE, place.commune)


async def messages(place: District) -> list[ResidentMessage]:
    return list(await place.db.scalars(select(ResidentMessage).order_by(ResidentMessage.id)))


async def test_the_very_words_parts_and_price_are_shown_first(place: District, commune_phone: Phone) -> None:
    assert "(5 máy đã đăng ký)" in await commune_phone.says("nhắn dân")
    shown = await commune_phone.says(STORM)
    assert shown.splitlines() == [
        "Người dân của Đảng ủy xã Húc Động sẽ đọc:",
        "“Dang uy xa Huc Dong: Chieu nay co lu, ba con khong qua ngam Khe Boc. Ngung nhan: nhan HUY DK.”",
        "SMS: 5 máy, mỗi máy 1 tin. Dự kiến hết 1.750 đồng.",
        words.SENT_AT_ONCE,
    ]
    assert commune_phone.offered == ["Gửi cho 5 máy", "Sửa nội dung", "Thôi"]
    assert await texts_owed(place.db) == []


async def test_it_is_sent_once_however_often_it_is_tapped(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("nhắn dân")
    await commune_phone.says(STORM)
    value = commune_phone.screen[-1].choices[0].value
    assert "Đang gửi tin cho 5 máy" in await commune_phone.presses("Gửi cho 5 máy")
    assert "đã xong hoặc đã dừng" in await commune_phone.presses_value(value)
    owed = await texts_owed(place.db)
    assert [one.state for one in owed] == [NoticeState.WAITING] * 5
    assert len({one.endpoint_id for one in owed}) == 5
    (message,) = await messages(place)
    assert (message.text, message.people, message.parts, message.cost) == (STORM, 5, 1, 1750)


async def test_on_a_phone_without_buttons(place: District, commune_phone: Phone) -> None:
    await place.official(Office.OFFICE, place.commune, "2", "rehearsal_plain")
    phone = plain_phone(place.db, place.now, "2")
    await phone.says("nhan dan")
    assert "1. Gửi cho 5 máy" in await phone.says(STORM)
    assert "Đang gửi" in await phone.says("gửi")
    assert len(await texts_owed(place.db)) == 5


async def test_one_village_by_its_name(place: District, commune_phone: Phone) -> None:
    assert "Thôn Hồng Sen (3 máy" in await commune_phone.says("nhắn dân hồng sen")
    await commune_phone.says(STORM)
    await commune_phone.presses("Gửi cho 3 máy")
    assert len(await texts_owed(place.db)) == 3


async def test_other_words_instead_of_the_first(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("nhắn dân")
    await commune_phone.says(STORM)
    old = commune_phone.screen[-1].choices[0].value
    await commune_phone.presses("Sửa nội dung")
    assert "hai gio" in await commune_phone.says("Họp dân lúc hai giờ chiều tại nhà văn hóa")
    assert "đã xong hoặc đã dừng" in await commune_phone.presses_value(old)
    assert await texts_owed(place.db) == []


async def test_leaving_sends_nothing(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("nhắn dân")
    await commune_phone.says(STORM)
    assert await commune_phone.presses("Thôi") == words.LEFT
    assert await texts_owed(place.db) == []


async def test_what_was_begun_is_taken_up_after_a_restart(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("nhắn dân")
    await commune_phone.says(STORM)
    again = Phone(place.db, place.now)
    await again.says("làm tiếp")
    assert "Gửi cho 5 máy" in again.offered


async def test_very_many_are_confirmed_by_their_number(place: District, commune_phone: Phone) -> None:
    place.top.settings = {"confirm_above": "20"}
    await residents(place.db, place.hong_sen, place.now, 20, first=50)
    await commune_phone.says("nhắn dân")
    await commune_phone.says(STORM)
    assert "nhắn: 25." in await commune_phone.presses("Gửi cho 25 máy")
    assert await texts_owed(place.db) == []
    await commune_phone.says("24")
    assert await texts_owed(place.db) == []
    assert "Đang gửi tin cho 25 máy" in await commune_phone.says("25")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("TÀI LIỆU MẬT: danh sách dân quân", "tài liệu mật"),
        ("Không phổ biến việc này ra ngoài", "giống dấu mật"),
        ("a", "từ 5 đến 300 chữ"),
        ("lũ " * 120, "từ 5 đến 300 chữ"),
    ],
)
async def test_what_may_not_go_is_refused_and_may_be_typed_again(
    place: District, commune_phone: Phone, text: str, why: str
) -> None:
    await commune_phone.says("nhắn dân")
    assert why in await commune_phone.says(text)
    assert "sẽ đọc" in await commune_phone.says(STORM)


async def test_a_doubtful_word_is_confirmed(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("nhắn dân")
    await commune_phone.says("xác nhận: Không phổ biến giống lúa cũ nữa, bà con nhận giống mới")
    assert "Khong pho bien giong lua cu" in commune_phone.screen[-1].text


async def test_at_night_it_waits_for_the_morning(place: District, commune_phone: Phone) -> None:
    commune_phone.now = at(2026, 11, 21, 21, 30)
    await commune_phone.says("nhắn dân")
    assert "tin chờ đến 07h00 ngày 22/11" in await commune_phone.says(STORM)
    assert "Tin chờ đến 07h00 ngày 22/11 mới gửi" in await commune_phone.presses("Gửi cho")
    assert {one.not_before for one in await texts_owed(place.db)} == {at(2026, 11, 22, 7)}


async def test_where_nobody_is_registered_nothing_is_asked(place: District, commune_phone: Phone) -> None:
    assert "chưa có người dân nào" in await commune_phone.says("nhắn dân Cửa Khẩu")


async def test_without_a_network_of_numbers_it_says_so(place: District, commune_phone: Phone) -> None:
    place.db.info.pop("tariffs")
    await commune_phone.says("nhắn dân")
    assert "chưa bật kênh nào" in await commune_phone.says(STORM)


# Who may


@pytest.mark.parametrize("office", [Office.COMMUNE_COMMITTEE, Office.OFFICE, Office.DISTRICT_COMMITTEE])
async def test_who_may(place: District, commune_phone: Phone, office: Office) -> None:
    await place.official(office, place.commune, "3")
    assert "5 máy đã đăng ký" in await Phone(place.db, place.now, "3").says("nhắn dân")


@pytest.mark.parametrize("office", [Office.PROVINCE, Office.INSPECTION, Office.ORG_DEPT, Office.TECH_ADMIN])
async def test_who_may_not(place: District, commune_phone: Phone, office: Office) -> None:
    await place.official(office, place.commune, "3")
    phone = Phone(place.db, place.now, "3")
    assert NOBODY in await phone.says("nhắn dân")
    for value in (
        f"residents:{place.commune.id}",
        f"residents_of:{place.commune.id}",
        f"residents_by:{place.commune.id}:0",
    ):
        assert NOBODY in await phone.presses_value(value)


async def test_a_secretary_may_not(place: District, commune_phone: Phone) -> None:
    person = await village.member(place.db, place.hong_sen)
    await village.office(place.db, person, place.hong_sen)
    await village.reachable_at(place.db, person, place.now, "3")
    assert NOBODY in await Phone(place.db, place.now, "3").presses_value(f"residents:{place.hong_sen.id}")


async def test_nobody_texts_the_residents_of_another_commune(place: District, commune_phone: Phone) -> None:
    assert NOBODY in await commune_phone.presses_value(f"residents:{place.other.id}")
    assert NOBODY in await commune_phone.presses_value(f"residents:{place.top.id}")
    assert "Không có đơn vị" in await commune_phone.says("nhắn dân Trường học")


async def test_whoever_loses_the_office_in_between_sends_nothing(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("nhắn dân")
    await commune_phone.says(STORM)
    commune_phone.now = at(2026, 11, 21, 10)
    place.commune.closed_on = commune_phone.now.date()
    assert NOBODY in await commune_phone.presses("Gửi cho")


# How it went


async def sent(phone: Phone, place: District) -> ResidentMessage:
    await phone.says("nhắn dân")
    await phone.says(STORM)
    await phone.presses("Gửi cho")
    return (await messages(place))[-1]


async def test_how_far_it_has_come(place: District, commune_phone: Phone) -> None:
    await sent(commune_phone, place)
    first, second, *_ = await texts_owed(place.db)
    first.state, second.state, second.cause = NoticeState.SENT, NoticeState.FAILED, "phone_invalid"
    said = await commune_phone.presses("Xem gửi đến đâu")
    assert said.endswith("Số máy: đã gửi 1, đang chờ 3, không gửi được 1.")
    assert "Các số chưa nhận" not in commune_phone.offered


async def test_numbers_are_for_whoever_looks_after_the_registrations(place: District, commune_phone: Phone) -> None:
    message = await sent(commune_phone, place)
    (await texts_owed(place.db))[1].state = NoticeState.FAILED
    assert NOBODY in await commune_phone.presses_value(f"residents_missed:{message.id}:0")
    await place.official(Office.OFFICE, place.commune, "5")
    office = Phone(place.db, place.now, "5")
    await office.presses_value(f"residents_at:{message.id}")
    assert "0900 000 002" in await office.presses("Các số chưa nhận")
    (seen,) = await place.db.scalars(select(AuditRow).where(AuditRow.deed == "phones_seen"))
    assert seen.about == f"residents:{message.id}"
    abroad = phone_abroad(place.db, place.now, "5")
    assert await abroad.presses_value(f"residents_missed:{message.id}:0") == words.NOT_ABROAD


async def test_what_waits_can_be_called_back(place: District, commune_phone: Phone) -> None:
    await sent(commune_phone, place)
    (await texts_owed(place.db))[0].state = NoticeState.SENT
    await commune_phone.presses("Xem gửi đến đâu")
    await commune_phone.presses("Bỏ phần chưa gửi")
    assert "Đã bỏ phần chưa gửi: 4 máy" in await commune_phone.says("có")
    assert [one.state for one in await texts_owed(place.db)] == [NoticeState.SENT, *[NoticeState.CANCELLED] * 4]


async def test_the_counts_by_village(place: District, commune_phone: Phone) -> None:
    await sent(commune_phone, place)
    (await texts_owed(place.db))[0].state = NoticeState.SENT
    (await texts_owed(place.db))[-1].state = NoticeState.FAILED
    said = await commune_phone.says("tin dân")
    assert said == "Người dân của Đảng ủy xã Húc Động: 5 máy đang nhận tin ở 2 thôn; 0 máy đã ngừng."
    said = await commune_phone.presses("từng thôn")
    assert said.splitlines() == [
        "Thôn Bản Mới: 2 máy; 0 máy đã nhận tin",
        "Thôn Hồng Sen: 3 máy; 1 máy đã nhận tin",
    ]


async def test_all_fits_on_a_phone_without_buttons(place: District, commune_phone: Phone) -> None:
    for number, cell in enumerate(place.cells.values()):
        await resident(place.db, cell, place.now, number_of(700 + number))
    for _ in range(4):
        await sent(commune_phone, place)
    await place.official(Office.OFFICE, place.commune, "6", "rehearsal_plain")
    phone = plain_phone(place.db, place.now, "6")
    for said in ("tin dân", "4", "1", "2", "3", "1", "menu"):
        await phone.says(said)


async def test_the_menu_of_a_committee_leads_there(place: District, commune_phone: Phone) -> None:
    await commune_phone.says("menu")
    assert "máy đang nhận tin" in await commune_phone.presses("Tin cho người dân")
