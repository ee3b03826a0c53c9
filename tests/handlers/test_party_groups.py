"""The secretary parts the cell into groups, in the chat."""

import pytest
from sqlalchemy import select

from bot.model.meetings import MeetingKind, MeetingState
from bot.model.members import Membership
from bot.model.roles import Office
from bot.model.units import Unit, UnitKind
from bot.services.party_groups import groups_of, leaders_of, sizes_of
from bot.services.permissions import Right, may
from bot.words.times import day_of
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk


async def only_group(scene: Scene) -> Unit:
    (group,) = await groups_of(scene.db, scene.cell.id)
    return group


@pytest.mark.parametrize("said", ["lập tổ đảng Tổ 1", "lập tổ đảng số 1", "lap to dang 1", "lập tổ 1"])
async def test_a_group_is_made_and_filled_by_numbers_or_names(scene: Scene, said: str) -> None:
    for phone in (hers(scene), await her_plain_one(scene)):
        assert "Đã lập Tổ đảng 1" in await phone.says(said)
        await phone.says("Nguyễn Thị Lan")
    group = await only_group(scene)
    assert (group.kind, group.name) == (UnitKind.GROUP, "Tổ đảng 1")
    assert await sizes_of(scene.db, scene.cell.id, scene.now) == {group.id: 1, None: 1}


async def test_a_leader_is_named_and_may_do_what_a_leader_does(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    await talk(phone, ["lập tổ đảng Tổ 1", "Lan"])
    await phone.presses("Chọn tổ trưởng")
    assert "một người" in await phone.says("tất cả")
    assert "Tổ trưởng Tổ đảng 1: Nguyễn Thị Lan" in await phone.says("Lan")
    group = await only_group(scene)
    assert await leaders_of(scene.db, [group.id], scene.now) == {group.id: "Nguyễn Thị Lan"}
    on = day_of(scene.now)
    rights = [right for right in (Right.CALL, Right.ROLL) if await may(scene.db, scene.lan.id, right, group, on)]
    assert rights == [Right.CALL, Right.ROLL]
    assert not await may(scene.db, scene.lan.id, Right.ROLL, scene.cell, on)


async def test_the_secretary_still_hands_out_the_codes_of_a_leader(scene: Scene) -> None:
    await talk(hers(scene), ["lập tổ đảng Tổ 1", "Lan"])
    await village.office(scene.db, scene.lan, await only_group(scene), Office.GROUP_LEADER)
    assert "Lan" in await hers(scene).says("mã cho Lan")


async def test_a_new_leader_takes_the_place_of_the_one_before(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    await talk(phone, ["lập tổ đảng Tổ 1", "tất cả"])
    for name in ("Lan", "Bình"):
        await phone.presses("Chọn tổ trưởng")
        said = await phone.says(name)
    assert "tổ trưởng Trần Thị Bình" in said
    group = await only_group(scene)
    on = day_of(scene.now)
    assert not await may(scene.db, scene.lan.id, Right.SEE_NAMES, group, on)
    assert await may(scene.db, scene.secretary.id, Right.ROLL, group, on)


async def test_whoever_is_put_into_another_group_leads_the_former_no_longer(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    await talk(phone, ["lập tổ đảng Tổ 1", "tất cả"])
    await phone.presses("Chọn tổ trưởng")
    await phone.says("Lan")
    await talk(phone, ["lập tổ đảng Tổ 2", "Lan"])
    first, second = await groups_of(scene.db, scene.cell.id)
    on = day_of(scene.now)
    assert not any([await may(scene.db, scene.lan.id, Right.SEE_NAMES, one, on) for one in (first, second)])


async def test_nobody_leads_a_group_who_is_not_in_it(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    await talk(phone, ["lập tổ đảng Tổ 1", "Lan"])
    await phone.presses("Chọn tổ trưởng")
    assert "Trần Thị Bình không ở Tổ đảng 1" in await phone.says("Bình")
    assert await leaders_of(scene.db, [(await only_group(scene)).id], scene.now) == {}


async def test_a_group_that_still_meets_is_not_closed(scene: Scene) -> None:
    """Its people would be called to nothing, and nobody would tell them."""
    phone = hers(scene)
    await talk(phone, ["lập tổ đảng Tổ 1", "tất cả"])
    group = await only_group(scene)
    meeting = await village.meeting(scene.db, group, scene.now, kind=MeetingKind.GROUP)
    assert "còn buổi họp" in await phone.presses_value(f"party_close_yes:{group.id}")
    await phone.presses_value(f"party_group:{group.id}")
    for label in ("Tình hình buổi", "Hoãn", "Hoãn họp"):
        await phone.presses(label)
    assert meeting.state is MeetingState.CANCELLED
    assert "Đã bỏ" in await phone.presses_value(f"party_close_yes:{group.id}")


async def test_a_leader_keeps_what_every_member_has(scene: Scene) -> None:
    """Also whoever calls the briefings of a committee: nobody of the cell's own series or agenda is theirs."""
    asked = ("lịch họp", "lịch hằng tháng mùng 3 19h, Sân đình", "nội dung", "tài liệu", "gửi lại")
    before = [await scene.phone.says(said) for said in asked]
    await talk(hers(scene), ["lập tổ đảng Tổ 1", "Lan"])
    await village.office(scene.db, scene.lan, await only_group(scene), Office.GROUP_LEADER)
    assert [await scene.phone.says(said) for said in asked] == before
    await village.office(scene.db, scene.lan, await village.commune(scene.db), Office.OFFICE)
    assert [await scene.phone.says(said) for said in asked] == before


async def test_a_group_that_is_no_more_leaves_its_people_in_the_cell(scene: Scene) -> None:
    phone = hers(scene)
    await talk(phone, ["lập tổ đảng Tổ 1", "tất cả"])
    value = f"party_close_yes:{(await only_group(scene)).id}"
    await phone.presses("Bỏ tổ này")
    assert "Đã bỏ Tổ đảng 1" in await phone.presses("Bỏ tổ")
    assert await groups_of(scene.db, scene.cell.id) == []
    assert set(await scene.db.scalars(select(Membership.group_id))) == {None}
    assert "không phải là tổ đảng" in await phone.presses_value(value)


async def test_many_people_and_many_groups_fit_on_every_phone(scene: Scene) -> None:
    await village.members(scene.db, scene.cell, 60)
    for phone in (hers(scene), await her_plain_one(scene)):
        for number in range(1, 8):
            await phone.says(f"lập tổ đảng Tổ {number}")
        await phone.presses("Trang sau")
        await phone.says("tổ đảng")
        await phone.presses("Trang sau")
        await phone.presses("Tổ đảng 7")


async def test_nobody_parts_a_cell_that_is_not_theirs(scene: Scene) -> None:
    await talk(hers(scene), ["lập tổ đảng Tổ 1"])
    group = await only_group(scene)
    await village.office(scene.db, scene.lan, group, Office.GROUP_LEADER)
    for said in ("lập tổ đảng Tổ 2", "tổ đảng"):
        assert "không được phân công" in await scene.phone.says(said)
    for value in (f"party_group:{group.id}", f"party_people:{group.id}", f"party_close_yes:{group.id}"):
        assert "không được phân công" in await scene.phone.presses_value(value)
    assert len(await groups_of(scene.db, scene.cell.id)) == 1


async def test_a_name_that_is_missing_is_asked_for(scene: Scene) -> None:
    assert "lập tổ đảng Tổ 1" in await hers(scene).says("lập tổ đảng")
    assert await groups_of(scene.db, scene.cell.id) == []
