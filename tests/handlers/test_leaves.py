"""The secretary decides who is excused, with buttons and without."""

import pytest

from bot.messages import Reason
from bot.model.attendances import Answer, Leave
from bot.model.roles import Office
from bot.services.invitations import renew_open_lists
from bot.services.meetings import cancel_meeting
from bot.services.roll import Marks, close_roll, take_roll
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.leave_desk import EXCUSED, PENDING, REFUSED, Desk, desk_of
from tests.talk import Phone, plain_phone


@pytest.fixture(params=[Phone, plain_phone])
async def desk(request: pytest.FixtureRequest, scene: Scene) -> Desk:
    """On a network that may carry reasons, with buttons and without."""
    return await desk_of(scene, request.param)


@pytest.fixture
async def smart(scene: Scene) -> Desk:
    return await desk_of(scene, Phone)


async def test_who_asks_is_shown_with_the_reason(desk: Desk) -> None:
    said = await desk.phone.says("đơn xin vắng")
    assert "3 đơn chờ quyết định" in said
    for line in ("1. Phạm An: đi công tác", "2. Nguyễn Thị Lan: ốm, đi viện", "3. Võ Minh: không nêu lý do"):
        assert line in said


async def test_a_leave_is_granted_by_choosing_the_name(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    said = await desk.phone.says("2")
    assert "Nguyễn Thị Lan xin vắng buổi họp" in said
    assert "lý do: ốm, đi viện" in said
    said = await desk.phone.says("1")
    assert "Đã cho vắng: Nguyễn Thị Lan." in said
    assert await desk.leaves() == [PENDING, EXCUSED, PENDING]
    (word,) = await desk.words()
    assert word.member_id == desk.lan.id


async def test_a_leave_is_not_granted_in_words(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    await desk.phone.says("2")
    said = await desk.phone.says("không đồng ý")
    assert "Không đồng ý: Nguyễn Thị Lan." in said
    assert await desk.leaves() == [PENDING, REFUSED, PENDING]


async def test_it_all_happens_in_one_message_where_there_are_buttons(smart: Desk) -> None:
    await smart.phone.says("đơn xin vắng")
    await smart.phone.presses("Võ Minh")
    await smart.phone.presses("Cho vắng")
    assert len(smart.phone.screen) == 1
    assert "3. Võ Minh: không nêu lý do (đã cho vắng)" in smart.phone.screen[0].text


@pytest.mark.parametrize(
    ("words", "leaves"),
    [
        ("1 3 đồng ý", [EXCUSED, PENDING, EXCUSED]),
        ("1,3 dong y; 2 khong", [EXCUSED, REFUSED, EXCUSED]),
        ("2 không", [PENDING, REFUSED, PENDING]),
        ("không đồng ý 2, đồng ý 1", [EXCUSED, REFUSED, PENDING]),
        ("đồng ý tất cả", [EXCUSED, EXCUSED, EXCUSED]),
        ("tất cả không đồng ý", [REFUSED, REFUSED, REFUSED]),
    ],
)
async def test_several_are_decided_in_one_line(desk: Desk, words: str, leaves: list[Leave]) -> None:
    await desk.phone.says("đơn xin vắng")
    await desk.phone.says(words)
    assert await desk.leaves() == leaves


async def test_two_lines_one_after_the_other_mean_the_same_numbers(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    await desk.phone.says("1 3 đồng ý")
    await desk.phone.says("2 không")
    assert await desk.leaves() == [EXCUSED, REFUSED, EXCUSED]


@pytest.mark.parametrize(
    "words", ["1 3", "4 đồng ý", "9 không", "1 đồng ý 1 không", "ốm", "1-3 đồng ý", "đồng ý", "2 chờ"]
)
async def test_what_has_no_certain_meaning_changes_nothing_and_may_be_said_again(desk: Desk, words: str) -> None:
    await desk.phone.says("đơn xin vắng")
    said = await desk.phone.says(words)
    assert "1 3 đồng ý" in said
    assert await desk.leaves() == [PENDING, PENDING, PENDING]
    await desk.phone.says("1 đồng ý")
    assert (await desk.leaves())[0] is EXCUSED


async def test_a_line_goes_on_after_a_restart(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    phone = Phone(desk.scene.db, desk.scene.now, "9", desk.phone.channel, desk.phone.capabilities)
    await phone.says("1 đồng ý")
    assert (await desk.leaves())[0] is EXCUSED


async def test_all_are_granted_by_one_choice(smart: Desk) -> None:
    await smart.phone.says("đơn xin vắng")
    said = await smart.phone.presses("Cho vắng tất cả")
    assert await smart.leaves() == [EXCUSED] * 3
    assert "đã quyết định hết" in said
    assert "Chưa nhắn được: Phạm An" in said
    assert "Cho vắng tất cả" not in smart.phone.offered


async def test_all_means_who_waits_when_it_is_pressed(smart: Desk) -> None:
    await smart.phone.says("đơn xin vắng")
    await village.says(smart.scene.db, smart.scene.meeting, smart.lan, Answer.COMING, smart.scene.now)
    await smart.phone.presses("Cho vắng tất cả")
    assert await smart.leaves() == [EXCUSED, None, EXCUSED]


async def test_two_taps_decide_and_tell_once(smart: Desk) -> None:
    value = f"leave_is:{smart.scene.meeting.id}:{smart.lan.id}:excused:pending"
    await smart.phone.presses_value(value)
    said = await smart.phone.presses_value(value)
    assert "Không có gì thay đổi" in said
    assert len(await smart.words()) == 1


async def test_a_decision_is_changed_by_opening_it_again(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    await desk.phone.says("2 đồng ý")
    await desk.phone.says("2")
    assert "Hiện nay: đã cho vắng" in desk.phone.screen[-1].text
    await desk.phone.says("2")
    assert await desk.leaves() == [PENDING, REFUSED, PENDING]


async def test_the_later_of_two_secretaries_sees_what_the_earlier_decided(desk: Desk) -> None:
    deputy = await village.member(desk.scene.db, desk.scene.cell, "Lê Văn Chung")
    await village.office(desk.scene.db, deputy, desk.scene.cell, Office.DEPUTY_SECRETARY)
    await village.reachable_at(desk.scene.db, deputy, desk.scene.now, "10")
    other = Phone(desk.scene.db, desk.scene.now, "10")
    for phone in (desk.phone, other):
        await phone.says("đơn xin vắng")
    await other.says("2 không")
    said = await desk.phone.says("2 đồng ý")
    assert "không được đồng ý (do đồng chí Lê Văn Chung quyết định)" in said
    assert await desk.leaves() == [PENDING, REFUSED, PENDING]


async def test_the_own_leave_is_for_the_deputy(desk: Desk) -> None:
    deputy = await village.member(desk.scene.db, desk.scene.cell, "Lê Văn Chung")
    await village.office(desk.scene.db, deputy, desk.scene.cell, Office.DEPUTY_SECRETARY)
    await village.says(desk.scene.db, desk.scene.meeting, desk.scene.secretary, Answer.AWAY, desk.scene.now)
    await desk.phone.says("đơn xin vắng")
    assert "do đồng chí Lê Văn Chung quyết định" in await desk.phone.says("2 đồng ý")  # she stands second
    await desk.phone.says("đồng ý tất cả")
    assert (await desk.scene.row(desk.scene.secretary)).leave is PENDING
    assert await desk.leaves() == [EXCUSED] * 3


async def test_the_secretarys_own_xin_vang_is_an_answer_and_no_command(desk: Desk) -> None:
    await desk.phone.says("xin vắng vì đi công tác")
    assert (await desk.scene.row(desk.scene.secretary)).answer is Answer.AWAY


async def test_who_changed_their_mind_is_named(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    await village.says(desk.scene.db, desk.scene.meeting, desk.lan, Answer.COMING, desk.scene.now)
    assert "Nguyễn Thị Lan" in await desk.phone.says("2 không")
    assert await desk.leaves() == [PENDING, None, PENDING]


async def test_many_fit_on_pages_and_everybody_can_be_decided(desk: Desk) -> None:
    more = await village.members(desk.scene.db, desk.scene.cell, 9)
    await renew_open_lists(desk.scene.db, [desk.scene.cell.id], desk.scene.now)
    for person in more:
        await village.says(desk.scene.db, desk.scene.meeting, person, Answer.AWAY, desk.scene.now, Reason.WORK_SHIFT)
    await desk.phone.says("đơn xin vắng")
    for page in (1, 2):
        await desk.phone.says(str(desk.phone.offered.index("Trang sau") + 1))
        assert desk.phone.screen[-1].expect == f"leaves:{desk.scene.meeting.id}:{page}"
        await desk.phone.says("1 2 không")
    assert sum([(await desk.scene.row(one)).leave is REFUSED for one in [*more, desk.an, desk.lan, desk.minh]]) == 4


async def test_without_requests_there_is_a_way_back(scene: Scene) -> None:
    phone = Phone(scene.db, scene.now, "9")
    assert "Chưa có ai xin vắng" in await phone.says("đơn xin vắng")
    assert phone.offered == ["Tình hình"]


async def test_after_closing_the_way_to_correct_is_told(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    meeting, db, now = desk.scene.meeting, desk.scene.db, desk.scene.now
    await take_roll(db, meeting.id, Marks(everybody_present=True), "test", now)
    await close_roll(db, meeting.id, "test", now)
    assert "đã chốt điểm danh" in await desk.phone.says("1 đồng ý")
    assert "đã chốt điểm danh" in await desk.phone.presses_value(f"leaves:{meeting.id}:0")


async def test_a_cancelled_meeting_decides_nothing(desk: Desk) -> None:
    await desk.phone.says("đơn xin vắng")
    await cancel_meeting(desk.scene.db, desk.scene.meeting.id, "test", desk.scene.now)
    assert "đã hoãn" in await desk.phone.says("1 đồng ý")
    assert (await desk.leaves())[0] is PENDING
