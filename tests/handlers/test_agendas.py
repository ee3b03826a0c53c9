"""The agenda in the chat: changed by short lines, kept as usual, told again after a look; read by all who come."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.model.attendances import Answer
from bot.model.guests import GuestKind
from bot.model.meetings import MeetingState, Step
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.services.conclusions import add_conclusions
from bot.services.guests import add_guests
from bot.services.unit_settings import change
from bot.services.usual_agendas import items_of
from bot.words import agendas as words
from bot.words import letters, stops
from bot.words.agendas import SHIPPED
from tests import village
from tests.handlers.committees import SITE
from tests.handlers.conftest import Scene
from tests.handlers.leaders_desk import crowd, told
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone, phone_abroad, plain_phone

SHIPPED_ONES = SHIPPED["regular"]


@pytest.fixture(params=["buttons", "plain"])
async def secretary(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    return hers(scene) if request.param == "buttons" else await her_plain_one(scene)


async def told_of(scene: Scene) -> list[int | None]:
    return list(await scene.db.scalars(select(Notice.member_id).filter_by(step=Step.CONTENT).order_by(Notice.id)))


async def test_the_secretary_changes_it_line_by_line(scene: Scene, secretary: Phone) -> None:
    said = await secretary.says("nội dung")
    assert "Nội dung sinh hoạt thường kỳ 09h00 ngày 22/11" in said
    assert all(item in said for item in SHIPPED_ONES)
    await talk(secretary, ["3: Bàn việc làm đường", "xóa 9, 8", "thêm: Việc khác", "chuyển 8 lên 1"])
    await secretary.says("chủ đề: Chuẩn bị Tết")
    assert items_of(scene.meeting)[:4] == ["Việc khác", *SHIPPED_ONES[:2], "Bàn việc làm đường"]
    assert scene.meeting.topic == "Chuẩn bị Tết"
    assert len(items_of(scene.meeting)) == 8
    assert await told_of(scene) == []


async def test_several_lines_at_once_are_all_taken_or_none(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("nội dung 1: Khai mạc\n2: Chào cờ")
    assert items_of(scene.meeting)[:2] == ["Khai mạc", "Chào cờ"]
    assert "không có mục số 20" in await phone.says("1: Khác\nxóa 20")
    assert items_of(scene.meeting)[0] == "Khai mạc"


async def test_a_line_that_changes_nothing_says_how_and_stays_at_it(scene: Scene, secretary: Phone) -> None:
    await secretary.says("nội dung")
    assert "thêm: …" in await secretary.says("cái này là gì")
    await secretary.says("3: Bàn việc làm đường")
    assert items_of(scene.meeting)[2] == "Bàn việc làm đường"


async def test_the_own_answer_is_one_at_this_step_too(scene: Scene, secretary: Phone) -> None:
    await secretary.says("nội dung")
    await secretary.says("vắng ốm")
    assert (await scene.row(scene.secretary)).answer is Answer.AWAY


async def test_a_mark_is_refused_also_between_two_lines(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("nội dung")
    assert "mật" in await phone.says("3: Học tài liệu\nmật số 4")
    assert "xác nhận:" in await phone.says("3: Gặp mặt thân mật")
    assert scene.meeting.agenda is None
    await phone.says("xác nhận: 3: Gặp mặt thân mật")
    assert items_of(scene.meeting)[2] == "Gặp mặt thân mật"


async def test_it_is_kept_as_usual_and_taken_from_it(scene: Scene, secretary: Phone) -> None:
    await talk(secretary, ["nội dung", "xóa 2 3 4 5 6 7 8 9"])
    await secretary.presses(words.KEEP_AS_USUAL)
    other = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=9))
    assert items_of(other) == [SHIPPED_ONES[0]]
    await secretary.presses_value(f"agenda:{other.id}")
    await secretary.says("1: Khác")
    await secretary.presses_value(f"agenda_take:{other.id}")
    assert items_of(other) == [SHIPPED_ONES[0]]


async def test_the_usual_agenda_of_a_kind_is_changed_and_reset(scene: Scene, secretary: Phone) -> None:
    await secretary.says("mẫu nội dung")
    await secretary.presses("Sinh hoạt thường kỳ")
    await secretary.says("1: Khai mạc")
    meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=9))
    assert items_of(meeting)[0] == "Khai mạc"
    said = await secretary.presses(words.RESET_USUAL)
    assert "(có sẵn)" in said


# Telling


async def test_it_is_told_again_after_a_look_and_once(scene: Scene, secretary: Phone) -> None:
    await told(scene)
    await talk(secretary, ["nội dung 1: Khai mạc"])
    said = await secretary.presses(words.TELL_AGAIN)
    assert "2 đồng chí" in said
    assert await told_of(scene) == []
    assert "Đã báo lại" in await secretary.says("có")
    assert await told_of(scene) == [scene.secretary.id, scene.lan.id]
    await secretary.presses_value(f"agenda_tell_yes:{scene.meeting.id}:1:1")
    assert len(await told_of(scene)) == 2


async def test_many_are_told_only_by_their_number(scene: Scene) -> None:
    await crowd(scene, 20)
    await scene.db.execute(update(Notice).values(state=NoticeState.SENT))
    change(scene.cell, "confirm_above", "20")
    phone = hers(scene)
    await phone.says("báo lại nội dung")
    said = await phone.presses(words.TELL_NOW)
    assert stops.send_to(22) in phone.offered
    assert "22 đồng chí" in said
    await phone.says("21")
    assert await told_of(scene) == []
    assert "Đã báo lại" in await phone.says("22 đồng chí")
    assert len(await told_of(scene)) == 22


async def test_nobody_is_told_again_who_knows_nothing_yet(scene: Scene) -> None:
    phone = hers(scene)
    await phone.says("nội dung")
    assert words.TELL_AGAIN not in phone.offered
    assert "chưa báo cho ai" in await phone.presses_value(f"agenda_tell:{scene.meeting.id}")


async def test_a_button_of_a_meeting_that_moved_or_is_off_shows_how_it_stands(scene: Scene) -> None:
    await told(scene)
    phone = hers(scene)
    scene.meeting.revision = 2
    assert "Nút này đã cũ" in await phone.presses_value(f"agenda_tell_yes:{scene.meeting.id}:1:1")
    scene.meeting.state = MeetingState.CANCELLED
    await phone.presses_value(f"agenda:{scene.meeting.id}")
    await phone.says("nội dung 1: Khác")
    assert scene.meeting.agenda is None
    assert await told_of(scene) == []


# Who may


async def test_members_read_and_change_nothing(scene: Scene) -> None:
    said = await scene.phone.says("nội dung")
    assert SHIPPED_ONES[0] in said
    assert "thêm: …" not in said
    for value in ("agenda", "agenda_keep", "agenda_take", "agenda_tell", "letters", "papers", "papers_bring"):
        assert "không được phân công" in await scene.phone.presses_value(f"{value}:{scene.meeting.id}")
    assert "không được phân công" in await scene.phone.says("nội dung 1: Khác")
    assert scene.meeting.agenda is None


@pytest.mark.parametrize("office", [Office.CLERK, Office.ASSIGNED_SUPERVISOR])
async def test_neither_the_clerk_nor_who_follows_the_cell_changes_it(scene: Scene, office: Office) -> None:
    await village.office(scene.db, scene.lan, scene.cell, office)
    cell = scene.cell.id
    for value in (f"agenda:{scene.meeting.id}", f"agenda_usual:{cell}:regular", f"agenda_kinds:{cell}"):
        assert "không được phân công" in await scene.phone.presses_value(value)


async def test_the_secretary_of_another_cell_changes_nothing(scene: Scene) -> None:
    other = await village.cell(scene.db, code="la")
    await village.office(scene.db, scene.lan, other)
    assert "không được phân công" in await scene.phone.presses_value(f"agenda:{scene.meeting.id}")
    assert "không được phân công" in await scene.phone.presses_value(f"agenda_reset:{scene.cell.id}:regular")


# Looking back, letters


async def test_what_the_last_meeting_concluded_is_looked_back_on(scene: Scene, secretary: Phone) -> None:
    last = await village.held(scene.db, scene.cell, scene.now - timedelta(days=18))
    lines = ["Sửa đường; giao đ/c Lan, hạn 25/12", "Nhất trí kết nạp"]
    await add_conclusions(scene.db, last, lines, "test", scene.now)
    await secretary.says("nội dung")
    said = await secretary.presses("Kết luận buổi trước: 2, chưa xong 2")
    assert "1. Sửa đường (đ/c Nguyễn Thị Lan, hạn 25/12/2026)" in said
    await secretary.presses("1) Sửa đường")
    await secretary.says("nội dung")
    assert any("chưa xong 1" in label for label in secretary.offered)
    assert "không được phân công" in await scene.phone.presses_value(f"agenda_review:{scene.meeting.id}:0")


async def test_letters_come_as_a_file_or_from_abroad_by_a_link(scene: Scene) -> None:
    await add_guests(scene.db, scene.meeting, "Nguyễn Văn A", GuestKind.GUEST, "test", scene.now)
    phone = hers(scene)
    await phone.says("nội dung")
    said = await phone.presses(letters.LETTERS)
    assert "1 giấy mời có tên và 1 giấy mời để trống" in said
    assert (await phone.document()).name.endswith(".docx")
    scene.db.info["public_url"] = SITE
    abroad = phone_abroad(scene.db, scene.now, "9")
    assert f"{SITE}/tep/" in await abroad.says("giấy mời")
    assert abroad.screen[-1].attaches is None


async def test_the_menu_leads_to_all_of_it(scene: Scene) -> None:
    await village.reachable_at(scene.db, scene.secretary, scene.now, "91", "rehearsal_plain")
    phone = plain_phone(scene.db, scene.now, "91")
    await phone.presses_value(f"content:{scene.cell.id}")
    assert [label.split(" ")[0] for label in phone.offered] == ["Nội", "Tài", "Giấy", "Mẫu", "Việc", "Xem"]
    assert "Nội dung sinh hoạt" in await phone.says("1")
    assert "không được phân công" in await scene.phone.presses_value(f"content:{scene.cell.id}")
