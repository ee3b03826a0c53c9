"""A couple shares a phone: what is said counts for the one who is named, and nobody is taken for the other."""

import pytest
from sqlalchemy import select

from bot.model.attendances import AnswerLog
from bot.model.members import Member
from bot.model.notices import Notice
from bot.services.addresses import reachable
from bot.services.invitations import renew_open_lists
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import hers
from tests.handlers.shared_phone import shares


@pytest.fixture
async def son(scene: Scene) -> Member:
    """Lan's, at her phone."""
    person = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    await shares(scene.db, person, "1", scene.now)
    await renew_open_lists(scene.db, [scene.cell.id], scene.now)
    return person


async def said_by(scene: Scene) -> list[tuple[int, str]]:
    found = await scene.db.execute(select(AnswerLog.member_id, AnswerLog.said_by).order_by(AnswerLog.id))
    return [(member_id, by) for member_id, by in found]


async def told(scene: Scene) -> list[str]:
    """The words that were passed on, each with its receiver."""
    found = await scene.db.scalars(select(Notice).filter_by(member_id=scene.secretary.id, meeting_id=None))
    return [str(one.content) for one in found]


async def is_reachable(scene: Scene, person: Member) -> bool:
    return bool((await reachable(scene.db, [person.id]))[person.id])


async def test_each_answers_for_themselves(scene: Scene, son: Member) -> None:
    await scene.phone.says("có")
    await scene.phone.presses("Lê Văn Sơn")
    await scene.phone.says("vắng")
    await scene.phone.presses("Nguyễn Thị Lan")
    await scene.phone.presses("Ốm")
    lan = scene.lan.id
    assert await said_by(scene) == [(son.id, f"member:{son.id}"), *[(lan, f"member:{lan}")] * 2]


async def test_a_word_for_somebody_else_names_both_who_may_have_said_it(scene: Scene, son: Member) -> None:
    await scene.phone.says("báo hộ đồng chí Hoa ốm")
    (word,) = await told(scene)
    assert "Nguyễn Thị Lan hoặc đồng chí Lê Văn Sơn" in word


async def test_where_two_cells_share_a_phone_each_secretary_reads_the_own_members_name_alone(scene: Scene) -> None:
    other = await village.cell(scene.db, code="ban")
    leader, son = [await village.member(scene.db, other, name) for name in ("Vi Thị Hoa", "Lê Văn Sơn")]
    await village.office(scene.db, leader, other)
    await village.reachable_at(scene.db, leader, scene.now, chat="55")
    await shares(scene.db, son, "1", scene.now)
    await scene.phone.says("báo hộ đồng chí Hoa ốm")
    found = await scene.db.scalars(select(Notice).filter_by(meeting_id=None).where(Notice.member_id.is_not(None)))
    words = {one.member_id: str(one.content) for one in found}
    assert words.keys() == {scene.secretary.id, leader.id}
    assert "Đồng chí Nguyễn Thị Lan hoặc người dùng chung máy nhắn báo hộ" in words[scene.secretary.id]
    assert "Đồng chí Lê Văn Sơn hoặc người dùng chung máy nhắn báo hộ" in words[leader.id]
    assert ["về buổi họp" in words[one.id] for one in (scene.secretary, leader)] == [True, False]
    assert not [one for one, name in ((scene.secretary, "Sơn"), (leader, "Lan")) if name in words[one.id]]


async def test_refusing_messages_asks_who_and_stops_that_one_alone(scene: Scene, son: Member) -> None:
    assert "Đồng chí nào dừng nhận tin" in await scene.phone.says("từ chối")
    assert "(Đồng chí Lê Văn Sơn) Đã dừng nhận tin" in await scene.phone.presses("Lê Văn Sơn")
    assert (await is_reachable(scene, son), await is_reachable(scene, scene.lan)) == (False, True)
    assert ["Lê Văn Sơn đã dừng" in word for word in await told(scene)] == [True]


async def test_both_may_stop_at_once(scene: Scene, son: Member) -> None:
    await scene.phone.says("stop")
    await scene.phone.presses("Tất cả")
    assert (await is_reachable(scene, son), await is_reachable(scene, scene.lan)) == (False, False)


@pytest.mark.parametrize("words", ["có", "đồng ý", "không", "dừng"])
async def test_a_word_alone_stops_nobody_on_a_phone_of_two(scene: Scene, son: Member, words: str) -> None:
    await scene.phone.says("từ chối")
    await scene.phone.says(words)
    assert (await is_reachable(scene, son), await is_reachable(scene, scene.lan)) == (True, True)


async def test_a_button_from_before_the_second_came_asks_who(scene: Scene, son: Member) -> None:
    assert "Đồng chí nào dừng nhận tin" in await scene.phone.presses_value("stop:yes")
    assert (await is_reachable(scene, son), await is_reachable(scene, scene.lan)) == (True, True)


async def test_nobody_stops_the_messages_of_somebody_at_another_phone(scene: Scene) -> None:
    await hers(scene).presses_value(f"stop_one:{scene.lan.id}")
    assert await is_reachable(scene, scene.lan)


async def test_alone_at_a_phone_one_is_asked_as_ever(scene: Scene) -> None:
    await scene.phone.says("từ chối")
    await scene.phone.presses("Đúng, dừng")
    assert not await is_reachable(scene, scene.lan)
