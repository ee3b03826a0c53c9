"""Numbers in the chat: looked at by whoever may and by nobody else, files, reminding, ending."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import func, select

from bot.model.indicators import IndicatorReport
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.indicators import Asked
from bot.words import indicators as words
from tests import village
from tests.ground import Ground
from tests.indicator_place import ADMITTED, NOW, Place, place_of
from tests.talk import Phone, phone_abroad
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


async def test_a_unit_answers_for_itself_alone(asking: Place) -> None:
    asked = await asking.asks(ADMITTED)
    await asking.answers(asked, asking.communes[1], 8)
    report = await asking.db.scalar(select(IndicatorReport).filter_by(unit_id=asking.communes[1].id))
    assert report is not None
    values = [
        f"figure:{report.id}",
        f"indicator:{asked.round.id}:{asking.communes[1].id}",
        f"indicator:{asked.round.id}:{asking.top.id}",
        f"figures:{asking.communes[1].id}",
        f"figures:{asking.top.id}",
        f"figures_missing:{asked.round.id}:{asking.top.id}:0",
        f"figures_more:{asked.round.id}:{asking.top.id}",
        f"figures_sheet:{asked.round.id}:{asking.top.id}",
        f"figures_picture:{asked.round.id}:{asking.top.id}:1",
        f"figures_nudge:{asked.round.id}:{asking.top.id}",
        f"figures_nudge_go:{asked.round.id}:{asking.top.id}:2",
        f"figure_plan:{asked.indicator.id}",
        f"figure_end:{asked.indicator.id}:1",
        f"figure_new:{asking.top.id}",
    ]
    member = await village.member(asking.db, (await cell_of(asking)), "Nguyễn Thị Lan")
    await village.reachable_at(asking.db, member, NOW, "77")
    for phone in (commune(asking), Phone(asking.db, NOW, "77")):
        for value in values:
            assert NOBODY in await phone.presses_value(value), value
    assert asked.indicator.ended_at is None
    assert NOBODY not in await Phone(asking.db, NOW, "77").says(f"chỉ tiêu {asked.indicator.id}: 7")
    assert await reports(asking) == [None, [8], None]


async def cell_of(asking: Place) -> Unit:
    return await village.cell(asking.db, asking.communes[2], "c")


async def test_a_committee_beside_learns_nothing_of_it(asking: Place) -> None:
    """Neither by its own right at its own unit, with the number of another's round."""
    await village.cell(asking.db, asking.communes[0], "c")
    indicator = await asking.defines("Đảng phí; hạn 30/11; hỏi chi bộ", at_unit=asking.communes[0])
    await asking.ticks(NOW)
    asked = await asking.newest(indicator)
    phone = commune(asking, 2)
    said = await phone.presses_value(f"indicator:{asked.round.id}:{asking.communes[1].id}")
    assert "Không có chỉ tiêu" in said
    assert "Đảng phí" not in said
    assert "Đảng phí" not in await phone.says("chỉ tiêu")


async def test_a_supervisor_sees_counts_and_asks_nothing(asking: Place) -> None:
    asked = await asking.asks(ADMITTED)
    person = await village.member(asking.db, await cell_of(asking), "Lò Văn Giám")
    await village.office(asking.db, person, asking.top, Office.ASSIGNED_SUPERVISOR)
    await village.reachable_at(asking.db, person, NOW, "78")
    phone = Phone(asking.db, NOW, "78")
    assert "0/3 đơn vị" in await phone.says(f"chỉ tiêu {asked.indicator.id}")
    await phone.presses(words.MORE)
    assert words.NUDGE not in phone.offered
    assert words.END not in phone.offered
    assert NOBODY in await phone.says("chỉ tiêu mới")


# Looking


async def seen(asking: Place) -> tuple[Asked, Phone]:
    asked = await asking.asks(ADMITTED, planned=[60, 60, 5])
    for unit, number in zip(asking.communes[:2], (40, 52), strict=True):
        await asking.answers(asked, unit, number)
    return asked, district(asking)


