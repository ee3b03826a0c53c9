"""How good a meeting was, asked, summed up and confirmed in the chat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages import Reason
from bot.model.attendances import Attendance
from bot.model.meetings import Meeting, MeetingKind
from bot.model.members import Member
from bot.model.notices import Notice
from bot.model.roles import Office
from bot.model.scores import Grade
from bot.services.notices import from_content
from bot.services.roll import Marks, take_roll
from bot.services.scoring.scores import score_of
from bot.services.unit_settings import change
from tests import village
from tests.handlers.conftest import Scene
from tests.handlers.secretary import her_plain_one, hers, talk
from tests.talk import Phone, phone_abroad


async def over(scene: Scene, *, unexcused: int = 0, kind: MeetingKind = MeetingKind.REGULAR) -> Meeting:
    """A meeting of ten that was closed yesterday."""
    await village.members(scene.db, scene.cell, 8)
    held = await village.held(scene.db, scene.cell, scene.now + timedelta(days=3), kind, unexcused=unexcused)
    scene.now = held.starts_at + timedelta(days=1)
    return held


async def supervisor(scene: Scene) -> Member:
    """Somebody of another cell who follows this one."""
    other = await village.cell(scene.db, code="khac")
    person = await village.member(scene.db, other, "Đinh Văn Theo")
    await village.office(scene.db, person, scene.cell, Office.ASSIGNED_SUPERVISOR)
    await village.reachable_at(scene.db, person, scene.now, chat="8")
    return person


async def word_to(scene: Scene, person: Member, about: str) -> Notice | None:
    found: Notice | None = await scene.db.scalar(
        select(Notice).where(Notice.member_id == person.id, Notice.about.startswith(about)).order_by(Notice.id.desc())
    )
    return found


async def test_which_sheet_then_each_criterion_then_the_sum_with_where_it_comes_from(scene: Scene) -> None:
    held = await over(scene, unexcused=1)
    phone = hers(scene)
    said = await phone.presses_value(f"score:{held.id}")
    assert "xin kiểm tra lại với cấp ủy của đồng chí" in said
    assert "Chấm chất lượng 1/3: Chuẩn bị." in await phone.presses("Thang 100 điểm: chuẩn bị")
    await phone.presses("15) điểm")
    await phone.says("40 điểm")
    said = await phone.presses("20) điểm")
    assert "Tỷ lệ dự họp: 18/20 (dự họp 9/10 = 90,00\u00a0%; cần trên 85 %; vắng không lý do 1)" in said
    assert "Chi bộ tự chấm: Chuẩn bị 15/15; Tiến hành buổi sinh hoạt 40/45;" in said
    assert "Kết quả: 93/100 điểm, xếp loại tốt." in said
    score = await score_of(scene.db, held.id)
    assert score is not None
    assert (score.points, score.grade) == (93, Grade.GOOD)
    assert "Kết thúc lúc mấy giờ?" in await phone.presses("Biên bản")


async def test_on_a_telephone_of_short_messages_numbers_are_points(scene: Scene) -> None:
    held = await over(scene)
    change(scene.cell, "scoring_profile", "binh_thuan_100")
    phone = await her_plain_one(scene)
    await talk(phone, ["cham chat luong", "18", "10", "10", "15"])
    assert "Kết thúc lúc mấy giờ?" in phone.screen[-1].text
    await phone.says("95 phut")
    said = await phone.presses_value(f"score:{held.id}")
    assert "họp 95 phút; cần từ 90 phút" in said
    assert "Kết quả: 83/100 điểm, xếp loại khá." in said
    assert "Xếp loại cao nhất là khá vì chưa đạt đủ: Thảo luận" in said


async def test_met_or_not_is_typed_too(scene: Scene) -> None:
    held = await over(scene)
    change(scene.cell, "scoring_profile", "tra_vinh")
    phone = await her_plain_one(scene)
    await phone.presses_value(f"score:{held.id}")
    said = await talk(phone, ["dat", "chua dat", "1", "có"])
    assert "Kết quả: 1 tiêu chí chưa đạt, xếp loại khá." in said


async def test_how_often_somebody_was_away_on_own_business_is_for_whoever_may_see_reasons(scene: Scene) -> None:
    held = await over(scene)
    change(scene.cell, "scoring_profile", "tra_vinh")
    await take_roll(scene.db, held.id, Marks(excused=[scene.lan.id]), f"member:{scene.secretary.id}", scene.now)
    row = await village.row_of(scene.db, held, scene.lan)
    row.reason = Reason.FAMILY
    await talk(hers(scene), ["chấm chất lượng", "đạt", "đạt", "đạt", "đạt"])
    await village.office(scene.db, scene.lan, scene.cell, Office.CLERK)
    asks = f"score:{held.id}"
    assert "nhiều nhất 1 lần" in await hers(scene).presses_value(asks)
    for phone in (Phone(scene.db, scene.now), phone_abroad(scene.db, scene.now, "9")):
        said = await phone.presses_value(asks)
        assert "nhiều nhất" not in said
        assert "vắng việc riêng trong năm: trong mức" in said


@pytest.mark.parametrize(
    ("words", "sentence"), [("99", "Số điểm cần từ 0 đến 15"), ("khá tốt", "Số điểm cần từ 0 đến 15")]
)
async def test_what_is_no_number_of_points_is_asked_again(scene: Scene, words: str, sentence: str) -> None:
    held = await over(scene)
    change(scene.cell, "scoring_profile", "phu_tho_100")
    phone = hers(scene)
    await phone.presses_value(f"score:{held.id}")
    assert sentence in await phone.says(words)
    assert "2/3" in await phone.says("14")


async def test_old_buttons_still_get_an_answer(scene: Scene) -> None:
    held = await over(scene)
    phone = hers(scene)
    assert "khung tiêu chí nào" in await phone.presses_value(f"score_say:{held.id}:conduct:5")
    change(scene.cell, "scoring_profile", "phu_tho_100")
    assert "Khung tiêu chí không có mục này" in await phone.presses_value(f"score_say:{held.id}:discussion:5")
    assert "Không có khung tiêu chí tên" in await phone.presses_value(f"score_by:{held.id}:gone")
    assert "1/3" in await phone.presses_value(f"score_by:{held.id}:tra_vinh")
    assert "Chỉ chấm chất lượng" in await phone.presses_value(f"score:{(await over(scene, kind=MeetingKind.STUDY)).id}")
    assert "chưa chốt điểm danh" in await phone.presses_value(f"score:{scene.meeting.id}")


async def graded(scene: Scene) -> tuple[Meeting, Phone]:
    held = await over(scene, unexcused=1)
    change(scene.cell, "scoring_profile", "phu_tho_100")
    phone = hers(scene)
    await phone.presses_value(f"score:{held.id}")
    await talk(phone, ["15", "40", "20"])
    return held, phone


async def test_the_supervisor_confirms_counts_and_the_secretary_hears_of_it(scene: Scene) -> None:
    person = await supervisor(scene)
    held, phone = await graded(scene)
    assert "Đã nhắn cấp ủy viên" in await phone.presses("Xin cấp ủy viên xác nhận")
    word = await word_to(scene, person, f"score:{held.id}:")
    assert word is not None
    assert word.content is not None
    asked = from_content(word.content)
    assert "93/100 điểm, xếp loại tốt" in asked.text
    assert "Có mặt 9/10" in asked.text
    assert "Trần" not in asked.text
    theirs = Phone(scene.db, scene.now, "8")
    for _ in range(2):
        assert "Đã xác nhận" in await theirs.presses_value(asked.choices[0].value)
    told = await word_to(scene, scene.secretary, f"score_ok:{held.id}:")
    assert told is not None
    assert "đã xác nhận" in await phone.presses_value(f"score:{held.id}")


async def test_another_grade_than_the_one_shown_is_shown_first(scene: Scene) -> None:
    person = await supervisor(scene)
    held, phone = await graded(scene)
    await phone.presses("Xin cấp ủy viên xác nhận")
    word = await word_to(scene, person, f"score:{held.id}:")
    assert word is not None
    assert word.content is not None
    old = from_content(word.content).choices[0].value
    await phone.presses("Chấm lại")
    await talk(phone, ["15", "20", "20"])
    theirs = Phone(scene.db, scene.now, "8")
    assert "Điểm vừa có thay đổi" in await theirs.presses_value(old)
    assert "xếp loại khá" in await theirs.presses("Xác nhận")


async def test_no_grade_is_confirmed_that_is_older_than_the_roll(scene: Scene) -> None:
    person = await supervisor(scene)
    held, phone = await graded(scene)
    await phone.presses("Xin cấp ủy viên xác nhận")
    word = await word_to(scene, person, f"score:{held.id}:")
    assert word is not None
    assert word.content is not None
    shown = from_content(word.content).choices[0].value
    people = await scene.db.scalars(select(Attendance.member_id).where(Attendance.meeting_id == held.id))
    await take_roll(scene.db, held.id, Marks(unexcused=people.all()), f"member:{scene.secretary.id}", scene.now)
    theirs = Phone(scene.db, scene.now, "8")
    assert "chưa xác nhận" in await theirs.presses_value(shown)
    assert "đã sửa sau khi chấm" in await phone.presses_value(f"score_ask:{held.id}")
    await phone.presses("Tính lại")
    assert "Có mặt 0/10" in await theirs.presses_value(shown)


async def test_a_grade_stays_whatever_sheet_the_unit_takes_afterwards(scene: Scene) -> None:
    held, phone = await graded(scene)
    change(scene.cell, "scoring_profile", "tra_vinh")
    assert "93/100 điểm, xếp loại tốt" in await phone.presses_value(f"score:{held.id}")
    assert "1/4" in await phone.presses("Chấm lại")


async def test_a_grade_by_a_sheet_that_is_gone_is_read_and_may_be_made_anew(scene: Scene) -> None:
    held, phone = await graded(scene)
    score = await score_of(scene.db, held.id)
    assert score is not None
    score.profile = "khung_cu"
    change(scene.cell, "scoring_profile", "none")
    assert "93/100 điểm, xếp loại tốt" in await phone.presses_value(f"score:{held.id}")
    assert "khung tiêu chí nào" in await phone.presses("Chấm lại")


async def test_nobody_else_confirms(scene: Scene) -> None:
    await supervisor(scene)
    held, phone = await graded(scene)
    for someone in (phone, scene.phone):
        assert "không được phân công" in await someone.presses_value(f"score_ok:{held.id}:00000000")


async def test_without_a_supervisor_it_is_said(scene: Scene) -> None:
    _, phone = await graded(scene)
    assert "Chưa nhắn được" in await phone.presses("Xin cấp ủy viên xác nhận")


async def test_after_a_correction_the_grade_is_counted_anew_by_one_tap(scene: Scene) -> None:
    held, phone = await graded(scene)
    await take_roll(scene.db, held.id, Marks(everybody_present=True), f"member:{scene.secretary.id}", scene.now)
    assert "đã sửa sau khi chấm" in await phone.presses_value(f"score:{held.id}")
    assert "Kết quả: 95/100 điểm" in await phone.presses("Tính lại")
