"""Who is silent is named, and reminded in one step."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model.attendances import Answer
from bot.model.meetings import MeetingKind
from bot.model.members import Member
from bot.model.roles import Office
from bot.services.nudging import REST
from bot.words.names_seen import NO_GROUP, NONE_THERE
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.leaders_desk import crowd, desk, is_plain, nudges, told
from tests.handlers.shared_phone import shares
from tests.led_at_cell import grouped, leads_group
from tests.talk import Phone, phone_abroad, plain_phone


@pytest.fixture(params=[Phone, plain_phone, phone_abroad])
async def secretary(request: pytest.FixtureRequest, scene: Scene) -> Phone:
    return await desk(scene, request.param)


async def test_the_silent_are_named_with_how_it_stands_with_each(scene: Scene, secretary: Phone) -> None:
    await crowd(scene, 2)
    await scene.phone.says("có lẽ")
    said = await secretary.says("ai chưa trả lời")
    assert "còn 4 đồng chí chưa báo rõ" in said
    assert "- Nguyễn Thị Lan: chưa chắc" in said
    assert "- Trần Thị Bình: chưa trả lời" in said
    assert "- Trần Văn Sốaa: chưa nối máy" in said


async def test_every_name_is_on_one_of_the_pages(scene: Scene, secretary: Phone) -> None:
    await crowd(scene)
    shown = await secretary.says("chưa trả lời")
    while "Trang sau" in secretary.offered:
        shown += "\n" + await turned(secretary)
    assert len({line for line in shown.splitlines() if line.startswith("- ")}) == 14


async def turned(phone: Phone) -> str:
    if phone.capabilities.buttons:
        return await phone.presses("Trang sau")
    return await phone.says(str(phone.offered.index("Trang sau") + 1))


async def test_a_turned_page_takes_the_place_of_the_one_before(scene: Scene) -> None:
    await crowd(scene)
    phone = await desk(scene)
    await phone.says("tình hình")
    await phone.presses("Ai chưa trả lời")
    await phone.presses("Trang sau")
    await phone.presses("Trang trước")
    assert ["Phải dự" in reply.text for reply in phone.screen] == [True, False]
    assert "trang 1/2" in phone.screen[-1].text


async def test_a_page_that_is_there_no_more_is_the_last(scene: Scene, secretary: Phone) -> None:
    await crowd(scene)
    assert "chưa báo rõ" in await secretary.presses_value(f"silent_page:{scene.meeting.id}:99")


async def test_when_all_have_answered_nobody_is_silent(scene: Scene, secretary: Phone) -> None:
    for person in (scene.secretary, scene.lan):
        await village.says(scene.db, scene.meeting, person, Answer.COMING, scene.now)
    assert await secretary.says("ai chưa trả lời") == "Tất cả đã trả lời." + ("\n1. Tình hình" * is_plain(secretary))
    assert secretary.offered == ["Tình hình"]
    assert "không cần nhắc" in await secretary.says("nhắc")


async def test_the_list_leads_to_reminding_and_to_calling(scene: Scene, secretary: Phone) -> None:
    await secretary.says("ai chưa trả lời")
    assert secretary.offered == ["Nhắc các đồng chí ấy", "Mở danh sách gọi", "Tình hình"]


async def test_a_committee_member_may_remind_and_has_no_list_of_phones(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.CELL_COMMITTEE)
    await told(scene)
    await scene.phone.says("ai chưa trả lời")
    assert scene.phone.offered == ["Nhắc các đồng chí ấy", "Tình hình"]
    assert "Đã nhắc 2" in await scene.phone.presses("Nhắc")
    assert scene.phone.offered == ["Tình hình"]


async def test_after_the_start_nobody_is_offered_to_be_reminded(scene: Scene) -> None:
    phone = await desk(scene)
    phone.now = scene.meeting.starts_at
    await phone.presses_value(f"silent:{scene.meeting.id}:0")
    assert phone.offered == ["Tình hình"]


async def test_who_leads_a_group_and_is_written_at_the_cell_reads_names_of_that_group(scene: Scene) -> None:
    """Such a leader read every name of the cell in the chat, though not on the pages."""
    await crowd(scene, 2)
    (first, _) = await scene.db.scalars(select(Member).where(Member.name.startswith("Trần Văn Số")).order_by(Member.id))
    await leads_group(scene.db, scene.lan, scene.cell, first)
    assert "chưa trả lời 4" in await scene.phone.says("tình hình")
    said = await scene.phone.presses("Ai chưa trả lời")
    assert said.splitlines()[0].endswith("còn 4 đồng chí chưa báo rõ.")
    assert said.splitlines()[1:] == [
        "Ở tổ của đồng chí còn 2 đồng chí:",
        "- Nguyễn Thị Lan: chưa trả lời",
        "- Trần Văn Sốaa: chưa nối máy, chưa nhắn được",
    ]
    assert said == await scene.phone.says("ai chưa trả lời")
    assert scene.phone.offered == ["Tình hình"]


async def test_where_nobody_of_the_own_group_is_silent_the_count_stays(scene: Scene) -> None:
    await leads_group(scene.db, scene.lan, scene.cell)
    await village.says(scene.db, scene.meeting, scene.lan, Answer.COMING, scene.now)
    said = await scene.phone.says("ai chưa trả lời")
    assert "còn 1 đồng chí chưa báo rõ." in said
    assert said.splitlines()[1:] == [NONE_THERE]


async def test_who_leads_a_group_and_is_in_none_reads_counts_alone(scene: Scene) -> None:
    await village.office(scene.db, scene.lan, scene.cell, Office.GROUP_LEADER)
    said = await scene.phone.says("ai chưa trả lời")
    assert "còn 2 đồng chí chưa báo rõ." in said
    assert said.splitlines()[1:] == [NO_GROUP]


async def test_who_leads_a_group_and_is_clerk_reads_all_names(scene: Scene) -> None:
    await leads_group(scene.db, scene.lan, scene.cell)
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    assert "- Trần Thị Bình" in await scene.phone.says("ai chưa trả lời")


async def test_of_a_meeting_of_another_group_no_name_is_read(scene: Scene) -> None:
    await leads_group(scene.db, scene.lan, scene.cell)
    other = await grouped(scene.db, scene.cell, "Tổ 2", scene.secretary)
    meeting = await village.meeting(scene.db, other, scene.now, kind=MeetingKind.GROUP)
    said = await scene.phone.presses_value(f"silent:{meeting.id}:0")
    assert "còn 1 đồng chí" in said
    assert "Bình" not in said


async def test_on_a_phone_of_two_whoever_sees_all_names_reads_them(scene: Scene) -> None:
    """The leader of a group was linked first; the clerk at the same phone reads all names."""
    await leads_group(scene.db, scene.lan, scene.cell)
    clerk = await village.member(scene.db, scene.cell, "Lê Văn Sơn")
    await village.office(scene.db, clerk, scene.cell, Office.CLERK)
    await shares(scene.db, clerk, "1", scene.now)
    assert "- Trần Thị Bình" in await scene.phone.says("ai chưa trả lời")


async def test_reminding_is_one_step(scene: Scene, secretary: Phone) -> None:
    await told(scene)
    await crowd_of_one(scene)
    await village.says(scene.db, scene.meeting, scene.secretary, Answer.COMING, scene.now)
    said = await secretary.says("nhắc")
    assert "Đã nhắc 1 đồng chí" in said
    assert "1 đồng chí không nhận được tin nhắn: Phạm Văn Tư" in said
    assert await nudges(scene) == [scene.lan.id]
    assert secretary.offered == ["Mở danh sách gọi", "Tình hình"]


async def crowd_of_one(scene: Scene) -> None:
    """Somebody without a phone comes to the list."""
    await village.member(scene.db, scene.cell, "Phạm Văn Tư")


async def test_two_taps_remind_once_and_the_second_says_what_to_do(scene: Scene, secretary: Phone) -> None:
    await told(scene)
    await secretary.presses_value(f"nudge:{scene.meeting.id}")
    said = await secretary.presses_value(f"nudge:{scene.meeting.id}")
    assert "Đã nhắc lúc 09h00" in said
    assert "gọi điện" in said
    assert len(await nudges(scene)) == 2


async def test_after_two_hours_they_may_be_reminded_again(scene: Scene) -> None:
    await told(scene)
    phone = await desk(scene)
    await phone.says("nhắc họp")
    await told(scene)
    phone.now += REST
    assert "Đã nhắc 2" in await phone.says("nhắc họp")


async def test_a_message_still_on_its_way_is_not_followed_by_a_reminder(scene: Scene, secretary: Phone) -> None:
    said = await secretary.says("nhắc")
    assert "Không nhắc được ai" in said
    assert "2 đồng chí đang chờ tin" in said
    assert await nudges(scene) == []


async def test_at_night_the_answer_says_when_they_get_it(scene: Scene) -> None:
    await told(scene)
    scene.meeting.starts_at = scene.now + timedelta(days=3)
    phone = await desk(scene)
    phone.now = village.at(2026, 11, 21, 22)
    assert "07h00 ngày 22/11" in await phone.says("nhắc")


async def test_a_meeting_that_has_begun_is_not_nudged(scene: Scene, secretary: Phone) -> None:
    secretary.now = scene.meeting.starts_at
    assert "đã bắt đầu" in await secretary.presses_value(f"nudge:{scene.meeting.id}")
    assert await nudges(scene) == []


async def test_of_two_at_a_phone_the_files_are_made_for_who_sees_all_names(scene: Scene) -> None:
    """A table of a small cell once came without its numbers, for the leader of a group had been linked there first."""
    await leads_group(scene.db, scene.lan, scene.cell)
    await shares(scene.db, scene.secretary, scene.phone.chat, scene.now)
    await scene.phone.presses_value(f"report_file:{scene.cell.id}:m2026-11:table_a_csv")
    made = scene.phone.screen[-1].attaches
    assert made is not None
    assert made.split(":")[1] == str(scene.secretary.id)