async def test_a_committee_sees_the_sum_each_unit_and_who_is_missing(asking: Place) -> None:
    asked, phone = await seen(asking)
    await phone.says("chỉ tiêu")
    assert f"CT {asked.indicator.id}: Kết nạp đảng viên mới, 2/3" in phone.offered[0]
    shown = await phone.presses(f"CT {asked.indicator.id}")
    assert "2/3 đơn vị đã báo" in shown
    assert "Cộng: 92. Đạt 92/120 = 76,67\u00a0% kế hoạch." in shown
    assert "Kế hoạch của tất cả: 125." in shown
    assert phone.offered[:3] == [
        "Đảng ủy xã Số 01: 40/60 (66,67\u00a0%)",
        "Đảng ủy xã Số 02: 52/60 (86,67\u00a0%)",
        "Đảng ủy xã Số 03: chưa báo",
    ]  # fmt: skip
    assert "- Đảng ủy xã Số 03" in await phone.presses("Chưa báo (1)")
    assert "Nhắc lại 1 đơn vị" in await phone.presses("Nhắc 1 đơn vị")
    assert "Đang nhắc 1 đơn vị" in await phone.presses("Nhắc 1 đơn vị")
    assert "hai lần nhắc" in await phone.presses_value(f"figures_nudge:{asked.round.id}:{asking.top.id}")
    owed = await asking.owed(asked)
    assert [one.unit_id for one in owed[3:]] == [asking.communes[2].id]


async def test_the_picture_and_the_workbook(asking: Place) -> None:
    asked, phone = await seen(asking)
    await phone.says(f"chỉ tiêu {asked.indicator.id}")
    await phone.presses(words.MORE)
    await phone.presses(words.WORKBOOK)
    assert (await phone.document()).name.endswith(".xlsx")
    await phone.presses_value(f"figures_picture:{asked.round.id}:{asking.top.id}:1")
    assert (await phone.document()).content.startswith(b"\x89PNG")


async def test_abroad_files_and_remarks_go_by_link(asking: Place) -> None:
    asked, _ = await seen(asking)
    report = await asking.answers(asked, asking.communes[0], 41)
    report.row.note = "đồng chí Lan chờ giấy"
    phone = phone_abroad(asking.db, NOW, "1")
    assert "https://chibot.example/tep/" in await phone.presses_value(f"figures_sheet:{asked.round.id}:{asking.top.id}")
    value = f"indicator:{asked.round.id}:{asking.communes[0].id}"
    assert "Lan" not in await phone.presses_value(value)
    assert "Lan" in await district(asking).presses_value(value)


async def test_ending_asks_first(asking: Place) -> None:
    asked, phone = await seen(asking)
    await phone.presses_value(f"figure_end:{asked.indicator.id}:0")
    assert asked.indicator.ended_at is None
    assert "Đã dừng" in await phone.presses(words.END)
    assert asked.indicator.ended_at is not None
    late = commune(asking, 3, at(2026, 11, 22))
    await late.says(f"chỉ tiêu {asked.indicator.id}: 7")
    assert "đã dừng" in await late.says("đúng")


async def test_the_menu_leads_there(asking: Place) -> None:
    phone = district(asking)
    await phone.says("menu")
    assert words.INDICATORS in phone.offered
    await phone.presses(words.INDICATORS)
    assert phone.offered[0] == words.NEW
    assert await asking.db.scalar(select(func.count()).select_from(Notice)) == 0


async def test_what_is_asked_later_is_listed_already(asking: Place) -> None:
    made = await asking.defines("Kết nạp; hạn 25/12/2026; hằng tháng; hỏi xã")
    phone = district(asking)
    await phone.says("chỉ tiêu")
    assert "máy hỏi từ ngày 01/12/2026" in await phone.presses(f"CT {made.id}")
    await phone.presses(words.PLAN)
    assert "cộng 20" in await phone.says("Số 01 12; Số 02 8")
    await phone.presses_value(f"figure_end:{made.id}:1")
    await asking.ticks(at(2026, 12, 1))
    assert await reports(asking) == []
