"""Meetings that are not the whole cell's, or not the cell's alone, called and held in the chat."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.attendances import Answer, Attendance, Mark
from bot.model.meetings import MeetingKind, MeetingState
from bot.model.members import Member, StatusKind
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.invitations import invited_to
from bot.services.participation import roll_up_all
from bot.services.party_groups import lead_group, make_group, put_into
from bot.services.recount import recount
from bot.services.unit_settings import change
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import called, her_plain_one, hers, talk, the_meeting
from tests.talk import Phone
from tests.village import at

LINE = "3/12 19h30 Nhà văn hóa thôn"


async def deputy_of(scene: Scene) -> Member:
    person = await village.member(scene.db, scene.cell, "Lê Văn Phó")
    await village.office(scene.db, person, scene.cell, Office.DEPUTY_SECRETARY)
    return person


# The committee of a cell


@pytest.mark.parametrize("words", ["gọi họp chi ủy", "mời họp ban chi ủy", "goi hop chi uy"])
async def test_the_committee_is_called_by_its_name(scene: Scene, words: str) -> None:
    deputy = await deputy_of(scene)
    said = await hers(scene).says(f"{words} {LINE}")
    assert said.startswith("Họp chi ủy, Chi bộ Thôn thon.")
    assert "Mời 2 đồng chí" in said
    await hers(scene).says("gửi")
    meeting = await the_meeting(scene)
    assert meeting.kind is MeetingKind.COMMITTEE
    assert set(await invited_to(scene.db, meeting.id)) == {scene.secretary.id, deputy.id}


async def test_before_a_regular_meeting_its_committee_is_offered_so_many_days_before(scene: Scene) -> None:
    await deputy_of(scene)
    for phone in (hers(scene), await her_plain_one(scene)):
        await talk(phone, [f"gọi họp {LINE}", "gửi"])
        said = await phone.presses("Gọi họp chi ủy trước")
        assert "Họp chi ủy" in said
        assert "Thứ Hai, 30/11/2026, 19 giờ 30" in said
        assert "Nhà văn hóa thôn" in said
        await phone.presses("Thôi")
        await phone.presses_value(f"cancel_yes:{(await called(scene))[-1].id}:1")


async def test_where_it_is_called_already_or_not_wanted_it_is_not_offered(scene: Scene) -> None:
    phone = hers(scene)
    await talk(phone, ["gọi họp chi ủy 1/12 19h30 Nhà văn hóa thôn", "gửi"])
    await talk(phone, [f"gọi họp {LINE}", "gửi"])
    assert "Gọi họp chi ủy trước" not in phone.offered
    change(scene.cell, "committee_days", "0")
    await talk(phone, ["gọi họp 4/1 19h30 Nhà văn hóa thôn", "gửi"])
    assert "Gọi họp chi ủy trước" not in phone.offered


async def test_an_old_offer_of_the_committee_asks_for_a_time(scene: Scene) -> None:
    scene.meeting.state = MeetingState.CANCELLED
    assert "Họp lúc nào?" in await hers(scene).presses_value(f"call_before:{scene.meeting.id}")
    assert "không được phân công" in await scene.phone.presses_value(f"call_before:{scene.meeting.id}")


async def test_every_kind_of_a_cell_is_called_in_plain_words(scene: Scene) -> None:
    kinds = {
        "chuyên đề": MeetingKind.THEMATIC,
        "thường kỳ kết hợp chuyên đề": MeetingKind.REGULAR_THEMATIC,
        "kiểm điểm cuối năm": MeetingKind.REVIEW,
        "đại hội chi bộ": MeetingKind.CONGRESS,
        "hội nghị": MeetingKind.CONFERENCE,
        "lễ kết nạp": MeetingKind.ADMISSION,
        "học tập nghị quyết": MeetingKind.STUDY,
    }
    for day, words in enumerate(kinds, 1):
        await talk(hers(scene), [f"gọi họp {words} {day}/12 19h30 Nhà văn hóa", "gửi"])
    assert [one.kind for one in await called(scene)] == list(kinds.values())


async def test_the_menu_leads_to_the_committee_the_groups_and_the_guests(scene: Scene) -> None:
    for phone in (hers(scene), await her_plain_one(scene)):
        for label in ("Gọi họp chi ủy", "Tổ đảng", "Khách mời"):
            await phone.says("menu")
            await phone.presses("Họp chi ủy, tổ đảng")
            assert await phone.presses(label)
    assert "không được phân công" in await scene.phone.presses_value(f"call_others:{scene.cell.id}")


# Open to others


@pytest.mark.parametrize("by", ["words", "button"])
async def test_a_meeting_that_is_open_to_others_says_so(scene: Scene, by: str) -> None:
    phone = hers(scene)
    if by == "words":
        said = await phone.says(f"gọi họp hội nghị mở rộng {LINE}")
        assert said.startswith("Hội nghị chi bộ (mở rộng), Chi bộ Thôn thon.")
    else:
        await phone.says(f"gọi họp {LINE}")
        await phone.presses("Loại họp")
        assert "(mở rộng)" in await phone.presses("Mở rộng")
    await phone.says("gửi")
    assert (await the_meeting(scene)).is_extended


# A group


async def group_of(scene: Scene) -> Unit:
    group = await make_group(scene.db, scene.cell, "Tổ 1", "test", scene.now)
    await put_into(scene.db, scene.cell, group, [scene.lan.id], "test", scene.now)
    return group


async def test_a_leader_calls_rolls_and_closes_the_meeting_of_the_own_group(scene: Scene) -> None:
    group = await group_of(scene)
    await lead_group(scene.db, group, scene.lan, "test", scene.now)
    said = await scene.phone.says(f"gọi họp {LINE}")
    assert said.startswith("Họp tổ đảng, Tổ đảng 1.")
    await scene.phone.says("gửi")
    meeting = await the_meeting(scene)
    assert (meeting.kind, meeting.cell_id) == (MeetingKind.GROUP, group.id)
    later = Phone(scene.db, at(2026, 12, 3, 20), "1")
    await talk(later, ["điểm danh", "đủ"])
    await later.presses("Chốt điểm danh")
    assert meeting.state is MeetingState.CLOSED
    await roll_up_all(scene.db, later.now)
    assert await recount(scene.db, "2026-01") == []


async def test_the_secretary_calls_a_group_by_its_name(scene: Scene) -> None:
    group = await group_of(scene)
    await make_group(scene.db, scene.cell, "Tổ 2", "test", scene.now)
    said = await hers(scene).says(f"gọi họp tổ đảng 1 {LINE}")
    assert said.startswith("Họp tổ đảng, Tổ đảng 1.")
    phone = hers(scene)
    await phone.says(f"gọi họp tổ đảng {LINE}")
    assert phone.offered == ["Tổ đảng 1", "Tổ đảng 2"]
    await phone.presses("Tổ đảng 1")
    await phone.says("gửi")
    assert (await the_meeting(scene)).cell_id == group.id


async def test_the_secretary_holds_the_meeting_of_a_group_in_words_alone(scene: Scene) -> None:
    await group_of(scene)
    phone = await her_plain_one(scene)
    await talk(phone, [f"gọi họp tổ đảng 1 {LINE}", "gửi"])
    meeting = await the_meeting(scene)
    await village.says(scene.db, meeting, scene.lan, Answer.AWAY, scene.now)
    assert "Tổ đảng 1" in await phone.says("đơn xin vắng")
    await talk(phone, ["2", "1 đồng ý"])
    phone.now = at(2026, 12, 3, 20)
    assert "Điểm danh Tổ đảng 1" in await talk(phone, ["điểm danh", "2"])
    await talk(phone, ["xong", "chốt"])
    assert meeting.state is MeetingState.CLOSED


async def test_a_cell_without_groups_says_how_to_make_them(scene: Scene) -> None:
    assert "lập tổ đảng Tổ 1" in await hers(scene).says(f"gọi họp tổ đảng {LINE}")
    assert await called(scene) == []


async def test_a_group_of_nobody_is_not_called(scene: Scene) -> None:
    await make_group(scene.db, scene.cell, "Tổ 1", "test", scene.now)
    said = await hers(scene).says(f"gọi họp tổ đảng 1 {LINE}")
    assert "Chưa có ai để mời họp ở Tổ đảng 1" in said
    assert await called(scene) == []


async def test_whoever_is_called_to_two_meetings_at_one_hour_sees_which_is_which(scene: Scene) -> None:
    group = await group_of(scene)
    await village.meeting(scene.db, group, scene.now, kind=MeetingKind.GROUP)
    await scene.phone.says("có")
    assert scene.phone.offered == ["sẽ dự họp, 09h00 ngày 22/11", "sẽ dự họp, tổ đảng 09h00 ngày 22/11"]


async def test_a_leader_calls_nothing_of_the_cell_and_of_no_other_group(scene: Scene) -> None:
    group, other = await group_of(scene), await make_group(scene.db, scene.cell, "Tổ 2", "test", scene.now)
    await lead_group(scene.db, group, scene.lan, "test", scene.now)
    for value in (f"call:{scene.cell.id}", f"call_as:{other.id}:group", f"cancel:{scene.meeting.id}:1"):
        assert "không được phân công" in await scene.phone.presses_value(value)
    assert "không được phân công" in await scene.phone.presses_value(f"roll:{scene.meeting.id}:0")


# A congress


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        (["DD 2/2"], "Có mặt 2/2."),
        (["đủ 2"], "Có mặt 2/2."),
        (["DD 1/2 vắng 2K"], "Có mặt 1/2."),
        (["có mặt 3", "DD 3/3"], "Có mặt 3/3."),
        (["có mặt 3", "vắng 2K"], "Có mặt 1/3."),
        (["DD 4/4"], "Đồng chí ghi 4/4, nhưng đếm ra 2/2."),
    ],
)
async def test_totals_of_a_congress_are_of_those_who_are_counted(scene: Scene, lines: list[str], result: str) -> None:
    """Two more are invited, one exempt and one sent out; they count once they came."""
    for name, status in (("Bùi Văn Miễn", StatusKind.EXEMPT), ("Bùi Thị Xa", StatusKind.TEMPORARY_OUT)):
        await village.member(scene.db, scene.cell, name, status)
    meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2), MeetingKind.CONGRESS)
    phone = hers(scene, scene.now + timedelta(days=2, minutes=5))
    for line in lines:
        await phone.presses_value(f"roll:{meeting.id}:0")
        said = await phone.says(line)
    assert result in said


# A briefing


@dataclass
class Briefed:
    """A committee, its office, and a second cell with a secretary."""

    commune: Unit
    other: Unit
    second: Member
    phone: Phone
    """The office's."""


