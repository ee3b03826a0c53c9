"""Somebody stops messages, is asked once, and takes them up again."""

import pytest
from sqlalchemy import select

from bot.model.meetings import Step
from bot.model.notices import Notice
from tests.handlers.conftest import Scene
from tests.handlers.test_joining import is_reachable


@pytest.mark.parametrize("words", ["TU CHOI", "tuchoi", "Từ chối", "STOP", "stop", "/stop"])
async def test_stopping_is_confirmed_once(scene: Scene, words: str) -> None:
    await scene.phone.says(words)
    assert await is_reachable(scene, scene.lan)
    await scene.phone.presses("Đúng, dừng")
    assert not await is_reachable(scene, scene.lan)


async def test_stopping_touches_nothing_but_messages_and_tells_the_secretary(scene: Scene) -> None:
    await scene.phone.says("có")
    await scene.phone.says("STOP")
    await scene.phone.says("1")
    assert (await scene.row()).answer == "coming"
    word = (await scene.db.scalars(select(Notice).filter_by(step=Step.PASSED_ON))).one()
    assert word.member_id == scene.secretary.id
    assert "dừng nhận tin" in str(word.content)


@pytest.mark.parametrize("words", ["dừng", "dung", "DUNG"])
async def test_a_typed_dung_is_asked_and_never_obeyed(scene: Scene, words: str) -> None:
    said = await scene.phone.says(words)
    assert "dừng nhận tin, hay" in said
    assert await is_reachable(scene, scene.lan)


async def test_right_with_its_marks_is_no_word_for_stopping(scene: Scene) -> None:
    assert "dừng nhận tin" not in await scene.phone.says("Đúng")
    assert await is_reachable(scene, scene.lan)


async def test_messages_can_be_taken_up_again_with_a_new_consent(scene: Scene) -> None:
    await scene.phone.says("STOP")
    await scene.phone.presses("Đúng, dừng")
    await scene.phone.presses("Nhận tin trở lại")
    await scene.phone.presses("Đồng ý")
    assert await is_reachable(scene, scene.lan)


async def test_whoever_blocks_is_not_sent_to_until_they_write_again(scene: Scene) -> None:
    await scene.phone.blocks()
    assert not await is_reachable(scene, scene.lan)
    await scene.phone.says("có")
    assert await is_reachable(scene, scene.lan)
