"""The secretary hands out codes: to one person, five at a time, on a sheet to print."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document as Paper
from sqlalchemy import select

from bot.model.accounts import Account
from bot.model.endpoints import LinkCode
from bot.model.roles import Office
from bot.refusals import NotAllowed
from bot.reports.recipes import prepared
from bot.services.codes import looks_like_code
from bot.services.links import Whom, people_for
from handlers import codes
from handlers import help as helping
from tests import village
from tests.handlers.conftest import Scene
from tests.talk import Phone, phone_abroad, plain_phone

REFUSED = "không được phân công"


@pytest.fixture
def hers(scene: Scene) -> Phone:
    """The secretary's."""
    return Phone(scene.db, scene.now, "9")


async def plainly(scene: Scene) -> Phone:
    """The secretary's old phone."""
    await village.reachable_at(scene.db, scene.secretary, scene.now, "8", "rehearsal_plain")
    return plain_phone(scene.db, scene.now, "8")


def code_in(phone: Phone) -> str:
    return phone.screen[-1].text.split(": ")[1].partition("\n")[0]


@pytest.mark.parametrize("words", ["mã cho Nguyễn Thị Lan", "phát mã cho đ/c lan", "ma cho Lan"])
@pytest.mark.parametrize("is_plain", [True, False])
async def test_one_person_gets_a_code_by_name(scene: Scene, hers: Phone, words: str, *, is_plain: bool) -> None:
    phone = await plainly(scene) if is_plain else hers
    said = await phone.says(words)
    assert "Mã của đồng chí Nguyễn Thị Lan" in said
    assert "đến 09h00 ngày 05/12" in said
    assert "Đã nối máy này" in await Phone(scene.db, scene.now, "2").says(code_in(phone))


async def test_a_code_for_somebody_else_may_go_abroad(scene: Scene) -> None:
    assert "Mã của đồng chí" in await phone_abroad(scene.db, scene.now, "9").says("mã cho Lan")


async def test_the_old_phone_stays_until_the_new_one_is_linked(scene: Scene, hers: Phone) -> None:
    await hers.says("mã cho Lan")
    await scene.phone.says("có")
    assert (await scene.row()).answer == "coming"
    await Phone(scene.db, scene.now, "2").says(code_in(hers))
    assert "gửi mã" in await scene.phone.says("vắng")


async def test_two_taps_leave_one_code_to_be_seen_and_that_one_works(scene: Scene, hers: Phone) -> None:
    await hers.presses_value(f"link:{scene.cell.id}:{scene.lan.id}")
    ref, value = hers.refs[-1], hers.screen[-1].choices[0].value
    for _ in range(2):
        await hers.presses_value(value, ref)
    assert len(hers.screen) == 1
    assert "Đã nối máy này" in await Phone(scene.db, scene.now, "2").says(code_in(hers))


async def test_a_name_of_several_is_asked_back_and_of_nobody_refused(scene: Scene, hers: Phone) -> None:
    await village.members(scene.db, scene.cell, 2)
    await hers.says("mã cho Trần Văn")
    assert hers.offered == ["Trần Văn Sốaa", "Trần Văn Sốab"]
    assert "Sốab" in await hers.says("2")
    assert "không có “Hồ Văn Không”" in await hers.says("mã cho Hồ Văn Không")


async def test_in_two_cells_the_cell_is_named(scene: Scene, hers: Phone) -> None:
    other = await village.cell(scene.db, code="khac")
    await village.member(scene.db, other, "Phạm Thị Lan")
    await village.office(scene.db, scene.secretary, other)
    await hers.says("mã cho Lan")
    assert hers.offered == ["Phạm Thị Lan, Chi bộ Thôn khac", "Nguyễn Thị Lan, Chi bộ Thôn thon"]


@pytest.mark.parametrize("words", ["mà cho tôi vắng vì ốm", "mã cho Lan"])
async def test_words_of_a_member_that_begin_so_are_an_answer(scene: Scene, words: str) -> None:
    said = await scene.phone.says(words)
    assert "Mã của" not in said
    assert REFUSED not in said


# Many codes


async def test_the_codes_of_a_cell_are_asked_for_once_and_then_made_with_the_sheet(scene: Scene, hers: Phone) -> None:
    await village.members(scene.db, scene.cell, 3)
    old = await hers.says("mã cho Sốaa") and code_in(hers)
    assert "3 đồng chí chưa nối máy" in await hers.says("phát mã")
    assert "hết hiệu lực" in await hers.presses("các đồng chí chưa nối (3)")
    await hers.presses("Lập mã mới")
    assert hers.screen[-1].attaches == f"codes:{scene.secretary.id}:{scene.cell.id}:unlinked"
    sheet = await hers.document()
    assert sheet.name == "ma-noi-may-thon-thon.docx"
    strips = [cell.text for row in Paper(BytesIO(sheet.content)).tables[0].rows for cell in row.cells]
    code = next(line for line in strips[0].splitlines() if looks_like_code(line))
    assert "Trần Văn Sốaa" in strips[0]
    assert "không đúng" in await Phone(scene.db, scene.now, "2").says(old)
    assert "Chào đồng chí Trần Văn Sốaa" in await Phone(scene.db, scene.now, "2").says(code)


async def test_a_second_tap_makes_no_second_sheet(scene: Scene, hers: Phone) -> None:
    await village.members(scene.db, scene.cell, 3)
    await hers.presses_value(f"codes_new:{scene.cell.id}:unlinked")
    await hers.presses("Lập mã mới")
    assert "đã xong" in await hers.presses("Lập mã mới")


