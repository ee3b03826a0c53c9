"""Conclusions and tasks in the chat: written during the meeting, done by one tap, seen by whom they concern."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.model.attendances import Answer
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.services.conclusions import State, conclusions_of
from bot.words import conclusions as words
from bot.words import menu
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import talk
from tests.talk import Phone, plain_phone

LINE = "kết luận: Sửa đường vào nhà văn hóa; giao đ/c Lan, hạn 25/12"


@pytest.fixture(params=["buttons", "plain"])
async def clerk(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    """Half an hour after the meeting began."""
    person = await village.member(scene.db, scene.cell, "Lê Thị Ký")
    await village.office(scene.db, person, scene.cell, Office.CLERK)
    now = scene.meeting.starts_at + timedelta(minutes=30)
    if request.param == "plain":
        await village.reachable_at(scene.db, person, scene.now, "50", "rehearsal_plain")
        return plain_phone(scene.db, now, "50")
    await village.reachable_at(scene.db, person, scene.now, "5")
    return Phone(scene.db, now, "5")


async def written(scene: Scene) -> list[tuple[str, int | None, date | None]]:
    found = await conclusions_of(scene.db, scene.meeting.id)
    return [(one.row.text, one.row.member_id, one.row.due_on) for one in found]


async def told(scene: Scene) -> list[int | None]:
    return list(await scene.db.scalars(select(Notice.member_id).where(Notice.step == Step.PASSED_ON)))


async def test_the_clerk_writes_them_line_by_line(scene: Scene, clerk: Phone) -> None:
    said = await clerk.says(LINE)
    assert "1. Sửa đường vào nhà văn hóa (đ/c Nguyễn Thị Lan, hạn 25/12/2026)" in said
    await talk(clerk, ["Thu đảng phí quý bốn đủ", "2: Thu đảng phí quý bốn", "giao 2 đ/c Bình, hạn 31/12"])
    assert await written(scene) == [
        ("Sửa đường vào nhà văn hóa", scene.lan.id, date(2026, 12, 25)),
        ("Thu đảng phí quý bốn", scene.secretary.id, date(2026, 12, 31)),
    ]
    assert await told(scene) == [scene.lan.id, scene.secretary.id]
    await talk(clerk, ["xong 2", "xóa 1"])
    (left,) = await conclusions_of(scene.db, scene.meeting.id)
    assert (left.row.position, left.state(date(2026, 12, 1))) == (1, State.DONE)


async def test_several_lines_of_one_message_are_several_conclusions(scene: Scene, clerk: Phone) -> None:
    await clerk.says("kết luận: Sửa đường\nSửa cầu; giao đ/c Lan\n\nHọp dân")
    assert [text for text, *_ in await written(scene)] == ["Sửa đường", "Sửa cầu", "Họp dân"]
    assert "Không thấy" in await clerk.says("kết luận: Một\nHai; giao đ/c Nguyệt")
    assert len(await written(scene)) == 3


async def test_a_short_word_at_this_step_is_no_conclusion(scene: Scene, clerk: Phone) -> None:
    await clerk.says("kết luận")
    for text in ("ok", "thế à", "xin vắng vì ốm", "vâng"):
        await clerk.says(text)
    assert await written(scene) == []
    assert "thôi" in words.HINTS["conclusions"]
    assert menu.LEFT_AND_KEPT in await talk(clerk, ["kết luận", "thôi"])


async def test_before_the_meeting_there_is_nothing_to_conclude(scene: Scene) -> None:
    early = Phone(scene.db, scene.now, "9")
    assert "Chưa có buổi họp nào" in await early.says(LINE)
    assert "chưa bắt đầu" in await early.presses_value(f"conclusions:{scene.meeting.id}")
    assert await written(scene) == []


async def test_one_is_done_or_taken_away_by_a_button(scene: Scene) -> None:
    phone = Phone(scene.db, scene.meeting.starts_at, "9")
    await talk(phone, [LINE, "Sửa cầu qua suối Trong"])
    await phone.presses("1) Sửa đường")
    await phone.presses(words.DONE)
    first, second = await conclusions_of(scene.db, scene.meeting.id)
    assert first.row.done_at is not None
    await phone.presses_value(f"conclusion_off:{second.row.id}")
    assert len(await written(scene)) == 1
    assert "Không có kết luận" in await phone.presses_value(f"conclusion_off:{second.row.id}")
    assert "Không có kết luận" in await phone.presses_value(f"conclusion:{second.row.id}")


# Tasks


@pytest.fixture(params=["buttons", "plain"])
async def lans(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    """Lan's phone, when she has been given something."""
    await Phone(scene.db, scene.meeting.starts_at, "9").says(LINE)
    now = scene.meeting.starts_at + timedelta(days=1)
    if request.param == "buttons":
        return Phone(scene.db, now, "1")
    await village.reachable_at(scene.db, scene.lan, scene.now, "10", "rehearsal_plain")
    return plain_phone(scene.db, now, "10")


