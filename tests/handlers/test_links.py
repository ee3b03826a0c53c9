"""The secretary sees who is linked how, and ends a phone that is lost."""

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.endpoints import Endpoint
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.addresses import endpoint_at, reachable
from bot.services.consents import stop
from bot.services.joining import link
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


async def unlinked(scene: Scene, count: int) -> list[Member]:
    return await village.members(scene.db, scene.cell, count)


async def endpoint_of(scene: Scene, chat: str = "1") -> Endpoint:
    return await endpoint_at(scene.db, "rehearsal", "rehearsal", chat)


async def cut(phone: Phone) -> str:
    """Lan's phone is lost."""
    await phone.says("ai đã nối máy")
    await phone.presses("Nguyễn Thị Lan")
    await phone.presses("Ngắt máy cũ")
    return await phone.presses("Đúng, ngắt")


# Who is linked how


async def test_everybody_is_on_the_list_by_name_and_counted_on_top(scene: Scene, hers: Phone) -> None:
    await unlinked(scene, 2)
    said = await hers.says("ai đã nối máy")
    assert "Đã nối 2/4; chưa nối 2." in said
    assert hers.offered[:4] == [
        "1) Trần Thị Bình: máy tập dượt",
        "2) Nguyễn Thị Lan: máy tập dượt",
        "3) Trần Văn Sốaa: chưa nối máy",
        "4) Trần Văn Sốab: chưa nối máy",
    ]


async def test_what_keeps_a_phone_from_messages_is_said(scene: Scene, hers: Phone) -> None:
    waits, blocked = await unlinked(scene, 2)
    await link(scene.db, await endpoint_of(scene, "70"), waits, "test", scene.now)
    (await village.reachable_at(scene.db, blocked, scene.now)).dead_at = scene.now
    await stop(scene.db, scene.lan.id, await endpoint_of(scene), scene.now)
    said = await hers.says("ai đã nối")
    assert "Đã nối 1/4; chờ đồng ý 1; không nhận được 1; dừng 1." in said
    assert [label.partition(": ")[2] for label in hers.offered[1:4]] == [
        "đã dừng nhận tin",
        "chờ đồng ý",
        "không nhận được",
    ]


async def test_the_list_has_pages_that_take_each_others_place(scene: Scene, hers: Phone) -> None:
    await unlinked(scene, 10)
    assert "trang 1/2" in await hers.says("ai đã nối")
    assert "trang 2/2" in await hers.presses("Trang sau")
    assert hers.offered[0].startswith("7) ")
    assert len(hers.screen) == 1
    assert "trang 1/2" in await hers.presses("Trang trước")


async def test_without_buttons_people_have_their_numbers_and_the_rest_the_ones_behind(scene: Scene) -> None:
    await unlinked(scene, 10)
    phone = await plainly(scene)
    said = await phone.says("ai đã nối")
    assert "2) Nguyễn Thị Lan: máy tập dượt" in said
    assert "13) Trang sau" in said
    said = await phone.says("13")
    assert "7) Trần Văn Sốae: chưa nối máy" in said
    assert "Trần Văn Sốae" in await phone.says("7")


async def test_a_page_of_a_cell_that_has_become_smaller_is_its_last(scene: Scene, hers: Phone) -> None:
    assert "Đã nối 2/2" in await hers.presses_value(f"links:{scene.cell.id}:5")


async def test_namesakes_are_told_apart_by_their_years(scene: Scene, hers: Phone) -> None:
    for year in (1950, 1980):
        (await village.member(scene.db, scene.cell, "Lê Văn Sơn")).birth_year = year
    await hers.says("ai đã nối")
    assert [label for label in hers.offered if "Sơn" in label] == [
        "3) Lê Văn Sơn (1950): chưa nối máy",
        "4) Lê Văn Sơn (1980): chưa nối máy",
    ]


async def test_no_phone_number_is_shown_abroad(scene: Scene) -> None:
    scene.lan.phone = "+84900000007"
    phone = phone_abroad(scene.db, scene.now, "9")
    said = [await phone.says("ai đã nối"), await phone.presses("Nguyễn Thị Lan")]
    assert "0900" not in str(said)
    assert "+84" not in str([said, phone.screen])


@pytest.mark.parametrize("held", [None, Office.CELL_COMMITTEE, Office.CLERK, Office.GROUP_LEADER])
async def test_only_secretary_and_deputy_see_who_is_linked(scene: Scene, held: Office | None) -> None:
    if held is not None:
        await village.office(scene.db, scene.lan, scene.cell, held)
    for words in ("ai đã nối", "mã", "giấy đồng ý"):
        assert REFUSED in await scene.phone.says(words)
    for value in (
        "links:{}:0",
        "codes:{}",
        "paper:{}",
        "link:{}:1",
        "code:{}:1",
        "link_cut_yes:{}:1:1",
        "paper_for:{}:1",
    ):
        assert REFUSED in await scene.phone.presses_value(value.format(scene.cell.id))


async def test_the_deputy_may_do_the_same(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.DEPUTY_SECRETARY)
    assert "Đã nối" in await scene.phone.says("ai đã nối")


@pytest.mark.parametrize("words", ["ai đã nối", "mã", "giấy đồng ý", "của tôi", "dữ liệu của tôi", "kênh"])
async def test_a_stranger_is_shown_the_way_in(scene: Scene, words: str) -> None:
    assert "gửi mã" in await Phone(scene.db, scene.now, "77").says(words)


