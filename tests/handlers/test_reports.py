"""A committee asks how many came, from the district down to a cell; a secretary about the own cell."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.roles import Office
from bot.services.roles import end_role
from bot.services.scoring.scores import say
from bot.services.scoring.sheets import shipped
from tests import village
from tests.handlers.committees import District
from tests.talk import Phone, plain_phone
from tests.village import at

NOT_ALLOWED = "không được phân công"


# From the top down


async def test_from_the_district_to_a_cell_in_three_messages(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo")
    await phone.presses("Xã Húc Động")
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await phone.presses("Thôn Hồng Sen")
    assert len(phone.screen) == 1


async def test_the_first_screen_says_once_what_can_be_typed(place: District) -> None:
    phone = await place.phone()
    assert "báo cáo Thôn Đông" in await phone.says("báo cáo")
    assert "báo cáo Thôn Đông" not in await phone.presses("Xã Húc Động")


async def test_the_same_by_numbers(place: District) -> None:
    await place.official(Office.DISTRICT_COMMITTEE, channel="rehearsal_plain")
    phone = plain_phone(place.db, place.now)
    assert "2. Xã Húc Động" in await phone.says("bao cao")
    assert "4. Thôn Hồng Sen" in await phone.says("2")
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await phone.says("4")


@pytest.mark.parametrize(
    "words", ["báo cáo thôn Hồng Sen", "BAO CAO hong sen", "tổng hợp Hồng Sen", "/baocao Hồng Sen"]
)
async def test_a_cell_by_its_name_in_one_message(place: District, words: str) -> None:
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await (await place.phone()).says(words)


async def test_a_unit_shows_who_met_and_both_rates_with_their_counts(place: District) -> None:
    said = await (await place.phone(Office.COMMUNE_COMMITTEE, place.commune)).says("báo cáo")
    assert "Đã họp thường kỳ 2/8 chi bộ." in said
    assert "Có mặt 6/8 = 75,00\u00a0%, dưới mức 95\u00a0%; trừ vắng có lý do 6/7 = 85,71\u00a0%." in said
    assert "Vắng có lý do 1, không lý do 1. So với tháng 10/2026: giảm 25,00 điểm phần trăm." in said


async def test_a_running_month_says_that_it_is_not_over(place: District) -> None:
    phone = await place.phone()
    assert "tháng 11/2026, tính đến 21/11/2026." in await phone.says("báo cáo")
    assert "tính đến" not in await phone.says("báo cáo tháng 10")


async def test_each_unit_below_is_one_line_that_says_how_it_stands(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo")
    assert phone.offered[:2] == [
        "Xã Đồng Tâm: chưa họp 1, họp 0/1",
        "Xã Húc Động: 75,00\u00a0% (6/8), dưới mức",
    ]
    await phone.presses("Xã Húc Động")
    assert phone.offered[:4] == [
        "Thôn Bản Mới: 75,00\u00a0% (3/4), dưới mức",
        "Thôn Cửa Khẩu: chưa họp",
        "Thôn Đồng Lạc: chưa họp",
        "Thôn Hồng Sen: 75,00\u00a0% (3/4), dưới mức",
    ]


async def test_a_page_has_six_units_and_is_turned_in_its_place(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo xã Húc Động")
    assert phone.offered[5:] == ["Thôn Nà Ếch: chưa họp", "Trang sau", "Lên Huyện ủy Bình Liêu", "Xem thêm"]
    assert "Trang 2/2" in await phone.presses("Trang sau")
    assert phone.offered == [
        "Thôn Pò Đán: chưa họp", "Thôn Thanh Long: chưa họp", "Trang trước", "Lên Huyện ủy Bình Liêu", "Xem thêm",
    ]  # fmt: skip
    assert len(phone.screen) == 1


async def test_up_again_as_far_as_the_office_reaches(place: District) -> None:
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    await phone.says("báo cáo Hồng Sen")
    assert "Đảng ủy xã Húc Động" in await phone.presses("Lên Xã Húc Động")
    assert not [label for label in phone.offered if label.startswith("Lên")]


async def test_a_cell_shows_the_dates_of_its_meetings_with_counts(place: District) -> None:
    await village.held(place.db, place.hong_sen, at(2026, 11, 10, 8), MeetingKind.THEMATIC)
    await village.meeting(place.db, place.hong_sen, place.now, timedelta(days=4))
    said = await (await place.phone()).says("báo cáo Hồng Sen")
    assert said.splitlines()[3:] == [
        "19h30 ngày 03/11, sinh hoạt thường kỳ: có mặt 3/4, vắng có lý do 0, không lý do 1.",
        "08h00 ngày 10/11, sinh hoạt chuyên đề: có mặt 4/4, vắng có lý do 0, không lý do 0.",
        "09h00 ngày 25/11, sinh hoạt thường kỳ: đã gọi họp.",
    ]


async def test_many_meetings_are_turned_page_by_page(place: District) -> None:
    for day in range(6, 12):
        await village.held(place.db, place.hong_sen, at(2026, 11, day, 8), MeetingKind.STUDY)
    await place.official(Office.PROVINCE, channel="rehearsal_plain")
    phone = plain_phone(place.db, place.now)
    assert "ngày 08/11" in await phone.says("báo cáo Hồng Sen")
    assert "ngày 09/11" in await phone.says("1")


async def test_an_empty_tree_has_no_rate_and_no_shame(place: District) -> None:
    said = await (await place.phone()).says("báo cáo tháng 1/2026")
    assert "Chưa có số liệu." in said
    assert "%" not in said


# Months, quarters, years


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("tháng 10", "tháng 10/2026"),
        ("tháng trước", "tháng 10/2026"),
        ("tháng 12", "tháng 12/2025"),
        ("tháng 12/2026", "tháng 12/2026"),
        ("quý IV", "quý IV/2026"),
        ("quý 3 năm 2026", "quý III/2026"),
        ("năm nay", "năm 2026"),
        ("năm 2025", "năm 2025"),
    ],
)
async def test_a_period_is_said_in_words_with_a_name_or_without(place: District, words: str, period: str) -> None:
    phone = await place.phone()
    assert f"Huyện ủy Bình Liêu, {period}" in await phone.says(f"báo cáo {words}")
    assert f"Chi bộ Thôn Hồng Sen, {period}" in await phone.says(f"báo cáo Hồng Sen {words}")


async def test_a_month_that_is_none_is_refused_with_an_example(place: District) -> None:
    assert "báo cáo tháng 12/2026" in await (await place.phone()).says("báo cáo tháng 13")


async def test_other_periods_are_a_tap_away(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo")
    await phone.presses("Xem thêm")
    assert phone.offered[:3] == ["Tháng 10/2026", "Quý IV/2026", "Năm 2026"]
    assert "Đã họp thường kỳ 3/18 lượt chi bộ." in await phone.presses("Quý IV")
    await phone.presses("Xem thêm")
    assert phone.offered[:3] == ["Quý III/2026", "Tháng 11/2026", "Năm 2026"]


async def test_a_year_of_a_cell_is_its_months(place: District) -> None:
    phone = await place.phone()
    said = await phone.says("báo cáo Bản Mới năm 2026")
    assert "Đã họp thường kỳ 1/2 tháng." in said
    assert phone.offered[:2] == ["Tháng 11: 75,00\u00a0% (3/4), dưới mức", "Tháng 10: chưa họp"]
    assert "Chi bộ Thôn Bản Mới, tháng 10/2026. Chưa họp thường kỳ." in await phone.presses("Tháng 10")


# What needs looking at


async def test_the_units_below_the_line_are_listed(place: District) -> None:
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    await phone.says("báo cáo")
    await phone.presses("Xem thêm")
    assert "Dưới mức 95\u00a0%, tháng 11/2026: 2 đơn vị." in await phone.presses("Dưới mức")
    assert "Chi bộ Thôn Hồng Sen, tháng 11/2026" in await phone.presses("Thôn Hồng Sen")


async def test_who_has_not_met_is_listed_by_name_with_committee_and_months(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo quý 4")
    await phone.presses("Xem thêm")
    assert "Chưa họp thường kỳ, quý IV/2026, tính đến 21/11/2026: 8 chi bộ." in await phone.presses("Chưa họp")
    assert phone.offered[:2] == [
        "Trường học (Xã Đồng Tâm): 10, 11/2026",
        "Thôn Bản Mới (Xã Húc Động): 10/2026",
    ]
    await phone.presses("Trang sau")
    assert phone.offered[-2:] == ["Trang trước", "Quay lại báo cáo"]
    assert "Chi bộ Thôn Pò Đán, quý IV/2026" in await phone.presses("Thôn Pò Đán")


async def test_how_good_the_meetings_were_is_read_in_counts(place: District) -> None:
    good, fair = shipped()["tra_vinh"], ("preparation",)
    held = await place.db.scalars(select(Meeting).where(Meeting.starts_at >= at(2026, 11, 1)).order_by(Meeting.id))
    for meeting, failed in zip(held, ((), fair), strict=True):
        for one in good.asked:
            await say(place.db, meeting, good, one.key, int(one.key not in failed), "test", place.now)
    phone = await place.phone()
    await phone.says("báo cáo thôn Hồng Sen")
    await phone.presses("Xem thêm")
    assert "Xếp loại, Chi bộ Thôn Hồng Sen, tháng 11/2026, tính đến 21/11/2026: khá 1." in await phone.presses(
        "Xếp loại buổi họp"
    )
    said = await phone.presses_value(f"report_grades:{place.commune.id}:m2026-11")
    assert said.splitlines()[1:] == ["Thôn Bản Mới: trung bình 1.", "Thôn Hồng Sen: khá 1."]
    assert "chưa chấm" in await phone.presses_value(f"report_grades:{place.commune.id}:m2026-10")


async def test_where_all_is_well_the_lists_say_so(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo tháng 9")
    await phone.presses("Xem thêm")
    assert "Không có đơn vị nào dưới mức 95" in await phone.presses("Dưới mức")
    await phone.presses_value(f"report_more:{place.top.id}:m2026-09")
    assert "Các chi bộ đều đã họp" in await phone.presses("Chưa họp")


# Who may see it


COUNTS_BELOW = {
    "assigned_supervisor",
    "office",
    "org_dept",
    "inspection",
    "commune_committee",
    "district_committee",
    "province",
}


@pytest.mark.parametrize("office", list(Office))
async def test_which_offices_see_the_counts_of_the_units_below(place: District, office: Office) -> None:
    phone = await place.phone(office)
    for value in (f"report:{place.hong_sen.id}:m2026-11", f"report_more:{place.commune.id}:m2026-11"):
        assert (NOT_ALLOWED not in await phone.presses_value(value)) == (office.value in COUNTS_BELOW)


async def test_a_member_sees_no_report_and_no_forged_button_gives_one(place: District) -> None:
    person = await village.member(place.db, place.hong_sen, "Nguyễn Thị Lan")
    await village.reachable_at(place.db, person, place.now, chat="1")
    phone = Phone(place.db, place.now)
    assert NOT_ALLOWED in await phone.says("báo cáo")
    assert NOT_ALLOWED in await phone.says("báo cáo Hồng Sen")
    period = f"{place.hong_sen.id}:m2026-11"
    for key in ("report", "report_more", "report_low", "report_unmet", "report_picture", "report_table", "need"):
        assert NOT_ALLOWED in await phone.presses_value(f"{key}:{period}")
    assert NOT_ALLOWED in await phone.presses_value(f"report_at:{place.hong_sen.id}")
    assert NOT_ALLOWED in await phone.presses_value("report_units:m2026-11:0")


async def test_a_committee_sees_nothing_beside_or_above_it(place: District) -> None:
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    for unit in (place.top, place.other, place.cells["Trường học"]):
        assert NOT_ALLOWED in await phone.presses_value(f"report:{unit.id}:m2026-11")
    assert "Không có đơn vị nào như vậy" in await phone.says("báo cáo trường học")


async def test_an_office_that_ended_sees_nothing_more(place: District) -> None:
    official = await place.official(Office.OFFICE)
    phone = Phone(place.db, place.now)
    await phone.says("báo cáo")
    await end_role(place.db, official, place.top, Office.OFFICE, "test", place.now)
    assert NOT_ALLOWED in await phone.presses("Xã Húc Động")


async def test_no_report_has_anybodys_name(place: District) -> None:
    phone = await place.phone(Office.INSPECTION)
    seen = [await phone.says("báo cáo Hồng Sen"), *phone.offered, await phone.presses("Xem thêm"), *phone.offered]
    seen += [await phone.says("báo cáo"), *phone.offered, await phone.says("báo cáo Hồng Sen năm nay"), *phone.offered]
    names = (await place.db.scalars(select(Member.name))).all()
    assert len(names) == 9
    assert not [name for name in names for text in seen if name in text]


@pytest.mark.parametrize(
    "value", ["report:x:m2026-11", "report:1:m2026-13", "report:1:d2026", "report:1", "report:1:y0000"]
)
async def test_a_button_of_another_shape_gets_an_answer(place: District, value: str) -> None:
    assert "đã cũ" in await (await place.phone()).presses_value(value)


async def test_a_unit_that_is_none_is_not_allowed(place: District) -> None:
    assert NOT_ALLOWED in await (await place.phone()).presses_value("report:999999:m2026-11")