async def test_whoever_has_a_task_sees_it_and_is_done_with_one_tap(scene: Scene, lans: Phone) -> None:
    assert "Sửa đường vào nhà văn hóa" in await lans.says("việc của tôi")
    assert "đã xong" in await lans.presses("1) Sửa đường")
    (found,) = await conclusions_of(scene.db, scene.meeting.id)
    assert (found.row.done_at, found.row.done_by) == (lans.now, f"member:{scene.lan.id}")
    await lans.presses(words.NOT_DONE)
    assert found.row.done_at is None
    await lans.presses_value(f"my_task:{found.row.id}:1")
    assert words.NOTHING_MINE in await lans.says("việc của tôi")


async def test_the_number_of_a_task_may_be_said_with_what_became_of_it(scene: Scene, lans: Phone) -> None:
    await lans.says("việc của tôi")
    assert "Không có việc số 2" in await lans.says("xong 2")
    (found,) = await conclusions_of(scene.db, scene.meeting.id)
    assert found.row.done_at is None
    assert "đã xong" in await lans.says("xong 1")
    assert found.row.done_at == lans.now


async def test_nobody_ends_the_task_of_another(scene: Scene, lans: Phone) -> None:
    (found,) = await conclusions_of(scene.db, scene.meeting.id)
    other = await village.member(scene.db, scene.cell, "Vũ Văn Khác")
    await village.reachable_at(scene.db, other, scene.now, "7")
    phone = Phone(scene.db, scene.now, "7")
    assert "Không có kết luận" in await phone.presses_value(f"my_task:{found.row.id}:1")
    for value in (f"task:{found.row.id}:1", f"conclusion:{found.row.id}", f"tasks_of:{scene.cell.id}"):
        assert "không được phân công" in await phone.presses_value(value)
    assert words.NOTHING_MINE in await phone.says("việc của tôi")
    assert "không được phân công" in await lans.says("việc của chi bộ")
    assert found.row.done_at is None


async def test_whoever_leads_the_cell_sees_all_that_is_open(scene: Scene, lans: Phone) -> None:
    phone = Phone(scene.db, lans.now, "9")
    assert "1 việc đã giao chưa xong" in await phone.says("việc đã giao")
    await phone.presses("1) Sửa đường")
    assert words.NOTHING_OPEN in await phone.says("việc đã giao")


async def test_the_secretary_of_another_cell_sees_nothing_of_it(scene: Scene, lans: Phone) -> None:
    other = await village.cell(scene.db, code="la")
    person = await village.member(scene.db, other, "Đỗ Văn Khác")
    await village.office(scene.db, person, other)
    await village.reachable_at(scene.db, person, scene.now, "8")
    phone = Phone(scene.db, lans.now, "8")
    (found,) = await conclusions_of(scene.db, scene.meeting.id)
    for value in (f"tasks_of:{scene.cell.id}", f"task:{found.row.id}:1", f"conclusions:{scene.meeting.id}"):
        assert "không được phân công" in await phone.presses_value(value)
    assert words.NOTHING_OPEN in await phone.says("việc đã giao")


async def test_the_own_menu_speaks_of_tasks_where_there_are_any(scene: Scene, lans: Phone) -> None:
    await lans.says("menu")
    assert words.MY_TASKS in lans.offered
    assert "Sửa đường" in await lans.presses(words.MY_TASKS)
    assert (await scene.row()).answer in {None, Answer.COMING}


async def test_the_button_of_a_task_that_is_off_ends_no_other(scene: Scene, lans: Phone) -> None:
    """The next task had been given its number."""
    clerk = Phone(scene.db, scene.meeting.starts_at, "9")
    (off,) = await conclusions_of(scene.db, scene.meeting.id)
    await clerk.presses_value(f"conclusion_off:{off.row.id}")
    await clerk.says("kết luận: Thu quỹ vì người nghèo; giao đ/c Lan, hạn 26/12")
    await lans.presses_value(f"my_task:{off.row.id}:1")
    (other,) = await conclusions_of(scene.db, scene.meeting.id)
    assert other.row.done_at is None
