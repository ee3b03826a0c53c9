"""Whoever was not reached is told once more, from the list of the silent or by two words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.roles import Office
from bot.services.meetings import move_meeting
from bot.words import stops
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.leaders_desk import desk, told
from tests.talk import Phone, plain_phone


@pytest.fixture(params=[Phone, plain_phone])
async def secretary(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    phone = await desk(scene, request.param)
    await told(scene)
    await stands(scene, scene.lan, NoticeState.UNCERTAIN)
    return phone


async def stands(scene: Scene, person: Member, state: NoticeState) -> None:
    (await village.notices_of(scene.db, scene.meeting, person))[-1].state = state
    await scene.db.flush()


async def waiting(scene: Scene) -> list[int | None]:
    return list(await scene.db.scalars(select(Notice.member_id).filter_by(state=NoticeState.WAITING)))


async def test_it_is_asked_once_and_sent_once(scene: Scene, secretary: Phone) -> None:
    assert "1 đồng chí chưa nhận được tin hoặc chưa chắc đã nhận. Gửi lại?" in await secretary.says("gửi lại")
    assert await waiting(scene) == []
    again = f"resend_yes:{scene.meeting.id}:1:1"
    assert "Đã gửi lại cho 1 đồng chí" in await secretary.presses_value(again)
    assert stops.NOBODY_MISSED in await secretary.presses_value(again)
    assert await waiting(scene) == [scene.lan.id]


async def test_an_old_button_does_not_send_a_third_time(scene: Scene, secretary: Phone) -> None:
    again = f"resend_yes:{scene.meeting.id}:1:1"
    await secretary.presses_value(again)
    await stands(scene, scene.lan, NoticeState.FAILED)
    assert "Gửi lại?" in await secretary.presses_value(again)
    assert await waiting(scene) == []


async def test_the_list_of_the_silent_offers_it_where_somebody_was_missed(scene: Scene, secretary: Phone) -> None:
    await secretary.says("ai chưa trả lời")
    assert stops.RESEND in secretary.offered
    await village.has_been_told(scene.db, scene.meeting, scene.lan)
    await stands(scene, scene.lan, NoticeState.SENT)
    await secretary.says("ai chưa trả lời")
    assert stops.RESEND not in secretary.offered


async def test_the_call_list_offers_it_too(scene: Scene) -> None:
    await told(scene)
    await stands(scene, scene.lan, NoticeState.FAILED)
    phone = await desk(scene)
    await phone.says("danh sách gọi")
    await phone.presses(stops.RESEND)
    assert "Đã gửi lại" in await phone.presses(stops.RESEND_NOW)


async def test_the_answer_in_words(scene: Scene, secretary: Phone) -> None:
    await secretary.says("gửi lại")
    assert "Đã gửi lại" in await secretary.says("có")


async def test_saying_no_sends_nothing(scene: Scene, secretary: Phone) -> None:
    await secretary.says("gửi lại")
    await secretary.says("không")
    assert await waiting(scene) == []


async def test_when_all_have_it_nothing_is_offered(scene: Scene) -> None:
    await told(scene)
    assert stops.NOBODY_MISSED in await hers_says(scene, "gửi lại")


async def hers_says(scene: Scene, words: str) -> str:
    return await (await desk(scene)).says(words)


async def test_whom_no_message_reaches_has_to_be_called(scene: Scene) -> None:
    await village.member(scene.db, scene.cell, "Phạm Văn Tư")
    scene.meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2))
    await told(scene)
    phone = await desk(scene)
    assert "1 đồng chí khác không nhắn được" in await phone.presses_value(f"resend:{scene.meeting.id}")


async def test_at_night_the_answer_says_when_they_get_it(scene: Scene, secretary: Phone) -> None:
    secretary.now = village.at(2026, 11, 21, 22)
    await secretary.says("gửi lại")
    assert "sẽ nhận lại tin lúc 07h00 ngày 22/11" in await secretary.says("có")


async def test_after_a_move_an_old_button_shows_how_things_are(scene: Scene, secretary: Phone) -> None:
    later = village.at(2026, 11, 23, 19)
    await move_meeting(scene.db, scene.meeting.id, later, None, "test", scene.now)
    assert "Nút này đã cũ" in await secretary.presses_value(f"resend_yes:{scene.meeting.id}:1:1")


async def test_a_clerk_may_not(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    await told(scene)
    await stands(scene, scene.secretary, NoticeState.FAILED)
    await scene.phone.presses_value(f"resend_yes:{scene.meeting.id}:1:1")
    assert await waiting(scene) == []


async def test_a_member_who_says_it_reads_the_own_invitation_again(scene: Scene) -> None:
    said = await scene.phone.says("gửi lại")
    assert "Nhà văn hóa" in said
    assert scene.phone.offered == await after_hop(scene)


async def after_hop(scene: Scene) -> list[str]:
    await scene.phone.says("họp")
    return scene.phone.offered