async def briefed(scene: Scene) -> Briefed:
    commune = await village.commune(scene.db)
    for cell in (scene.cell, other := await village.cell(scene.db, commune, "tay")):
        cell.parent_id, cell.path = commune.id, f"{commune.path}{cell.id}/"
    second = await village.member(scene.db, other, "Lê Văn Tư")
    await village.office(scene.db, second, other)
    clerk = await village.member(scene.db, other, "Phạm Thị Văn")
    await village.office(scene.db, clerk, commune, Office.OFFICE)
    await village.reachable_at(scene.db, clerk, scene.now, chat="5")
    await scene.db.flush()
    return Briefed(commune, other, second, Phone(scene.db, scene.now, "5"))


async def test_the_office_of_a_committee_calls_the_secretaries_below_and_holds_the_roll(scene: Scene) -> None:
    place = await briefed(scene)
    said = await place.phone.says("gọi họp 3/12 8h sáng Hội trường xã")
    assert said.startswith("Họp giao ban, Đảng ủy xã Suối Trong.")
    assert "Mời 2 đồng chí" in said
    await place.phone.says("gửi")
    meeting = await the_meeting(scene)
    assert (meeting.kind, meeting.cell_id) == (MeetingKind.BRIEFING, place.commune.id)
    later = Phone(scene.db, at(2026, 12, 3, 9), "5")
    said = await later.says("điểm danh")
    assert "Lê Văn Tư" in " ".join(later.offered)
    await talk(later, ["đủ"])
    said = await later.presses("Chốt điểm danh")
    assert "2/3" not in said
    await roll_up_all(scene.db, later.now)
    assert await recount(scene.db, "2026-01") == []
    said = await later.presses_value(f"report_kinds:{place.commune.id}:m2026-12")
    assert "Họp giao ban: 2/2, 100,00 %" in said.replace("\u00a0", " ")


