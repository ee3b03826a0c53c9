"""A member asks to have the own data corrected, restricted or deleted; the office answers."""

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.data_requests import DataRequest, Outcome
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.parcels import Parcel
from bot.model.roles import Office
from bot.reports.recipes import prepared
from bot.services.unit_settings import change
from tests import village
from tests.handlers.committees import SITE
from tests.handlers.conftest import Scene
from tests.handlers.secretary import hers, talk
from tests.talk import Phone, phone_abroad, plain_phone


async def office_desk(scene: Scene, *, abroad: bool = False) -> Phone:
    """Who looks after the rosters above the cell."""
    top = await village.commune(scene.db)
    scene.cell.path, scene.cell.parent_id = f"{top.path}{scene.cell.id}/", top.id
    there = await village.cell(scene.db, top, "tay")
    person = await village.member(scene.db, there, "Lò Văn Phòng")
    await village.office(scene.db, person, top, Office.OFFICE)
    await village.reachable_at(scene.db, person, scene.now, "80")
    return phone_abroad(scene.db, scene.now, "80") if abroad else Phone(scene.db, scene.now, "80")


async def lans_plain_one(scene: Scene) -> Phone:
    await village.reachable_at(scene.db, scene.lan, scene.now, "5", "rehearsal_plain")
    return plain_phone(scene.db, scene.now, "5")


async def requests(scene: Scene) -> list[DataRequest]:
    rows = list(await scene.db.scalars(select(DataRequest).order_by(DataRequest.id)))
    for row in rows:
        await scene.db.refresh(row)
    return rows


async def words_to(scene: Scene, member: Member) -> list[str]:
    found = await scene.db.scalars(select(Notice).filter_by(member_id=member.id, step="passed_on").order_by(Notice.id))
    return [str((one.content or {})["text"]) for one in found]


async def test_a_name_is_corrected_from_the_first_word_to_the_answer(scene: Scene) -> None:
    desk = await office_desk(scene)
    for phone, name in ((scene.phone, "Nguyễn Thị Lan Anh"), (await lans_plain_one(scene), "Nguyễn Thị Lan Chi")):
        assert "muốn sửa điều gì" in await phone.says("sửa thông tin của tôi")
        await phone.presses("Họ tên")
        assert "cả họ và tên" in await phone.says("Anh") or "Chưa đọc được" in await phone.says("Anh")
        assert f"thành: {name}" in await phone.says(name)
        said = await phone.says("có")
        assert "trước hết ngày 24/11/2026" in said
        assert "trước hết ngày 04/12/2026" in said
        row = (await requests(scene))[-1]
        shown = await desk.presses_value(f"data_request:{row.id}")
        assert f"xin sửa thành {name}" in shown
        assert "đã báo cho người yêu cầu" in await desk.presses("Thực hiện")
        assert scene.lan.name == name
        assert "đã được trả lời" in await desk.presses_value(f"data_meet:{row.id}")


async def test_the_office_sees_what_waits_from_its_menu(scene: Scene) -> None:
    desk = await office_desk(scene)
    await talk(scene.phone, ["xóa dữ liệu của tôi", "có"])
    await desk.says("menu")
    assert "đang chờ: 1" in await desk.presses("Yêu cầu về dữ liệu cá nhân")
    assert "chỉ xóa số điện thoại" in await desk.presses("Nguyễn Thị Lan: xóa dữ liệu")
    assert "chắc chắn" in await desk.presses("Thực hiện")
    assert "đã báo" in await desk.says("có")
    (row,) = await requests(scene)
    assert (row.outcome, row.proposed) == (Outcome.MET, None)
    assert "mã mà bí thư đã đưa" in await scene.phone.says("của tôi")  # that phone is nobody's any more


