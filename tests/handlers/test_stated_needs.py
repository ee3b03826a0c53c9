"""Names on a stated need, in the chat: asked for in words, shown back, confirmed, written down (rule 41)."""

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.members import Member
from bot.model.roles import Office
from bot.refusals import DraftGone, NotAllowed
from bot.reports.recipes import prepared
from bot.services.parcels import PATH, fetch
from bot.services.roles import end_role
from bot.services.stated_needs import DEED, HOLDS
from tests import village
from tests.handlers.committees import SITE, District
from tests.talk import Phone, phone_abroad, plain_phone
from tests.village import at

NEED = "Xác minh đơn ngày 02/11 về việc bỏ sinh hoạt"
AWAY = "Trần Văn Sốaa"
NOT_ALLOWED, GONE = "không được phân công", "đã xong hoặc đã dừng"


async def asked(place: District, phone: Phone, period: str = "m2026-11") -> str:
    """As far as the need that is shown back."""
    await phone.presses_value(f"need:{place.hong_sen.id}:{period}")
    return await phone.says(NEED)


async def written_down(place: District) -> list[AuditRow]:
    return list(await place.db.scalars(select(AuditRow).filter_by(deed=DEED).order_by(AuditRow.id)))


async def test_the_whole_way(place: District) -> None:
    official = await place.official(Office.INSPECTION)
    phone = Phone(place.db, place.now)
    await phone.says("báo cáo Hồng Sen")
    await phone.presses("Xem thêm")
    assert "ít nhất 10 chữ cái" in await phone.presses("Xem tên theo vụ việc")
    assert f"Vụ việc: “{NEED}”." in await phone.says(NEED)
    assert await written_down(place) == []
    said = await phone.presses("Đúng, xem tên")
    assert f"- {AWAY}: không lý do 1, có lý do 0" in said
    (row,) = await written_down(place)
    assert (row.by, row.about, row.at) == (f"member:{official.id}", f"unit:{place.hong_sen.id}", place.now)
    assert row.facts == {"period": "m2026-11", "need": NEED}
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await phone.presses("Quay lại báo cáo")


async def test_the_whole_way_without_buttons(place: District) -> None:
    await place.official(Office.ORG_DEPT, channel="rehearsal_plain")
    phone = plain_phone(place.db, place.now)
    await phone.says("báo cáo Hồng Sen")
    assert "4. Xem tên theo vụ việc" in await phone.says("2")
    await phone.says("4")
    assert "1. Đúng, xem tên" in await phone.says(NEED)
    assert f"- {AWAY}: không lý do 1" in await phone.says("1")


@pytest.mark.parametrize("office", list(Office))
async def test_which_offices_are_offered_names_and_get_any(place: District, office: Office) -> None:
    phone = await place.phone(office)
    await phone.presses_value(f"report_more:{place.hong_sen.id}:m2026-11")
    is_offered = bool(phone.screen[-1].choices) and any("vụ việc" in label for label in phone.offered)
    said = await asked(place, phone)
    assert (is_offered, "Vụ việc: " in said) == ((office in {Office.ORG_DEPT, Office.INSPECTION}),) * 2


@pytest.mark.parametrize(
    "office", [Office.COMMUNE_COMMITTEE, Office.DISTRICT_COMMITTEE, Office.PROVINCE, Office.SECRETARY]
)
async def test_forged_buttons_of_a_need_give_no_names(place: District, office: Office) -> None:
    await place.official(Office.INSPECTION, chat="2")
    await asked(place, Phone(place.db, place.now, "2"))
    await Phone(place.db, place.now, "2").says("1")
    (row,) = await written_down(place)
    at_unit = place.hong_sen if office is Office.SECRETARY else place.top
    phone = await place.phone(office, at_unit)
    assert NOT_ALLOWED in await phone.presses_value(f"names:{row.id}:0")
    assert NOT_ALLOWED in await phone.presses_value(f"need:{place.hong_sen.id}:m2026-11")
    assert GONE in await phone.presses_value("need_yes:1")
    assert len(await written_down(place)) == 1


