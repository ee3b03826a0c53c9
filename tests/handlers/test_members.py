"""Who belongs to a cell and as what, in the chat: the secretary changes or proposes, others answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.audit import AuditRow
from bot.model.member_changes import ChangeState, MemberChange
from bot.model.members import Member, StatusKind
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.addresses import endpoint_at
from bot.services.invitations import invited_to
from bot.services.people import people_of_cell
from bot.services.roles import CELL_OFFICES
from bot.services.tree import add_unit
from bot.services.unit_settings import change
from bot.words.times import day_of
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone


async def words_to(scene: Scene, member: Member) -> list[str]:
    found = await scene.db.scalars(select(Notice).filter_by(member_id=member.id, step="passed_on").order_by(Notice.id))
    return [str((one.content or {})["text"]) for one in found]


async def other_cell(scene: Scene) -> tuple[Unit, Phone, Member]:
    """A cell in the same tree, with its secretary's phone."""
    top = await village.commune(scene.db)
    there = await village.cell(scene.db, None, "tay")
    for cell in (scene.cell, there):
        cell.path, cell.parent_id = f"{top.path}{cell.id}/", top.id
    leader = await village.member(scene.db, there, "Hoàng Văn Tây")
    await village.office(scene.db, leader, there)
    await village.reachable_at(scene.db, leader, scene.now, "70")
    return there, Phone(scene.db, scene.now, "70"), leader


async def an_office(scene: Scene) -> tuple[Phone, Member]:
    """Who looks after the rosters of the commune."""
    top = await scene.db.get_one(Unit, scene.cell.parent_id)
    person = await village.member(scene.db, (await other_of(scene)), "Lò Văn Phòng")
    await village.office(scene.db, person, top, Office.OFFICE)
    await village.reachable_at(scene.db, person, scene.now, "80")
    return Phone(scene.db, scene.now, "80"), person


async def other_of(scene: Scene) -> Unit:
    return (await scene.db.scalars(select(Unit).filter_by(code="tay"))).one()


async def lan_stands(scene: Scene) -> frozenset[StatusKind]:
    people = await people_of_cell(scene.db, scene.cell.id, day_of(scene.now))
    return next(one.statuses for one in people if one.member_id == scene.lan.id)


async def only_change(scene: Scene) -> MemberChange:
    found = (await scene.db.scalars(select(MemberChange))).one()
    await scene.db.refresh(found)
    return found


def by_the_cell(scene: Scene) -> None:
    change(scene.cell, "roster_by", "secretary")


async def test_a_line_exempts_somebody_after_it_was_said_once_more(scene: Scene) -> None:
    by_the_cell(scene)
    for phone in (hers(scene), await her_plain_one(scene)):
        said = await phone.says("miễn sinh hoạt Lan từ 21/11/2026 đến 30/6/2027, số 05-NQ/CB")
        assert (
            "được miễn công tác và sinh hoạt đảng từ ngày 21/11/2026 đến hết ngày 30/06/2027, theo số 05-NQ/CB" in said
        )
        assert StatusKind.EXEMPT not in await lan_stands(scene)
        assert "Đã ghi" in await phone.says("đúng")
        assert StatusKind.EXEMPT in await lan_stands(scene)
        assert scene.lan.id not in await invited_to(scene.db, scene.meeting.id)
        await phone.presses("Hoàn tác: miễn công tác và sinh hoạt")
        assert "Đã hoàn tác" in await phone.says("đúng")
        assert scene.lan.id in await invited_to(scene.db, scene.meeting.id)


async def test_without_marks_and_without_days_it_asks_for_the_days(scene: Scene) -> None:
    by_the_cell(scene)
    phone = await her_plain_one(scene)
    assert "từ ngày nào" in await phone.says("mien sinh hoat nguyen thi lan")
    assert "Chưa đọc được ngày" in await phone.says("31/2/2027")
    assert "Chưa đọc được ngày" in await phone.says("abc")
    assert "ở trước ngày đầu" in await phone.says("tu 01/12/2026 den 01/11/2026")
    assert "từ ngày 01/12/2026" in await phone.says("tu 1/12/2026, so 05-NQ/CB")
    assert "Không ghi gì" in await phone.says("không")
    assert (await scene.db.scalars(select(MemberChange))).all() == []


