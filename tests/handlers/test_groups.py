"""The group of a cell: named by a code that somebody says in it and the secretary confirms; nothing else is heard."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import Kind
from bot.model.endpoints import Endpoint
from bot.model.groups import UnitGroup
from bot.model.notices import Notice
from bot.services.addresses import endpoint_at
from bot.services.groups import groups_of, name_group
from bot.services.joining import MOST_WRONG, is_locked
from bot.services.notices import from_content
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.zalo import is_said_in_a_group
from tests.talk import Phone

CHAT = "-100200"


def hers(scene: Scene) -> Phone:
    return Phone(scene.db, scene.now, "9")


async def a_code(scene: Scene) -> str:
    """As the secretary gets it."""
    phone = hers(scene)
    await phone.says("nhóm")
    said = await phone.presses("Lấy mã")
    return said.partition("/nhom ")[2].partition("\n")[0]


async def says(scene: Scene, text: str, chat: str = CHAT) -> None:
    await is_said_in_a_group(scene.db, scene.now, text, chat)


async def questions(scene: Scene) -> list[Notice]:
    found = await scene.db.scalars(
        select(Notice).where(Notice.member_id == scene.secretary.id, Notice.about.startswith("group:"))
    )
    return list(found)


async def asked(scene: Scene) -> Phone:
    """The secretary's phone with the question whether this is the group."""
    phone = hers(scene)
    (question,) = await questions(scene)
    assert question.content is not None
    phone.shows(from_content(question.content), "asked")
    return phone


async def chats(scene: Scene) -> list[str]:
    return [place.external_id for _, place in await groups_of(scene.db, scene.cell.id)]


async def test_how_to_name_a_group_is_said(scene: Scene) -> None:
    phone = hers(scene)
    assert "chưa có nhóm" in await phone.says("nhóm")
    assert "thêm máy nhắn tin vào nhóm" in await phone.presses("Lấy mã")


async def test_a_code_that_is_said_in_a_group_and_confirmed_makes_it_the_cells(scene: Scene) -> None:
    code = await a_code(scene)
    await says(scene, f"/nhom {code}")
    assert await chats(scene) == []
    assert "là nhóm của Chi bộ Thôn thon" in await (await asked(scene)).presses("Đúng, nhóm")
    assert await chats(scene) == [CHAT]
    assert "Telegram, từ ngày 21/11/2026" in await hers(scene).says("nhóm")


@pytest.mark.parametrize("form", ["{}", "/nhom@bot {}", "@bot mã nhóm {} đây", "{}.", "Mã:{}"])
async def test_the_code_may_stand_anywhere_in_what_is_said(scene: Scene, form: str) -> None:
    await says(scene, form.format(await a_code(scene)))
    assert len(await questions(scene)) == 1


async def test_a_code_is_good_once_and_the_newest_alone(scene: Scene) -> None:
    first, second = await a_code(scene), await a_code(scene)
    await says(scene, first)
    assert await questions(scene) == []
    for chat in (CHAT, "-5"):
        await says(scene, second, chat)
    await (await asked(scene)).presses("Đúng, nhóm")
    assert await chats(scene) == [CHAT]


async def test_no_group_is_named_by_who_says_no(scene: Scene) -> None:
    await says(scene, await a_code(scene))
    phone = await asked(scene)
    yes = phone.screen[-1].choices[0].value
    await phone.presses("Không phải")
    assert "quá hạn" in await phone.presses_value(yes)
    assert await chats(scene) == []


async def test_the_code_of_a_group_links_no_phone(scene: Scene) -> None:
    code = await a_code(scene)
    assert "Mã không đúng" in await Phone(scene.db, scene.now, "77").says(code)
    await says(scene, code)
    assert len(await questions(scene)) == 1


async def test_the_code_of_a_phone_names_no_group(scene: Scene) -> None:
    phone = hers(scene)
    said = await phone.says("mã cho Lan")
    await says(scene, said.split(": ")[1].partition("\n")[0])
    assert await questions(scene) == []


async def test_many_wrong_codes_in_a_group_lock_it(scene: Scene) -> None:
    for _ in range(MOST_WRONG):
        await says(scene, "AAAAAAAA33")
    await says(scene, await a_code(scene))
    assert await questions(scene) == []
    assert is_locked(await endpoint_at(scene.db, "telegram", "telegram", CHAT))


async def test_whatever_else_is_said_in_a_group_is_not_heard(scene: Scene) -> None:
    before = len(await village.all_notices(scene.db))
    for words in ("có", "vắng ốm", "STOP", "?", "nhóm", "1", "x" * 5000):
        await says(scene, words)
    assert len(await village.all_notices(scene.db)) == before
    assert (await scene.row()).answer is None


async def test_a_group_that_puts_us_out_is_not_reached_until_it_takes_us_in(scene: Scene) -> None:
    place = await endpoint_at(scene.db, "telegram", "telegram", CHAT)
    await name_group(scene.db, scene.cell, place, "test", scene.now)
    await is_said_in_a_group(scene.db, scene.now, "", CHAT, Kind.STOPPED)
    assert "không còn ở trong nhóm" in await hers(scene).says("nhóm")
    await says(scene, "chào")
    assert "không còn" not in await hers(scene).says("nhóm")


async def test_a_group_is_ended_after_a_question(scene: Scene) -> None:
    place = await endpoint_at(scene.db, "telegram", "telegram", CHAT)
    await name_group(scene.db, scene.cell, place, "test", scene.now)
    phone = hers(scene)
    await phone.says("nhóm")
    await phone.presses("Ngắt nhóm")
    assert await chats(scene) == [CHAT]
    await phone.presses("Đúng, ngắt")
    assert await chats(scene) == []


async def test_a_new_group_takes_the_place_of_the_one_before_on_its_network_alone(scene: Scene) -> None:
    for channel, chat in (("telegram", "-1"), ("zalo_oa", "group:1"), ("telegram", "-2")):
        place = await endpoint_at(scene.db, channel, channel, chat)
        await name_group(scene.db, scene.cell, place, "test", scene.now)
    assert await chats(scene) == ["group:1", "-2"]
    assert len((await scene.db.scalars(select(UnitGroup))).all()) == 3


async def test_the_group_of_another_unit_is_not_taken_over(scene: Scene) -> None:
    other = await village.cell(scene.db, code="khac")
    place = await endpoint_at(scene.db, "telegram", "telegram", CHAT)
    await name_group(scene.db, other, place, "test", scene.now)
    await says(scene, await a_code(scene))
    assert "đơn vị khác" in await (await asked(scene)).presses("Đúng, nhóm")
    assert await chats(scene) == []


async def test_who_may_not_link_people_names_no_group(scene: Scene) -> None:
    assert "Nhà văn hóa" in await scene.phone.says("nhóm")
    assert "không được phân công" in await scene.phone.presses_value(f"group_code:{scene.cell.id}")
    await says(scene, await a_code(scene))
    value = (await asked(scene)).screen[-1].choices[0].value
    assert "không được phân công" in await scene.phone.presses_value(value)
    assert "Mời đồng chí gửi mã" in await Phone(scene.db, scene.now, "77").says("nhóm")


async def test_an_old_question_names_nothing(scene: Scene) -> None:
    await says(scene, await a_code(scene))
    phone = await asked(scene)
    phone.now += timedelta(days=3)
    assert "quá hạn" in await phone.presses("Đúng, nhóm")
    found = await scene.db.scalars(select(Endpoint.external_id).where(Endpoint.external_id == CHAT))
    assert found.all() == [CHAT]
    assert await chats(scene) == []