async def test_a_colleague_states_an_own_need(place: District) -> None:
    await place.official(Office.INSPECTION, chat="2")
    await asked(place, Phone(place.db, place.now, "2"))
    await Phone(place.db, place.now, "2").says("1")
    (row,) = await written_down(place)
    colleague = await place.phone(Office.ORG_DEPT)
    assert NOT_ALLOWED in await colleague.presses_value(f"names:{row.id}:0")
    assert "Vụ việc: " in await asked(place, colleague)


async def test_names_of_a_committee_or_of_a_cell_elsewhere_are_not_given(place: District) -> None:
    phone = await place.phone(Office.INSPECTION, place.commune)
    for unit in (place.commune, place.cells["Trường học"], place.top):
        assert NOT_ALLOWED in await phone.presses_value(f"need:{unit.id}:m2026-11")


@pytest.mark.parametrize("words", ["xem tên", "12/11/2026 03/11/2026", "kiểm tra"])
async def test_too_few_words_are_refused_and_asked_again(place: District, words: str) -> None:
    phone = await place.phone(Office.INSPECTION)
    await phone.presses_value(f"need:{place.hong_sen.id}:m2026-11")
    assert "Vụ việc cần ghi rõ" in await phone.says(words)
    assert f"“{NEED}”" in await phone.says(NEED)