async def test_the_office_agrees_to_what_the_secretary_proposes(scene: Scene) -> None:
    await other_cell(scene)
    desk, person = await an_office(scene)
    said = await talk(hers(scene), ["miễn sinh hoạt Lan từ 21/11/2026 số 05-NQ/CB", "đúng"])
    assert "chờ văn phòng cấp ủy đồng ý" in said
    assert StatusKind.EXEMPT not in await lan_stands(scene)
    (asked,) = await words_to(scene, person)
    assert "Nguyễn Thị Lan" in asked
    row = await only_change(scene)
    assert "không được phân công" in await hers(scene).presses_value(f"change_agree:{row.id}")
    assert "Đã ghi" in await desk.presses_value(f"change_agree:{row.id}")
    assert StatusKind.EXEMPT in await lan_stands(scene)
    assert "đã được giải quyết" in await desk.presses_value(f"change_agree:{row.id}")
    assert "Đã ghi vào danh sách" in (await words_to(scene, scene.secretary))[-1]
    assert "Danh sách đảng viên vừa được sửa" in (await words_to(scene, scene.lan))[-1]


async def test_a_transfer_is_received_by_the_other_secretary(scene: Scene) -> None:
    by_the_cell(scene)
    there, tays, leader = await other_cell(scene)
    phone = hers(scene)
    said = await phone.says("chuyển sinh hoạt Lan đến Thôn tay từ 01/12/2026, số 12-QĐ/ĐU")
    assert "từ Chi bộ Thôn thon đến Chi bộ Thôn tay từ ngày 01/12/2026" in said
    assert "phải xác nhận" in said
    assert "chờ chi bộ tiếp nhận" in await phone.says("đúng")
    row = await only_change(scene)
    assert "Nguyễn Thị Lan" in (await words_to(scene, leader))[0]
    assert "không được phân công" in await scene.phone.presses_value(f"change_received:{row.id}")
    assert "Đã ghi" in await tays.presses_value(f"change_received:{row.id}")
    on = day_of(scene.now) + timedelta(days=10)
    assert scene.lan.id in [one.member_id for one in await people_of_cell(scene.db, there.id, on)]
    assert scene.lan.id not in [one.member_id for one in await people_of_cell(scene.db, scene.cell.id, on)]
    assert scene.lan.id in await invited_to(scene.db, scene.meeting.id)  # it is before that day


async def test_a_cell_that_is_not_known_is_asked_again_or_is_elsewhere(scene: Scene) -> None:
    by_the_cell(scene)
    await other_cell(scene)
    phone = await her_plain_one(scene)
    assert "đến chi bộ nào" in await phone.says("chuyển sinh hoạt đảng Lan")
    assert "Không tìm thấy chi bộ" in await phone.says("Thôn Không Có")
    assert "từ ngày nào" in await phone.says("nơi khác")
    assert "một nơi ngoài hệ thống này" in await phone.says("hôm nay, số 12-QĐ/ĐU")
    assert "Đã ghi" in await phone.says("đúng")


async def test_somebody_new_is_added_by_one_line(scene: Scene) -> None:
    by_the_cell(scene)
    for number, phone in enumerate((hers(scene), await her_plain_one(scene))):
        line = f"thêm đảng viên Vàng A Páo, 199{number}, 0912 345 67{number}, dự bị từ 03/02/2026"
        assert "về chi bộ thế nào" in await phone.says(line)
        assert "từ ngày nào" in await phone.presses("Thuộc chi bộ")
        said = await phone.presses("Từ hôm nay")
        assert f"Sinh năm 199{number}, dự bị từ 03/02/2026." in said
        assert "345 67" not in said
        assert "Đã ghi" in await phone.says("đúng")
    new = (await scene.db.scalars(select(Member).filter_by(search_key="vang a pao"))).all()
    assert [one.phone for one in new] == ["+84912345670", "+84912345671"]
    assert {one.id for one in new} <= set(await invited_to(scene.db, scene.meeting.id))


@pytest.mark.parametrize(
    "line", ["thêm đảng viên 12", "thêm đảng viên Vàng A Páo, xyz", "thêm đảng viên Vàng A Páo, 2020"]
)
async def test_a_line_that_cannot_be_somebody_writes_nothing(scene: Scene, line: str) -> None:
    assert "Mời ghi" in await hers(scene).says(f"thêm đảng viên {line}")
    assert (await scene.db.scalars(select(MemberChange))).all() == []


async def test_the_list_and_the_card_are_reached_from_the_menu_on_every_phone(scene: Scene) -> None:
    by_the_cell(scene)
    await village.members(scene.db, scene.cell, 60)
    for phone in (hers(scene), await her_plain_one(scene)):
        await phone.says("menu")
        assert "62 đảng viên" in await phone.presses("Đảng viên: thêm, chuyển, đổi diện")
        await phone.presses("Trang sau")
        assert "Đồng chí Nguyễn Thị Lan" in await phone.says("Lan")
        assert "từ ngày nào" in await phone.presses("Nhiệm vụ đặc biệt")
        await phone.says("thôi")