async def test_a_briefing_calls_only_those_who_are_chosen(scene: Scene) -> None:
    place = await briefed(scene)
    deputy = await deputy_of(scene)
    await talk(place.phone, ["gọi họp giao ban 3/12 8h sáng Hội trường xã"])
    await place.phone.presses("Mời những ai")
    said = await place.phone.says("Thôn thon")
    assert "Mời 1 đồng chí" in said
    assert "Thành phần: bí thư của Thôn thon." in said
    await place.phone.presses("Mời những ai")
    assert "Mời 2 đồng chí" in await place.phone.presses("Bí thư, phó bí thư")
    await place.phone.says("gửi")
    assert set(await invited_to(scene.db, (await the_meeting(scene)).id)) == {scene.secretary.id, deputy.id}


async def test_a_name_that_is_no_unit_below_chooses_nobody(scene: Scene) -> None:
    place = await briefed(scene)
    await village.cell(scene.db, await village.commune(scene.db, "xa-khac"), "xa-la")
    await talk(place.phone, ["gọi họp giao ban 3/12 8h sáng Hội trường xã"])
    await place.phone.presses("Mời những ai")
    assert "Không có đơn vị" in await place.phone.says("Thôn xa-la")
    assert await called(scene) == []


async def test_whoever_leads_a_cell_calls_no_briefing_and_the_office_calls_no_cell(scene: Scene) -> None:
    place = await briefed(scene)
    assert "không được phân công" in await hers(scene).says("gọi họp giao ban 3/12 8h sáng Hội trường xã")
    for value in (f"call:{scene.cell.id}", f"call_as:{scene.cell.id}:committee", f"roll:{scene.meeting.id}:0"):
        assert "không được phân công" in await place.phone.presses_value(value)
    assert "không được phân công" in await place.phone.says("gọi họp chi ủy 3/12 8h sáng Hội trường xã")
    await place.phone.says("dừng gửi")
    assert len(await called(scene)) == 0


