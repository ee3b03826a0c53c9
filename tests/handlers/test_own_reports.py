"""When the reports come that nobody asks for; and a list that was too long for its message."""

import pytest

from bot.model.roles import Office
from bot.services.unit_settings import change
from tests.handlers.committees import District

NOT_ALLOWED = "không được phân công"


@pytest.mark.parametrize("words", ["báo cáo tự gửi", "thôi báo cáo tháng"])
async def test_it_says_when_the_next_ones_come_and_how_that_is_changed(place: District, words: str) -> None:
    change(place.commune, "report_day", "7")
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    assert (await phone.says(words)).splitlines()[:6] == [
        "Đảng ủy xã Húc Động, báo cáo máy tự gửi:",
        "- Báo cáo tháng 11/2026: từ 08 giờ ngày 07/12/2026.",
        "- Báo cáo quý IV/2026: từ 08 giờ ngày 07/01/2027.",
        "- Danh sách chi bộ chưa ấn định buổi họp tháng 12/2026, nếu có: từ 08 giờ ngày 20/12/2026.",
        "- Danh sách chi bộ chưa họp tháng 11/2026, nếu có: từ 08 giờ ngày 01/12/2026.",
        "Muốn đổi ngày, giờ hoặc thôi gửi cho cả đơn vị: đề nghị người quản trị máy chạy lệnh",
    ]
    assert "chibot set --unit hd report_day 10" in phone.screen[-1].text


async def test_each_stops_them_for_themselves_and_takes_it_back(place: District) -> None:
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    await phone.says("thôi báo cáo tháng")
    assert "máy thôi tự gửi báo cáo cho đồng chí" in await phone.presses("Thôi gửi cho tôi")
    assert "máy thôi tự gửi báo cáo cho đồng chí" in await phone.says("báo cáo tự gửi")
    assert "Báo cáo tháng 11/2026" in await phone.presses("Gửi lại cho tôi")
    assert NOT_ALLOWED in await phone.presses_value(f"own_reports_stop:{place.other.id}")


async def test_where_none_goes_out_that_is_said(place: District) -> None:
    change(place.top, "report_day", "0")
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    assert "Đảng ủy xã Húc Động: đang đặt không tự gửi báo cáo." in await phone.says("báo cáo tự gửi")


async def test_whoever_leads_a_cell_is_told_of_no_lists(place: District) -> None:
    phone = await place.phone(Office.SECRETARY, place.hong_sen)
    said = await phone.says("báo cáo tự gửi")
    assert "- Báo cáo tháng 11/2026: từ 08 giờ ngày 05/12/2026." in said
    assert "Danh sách" not in said


async def test_whoever_gets_none_is_told_so_and_members_see_nothing(place: District) -> None:
    supervisor = await place.phone(Office.ASSIGNED_SUPERVISOR)
    assert "không thuộc diện nhận báo cáo tự gửi" in await supervisor.says("báo cáo tự gửi")
    assert NOT_ALLOWED in await supervisor.presses_value(f"own_reports:{place.top.id}")


async def test_the_whole_list_is_turned_page_by_page_and_each_cell_opens(place: District) -> None:
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.commune)
    said = await phone.presses_value(f"behind:not_held:{place.commune.id}:m2026-10")
    assert said == "Đảng ủy xã Húc Động, tháng 10/2026: 7 chi bộ chưa họp thường kỳ."
    assert len(phone.offered) == 8
    await phone.presses("Trang sau")
    assert phone.offered == ["Thôn Thanh Long", "Trang trước", "Quay lại báo cáo"]
    assert "Chi bộ Thôn Thanh Long, tháng 10/2026" in await phone.presses("Thôn Thanh Long")


async def test_a_list_of_another_unit_is_closed(place: District) -> None:
    phone = await place.phone(Office.COMMUNE_COMMITTEE, place.other)
    assert NOT_ALLOWED in await phone.presses_value(f"behind:not_held:{place.commune.id}:m2026-10")