async def test_two_clicks_write_one_change_and_old_buttons_answer(scene: Scene) -> None:
    by_the_cell(scene)
    phone = hers(scene)
    await phone.says("miễn sinh hoạt Lan từ 21/11/2026")
    no = ((await endpoint_at(scene.db, "rehearsal", "rehearsal", "9")).draft or {})["no"]
    await phone.presses("Đúng, ghi")
    assert "đã xong hoặc đã dừng" in await phone.presses_value(f"member_yes:{no}")
    assert len((await scene.db.scalars(select(MemberChange))).all()) == 1
    assert "đã ghi đúng như vậy" in await talk(phone, ["miễn sinh hoạt Lan từ 21/11/2026"])


VALUES = (
    "members:{cell}",
    "member:{cell}:{lan}",
    "member_do:{cell}:{lan}:transfer",
    "member_add:{cell}",
    "changes:{cell}",
)


async def test_nobody_changes_a_cell_that_is_not_theirs(scene: Scene) -> None:
    _, tays, _ = await other_cell(scene)
    for value in VALUES:
        pressed = value.format(cell=scene.cell.id, lan=scene.lan.id)
        for phone in (scene.phone, tays):
            assert "không được phân công" in await phone.presses_value(pressed), pressed
    assert "không được phân công" in await scene.phone.says("đảng viên")
    assert "Không tìm thấy" in await tays.says("miễn sinh hoạt Lan từ 21/11/2026")


async def test_the_office_finds_people_by_name_and_its_look_is_written_down(scene: Scene) -> None:
    await other_cell(scene)
    desk, person = await an_office(scene)
    assert "nhắn họ tên" in await desk.says("đảng viên")
    assert "Không tìm thấy" in await desk.says("Người Nào")
    assert "Đồng chí Nguyễn Thị Lan" in await desk.says("lan")
    seen = (await scene.db.scalars(select(AuditRow).filter_by(deed="names_seen"))).all()
    assert [row.by for row in seen] == [f"member:{person.id}"]
    await desk.presses("Nhiệm vụ đặc biệt")
    assert "làm nhiệm vụ đặc biệt từ ngày 21/11/2026" in await desk.presses("Từ hôm nay")
    assert "Đã ghi" in await desk.says("đúng")
    assert (await only_change(scene)).state is ChangeState.DONE


async def test_the_office_merges_two_entries_or_keeps_them_apart(scene: Scene) -> None:
    await other_cell(scene)
    desk, _ = await an_office(scene)
    twin = await village.member(scene.db, await other_of(scene), "Nguyễn Thị Lan")
    twin.birth_year = scene.lan.birth_year = 1958
    await scene.db.flush()
    await desk.says("đảng viên")
    assert "1 cặp" in await desk.presses("Mục có thể trùng")
    await desk.presses("Nguyễn Thị Lan")
    await desk.presses(f"Gộp, giữ mục {scene.lan.id} (Thôn thon)")
    assert "Đã gộp" in await desk.says("đúng")
    assert twin.merged_into_id == scene.lan.id
    top = scene.cell.parent_id
    assert "không được phân công" in await hers(scene).presses_value(f"twins:{top}")
    for value in (f"twin_yes:{top}:{scene.lan.id}:{twin.id}", f"twin_apart:{top}:{scene.lan.id}:{twin.id}"):
        assert "Không gộp được" in await desk.presses_value(value)


KEEPS_ROSTERS = {Office.OFFICE, Office.ORG_DEPT}
LEADS = {Office.SECRETARY, Office.DEPUTY_SECRETARY}


@pytest.mark.parametrize("held", list(Office))
async def test_who_has_a_part_in_the_members_of_a_cell(scene: Scene, held: Office) -> None:
    """Every office, at the cell or above it; and none of them at the cell beside."""
    there, _, _ = await other_cell(scene)
    top = await scene.db.get_one(Unit, scene.cell.parent_id)
    await village.office(scene.db, scene.lan, scene.cell if held in CELL_OFFICES else top, held)
    twin = f"twins:{top.id}"
    values = [value.format(cell=scene.cell.id, lan=scene.lan.id) for value in VALUES]
    may = {value: "không được phân công" not in await scene.phone.presses_value(value) for value in (*values, twin)}
    assert may == dict.fromkeys(values, held in LEADS | KEEPS_ROSTERS) | {twin: held in KEEPS_ROSTERS}
    beside = await scene.phone.presses_value(f"members:{there.id}")
    assert ("không được phân công" in beside) is (held not in KEEPS_ROSTERS)
    waits = await scene.phone.says("yêu cầu dữ liệu")
    assert ("không được phân công" in waits) is (held not in LEADS | KEEPS_ROSTERS)


