"""Guests, the committee above and exempt members, written down in the chat."""

from datetime import timedelta

import pytest

from bot.model.guests import GuestKind
from bot.model.meetings import MeetingKind, MeetingState
from bot.model.members import StatusKind
from bot.services.guests import beside
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers


@pytest.mark.parametrize("said", ["khách: Hà Văn Khách, phó chủ tịch xã", "mời khách Hà Văn Khách, phó chủ tịch xã"])
async def test_a_guest_is_written_in_one_line(scene: Scene, said: str) -> None:
    assert "Đã ghi 1 người ngoài danh sách" in await hers(scene).says(said)
    again = await (await her_plain_one(scene)).says(said)
    assert "đã có trong danh sách, không ghi thêm" in again
    (one,) = await beside(scene.db, scene.meeting.id)
    assert (one.kind, one.name, one.title, one.came) == (GuestKind.GUEST, "Hà Văn Khách", "phó chủ tịch xã", None)
    assert scene.meeting.is_extended


async def test_who_comes_from_above_is_written_as_such_and_makes_nothing_extended(scene: Scene) -> None:
    await hers(scene).says("cấp trên: Vũ Văn Trên, đảng ủy viên; đ/c Lý Thị Cao")
    assert [(one.kind, one.name) for one in await beside(scene.db, scene.meeting.id)] == [
        (GuestKind.UPPER, "Vũ Văn Trên"),
        (GuestKind.UPPER, "Lý Thị Cao"),
    ]
    assert not scene.meeting.is_extended


async def test_guests_are_marked_as_there_and_named_at_the_closing(scene: Scene) -> None:
    exempt = await village.member(scene.db, scene.cell, "Phạm Văn Miễn", StatusKind.EXEMPT)
    phone = hers(scene, scene.meeting.starts_at + timedelta(minutes=5))
    await phone.says("khách: Hà Văn Khách, phó chủ tịch xã")
    await phone.presses("1) Hà Văn Khách")
    assert "có đến" in await phone.presses("Có đến")
    await phone.presses("Đảng viên miễn đến dự")
    await phone.presses(exempt.name)
    await phone.says("điểm danh")
    said = await phone.says("đủ")
    assert "Có mặt 2/2." in said
    assert "Khách mời có mặt 1: Hà Văn Khách, phó chủ tịch xã." in said
    assert "Đảng viên không thuộc diện phải dự có mặt 1: Phạm Văn Miễn." in said
    said = await phone.presses("Chốt điểm danh")
    assert "Khách mời có mặt 1" in said
    assert "2/2" in said


async def test_while_the_roll_is_open_a_guest_is_no_line_of_it(scene: Scene) -> None:
    phone = hers(scene, scene.meeting.starts_at + timedelta(minutes=5))
    await phone.says("điểm danh")
    assert "Đã ghi 1 người" in await phone.says("khách: Hà Văn Khách")
    await phone.says("điểm danh")
    await phone.says("đủ")
    assert "Đã ghi 1 người" in await phone.says("Cấp trên: Vũ Văn Trên")


async def test_where_there_are_several_meetings_the_line_is_kept_until_one_is_chosen(scene: Scene) -> None:
    second = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=3), MeetingKind.THEMATIC)
    for phone in (hers(scene), await her_plain_one(scene)):
        await phone.says(f"khách: Hà Văn Khách {phone.channel[-5:]}")
        said = await phone.presses_value(phone.screen[-1].choices[1].value)
        assert "Đã ghi 1 người" in said
    assert len(await beside(scene.db, second.id)) == 2
    assert await beside(scene.db, scene.meeting.id) == []


@pytest.mark.parametrize("said", ["khách không đến", "khách mời chưa đến", "khach den dong"])
async def test_what_is_said_of_guests_names_nobody(scene: Scene, said: str) -> None:
    assert "Chưa thấy tên khách" in await hers(scene).says(said)
    assert await beside(scene.db, scene.meeting.id) == []


async def test_a_wrong_guest_is_taken_off_again_and_an_old_button_says_so(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("khách: Hà Văn Khách")
    await phone.presses("1) Hà Văn Khách")
    value = next(choice.value for choice in phone.screen[-1].choices if choice.label == "Bỏ tên")
    assert "Chưa ghi khách nào" in await phone.presses("Bỏ tên")
    assert "Không có khách số" in await phone.presses_value(value)


async def test_a_line_without_a_name_or_with_a_mark_writes_nothing(scene: Scene) -> None:
    phone = hers(scene)
    assert "Chưa thấy tên khách" in await phone.says("khách: , chủ tịch")
    assert "mật" in await phone.says("khách: Hà Văn A, công văn TỐI MẬT")
    assert await beside(scene.db, scene.meeting.id) == []


async def test_a_long_list_of_guests_fits_on_every_phone(scene: Scene) -> None:
    for phone in (hers(scene), await her_plain_one(scene)):
        await phone.says("khách: " + "; ".join(f"Hà Văn Khách{chr(97 + number)}" for number in range(9)))
        await phone.presses("Trang sau")
        await phone.presses("Đảng viên miễn đến dự")


async def test_nobody_writes_guests_of_what_is_not_theirs(scene: Scene) -> None:
    assert "không được phân công" in await scene.phone.says("khách: Hà Văn Khách")
    other = await village.cell(scene.db, code="la")
    secretary = await village.member(scene.db, other, "Lê Văn Lạ")
    await village.office(scene.db, secretary, other)
    await village.reachable_at(scene.db, secretary, scene.now, chat="6")
    stranger = hers(scene)
    stranger.chat = "6"
    for value in (f"guests:{scene.meeting.id}:0", f"guests_own_set:{scene.meeting.id}:0:{scene.lan.id}:1"):
        assert "không được phân công" in await stranger.presses_value(value)


async def test_of_a_meeting_that_is_off_no_guests_are_written(scene: Scene) -> None:
    scene.meeting.state = MeetingState.CANCELLED
    await scene.db.flush()
    assert (
        "đã hoãn" in (await hers(scene).presses_value(f"guests_own_set:{scene.meeting.id}:0:{scene.lan.id}:1")).lower()
    )