async def test_the_whole_cell_may_have_new_codes(scene: Scene, hers: Phone) -> None:
    await hers.says("mã")
    assert hers.offered == ["Tờ in mã: cả chi bộ (2)", "Mã cho một đồng chí"]
    assert "2 đồng chí?" in await hers.presses("cả chi bộ")
    await hers.presses("Lập mã mới")
    assert hers.screen[-1].attaches == f"codes:{scene.secretary.id}:{scene.cell.id}:all"


async def test_abroad_the_sheet_goes_by_a_link(scene: Scene) -> None:
    await village.members(scene.db, scene.cell, 3)
    scene.db.info["public_url"] = "https://chibo.example"
    phone = phone_abroad(scene.db, scene.now, "9")
    await phone.says("mã")
    await phone.presses("các đồng chí chưa nối")
    assert "https://chibo.example/tep/" in await phone.presses("Lập mã mới")
    assert phone.screen[-1].attaches is None


async def test_who_is_secretary_no_more_gets_no_sheet_that_was_on_its_way(scene: Scene, hers: Phone) -> None:
    with pytest.raises(NotAllowed):
        await prepared(scene.db, f"codes:{scene.lan.id}:{scene.cell.id}:all", scene.now)


async def test_where_all_are_linked_there_is_no_code_to_make(scene: Scene, hers: Phone) -> None:
    assert "đều đã nối máy" in await hers.presses_value(f"codes_new:{scene.cell.id}:unlinked")


@pytest.mark.parametrize("is_plain", [True, False])
async def test_codes_are_shown_five_at_a_time(scene: Scene, hers: Phone, *, is_plain: bool) -> None:
    await village.members(scene.db, scene.cell, 7)
    phone = await plainly(scene) if is_plain else hers
    await phone.says("mã")
    await (phone.says("1") if is_plain else phone.presses("ở đây"))
    first = await phone.says("1")
    assert [line.partition(":")[0][-4:] for line in first.splitlines()[1:6]] == ["Sốaa", "Sốab", "Sốac", "Sốad", "Sốae"]
    phone = Phone(scene.db, scene.now, phone.chat, phone.channel, phone.capabilities, phone.screen, phone.refs)
    second = await (phone.says("1") if is_plain else phone.presses("2 đồng chí tiếp theo"))
    assert "Sốaf" in second
    assert "Đã hết danh sách" in second
    code = first.splitlines()[1].partition(": ")[2]
    assert "Chào đồng chí Trần Văn Sốaa" in await Phone(scene.db, scene.now, "2").says(code)


async def test_who_has_linked_meanwhile_makes_nobody_be_skipped(scene: Scene, hers: Phone) -> None:
    people = await village.members(scene.db, scene.cell, 7)
    await hers.presses_value(f"codes_new:{scene.cell.id}:here")
    await hers.says("1")
    await village.reachable_at(scene.db, people[0], scene.now)
    assert "Sốaf" in await hers.presses("tiếp theo")


async def test_a_second_tap_leaves_the_codes_shown_good(scene: Scene, hers: Phone) -> None:
    await village.members(scene.db, scene.cell, 7)
    await hers.presses_value(f"codes_new:{scene.cell.id}:here")
    first = await hers.presses("Lập mã mới")
    assert "đã xong" in await hers.presses("Lập mã mới")
    code = first.splitlines()[1].partition(": ")[2]
    assert "Chào đồng chí Trần Văn Sốaa" in await Phone(scene.db, scene.now, "2").says(code)


async def test_a_member_uses_no_button_of_the_secretarys(scene: Scene, hers: Phone) -> None:
    await village.members(scene.db, scene.cell, 3)
    await hers.presses_value(f"codes_new:{scene.cell.id}:unlinked")
    value = hers.screen[-1].choices[0].value
    assert "đã xong" in await scene.phone.presses_value(value)
    later = hers.now + timedelta(days=1)
    assert "Tờ in mã" in await Phone(scene.db, later, "9").presses_value(value)


async def test_where_the_bot_is_found_is_said_once_it_is_known(scene: Scene, hers: Phone) -> None:
    scene.db.add(Account(channel="telegram", account="7", name="chibo_bot", heard_at=scene.now))
    assert "(Telegram: @chibo_bot)" in await hers.says("mã cho Lan")


async def test_codes_that_were_begun_are_taken_up_where_they_were_left(
    scene: Scene, hers: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "RESUME", {"codes": codes.resume})
    await village.members(scene.db, scene.cell, 7)
    await hers.presses_value(f"codes_new:{scene.cell.id}:here")
    await hers.presses("Lập mã mới")
    assert "cho 2 đồng chí?" in await hers.presses_value("draft")
    assert "Sốaf" in await hers.presses("Lập mã mới")


async def test_no_secretary_makes_a_code_for_somebody_who_serves_elsewhere(scene: Scene) -> None:
    """With that code on another phone the secretary saw, as the official, what is the official's alone."""
    commune = await village.commune(scene.db)
    await village.office(scene.db, scene.lan, commune, Office.INSPECTION)
    phone = Phone(scene.db, scene.now, chat="9")
    assert "văn phòng cấp ủy" in await phone.says("mã cho Nguyễn Thị Lan")
    assert (await scene.db.scalars(select(LinkCode))).all() == []
    people = await people_for(scene.db, scene.cell.id, Whom.ALL, scene.secretary.id, scene.now)
    assert [one.name for one in people] == ["Trần Thị Bình"]