async def test_the_office_sees_the_names_of_the_briefing_alone(scene: Scene) -> None:
    place = await briefed(scene)
    await talk(place.phone, ["gọi họp 3/12 8h sáng Hội trường xã", "gửi"])
    meeting = await the_meeting(scene)
    assert "Lê Văn Tư" in await place.phone.presses_value(f"silent:{meeting.id}:0")
    assert "không được phân công" in await place.phone.presses_value(f"silent:{scene.meeting.id}:0")


async def test_who_leads_a_committee_calls_its_briefings_and_stops_no_cell(scene: Scene) -> None:
    place = await briefed(scene)
    await village.office(scene.db, place.second, place.commune, Office.COMMUNE_COMMITTEE)
    await village.reachable_at(scene.db, place.second, scene.now, chat="6")
    leader = Phone(scene.db, scene.now, "6")
    await talk(leader, ["gọi họp giao ban 3/12 8h sáng Hội trường xã", "gửi"])
    assert (await the_meeting(scene)).cell_id == place.commune.id
    await leader.says("dừng gửi")
    assert not any(str(place.commune.id) in choice.value.split(":") for choice in leader.screen[-1].choices)


# Group by group


async def begun(scene: Scene) -> tuple[Unit, Phone]:
    """The cell's meeting has begun, and Lan leads a group of two."""
    group = await group_of(scene)
    second = await village.member(scene.db, scene.cell, "Trần Văn Hai")
    await put_into(scene.db, scene.cell, group, [second.id], "test", scene.now)
    await lead_group(scene.db, group, scene.lan, "test", scene.now)
    return group, Phone(scene.db, scene.meeting.starts_at + timedelta(minutes=5), "1")