async def test_a_secrecy_mark_in_a_need_is_kept_nowhere(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await phone.presses_value(f"need:{place.hong_sen.id}:m2026-11")
    assert "không được lưu" in await phone.says("Theo công văn mật số 12 của huyện ủy")
    assert "xác nhận:" in await phone.says("Theo thư mật ngày 02/11 của thôn")
    said = await phone.says("xác nhận: Theo thư mật ngày 02/11 của thôn")
    assert "Vụ việc: “Theo thư mật ngày 02/11 của thôn”." in said


async def test_what_was_shown_back_may_be_written_anew(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    await phone.says("Kiểm tra việc chấp hành Điều lệ")
    await phone.presses("Ghi lại vụ việc")
    assert "“Kiểm tra việc chấp hành Điều lệ”" in await phone.says("Kiểm tra việc chấp hành Điều lệ")
    await phone.presses("Đúng, xem tên")
    assert [row.facts["need"] for row in await written_down(place)] == ["Kiểm tra việc chấp hành Điều lệ"]


async def test_leaving_writes_nothing_down(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    await phone.says("thôi")
    assert GONE in await phone.presses("Đúng, xem tên")
    assert await written_down(place) == []


async def test_it_goes_on_after_a_restart(place: District) -> None:
    await place.official(Office.INSPECTION)
    await Phone(place.db, place.now).presses_value(f"need:{place.hong_sen.id}:m2026-11")
    await Phone(place.db, place.now).says(NEED)
    assert AWAY in await Phone(place.db, place.now).says("1")


async def test_what_was_begun_is_taken_up_again_after_something_else(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    await phone.says("báo cáo Bản Mới")
    assert f"“{NEED}”" in await phone.says("làm tiếp")
    assert AWAY in await phone.presses("Đúng, xem tên")


async def test_of_two_taps_one_is_written_down(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    assert AWAY in await phone.presses("Đúng, xem tên")
    assert GONE in await phone.presses("Đúng, xem tên")
    assert len(await written_down(place)) == 1


async def test_a_button_of_an_earlier_need_confirms_nothing(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    old = next(choice.value for choice in phone.screen[-1].choices if choice.value.startswith("need_yes"))
    await asked(place, phone, "q2026-4")
    assert GONE in await phone.presses_value(old)
    assert await written_down(place) == []


async def test_nothing_is_confirmed_before_a_need_is_written(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    old = next(choice.value for choice in phone.screen[-1].choices if choice.value.startswith("need_yes"))
    await phone.presses("Ghi lại vụ việc")
    assert GONE in await phone.presses_value(old)


async def test_the_right_is_asked_again_at_the_last_step(place: District) -> None:
    official = await place.official(Office.INSPECTION)
    phone = Phone(place.db, place.now)
    await asked(place, phone)
    await end_role(place.db, official, place.top, Office.INSPECTION, "test", place.now)
    assert NOT_ALLOWED in await phone.presses("Đúng, xem tên")
    assert await written_down(place) == []


async def test_where_nobody_was_away_no_need_is_asked(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    said = await phone.presses_value(f"need:{place.hong_sen.id}:m2026-10")
    assert "không có tên đồng chí nào vắng" in said
    assert phone.offered == ["Quay lại báo cáo"]


async def test_many_names_are_pages_for_who_stated_the_need(place: District) -> None:
    cell = place.cells["Lục Ngù"]
    await village.members(place.db, cell, 17)
    await village.held(place.db, cell, at(2026, 11, 7, 8), excused=2, unexcused=14)
    await place.official(Office.INSPECTION, channel="rehearsal_plain")
    phone = plain_phone(place.db, place.now)
    await phone.presses_value(f"need:{cell.id}:m2026-11")
    await phone.says(NEED)
    said = await phone.says("1")
    assert "16 đồng chí có vắng" in said
    assert "Trang 1/3." in said
    assert "Trang 2/3." in await phone.says("1")
    assert "Trang 3/3." in await phone.says("2")
    assert len(await written_down(place)) == 1
    later = plain_phone(place.db, place.now + 2 * HOLDS)
    (row,) = await written_down(place)
    assert GONE in await later.presses_value(f"names:{row.id}:1")


async def test_two_of_one_name_are_told_apart_by_their_years(place: District) -> None:
    cell = place.cells["Lục Ngù"]
    for year in (1950, 1981):
        (await village.member(place.db, cell, "Vi Văn Dũng", phone="+84912345678")).birth_year = year
    await village.held(place.db, cell, at(2026, 11, 7, 8), unexcused=2)
    phone = await place.phone(Office.INSPECTION)
    await phone.presses_value(f"need:{cell.id}:m2026-11")
    await phone.says(NEED)
    said = await phone.presses("Đúng, xem tên")
    assert "Vi Văn Dũng (1950)" in said
    assert "Vi Văn Dũng (1981)" in said
    assert "12345678" not in said


async def test_abroad_the_names_go_as_a_link_and_open_for_their_need_alone(place: District) -> None:
    official = await place.official(Office.INSPECTION)
    phone = phone_abroad(place.db, place.now)
    await asked(place, phone)
    said = await phone.presses("Đúng, xem tên")
    assert AWAY not in said
    (row,) = await written_down(place)
    made_of = await fetch(place.db, said.split(SITE + PATH)[1].split()[0], place.now)
    assert made_of == f"needed_names:{official.id}:{row.id}"
    document = (await prepared(place.db, made_of, place.now))()
    assert document.media_type.startswith("text/plain")
    assert f"- {AWAY}: không lý do 1, có lý do 0" in document.content.decode()


async def test_a_recipe_opens_for_its_own_official_while_the_office_lasts(place: District) -> None:
    official = await place.official(Office.INSPECTION)
    colleague = await place.official(Office.ORG_DEPT, chat="2")
    await asked(place, Phone(place.db, place.now))
    await Phone(place.db, place.now).says("1")
    (row,) = await written_down(place)
    with pytest.raises(NotAllowed):
        await prepared(place.db, f"needed_names:{colleague.id}:{row.id}", place.now)
    with pytest.raises(DraftGone):
        await prepared(place.db, f"needed_names:{official.id}:{row.id}", place.now + 2 * HOLDS)
    await end_role(place.db, official, place.top, Office.INSPECTION, "test", place.now)
    with pytest.raises(NotAllowed):
        await prepared(place.db, f"needed_names:{official.id}:{row.id}", place.now)


async def test_an_abroad_page_button_gives_a_link_too(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    await asked(place, phone)
    await phone.presses("Đúng, xem tên")
    (row,) = await written_down(place)
    said = await phone_abroad(place.db, place.now).presses_value(f"names:{row.id}:0")
    names = (await place.db.scalars(select(Member.name))).all()
    assert SITE in said
    assert not [name for name in names if name in said]
