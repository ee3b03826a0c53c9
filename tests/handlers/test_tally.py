"""A secretary asks how a meeting stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.endpoints import ConsentKind
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.roles import Office, Role
from bot.services.consents import agree
from bot.services.joining import link
from bot.services.meetings import cancel_meeting, move_meeting
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.leaders_desk import desk, nudges, told
from tests.talk import Phone, phone_abroad, plain_phone


@pytest.fixture(params=[Phone, plain_phone, phone_abroad])
async def secretary(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    return await desk(scene, request.param)


@pytest.mark.parametrize("words", ["tình hình", "/tinhhinh", "TINH HINH"])
async def test_asking_shows_how_the_meeting_stands(scene: Scene, secretary: Phone, words: str) -> None:
    await scene.phone.says("vắng vì ốm")
    said = await secretary.says(words)
    assert "Phải dự 2: có mặt 0, xin vắng 1, chưa trả lời 1." in said
    assert "Đơn xin vắng chờ quyết định: 1." in said
    assert secretary.offered == ["Ai chưa trả lời", "Đơn xin vắng", "Điểm danh", "Dời", "Hoãn"]


async def test_a_tally_goes_on_showing_the_truth_where_the_network_can(scene: Scene) -> None:
    phone = await desk(scene)
    await phone.says("tình hình")
    assert (phone.screen[-1].stands_for or "").startswith(f"tally:{scene.meeting.id}:{scene.secretary.id}:")


async def test_an_answer_that_stays_away_is_no_message_to_the_secretary(scene: Scene) -> None:
    await scene.phone.says("vắng vì ốm")
    assert not (await scene.db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))).all()


async def test_a_moved_meeting_says_so(scene: Scene, secretary: Phone) -> None:
    await move_meeting(scene.db, scene.meeting.id, scene.now + timedelta(days=2), None, "test", scene.now)
    assert "đã đổi thời gian" in await secretary.says("tình hình")


async def test_a_button_for_a_cancelled_meeting_says_that_it_is(scene: Scene, secretary: Phone) -> None:
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    for value in (f"tally:{scene.meeting.id}", f"silent:{scene.meeting.id}:0"):
        assert "đã hoãn" in await secretary.presses_value(value)
    assert not secretary.offered


async def test_without_a_meeting_the_way_to_call_one_is_told(scene: Scene, secretary: Phone) -> None:
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    assert "gọi họp" in await secretary.says("tình hình")


@pytest.mark.parametrize("words", ["tình hình", "ai chưa trả lời", "nhắc họp"])
async def test_a_member_without_office_is_refused(scene: Scene, words: str) -> None:
    assert "không được phân công" in await scene.phone.says(words)


@pytest.mark.parametrize("value", ["tally:{}", "silent:{}:0", "silent_page:{}:1", "nudge:{}"])
async def test_somebody_elses_button_opens_nothing(scene: Scene, value: str) -> None:
    await told(scene)
    said = await scene.phone.presses_value(value.format(scene.meeting.id))
    assert "không được phân công" in said
    assert await nudges(scene) == []


@pytest.mark.parametrize("value", ["tally:{}", "silent:{}:0", "nudge:{}"])
async def test_an_old_button_of_who_lost_the_office_opens_nothing(scene: Scene, value: str) -> None:
    role = (await scene.db.scalars(select(Role))).one()
    role.until_on = role.from_on
    phone = await desk(scene)
    assert "không được phân công" in await phone.presses_value(value.format(scene.meeting.id))


@pytest.mark.parametrize("value", ["tally:99", "silent:99:0", "nudge:99", "silent:1", "tally:x"])
async def test_a_value_that_fits_nothing_is_answered(scene: Scene, value: str) -> None:
    assert await (await desk(scene)).presses_value(value)


async def test_a_clerk_sees_names_and_counts_and_is_offered_no_more_than_the_office_allows(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    await scene.phone.says("tình hình")
    assert scene.phone.offered == ["Ai chưa trả lời", "Điểm danh"]
    await scene.phone.presses("Ai chưa trả lời")
    assert scene.phone.offered == ["Tình hình"]
    assert "không được phân công" in await scene.phone.says("nhắc")


async def test_on_a_phone_of_two_whoever_may_do_most_asks(scene: Scene) -> None:
    """The clerk was linked first; the secretary's buttons are there all the same."""
    clerk = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    await village.office(scene.db, clerk, scene.cell, Office.CLERK)
    shared = await village.reachable_at(scene.db, clerk, scene.now, chat="77")
    await link(scene.db, shared, scene.secretary, "test", scene.now)
    await agree(scene.db, scene.secretary.id, shared, ConsentKind.TAPPED, "test", scene.now)
    phone = Phone(scene.db, scene.now, "77")
    await phone.says("tình hình")
    assert "Đơn xin vắng" in phone.offered


async def test_a_secretary_of_two_cells_is_asked_which(scene: Scene, secretary: Phone) -> None:
    other = await village.cell(scene.db, code="ban")
    await village.office(scene.db, scene.secretary, other)
    await village.member(scene.db, other)
    meeting = await village.meeting(scene.db, other, scene.now, timedelta(days=2))
    said = await secretary.says("tình hình")
    assert "buổi họp nào" in said
    assert await secretary.says("2")
    assert "Thôn ban" in secretary.screen[-1].text
    await secretary.says("nhắc")
    assert [one.value for one in secretary.screen[-1].choices] == [
        f"nudge:{scene.meeting.id}",
        f"nudge:{meeting.id}",
    ]