async def other_cell(scene: Scene) -> tuple[Unit, Member]:
    other = await village.cell(scene.db, code="khac")
    return other, await village.member(scene.db, other, "Lê Văn Sơn")


async def test_a_secretary_of_two_cells_is_asked_which(scene: Scene, hers: Phone) -> None:
    other, _ = await other_cell(scene)
    await village.office(scene.db, scene.secretary, other)
    assert "đơn vị nào" in await hers.says("ai đã nối")
    assert "Thôn khac" in await hers.presses("khac")


async def test_nobody_of_another_cell_is_shown_or_cut_off_by_a_made_up_button(scene: Scene, hers: Phone) -> None:
    other, son = await other_cell(scene)
    await village.reachable_at(scene.db, son, scene.now)
    for value in (
        f"link:{scene.cell.id}:{son.id}",
        f"code:{scene.cell.id}:{son.id}",
        f"link_cut:{scene.cell.id}:{son.id}",
    ):
        assert "Không tìm thấy" in await hers.presses_value(value)
    assert REFUSED in await hers.presses_value(f"links:{other.id}:0")
    assert REFUSED in await hers.presses_value("links:99999:0")


# One person


async def test_the_card_says_how_somebody_is_reached_and_leads_back_to_the_page(scene: Scene, hers: Phone) -> None:
    await unlinked(scene, 8)
    await hers.says("ai đã nối")
    said = await hers.presses("Nguyễn Thị Lan")
    assert "- máy tập dượt: nhận được tin; nối ngày 21/11/2026." in said
    assert "Đã đồng ý nhận tin: máy tập dượt." in said
    assert hers.offered == ["Mã mới", "Ghi giấy đồng ý", "Ngắt máy cũ", "Danh sách"]
    assert "trang 1/2" in await hers.presses("Danh sách")


async def test_who_has_no_phone_has_none_to_cut_off(scene: Scene, hers: Phone) -> None:
    await unlinked(scene, 1)
    await hers.says("ai đã nối")
    assert "Chưa nối máy nào" in await hers.presses("Sốaa")
    assert hers.offered == ["Mã mới", "Ghi giấy đồng ý", "Danh sách"]


# A lost phone


@pytest.mark.parametrize("is_plain", [True, False])
async def test_a_lost_phone_ends_at_once_after_one_question(scene: Scene, hers: Phone, *, is_plain: bool) -> None:
    phone = await plainly(scene) if is_plain else hers
    await phone.says("ai đã nối")
    await phone.says("2")
    said = await (phone.says("3") if is_plain else phone.presses("Ngắt máy cũ"))
    assert "Nguyễn Thị Lan" in said
    assert (await reachable(scene.db, [scene.lan.id]))[scene.lan.id]
    assert "Đã ngắt máy" in await phone.says("1")
    assert not (await reachable(scene.db, [scene.lan.id]))[scene.lan.id]
    assert "gửi mã" in await scene.phone.says("có")
    assert (await scene.row()).answer is None


async def test_cutting_off_is_written_down_with_who_did_it(scene: Scene, hers: Phone) -> None:
    await cut(hers)
    row = (await scene.db.scalars(select(AuditRow).filter_by(deed="phone_unlinked"))).one()
    assert (row.by, row.about) == (f"member:{scene.secretary.id}", f"member:{scene.lan.id}")


async def test_two_taps_on_the_last_question_cut_off_once(scene: Scene, hers: Phone) -> None:
    await cut(hers)
    assert "Chưa nối máy nào" in await hers.presses("Đúng, ngắt")
    rows = await scene.db.scalars(select(AuditRow).filter_by(deed="phone_unlinked"))
    assert len(rows.all()) == 1


async def test_a_no_leaves_the_phone(scene: Scene, hers: Phone) -> None:
    await hers.presses_value(f"link_cut:{scene.cell.id}:{scene.lan.id}")
    assert "nhận được tin" in await hers.presses("Không ngắt")


async def test_whoever_holds_the_stolen_phone_cannot_link_it_again_by_its_number(scene: Scene, hers: Phone) -> None:
    scene.lan.phone = "+84900000007"
    await cut(hers)
    assert "xin bí thư mã mới" in await scene.phone.shares("0900000007")
    assert "gửi mã" in await scene.phone.says("có")
    await hers.presses("Mã mới")
    code = hers.screen[-1].text.split(": ")[1].partition("\n")[0]
    assert "Đã nối máy này" in await scene.phone.says(code)


async def test_of_several_phones_one_is_chosen(scene: Scene, hers: Phone) -> None:
    await village.reachable_at(scene.db, scene.lan, scene.now, "5", "rehearsal_plain")
    await hers.presses_value(f"link_cut:{scene.cell.id}:{scene.lan.id}")
    assert hers.offered == ["máy tập dượt", "máy tập dượt (SMS)", "Không ngắt"]
    await hers.presses("SMS")
    await hers.presses("Đúng")
    (way,) = (await reachable(scene.db, [scene.lan.id]))[scene.lan.id]
    assert way.channel == "rehearsal"


async def test_who_shares_the_phone_is_named_and_stays(scene: Scene, hers: Phone) -> None:
    husband = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    await link(scene.db, await endpoint_of(scene), husband, "test", scene.now)
    said = await hers.presses_value(f"link_cut:{scene.cell.id}:{scene.lan.id}")
    assert "vẫn còn nối: Lê Văn Sơn." in said
    await hers.presses("Đúng")
    assert "Lê Văn Sơn" in await scene.phone.says("có")