async def a_far_cell(scene: Scene) -> tuple[Unit, Phone, Member]:
    """A cell of the same name in another commune, with its secretary's phone; both communes under one district."""
    near, _, _ = await other_cell(scene)
    top = await scene.db.get_one(Unit, near.parent_id)
    district = await add_unit(scene.db, "tinh", "Đảng ủy tỉnh Núi Cao", UnitKind.PROVINCE, None, village.LONG_AGO)
    far_top = await add_unit(scene.db, "xa2", "Đảng ủy xã Suối Đục", UnitKind.COMMUNE, district, village.LONG_AGO)
    for unit in (scene.cell, near):
        unit.path = f"{district.path}{top.id}/{unit.id}/"
    top.path, top.parent_id = f"{district.path}{top.id}/", district.id
    far = await add_unit(scene.db, "tay2", "Thôn tay", UnitKind.CELL, far_top, village.LONG_AGO)
    leader = await village.member(scene.db, far, "Lù Thị Xa")
    await village.office(scene.db, leader, far)
    await village.reachable_at(scene.db, leader, scene.now, "60")
    return far, Phone(scene.db, scene.now, "60"), leader


async def test_cells_of_one_name_are_told_apart_by_their_communes(scene: Scene) -> None:
    by_the_cell(scene)
    await a_far_cell(scene)
    for phone in (hers(scene), await her_plain_one(scene)):
        assert "Có nhiều chi bộ" in await phone.says("chuyen sinh hoat Lan den Thon tay")
        assert "từ ngày nào" in await phone.says("thon tay, xa suoi duc")
        said = await phone.says("từ 01/12/2026, số 12-QĐ/ĐU")
        assert "từ Chi bộ Thôn thon, Đảng ủy xã Suối Trong đến Chi bộ Thôn tay, Đảng ủy xã Suối Đục từ ngày" in said


async def test_another_commune_learns_of_somebody_only_when_the_own_office_agreed(scene: Scene) -> None:
    far, fars, leader = await a_far_cell(scene)
    desk, _ = await an_office(scene)
    phone = hers(scene)
    await talk(phone, ["chuyển sinh hoạt Lan đến Thôn tay, xã Suối Đục từ 01/12/2026", "đúng"])
    row = await only_change(scene)
    assert "Không có việc nào" in await fars.presses_value(f"changes:{far.id}")
    assert "không được phân công" in await fars.presses_value(f"change:{row.id}")
    assert await words_to(scene, leader) == []
    await desk.presses_value(f"change_agree:{row.id}")
    assert "1 việc" in await fars.presses_value(f"changes:{far.id}")
    assert "không được phân công" in await desk.presses_value(f"change_received:{row.id}")
    assert "Đã ghi" in await fars.presses_value(f"change_received:{row.id}")
    for other in (phone, desk):
        assert "không được phân công" in await other.presses_value(f"change_undo_yes:{row.id}")
    change(far, "roster_by", "secretary")
    assert "Đã hoàn tác" in await fars.presses_value(f"change_undo_yes:{row.id}")
    assert "Đã hoàn tác" in (await words_to(scene, scene.secretary))[-1]


@pytest.mark.parametrize("held", [Office.PROVINCE, Office.SECRETARY, None])
async def test_nobody_gets_an_office_by_merging(scene: Scene, held: Office | None) -> None:
    """Whoever merges gives the phones of one entry what the other may do."""
    far, _, _ = await a_far_cell(scene)
    desk, person = await an_office(scene)
    top = await scene.db.get_one(Unit, scene.cell.parent_id)
    one = scene.lan if held else person
    twin = await village.member(scene.db, await other_of(scene), one.name)
    twin.birth_year = one.birth_year = 1958
    if held:
        at = far if held is Office.SECRETARY else await scene.db.get_one(Unit, top.parent_id)
        await village.office(scene.db, one, at, held)
    await scene.db.flush()
    for value in ("twin_keep", "twin_yes"):
        said = await desk.presses_value(f"{value}:{top.id}:{one.id}:{twin.id}")
        assert "ngoài phạm vi đồng chí quản lý" in said
    assert twin.merged_into_id is None


async def test_the_office_adds_somebody_in_a_cell_that_it_finds_by_name(scene: Scene) -> None:
    there, _, _ = await other_cell(scene)
    desk, person = await an_office(scene)
    assert "rồi nhắn tên chi bộ" in await desk.says("thêm đảng viên Vừ Thị Mỷ, 1990")
    await desk.says("đảng viên")
    assert "Chi bộ Thôn tay có 2 đảng viên" in await desk.says("thôn tay")
    seen = (await scene.db.scalars(select(AuditRow).filter_by(deed="names_seen"))).all()
    assert [(row.by, row.facts["count"]) for row in seen] == [(f"member:{person.id}", 2)]
    await desk.presses("Thêm đảng viên")
    await desk.says("Vừ Thị Mỷ, 1990, dự bị từ 03/02/2026")
    await desk.presses("Thuộc chi bộ")
    await desk.presses("Từ hôm nay")
    assert "Đã ghi" in await desk.says("đúng")
    people = await people_of_cell(scene.db, there.id, day_of(scene.now))
    assert "Vừ Thị Mỷ" in [one.member.name for one in people]
