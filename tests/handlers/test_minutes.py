"""The minutes of a meeting, asked in the chat and handed over as a file."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from bot.messages import Reason
from bot.model.attendances import Answer, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.reports.recipes import prepared
from bot.services.meetings import cancel_meeting
from bot.services.minutes import minutes_of
from bot.services.roll import Marks, close_roll, take_roll
from tests import village
from tests.handlers.committees import SITE
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone, phone_abroad


async def closed(scene: Scene, *, excused: bool = False) -> Meeting:
    """The meeting is over, and its roll closed two hours after the beginning; it is just then."""
    if excused:
        await village.says(scene.db, scene.meeting, scene.lan, Answer.AWAY, scene.now, Reason.ILLNESS)
    scene.now = scene.meeting.starts_at + timedelta(hours=2)
    said = Marks(excused=[scene.lan.id]) if excused else Marks()
    said = replace(said, everybody_present=True)
    await take_roll(scene.db, scene.meeting.id, said, "test", scene.now)
    return await close_roll(scene.db, scene.meeting.id, "test", scene.now)


async def clerk_of(scene: Scene) -> tuple[Member, Phone]:
    person = await village.member(scene.db, scene.cell, "Vũ Thị Thư")
    await village.office(scene.db, person, scene.cell, Office.CLERK)
    await village.reachable_at(scene.db, person, scene.now, chat="5")
    return person, Phone(scene.db, scene.now, "5")


async def words_of(scene: Scene, phone: Phone) -> str:
    """Everything that stands on the paper that goes with the newest message."""
    paper = docx.Document(BytesIO((await phone.document()).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


async def test_one_question_after_the_other_and_every_one_has_its_button(scene: Scene) -> None:
    await closed(scene)
    phone = hers(scene)
    assert "Kết thúc lúc mấy giờ?" in await phone.says("biên bản")
    assert "Ai chủ trì" in await phone.presses("(120 phút)")
    assert phone.offered[0] == "Trần Thị Bình"
    assert "Ai ghi biên bản" in await phone.presses("Trần Thị Bình")
    assert "lượt ý kiến" in await phone.presses("Nguyễn Thị Lan")
    assert "nghị quyết" in await phone.presses("8) lượt")
    said = await phone.presses("Có, số 01-NQ/CB")
    assert "Biên bản Chi bộ Thôn thon, họp 09h00 ngày 22/11 (bản nháp)." in said
    assert "Kết thúc 11 giờ (120 phút)." in said
    assert "Chủ trì: Trần Thị Bình. Thư ký: Nguyễn Thị Lan." in said
    assert "8 lượt ý kiến, 0 kết luận. Nghị quyết số 01-NQ/CB." in said
    assert "Đã lập xong biên bản" in await phone.presses("Xong biên bản")
    text = await words_of(scene, phone)
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "Có mặt: 2/2 đồng chí" in text
    assert "Nghị quyết số 01-NQ/CB" in text


async def test_on_a_telephone_of_short_messages_everything_is_typed(scene: Scene) -> None:
    phone = await her_plain_one(scene)
    scene.db.info["public_url"] = SITE
    await closed(scene)
    phone.now = scene.now
    asked = await talk(phone, ["bien ban", "10h35", "binh", "lan", "7", "so 12"])
    assert "12-NQ/CB" in asked
    assert "7 lượt ý kiến" in asked
    said = await phone.says("xong")
    assert "Đã lập xong biên bản" in said
    assert f"{SITE}/tep/" in said


async def test_a_number_typed_is_the_count_and_not_the_place_of_a_button(scene: Scene) -> None:
    await closed(scene)
    for phone in (hers(scene), await her_plain_one(scene)):
        await phone.presses_value(f"minutes_ask:{scene.meeting.id}:opinions")
        await phone.says("2")
        row = await minutes_of(scene.db, scene.meeting.id)
        assert row is not None
        assert row.opinions == 2


@pytest.mark.parametrize("words", ["8h59", "23 giờ", "hôm qua", "0 phút", "999 phút"])
async def test_an_hour_that_cannot_be_the_end_is_asked_again(scene: Scene, words: str) -> None:
    await closed(scene)
    phone = hers(scene)
    await phone.says("biên bản")
    assert "Giờ kết thúc chưa rõ" in await phone.says(words)
    assert "Ai chủ trì" in await phone.says("10h45")


async def test_a_meeting_that_was_called_off_has_no_minutes(scene: Scene) -> None:
    await cancel_meeting(scene.db, scene.meeting.id, "test", scene.now)
    for key in ("minutes", "minutes_get"):
        assert "đã hoãn" in await hers(scene).presses_value(f"{key}:{scene.meeting.id}")


async def test_nobody_leads_who_was_not_there(scene: Scene) -> None:
    await village.cell(scene.db, code="khac")
    await closed(scene, excused=True)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45"])
    assert "Không có đồng chí này" in await phone.says("Nguyễn Thị Lan")
    assert "Không có đồng chí này" in await phone.presses_value(f"minutes_chair:{scene.meeting.id}:{scene.lan.id}")
    assert "Ai ghi biên bản" in await phone.says("đồng chí Bình")


async def test_of_two_of_one_name_it_is_asked_which(scene: Scene) -> None:
    for year in (1950, 1980):
        person = await village.member(scene.db, scene.cell, "Lê Văn Đôi")
        person.birth_year = year
    await closed(scene)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45", "Bình"])
    assert "Có nhiều đồng chí" in await phone.says("le van doi")
    assert "lượt ý kiến" in await phone.presses("1980")


async def test_a_resolution_has_a_number_of_its_own_in_the_year(scene: Scene) -> None:
    await closed(scene)
    phone = hers(scene)
    ask = f"minutes_ask:{scene.meeting.id}:resolution"
    await phone.presses_value(ask)
    assert "Số nghị quyết không đọc được" in await phone.says("nghị quyết về đường sá")
    assert "dấu hiệu tài liệu mật" in await phone.says("07-NQ/CB Tối mật")
    await phone.says("05-NQ/CB")
    again = await village.held(scene.db, scene.cell, scene.now + timedelta(days=7))
    later = hers(scene, scene.now + timedelta(days=8))
    await later.presses_value(f"minutes_ask:{again.id}:resolution")
    assert "Có, số 06-NQ/CB" in later.offered
    assert "đã ghi ở buổi họp" in await later.says("5")
    await later.says("không")
    row = await minutes_of(scene.db, again.id)
    assert row is not None
    assert (row.has_resolution, row.resolution) == (False, None)


async def test_before_the_closing_there_is_a_draft_and_no_end_of_it(scene: Scene) -> None:
    scene.now = scene.meeting.starts_at + timedelta(hours=2)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45", "Bình", "Lan", "3"])
    said = await phone.presses("Không ra nghị quyết")
    assert "Điểm danh chưa chốt" in said
    assert "Xong biên bản" not in phone.offered
    assert "chưa chốt điểm danh" in await phone.presses_value(f"minutes_done:{scene.meeting.id}")
    await phone.presses_value(f"minutes:{scene.meeting.id}")
    await phone.presses("Tải bản nháp")
    assert "BẢN NHÁP" in await words_of(scene, phone)


async def test_before_it_begins_there_is_nothing_to_write(scene: Scene) -> None:
    assert "Họp rồi mới lập biên bản" in await hers(scene).presses_value(f"minutes:{scene.meeting.id}")
    scene.meeting.state = MeetingState.CANCELLED
    assert "đã hoãn" in await hers(scene).presses_value(f"minutes:{scene.meeting.id}")


async def test_reasons_are_for_the_secretary_and_not_for_the_clerk(scene: Scene) -> None:
    _, clerks = await clerk_of(scene)
    await closed(scene, excused=True)
    clerks.now = scene.now
    phone = hers(scene)
    await phone.presses_value(f"minutes_get:{scene.meeting.id}")
    assert "Nguyễn Thị Lan: ốm, đi viện" in await words_of(scene, phone)
    assert "không ghi lý do vắng" in await clerks.presses_value(f"minutes_get:{scene.meeting.id}")
    text = await words_of(scene, clerks)
    assert "Nguyễn Thị Lan: có lý do" in text
    assert "ốm" not in text


async def test_the_secretary_hears_that_the_clerk_has_finished(scene: Scene) -> None:
    await clerk_of(scene)
    await closed(scene)
    phone = Phone(scene.db, scene.now, "5")
    await talk(phone, ["biên bản", "10h45", "Bình", "Thư", "3", "không"])
    for _ in range(2):
        await phone.presses_value(f"minutes_done:{scene.meeting.id}")
    told = (await scene.db.scalars(select(Notice).filter_by(about=f"minutes:{scene.meeting.id}"))).all()
    assert [one.member_id for one in told] == [scene.secretary.id]


async def test_abroad_the_file_goes_by_a_link(scene: Scene) -> None:
    scene.db.info["public_url"] = SITE
    await closed(scene, excused=True)
    said = await phone_abroad(scene.db, scene.now, "9").presses_value(f"minutes_get:{scene.meeting.id}")
    assert f"{SITE}/tep/" in said
    assert "ốm" not in said


async def test_members_and_leaders_of_other_cells_get_none(scene: Scene) -> None:
    other = await village.cell(scene.db, code="khac")
    leader = await village.member(scene.db, other, "Hoàng Văn Khác")
    await village.office(scene.db, leader, other)
    await village.reachable_at(scene.db, leader, scene.now, chat="7")
    await closed(scene)
    values = ["minutes:{}", "minutes_get:{}", "minutes_done:{}", "minutes_edit:{}", "minutes_end:{}:90",
              "minutes_chair:{}:1", "minutes_opinions:{}:3", "minutes_resolution:{}:1", "score:{}"]  # fmt: skip
    for chat in ("1", "7"):
        for value in values:
            said = await Phone(scene.db, scene.now, chat).presses_value(value.format(scene.meeting.id))
            assert "không được phân công" in said, value
    assert await minutes_of(scene.db, scene.meeting.id) is None


async def test_a_corrected_roll_is_in_the_minutes_with_what_it_had_been(scene: Scene) -> None:
    await closed(scene, excused=True)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45", "Bình", "Bình", "3", "không", "xong"])
    by = f"member:{scene.secretary.id}"
    await take_roll(scene.db, scene.meeting.id, Marks(present=[scene.lan.id]), by, scene.now)
    said = await phone.presses_value(f"minutes:{scene.meeting.id}")
    assert "đã sửa sau khi chốt" in said
    await phone.presses("Tải biên bản")
    text = await words_of(scene, phone)
    assert "Có mặt: 2/2" in text
    assert "Khi chốt: có mặt 1/2, vắng có lý do 1, vắng không lý do 0." in text
    assert "Nguyễn Thị Lan: vắng có lý do sửa thành có mặt" in text


async def test_who_comes_into_the_cell_later_changes_no_head_count(scene: Scene) -> None:
    await closed(scene)
    await village.members(scene.db, scene.cell, 3)
    phone = hers(scene)
    await phone.presses_value(f"minutes_get:{scene.meeting.id}")
    assert "Tổng số đảng viên của chi bộ: 2 đồng chí" in await words_of(scene, phone)


async def test_what_was_said_can_be_changed_also_when_all_is_done(scene: Scene) -> None:
    await closed(scene)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45", "Bình", "Lan", "3", "không", "xong"])
    await phone.presses_value(f"minutes_edit:{scene.meeting.id}")
    await phone.presses("Lượt ý kiến")
    assert "9 lượt ý kiến" in await phone.says("9 lượt")


async def test_with_several_meetings_it_is_asked_which(scene: Scene) -> None:
    await closed(scene)
    await village.held(scene.db, scene.cell, scene.now + timedelta(days=1), MeetingKind.THEMATIC)
    phone = hers(scene, scene.now + timedelta(days=2))
    assert "cho buổi họp nào" in await phone.says("biên bản")
    assert "Kết thúc lúc mấy giờ?" in await phone.presses("22/11")


async def test_the_question_stays_where_something_else_is_typed_and_help_says_how(scene: Scene) -> None:
    await closed(scene)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45", "Bình", "Lan"])
    assert "Số lượt ý kiến cần là một số" in await phone.says("nhiều lắm")
    assert "Đang hỏi số lượt ý kiến" in await phone.says("?")
    assert "nghị quyết" in await phone.says("4")


async def test_what_begins_something_else_begins_it_and_the_answers_stay(scene: Scene) -> None:
    await closed(scene)
    phone = hers(scene)
    await talk(phone, ["biên bản", "10h45", "Bình", "Lan"])
    assert "Sửa đường" in await phone.says("kết luận: Sửa đường vào nhà văn hóa")
    assert "lượt ý kiến" in await phone.says("biên bản")
    said = await talk(phone, ["4", "không"])
    assert "4 lượt ý kiến, 1 kết luận." in said
    await phone.says("kết luận: Góp quỹ vì người nghèo")
    await phone.presses_value(f"minutes_get:{scene.meeting.id}")
    assert "2. Góp quỹ vì người nghèo" in await words_of(scene, phone)


async def test_menu_and_closing_offer_the_minutes(scene: Scene) -> None:
    await closed(scene)
    phone = hers(scene)
    await phone.says("menu")
    assert "Biên bản buổi 09h00 ngày 22/11" in phone.offered
    await phone.presses_value(f"roll_sum:{scene.meeting.id}:0")
    assert "Biên bản" in phone.offered


async def test_a_roll_that_is_no_longer_kept_by_name_leaves_its_counts(scene: Scene) -> None:
    await closed(scene, excused=True)
    for row in await scene.db.scalars(select(Attendance).filter_by(meeting_id=scene.meeting.id)):
        await scene.db.delete(row)
    made = await prepared(scene.db, f"minutes:{scene.secretary.id}:{scene.meeting.id}", scene.now)
    paper = docx.Document(BytesIO(made().content))
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "Có mặt: 1/2" in text
    assert Mark.EXCUSED.value not in text
