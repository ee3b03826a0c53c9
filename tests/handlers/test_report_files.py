"""An office takes tables, the report on paper and charts: by a button, or as it types it."""

import pytest

from bot.model.roles import Office
from tests import village
from tests.handlers.committees import SITE, District
from tests.talk import Phone, phone_abroad, plain_phone

NOT_ALLOWED = "không được phân công"


async def test_all_files_of_a_report_are_a_button_away(place: District) -> None:
    phone = await place.phone()
    await phone.says("báo cáo xã Húc Động")
    await phone.presses("Xem thêm")
    await phone.presses("Tải tệp khác")
    assert len(phone.screen) == 1
    assert phone.offered[:3] == ["Bảng A: từng buổi họp", "Bảng B: tổng hợp", "Bảng D: cả năm"]
    said = await phone.presses("Bảng A: từng buổi họp")
    assert said.startswith("Bảng A của Đảng ủy xã Húc Động, tháng 11/2026")
    assert (await phone.document()).name == "bang-a-dang-uy-xa-huc-dong-thang-11-2026.xlsx"


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("tải bảng A tháng 11/2026", "bang-a-huyen-uy-binh-lieu-thang-11-2026.xlsx"),
        ("tai bang a thang 11/2026 csv", "bang-a-huyen-uy-binh-lieu-thang-11-2026.csv"),
        ("Tải bảng B quý 4", "bang-b-huyen-uy-binh-lieu-quy-iv-2026.xlsx"),
        ("tải bảng D", "bang-d-huyen-uy-binh-lieu-nam-2026.xlsx"),
        ("tải bảng A xã Húc Động tháng 10", "bang-a-dang-uy-xa-huc-dong-thang-10-2026.xlsx"),
        ("tải bảng công khai tháng trước", "cong-khai-huyen-uy-binh-lieu-thang-10-2026.xlsx"),
        ("tải bảng tổng hợp csv", "tong-hop-huyen-uy-binh-lieu-thang-11-2026.csv"),
        ("tải bảng màu năm nay", "bang-mau-12-thang-huyen-uy-binh-lieu-nam-2026-1.png"),
        ("tải báo cáo tháng 11", "bao-cao-huyen-uy-binh-lieu-thang-11-2026.docx"),
        ("tải biểu đồ xã Húc Động", "bieu-do-12-thang-dang-uy-xa-huc-dong-thang-11-2026.png"),
    ],
)
async def test_each_is_had_by_one_line(place: District, typed: str, file: str) -> None:
    phone = await place.phone()
    await phone.says(typed)
    assert (await phone.document()).name == file


@pytest.mark.parametrize(
    "typed",
    ["báo cáo năm 9999", "báo cáo tháng 12/9999", "báo cáo quý 4/9999", "tổng hợp ý kiến năm 9999",
     "tải bảng công khai năm 9999", "báo cáo năm 0001"],
)  # fmt: skip
async def test_a_year_at_the_end_of_the_calendar_is_asked_for_again(place: District, typed: str) -> None:
    """The month after 9999-12 is none; whoever slipped on a key heard that the machine had an error."""
    phone = await place.phone()
    assert "Không đọc được thời gian" in await phone.says(typed)


async def test_more_units_than_fit_are_several_pictures(place: District) -> None:
    for number in range(40):
        await village.cell(place.db, place.commune, f"them-{number}")
    phone = await place.phone()
    await phone.says("tải bảng màu xã Húc Động")
    assert phone.offered == ["Hình 2/2", "Quay lại báo cáo"]
    await phone.presses("Hình 2/2")
    assert (await phone.document()).name.endswith("-2.png")
    assert phone.offered == ["Quay lại báo cáo"]


async def test_what_is_not_clear_is_asked(place: District) -> None:
    phone = await place.phone()
    assert "A (từng buổi họp)" in await phone.says("tải bảng")
    assert "A (từng buổi họp)" in await phone.says("tải bảng ạ")
    assert "A (từng buổi họp)" in await phone.says("tải bảng gì đó")
    assert "nhắn “văn bản”" in await phone.says("tải bảng C")
    assert "Không có đơn vị nào" in await phone.says("tải bảng A xã Không Có")
    assert "bang" not in str(phone.screen[-1].attaches)


async def test_of_several_units_they_are_asked_which(place: District) -> None:
    person = await place.official(Office.COMMUNE_COMMITTEE, place.commune)
    await village.office(place.db, person, place.other, Office.COMMUNE_COMMITTEE)
    phone = Phone(place.db, place.now)
    await phone.says("tải bảng B tháng 11")
    await phone.presses("Xã Đồng Tâm (Huyện ủy Bình Liêu)")
    assert (await phone.document()).name == "bang-b-dang-uy-xa-dong-tam-thang-11-2026.xlsx"


async def test_where_files_cannot_go_there_is_a_link(place: District) -> None:
    place.db.info["public_url"] = SITE
    await place.official(Office.OFFICE)
    assert f"{SITE}/tep/" in await phone_abroad(place.db, place.now).says("tải bảng A")
    await place.official(Office.PROVINCE, channel="rehearsal_plain")
    assert f"{SITE}/tep/" in await plain_phone(place.db, place.now).says("tai bang a")


async def test_a_member_and_a_forged_button_get_none(place: District) -> None:
    person = await village.member(place.db, place.hong_sen, "Nguyễn Thị Lan")
    await village.reachable_at(place.db, person, place.now, chat="1")
    phone = Phone(place.db, place.now)
    for line in ("tải bảng", "tải bảng A", "tải báo cáo", "tải biểu đồ"):
        assert NOT_ALLOWED in await phone.says(line)
    period = f"{place.hong_sen.id}:m2026-11"
    assert NOT_ALLOWED in await phone.presses_value(f"report_files:{period}")
    assert NOT_ALLOWED in await phone.presses_value(f"report_file:{period}:table_a")


async def test_a_button_of_a_file_that_there_is_not_is_an_old_one(place: District) -> None:
    phone = await place.phone()
    assert "đã cũ" in await phone.presses_value(f"report_file:{place.top.id}:m2026-11:own_data")