async def test_a_leader_calls_the_part_of_the_own_group_in_the_cells_roll(scene: Scene) -> None:
    group, phone = await begun(scene)
    await phone.says("menu")
    assert any(label.startswith("Điểm danh tổ") for label in phone.offered)
    said = await phone.says("điểm danh tổ")
    assert "Điểm danh Tổ đảng 1" in said
    assert "Có mặt: 0/2" in said
    assert not any("Bình" in label for label in phone.offered)
    assert "Có mặt: 2/2" in await phone.presses("Tất cả có mặt")
    marks = await scene.db.execute(select(Attendance.member_id, Attendance.mark).where(Attendance.group_id == group.id))
    assert {mark for _, mark in marks} == {Mark.PRESENT}
    assert (await scene.row(scene.secretary)).mark is None


async def test_the_meeting_of_the_committee_is_no_leaders_even_with_people_of_the_group(scene: Scene) -> None:
    group, _ = await begun(scene)
    await put_into(scene.db, scene.cell, group, [scene.secretary.id], "test", scene.now)
    meeting = await village.meeting(scene.db, scene.cell, scene.now, timedelta(days=2), MeetingKind.COMMITTEE)
    later = scene.now + timedelta(days=2, minutes=5)
    phone = Phone(scene.db, later, "1")
    for value in (f"roll_group:{meeting.id}:{group.id}:0", f"roll_group_all:{meeting.id}:{group.id}"):
        assert "không được phân công" in await phone.presses_value(value)
    await phone.says("menu")
    assert [label for label in phone.offered if label.startswith("Điểm danh tổ")] == [
        "Điểm danh tổ, họp 09h00 ngày 22/11"
    ]
    she = hers(scene, later)
    await she.presses_value(f"roll:{meeting.id}:0")
    assert "Điểm danh theo tổ" not in she.offered


async def test_a_leader_marks_nobody_of_another_group(scene: Scene) -> None:
    group, phone = await begun(scene)
    other = await make_group(scene.db, scene.cell, "Tổ 2", "test", scene.now)
    await put_into(scene.db, scene.cell, other, [scene.secretary.id], "test", scene.now)
    where = f"roll_group_mark:{scene.meeting.id}"
    assert "không nằm trong danh sách" in await phone.presses_value(
        f"{where}:{group.id}:0:{scene.secretary.id}:present"
    )
    assert "không được phân công" in await phone.presses_value(f"{where}:{other.id}:0:{scene.secretary.id}:present")
    elsewhere = await village.cell(scene.db, code="la")
    stranger = await make_group(scene.db, elsewhere, "Tổ 1", "test", scene.now)
    assert "không được phân công" in await phone.presses_value(f"roll_group:{scene.meeting.id}:{stranger.id}:0")
    assert (await scene.row(scene.secretary)).mark is None


async def test_the_secretary_sees_what_each_group_comes_to(scene: Scene) -> None:
    _, leader = await begun(scene)
    await leader.says("điểm danh tổ")
    await leader.presses("Tất cả có mặt")
    phone = hers(scene, leader.now)
    await phone.says("điểm danh")
    said = await phone.presses("Điểm danh theo tổ")
    assert "Tổ đảng 1: 2/2" in phone.offered
    assert "Chưa ở tổ nào: 0/1" in said


async def test_a_part_of_a_roll_that_is_closed_is_not_changed(scene: Scene) -> None:
    group, phone = await begun(scene)
    scene.meeting.state = MeetingState.CLOSED
    said = await phone.presses_value(f"roll_group_all:{scene.meeting.id}:{group.id}")
    assert "đã chốt" in said
    assert (await scene.row()).mark is None
