"""Numbers in the chat: defined by a committee, answered in a line, looked at by whoever may and by nobody else."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.model.indicators import Indicator, IndicatorReport
from bot.model.roles import Office
from bot.model.units import UnitKind
from bot.services.indicator_plans import plans_of
from bot.services.tree import add_units
from bot.words import indicator_making as making_words
from bot.words import indicators as words
from tests import village
from tests.ground import Ground
from tests.indicator_place import ADMITTED, NOW, Place, place_of
from tests.talk import Phone, plain_phone
from tests.village import at

NOBODY = "không được phân công"


@pytest.fixture
async def asking(ground: Ground) -> AsyncIterator[Place]:
    async with ground.with_(place_of) as place:
        place.db.info["public_url"] = "https://chibot.example"
        yield place


def district(asking: Place) -> Phone:
    return Phone(asking.db, NOW, "1")


def commune(asking: Place, number: int = 1, now: datetime = NOW) -> Phone:
    """Of whoever leads that commune."""
    return Phone(asking.db, now, str(number + 1))


async def reports(asking: Place) -> list[list[int] | None]:
    return list(await asking.db.scalars(select(IndicatorReport.parts).order_by(IndicatorReport.unit_id)))


# Defining


async def test_a_number_is_shown_with_exactly_whom_it_asks_before_it_asks(asking: Place) -> None:
    phone = district(asking)
    assert "tên và hạn" in await phone.says("chỉ tiêu mới")
    shown = await phone.says("Kết nạp đảng viên mới; hạn 30/11; đơn vị tính: đảng viên")
    assert "Chỉ tiêu: Kết nạp đảng viên mới (đảng viên)." in shown
    assert "Hỏi 1 đơn vị (các chi bộ): 1 đơn vị chưa có người phụ trách." in shown
    await phone.presses(making_words.EDIT_LABELS["who"])
    assert "Hỏi 3 đơn vị (các đảng ủy xã, phường)" in await phone.presses("Hỏi các đảng ủy xã")
    assert "lũy kế" in await phone.says("luy ke")
    assert await asking.db.scalar(select(func.count()).select_from(Indicator)) == 0
    value = phone.screen[-1].choices[0].value
    assert "3 đơn vị" in await phone.presses("Hỏi 3 đơn vị")
    assert "đã xong hoặc đã dừng" in await phone.presses_value(value)
    (made,) = await asking.db.scalars(select(Indicator))
    assert (made.unit_id, made.is_running, made.by) == (asking.top.id, True, f"member:{asking.office.id}")
    await asking.ticks(NOW)
    assert len(await asking.owed(await asking.newest(made))) == 3


async def test_in_one_line_on_a_phone_without_buttons(asking: Place) -> None:
    await village.reachable_at(asking.db, asking.office, NOW, "1", "rehearsal_plain")
    phone = plain_phone(asking.db, NOW, "1")
    assert "1. Hỏi 3 đơn vị" in await phone.says("chi tieu moi: Cuộc kiểm tra; han 30/11; hoi xa")
    assert "Đã lập chỉ tiêu" in await phone.says("gui")
    assert "kế hoạch năm 2026" in await phone.says("ke hoach chi tieu 1: so 01 12; so 02 8")


async def test_very_many_are_confirmed_by_their_number(asking: Place) -> None:
    asking.top.settings = {"confirm_above": "20"}
    many = await place_of_more(asking, 22)
    phone = district(asking)
    await phone.says("chỉ tiêu mới: Kết nạp; hạn 30/11; hỏi xã")
    assert f"nhắn: {many}." in await phone.presses(f"Hỏi {many} đơn vị")
    await phone.says(str(many - 1))
    assert await asking.db.scalar(select(func.count()).select_from(Indicator)) == 0
    assert "Đã lập" in await phone.says(str(many))


async def place_of_more(asking: Place, count: int) -> int:
    """So many more communes, all led by one."""
    named = [(f"them-{one}", f"Đảng ủy xã Thêm {one:02}") for one in range(count)]
    for unit in await add_units(asking.db, named, UnitKind.COMMUNE, asking.top, asking.top.since_on):
        await village.office(asking.db, asking.leaders[0], unit, Office.COMMUNE_COMMITTEE)
    return count + 3


async def test_marks_of_secrecy_end_before_anything_is_kept(asking: Place) -> None:
    phone = district(asking)
    assert "tài liệu mật" in await phone.says("chỉ tiêu mới: Vụ việc tối mật; hạn 30/11")
    assert await asking.db.scalar(select(func.count()).select_from(Indicator)) == 0
    await phone.says("chỉ tiêu mới")
    assert "giống dấu mật" in await phone.says("Buổi thân mật không phổ biến; hạn 30/11; hỏi xã")
    assert "thân mật" in await phone.says("xác nhận: Buổi gặp mặt thân mật; hạn 30/11; hỏi xã")


async def test_what_is_missing_is_said_and_the_rest_kept(asking: Place) -> None:
    phone = district(asking)
    await phone.says("chỉ tiêu mới")
    assert "chưa ghi hạn" in await phone.says("Kết nạp; hỏi xã")
    assert "Chưa nhận chỉ tiêu: hạn" in await phone.says("hạn 31/02")
    assert "Hỏi 3 đơn vị" in await phone.says("hạn 30/11")


async def test_at_night_it_is_said_when_people_hear_of_it(asking: Place) -> None:
    asking.top.settings = {"quiet_hours": "21:00-06:30"}
    phone = Phone(asking.db, at(2026, 11, 21, 22), "1")
    assert "Máy hỏi lúc 06h30 ngày 22/11." in await phone.says("chỉ tiêu mới: Kết nạp; hạn 30/11; hỏi xã")
    assert "Máy hỏi lúc 07h00 ngày 25/11." in await phone.says("hằng tháng; trước 5 ngày")


# Answering


async def test_an_answer_in_a_line_is_read_back_and_then_taken(asking: Place) -> None:
    asked = await asking.asks(ADMITTED, planned=[120, 10, 10])
    phone = commune(asking)
    shown = await phone.says(f"chi tieu {asked.indicator.id}: 92")
    assert "92 (92/120 = 76,67\u00a0% kế hoạch)" in shown
    assert (await reports(asking))[0] is None
    value = phone.screen[-1].choices[0].value
    assert "Đã nhận" in await phone.presses(words.RIGHT)
    assert "đã xong hoặc đã dừng" in await phone.presses_value(value)
    assert (await reports(asking))[0] == [92]


async def test_a_bare_number_answers_what_was_opened(asking: Place) -> None:
    asked = await asking.asks(ADMITTED)
    phone = commune(asking)
    await phone.says("chỉ tiêu")
    await phone.presses(f"CT {asked.indicator.id}")
    assert "một số" in await phone.presses(words.REPORT)
    assert "Chưa đọc được số" in await phone.says("nhiều lắm")
    await phone.says("1")
    assert "Đã nhận" in await phone.says("đúng")
    await phone.presses(words.CORRECT)
    await phone.says("2; ghi chú: 15 hồ sơ đang chờ")
    assert "Đã sửa" in await phone.says("đúng rồi")
    assert (await reports(asking))[0] == [2]
    assert "15 hồ sơ" in await phone.says(f"chỉ tiêu {asked.indicator.id}")


async def test_a_line_that_names_another_number_answers_that_one(asking: Place) -> None:
    """Not the one that was opened last."""
    for name in ("Kết nạp đảng viên mới", "Đại hội chi bộ"):
        asked = await asking.asks(f"{name}; hạn 30/11/2026; hỏi xã")
    phone = commune(asking)
    await phone.presses_value(f"figure:{(await asking.report(asked, asking.communes[0]))}")
    assert "chỉ tiêu 1, Kết nạp đảng viên mới: 5." in await phone.says("chỉ tiêu 1: 5")
    assert "chỉ tiêu 2, Đại hội chi bộ: 7." in await phone.says("chi tieu so 2: 7")
    await phone.says("đúng")
    assert await reports(asking) == [None, [7], None, None, None, None]


async def test_what_is_strange_is_said_first(asking: Place) -> None:
    asked = await asking.asks(ADMITTED, planned=[10, 10, 10])
    phone = commune(asking)
    shown = await phone.says(f"chỉ tiêu {asked.indicator.id}: 1.395")
    assert "Xin đồng chí xem lại: số 1.395 nhiều hơn kế hoạch (10)." in shown
    assert "báo chỉ tiêu" in await phone.says("9")
    assert "xem lại" not in phone.screen[-1].text
    assert (await reports(asking))[0] is None


async def test_classes_one_by_one_or_all_at_once(asking: Place) -> None:
    grading = "Xếp loại tổ chức đảng; loại: xuất sắc, tốt, hoàn thành, không; hạn 20/12; hỏi xã"
    asked = await asking.asks(grading, planned=[389])
    phone = commune(asking)
    await phone.says(f"chỉ tiêu {asked.indicator.id}: 206")
    assert "loại “hoàn thành”" in await phone.says("134")
    await phone.says("43")
    assert "cộng 389" in await phone.says("6")
    await phone.presses(words.RIGHT)
    other = commune(asking, 2)
    await other.says(f"chỉ tiêu {asked.indicator.id}: 206 134 43 6")
    await other.presses(words.RIGHT)
    assert await reports(asking) == [[206, 134, 43, 6], [206, 134, 43, 6], None]


async def test_whoever_leads_two_units_is_asked_which(asking: Place) -> None:
    await village.office(asking.db, asking.leaders[0], asking.communes[1], Office.OFFICE)
    asked = await asking.asks(ADMITTED)
    phone = commune(asking)
    assert "đơn vị nào" in await phone.says(f"chỉ tiêu {asked.indicator.id}: 7")
    await phone.presses("Số 02")
    await phone.presses(words.RIGHT)
    assert await reports(asking) == [None, [7], None]


async def test_somebody_else_was_quicker(asking: Place) -> None:
    asked = await asking.asks(ADMITTED)
    phone = commune(asking)
    await phone.says(f"chỉ tiêu {asked.indicator.id}: 7")
    await asking.answers(asked, asking.communes[0], 8)
    assert "vừa báo" in await phone.presses(words.RIGHT)
    assert (await reports(asking))[0] == [8]


async def test_where_the_plan_has_changed_meanwhile_it_is_shown_anew(asking: Place) -> None:
    asked = await asking.asks(ADMITTED, planned=[10, 10, 10])
    phone = commune(asking)
    assert "9 (9/10" in await phone.says(f"chỉ tiêu {asked.indicator.id}: 9")
    await district(asking).says(f"kế hoạch {asked.indicator.id}: số 01 8")
    shown = await phone.presses(words.RIGHT)
    assert "9 (9/8" in shown
    assert "số 9 nhiều hơn kế hoạch (8)" in shown
    assert (await reports(asking))[0] is None
    assert "Đã nhận" in await phone.presses(words.RIGHT)


async def test_plans_are_set_one_unit_after_the_other(asking: Place) -> None:
    indicator = await asking.defines(ADMITTED)
    phone = district(asking)
    lines = (f"kế hoạch {indicator.id}: Số 01 120", f"ke hoach chi tieu so {indicator.id} nam 2026: so 02 8")
    for line, said in zip(lines, ("cộng 120", "cộng 8"), strict=True):
        assert said in await phone.says(line)
    await phone.says(f"kế hoạch {indicator.id}: Số 01 92")
    assert await plans_of(asking.db, indicator.id, 2026) == {asking.communes[0].id: 92, asking.communes[1].id: 8}
    assert "không có “Số 09”" in await phone.says(f"kế hoạch {indicator.id}: Số 09 5")
    assert "kế hoạch" not in await phone.says("kế hoạch đi chợ")


async def test_a_late_answer_is_of_its_own_month(asking: Place) -> None:
    indicator = await asking.defines("Kết nạp; hạn 25/11/2026; hằng tháng; hỏi xã")
    december = at(2026, 12, 1)
    for now in (NOW, december):
        await asking.ticks(now)
    phone = commune(asking, 1, december)
    assert "kỳ nào" in await phone.says(f"chỉ tiêu {indicator.id}: 7")
    assert phone.offered == ["tháng 12/2026", "tháng 11/2026"]
    await phone.presses("tháng 11/2026")
    assert "tháng 11/2026: 7 (báo sau hạn)" in await phone.presses(words.RIGHT)
    assert "tháng 12/2026" in await phone.says(f"chỉ tiêu {indicator.id}: 8")