async def test_what_deletion_means_is_said_before_it_is_asked_for(scene: Scene) -> None:
    said = await scene.phone.says("xóa dữ liệu của tôi")
    for part in ("máy xóa hẳn", "vẫn giữ: số liệu buổi họp, biên bản", "Bản sao lưu"):
        assert part in said
    await scene.phone.says("không")
    assert await requests(scene) == []
    await talk(scene.phone, ["xóa dữ liệu của tôi", "có"])
    assert "Không cần gửi lại" in await talk(scene.phone, ["xóa dữ liệu của tôi", "có"])
    assert len(await requests(scene)) == 1


async def test_a_request_is_seen_and_taken_back_by_its_owner_alone(scene: Scene) -> None:
    await talk(scene.phone, ["hạn chế dữ liệu của tôi", "có"])
    (row,) = await requests(scene)
    assert "chưa được nối" in await hers(scene).presses_value(f"own_back:{row.id}")
    assert "hạn chế dùng dữ liệu, đang chờ" in await scene.phone.presses("Yêu cầu đã gửi")
    assert "Đã rút" in await scene.phone.presses("Rút yêu cầu: hạn chế dùng dữ liệu")
    assert (await requests(scene))[0].outcome is Outcome.TAKEN_BACK


async def test_a_phone_to_be_corrected_does_not_go_abroad(scene: Scene) -> None:
    scene.db.info["public_url"] = SITE
    desk = await office_desk(scene, abroad=True)
    await scene.phone.says("sửa thông tin của tôi")
    await scene.phone.presses("Số điện thoại")
    assert "không đúng" in await scene.phone.says("123")
    assert "0912 345 678" in await talk(scene.phone, ["0912345678"])
    await scene.phone.says("có")
    (row,) = await requests(scene)
    shown = await desk.presses_value(f"data_request:{row.id}")
    assert "345" not in shown
    assert "/tep/" in shown
    recipe = (await scene.db.scalars(select(Parcel.recipe))).one()
    made = (await prepared(scene.db, recipe, scene.now))()
    assert "0912 345 678" in made.content.decode()
    await desk.presses("Thực hiện")
    assert scene.lan.phone == "+84912345678"
    logged = str([row.facts for row in await scene.db.scalars(select(AuditRow))])
    assert "912345678" not in logged
    scene.db.info.pop("public_url")


async def test_a_copy_is_an_access_that_was_met_at_once(scene: Scene) -> None:
    await scene.phone.says("dữ liệu của tôi")
    await scene.phone.presses("Bản đầy đủ")
    (row,) = await requests(scene)
    assert (row.kind, row.outcome) == ("access", Outcome.MET)


async def test_the_secretary_corrects_where_the_cell_keeps_its_roster(scene: Scene) -> None:
    await office_desk(scene)
    await talk(scene.phone, ["sửa thông tin của tôi"])
    await scene.phone.presses("Năm sinh")
    await talk(scene.phone, ["1961", "có"])
    (row,) = await requests(scene)
    assert "không được phân công" in await hers(scene).presses_value(f"data_request:{row.id}")
    change(scene.cell, "roster_by", "secretary")
    await hers(scene).presses_value(f"data_meet:{row.id}")
    assert scene.lan.birth_year == 1961


@pytest.mark.parametrize("key", ["data_request", "data_meet", "data_sure", "data_refuse"])
async def test_nobody_else_answers(scene: Scene, key: str) -> None:
    await talk(scene.phone, ["xóa dữ liệu của tôi", "có"])
    (row,) = await requests(scene)
    for phone in (scene.phone, hers(scene)):
        assert "không được phân công" in await phone.presses_value(f"{key}:{row.id}")
    assert "không được phân công" in await scene.phone.says("yêu cầu dữ liệu")


@pytest.mark.parametrize("wish", ["correct", "delete"])
async def test_buttons_of_an_older_release_still_answer(scene: Scene, wish: str) -> None:
    said = await scene.phone.presses_value(f"own_wish_for:{scene.lan.id}:{wish}")
    assert "muốn sửa" in said or "máy xóa hẳn" in said
    assert "chưa được nối" in await scene.phone.presses_value(f"own_wish_for:{scene.secretary.id}:{wish}")
