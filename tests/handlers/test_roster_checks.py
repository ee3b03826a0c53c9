"""The secretary says in the chat whether the roster is right, by a button or in words."""

from datetime import date

import pytest
from sqlalchemy import select, update

from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit
from bot.model.warnings import RosterCheck
from bot.refusals import NotAllowed
from bot.services.notices import from_content
from bot.services.roster_answers import LONGEST
from bot.services.roster_checks import see_to_rosters
from bot.words import refused
from bot.words import roster_checks as words
from tests import village
from tests.handlers.committees import SITE
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers
from tests.talk import Phone, phone_abroad
from tests.village import at

FIFTH = at(2027, 1, 5)
NOT_FOR_THEM = refused.refused(NotAllowed(), spoken=True)


async def asked(scene: Scene) -> RosterCheck:
    await scene.db.execute(update(Unit).values(since_on=date(2026, 1, 1)))
    assert await see_to_rosters(scene.db, FIFTH) == 1
    return (await scene.db.scalars(select(RosterCheck))).one()


async def question_on(phone: Phone, scene: Scene) -> None:
    notice = (await scene.db.scalars(select(Notice).where(Notice.about.startswith("roster:")))).one()
    assert notice.content
    phone.shows(from_content(notice.content), "1")


async def test_one_tap_says_that_it_is_right_and_a_second_changes_nothing(scene: Scene) -> None:
    check, phone = await asked(scene), hers(scene, FIFTH)
    await question_on(phone, scene)
    for _ in range(2):
        assert await phone.presses_value(f"roster_right:{check.id}") == words.is_right_now("2027-q1")
        assert (check.is_right, check.answered_by) == (True, f"member:{scene.secretary.id}")


async def test_what_is_wrong_is_asked_for_kept_and_passed_on_to_whoever_keeps_the_roster(scene: Scene) -> None:
    check, phone = await asked(scene), hers(scene, FIFTH)
    await village.office(scene.db, scene.lan, scene.cell, Office.OFFICE)
    await question_on(phone, scene)
    assert await phone.presses(words.WRONG) == words.ask_wrong(LONGEST)
    text = await phone.says("đồng chí Hùng đã chuyển đi tháng 11")
    assert "đã báo văn phòng" in text
    assert (check.is_right, check.wrong) == (False, "đồng chí Hùng đã chuyển đi tháng 11")
    scene.phone.now = FIFTH
    assert "Hùng đã chuyển đi" in await scene.phone.presses_value(f"roster_said:{check.id}")
    assert await phone.presses(words.RIGHT) == words.is_right_now("2027-q1")


async def test_in_words_without_marks_it_goes_too(scene: Scene) -> None:
    check, phone = await asked(scene), await her_plain_one(scene)
    phone.now = FIFTH
    await phone.says("danh sach sai: dc Hung da chuyen di")
    assert check.wrong == "dc Hung da chuyen di"
    await phone.says("danh sách chưa đúng sai số của đồng chí Lan")
    assert check.wrong == "sai số của đồng chí Lan"
    assert await phone.says("Danh sach dung") == words.is_right_now("2027-q1")
    assert check.is_right


async def test_a_mark_of_secrecy_is_refused_before_anything_is_kept(scene: Scene) -> None:
    check, phone = await asked(scene), hers(scene, FIFTH)
    await phone.says("danh sách sai: theo công văn TỐI MẬT số 3")
    assert (check.wrong, check.answered_at) == (None, None)
    await phone.says("xác nhận: danh sách sai: đồng chí Mật đã bảo mật máy")
    assert check.wrong == "đồng chí Mật đã bảo mật máy"


async def test_without_a_question_there_is_nothing_to_answer(scene: Scene) -> None:
    assert await hers(scene, FIFTH).says("danh sách đúng") == words.NOTHING_ASKED
    assert await scene.phone.says("danh sách đúng") == NOT_FOR_THEM


@pytest.mark.parametrize("key", ["roster_right", "roster_wrong", "roster_names", "roster_said"])
async def test_nobody_else_answers_for_a_cell_or_sees_its_people(scene: Scene, key: str) -> None:
    check = await asked(scene)
    scene.phone.now = FIFTH
    assert await scene.phone.presses_value(f"{key}:{check.id}") == NOT_FOR_THEM
    assert await scene.phone.presses_value(f"{key}:999999") == NOT_FOR_THEM
    assert check.answered_at is None


async def test_the_names_go_as_a_file_and_abroad_by_a_link(scene: Scene) -> None:
    check, phone = await asked(scene), hers(scene, FIFTH)
    await phone.presses_value(f"roster_names:{check.id}")
    sheet = (await phone.document()).content.decode()
    assert "1. Trần Thị Bình: chính thức" in sheet
    scene.db.info["public_url"] = SITE
    abroad = phone_abroad(scene.db, FIFTH, "9")
    text = await abroad.presses_value(f"roster_names:{check.id}")
    assert f"{SITE}/tep/" in text
    assert "Bình" not in text
