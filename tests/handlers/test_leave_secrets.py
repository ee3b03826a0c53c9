"""Who may see and decide leaves, and what does not travel with a message."""

import pytest

from bot.model.roles import Office
from bot.reports.recipes import prepared
from bot.services.parcels import PATH, fetch
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.leave_desk import EXCUSED, PENDING, Desk, desk_of
from tests.talk import Phone, phone_abroad


@pytest.fixture
async def smart(scene: Scene) -> Desk:
    return await desk_of(scene, Phone)


@pytest.fixture
async def abroad(scene: Scene) -> Desk:
    scene.db.info["public_url"] = "https://chibo.example"
    return await desk_of(scene, phone_abroad)


@pytest.mark.parametrize("value", ["leaves:{}:0", "leaves_all:{}", "reasons:{}", "leave_of:{}:1:pending"])
async def test_somebody_elses_button_opens_nothing(smart: Desk, value: str) -> None:
    lan = smart.scene.phone
    assert "không được phân công" in await lan.presses_value(value.format(smart.scene.meeting.id))


async def test_nobody_decides_the_own_leave_with_somebody_elses_button(smart: Desk) -> None:
    value = f"leave_is:{smart.scene.meeting.id}:{smart.lan.id}:excused:pending"
    assert "không được phân công" in await smart.scene.phone.presses_value(value)
    assert await smart.leaves() == [PENDING] * 3


@pytest.mark.parametrize("held", [Office.CLERK, Office.CELL_COMMITTEE, Office.GROUP_LEADER])
async def test_other_offices_of_the_cell_see_no_reasons(smart: Desk, held: Office) -> None:
    await village.office(smart.scene.db, smart.lan, smart.scene.cell, held)
    said = await smart.scene.phone.says("đơn xin vắng")
    assert "không được phân công" in said


async def test_abroad_names_go_and_reasons_do_not(abroad: Desk) -> None:
    said = await abroad.phone.says("đơn xin vắng")
    said += await abroad.phone.presses("Nguyễn Thị Lan")
    assert "Nguyễn Thị Lan" in said
    for reason in ("ốm", "công tác", "lý do"):
        assert reason not in said


async def test_abroad_reasons_are_behind_a_link_that_opens_once(abroad: Desk) -> None:
    await abroad.phone.says("đơn xin vắng")
    said = await abroad.phone.presses("Xem lý do")
    token = said.partition(PATH)[2].split()[0]
    assert "ốm" not in said
    recipe = await fetch(abroad.scene.db, token, abroad.scene.now)
    assert recipe is not None
    sheet = (await prepared(abroad.scene.db, recipe, abroad.scene.now))()
    assert sheet.media_type == "text/plain"
    assert "- Nguyễn Thị Lan: ốm, đi viện (chờ quyết định)" in sheet.content.decode()
    assert await fetch(abroad.scene.db, token, abroad.scene.now) is None


async def test_abroad_deciding_works_all_the_same(abroad: Desk) -> None:
    await abroad.phone.says("đơn xin vắng")
    await abroad.phone.says("1 3 đồng ý")
    assert await abroad.leaves() == [EXCUSED, PENDING, EXCUSED]


async def test_a_unit_may_let_reasons_go_abroad(abroad: Desk) -> None:
    abroad.scene.cell.settings = {"details_abroad": "yes"}
    assert "ốm, đi viện" in await abroad.phone.says("đơn xin vắng")
    assert "Xem lý do" not in abroad.phone.offered


async def test_the_word_to_the_member_has_no_reason(abroad: Desk) -> None:
    await abroad.phone.says("đơn xin vắng")
    await abroad.phone.says("2 đồng ý")
    (word,) = await abroad.words()
    assert "ốm" not in str(word.content)
