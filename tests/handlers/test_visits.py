"""Sending people to meetings in the chat: groups and assignments in a line, answers, marks, difficulties, a report."""

from collections.abc import AsyncIterator
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from bot.model.endpoints import Address
from bot.model.roles import Office
from bot.model.visits import Visit, VisitAnswer, VisitAssignment
from bot.services.roles import end_role
from bot.words import visit_report as report_words
from bot.words import visits as words
from tests import village
from tests.ground import Ground
from tests.services.test_visits import EVENING
from tests.talk import Phone, plain_phone
from tests.village import at
from tests.visit_places import Sending, sending

NOBODY = "không được phân công"
LINE = "phân công tổ 1: thôn số 0, thôn số 1 quý 4/2026"


@pytest.fixture
async def place(ground: Ground) -> AsyncIterator[Sending]:
    async with ground.with_(sending) as made:
        made.db.info["public_url"] = "https://chibot.example"
        yield made


def planner(place: Sending) -> Phone:
    return Phone(place.db, place.now, "1")


def leader(place: Sending, now: datetime | None = None) -> Phone:
    return Phone(place.db, now or place.now, "2")


async def assignments(place: Sending) -> list[VisitAssignment]:
    return list(await place.db.scalars(select(VisitAssignment).where(VisitAssignment.ended_at.is_(None))))


# Planning


async def test_a_group_is_made_and_sent_with_two_lines(place: Sending) -> None:
    phone = planner(place)
    said = await phone.says("tổ công tác số 2: Mai Thị Vi, Lò Văn Tá")
    assert said.startswith("Đã ghi Tổ công tác số 2. Tổ trưởng: Mai Thị Vi. Tổ viên: Lò Văn Tá.")
    said = await phone.says("phân công tổ 2: thôn số 0, thôn số 1 quý 1/2027")
    assert said.splitlines()[0] == (
        "Tổ công tác số 2 dự họp quý I/2027 tại 2 chi bộ: Chi bộ Thôn Số 0; Chi bộ Thôn Số 1."
    )
    assert await assignments(place) == []
    value = phone.screen[-1].choices[0].value
    assert await phone.presses("Phân công") == "Đã phân công Tổ công tác số 2 dự họp tại 2 chi bộ."
    assert "đã xong hoặc đã dừng" in await phone.presses_value(value)
    assert len(await assignments(place)) == 2


async def test_at_the_preview_the_line_is_written_anew(place: Sending) -> None:
    phone = planner(place)
    await phone.says("phân công tổ 1: tất cả chi bộ quý 1/2027")
    assert "Dự ĐỘT XUẤT" in await phone.says("phân công tổ 1: thôn số 1 quý 1/2027 đột xuất")
    await phone.presses("Phân công")
    assert [(one.cell_id, one.is_announced) for one in await assignments(place)] == [(place.cells[1].id, False)]


async def test_whose_office_ended_is_to_be_assigned_anew(place: Sending) -> None:
    await village.office(place.db, place.other, place.top, Office.DISTRICT_COMMITTEE)
    phone = planner(place)
    await phone.says("phân công đ/c Mai Thị Vi: thôn số 1 từ 1/12 đến 15/12")
    await phone.presses("Phân công")
    assert "Cần phân công lại" not in await phone.says("tổ công tác")
    await end_role(place.db, place.other, place.top, Office.DISTRICT_COMMITTEE, "test", place.now)
    await phone.says("tổ công tác")
    assert "Chi bộ Thôn Số 1, 01/12/2026–15/12/2026: đồng chí Mai Thị Vi đã thôi" in await phone.presses(
        "Cần phân công"
    )
    await phone.says("phân công tổ 1: thôn số 1 tháng 12")
    await phone.presses("Phân công")
    assert await phone.presses_value(f"visits_anew:{place.top.id}:0") == words.NOTHING_ANEW


async def test_it_works_without_marks_and_buttons(place: Sending) -> None:
    await village.reachable_at(place.db, place.planner, place.now, "8", "rehearsal_plain")
    phone = plain_phone(place.db, place.now, "8")
    assert "Dự ĐỘT XUẤT" in await phone.says("phan cong dot xuat d/c Mai Thi Vi: xa huc dong thang 12")
    assert "Đã phân công đồng chí Mai Thị Vi dự họp tại 2 chi bộ" in await phone.says("ok")
    assert {one.is_announced for one in await assignments(place)} == {False}
    for said in ("to cong tac", "1", "menu", "kiem tra du hop quy 4/2026", "1", "kho khan"):
        await phone.says(said)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("phân công tổ 9: thôn số 0 quý 1/2027", "Không có tổ công tác “tổ 9”"),
        ("phân công tổ 1: thôn số 7 quý 1/2027", "Không thấy chi bộ “thon so 7”"),
        ("phân công tổ 1: thôn số 0", "Mời ghi theo mẫu: phân công tổ 1"),
        ("phân công tổ 1: thôn số 0 quý 1/2026", "Thời gian phân công đã qua"),
        ("phân công đ/c Trần: thôn số 0 quý 1/2027", "Mời ghi đủ họ tên"),
        ("tổ công tác số 3: Người Lạ", "Không thấy đồng chí “Người Lạ”"),
        ("tổ công tác số 3:", "Chưa rõ tên tổ"),
    ],
)
async def test_what_is_unclear_is_said_and_nothing_written(place: Sending, text: str, why: str) -> None:
    assert why in await planner(place).says(text)
    assert await assignments(place) == []


async def test_an_assignment_and_a_group_are_taken_back(place: Sending) -> None:
    await place.assign(*place.cells)
    phone = planner(place)
    await phone.says("tổ công tác")
    await phone.presses("Tổ công tác số 1")
    await phone.presses("Thôn Số 0")
    assert await phone.presses("Bỏ") == words.ASSIGNMENT_ENDED
    assert [one.cell_id for one in await assignments(place)] == [place.cells[1].id]
    await phone.presses("Trở lại")
    await phone.presses(words.END_GROUP)
    assert "thôi 1 lượt phân công" in await phone.says("có")
    assert await assignments(place) == []


async def test_a_day_means_the_meeting_of_that_day_wherever_it_moves(place: Sending) -> None:
    meeting = await place.call(EVENING)
    phone = planner(place)
    assert "Đã gọi họp 1 buổi" in await phone.says("phân công tổ 1: thôn số 0 ngày 24/11")
    await phone.presses("Phân công")
    assert [one.meeting_id for one in await assignments(place)] == [meeting.id]


# Who may


@pytest.mark.parametrize(
    "office", [Office.SECRETARY, Office.INSPECTION, Office.ASSIGNED_SUPERVISOR, Office.TECH_ADMIN, None]
)
async def test_who_may_not_plan_sees_nothing_of_it(place: Sending, office: Office | None) -> None:
    await place.assign(is_announced=False)
    await place.call(EVENING)
    stranger = await village.member(place.db, place.cells[1])
    if office:
        await village.office(place.db, stranger, place.top if office is not Office.SECRETARY else place.cell, office)
    await village.reachable_at(place.db, stranger, place.now, "5")
    phone, visit = Phone(place.db, place.now, "5"), await place.visit()
    group, unit = place.group.group.id, place.top.id
    for value in (
        f"visits_of:{unit}", f"visit_group:{group}:0", f"visit_group_off:{group}", f"visit_report:{unit}:q2026-4",
        f"visit_off_yes:{(await assignments(place))[0].id}", f"visit_table:{unit}:q2026-4", f"difficulties:{unit}:0",
        f"visit_never:{unit}:q2026-4:0", f"visit_alone:{unit}:{place.leader.id}:0",
    ):  # fmt: skip
        assert NOBODY in await phone.presses_value(value), value
    for value in (
        f"visit:{visit.id}:{place.leader.id}:coming", f"visit_own:{visit.id}:{place.leader.id}",
        f"visit_went:{visit.id}:1", f"visit_remark_at:{visit.id}", f"visit_mark:{visit.id}:0:good",
        f"visit_remark_of:{visit.id}", f"visit_show:{visit.id}", f"visit_hard:{visit.id}",
        f"visit_remark_read:{visit.id}", f"visit_remarks:{unit}:q2026-4:0",
    ):  # fmt: skip
        assert "Thôn Số 0" not in await phone.presses_value(value), value
    await phone.says(LINE)
    assert len(await assignments(place)) == 1
    assert (await place.person(place.leader)).answer is None
    assert visit.came is None


async def test_a_committee_beside_it_plans_nothing_here(place: Sending) -> None:
    beside = await village.commune(place.db)
    stranger = await village.member(place.db, place.cells[1])
    await village.office(place.db, stranger, beside, Office.COMMUNE_COMMITTEE)
    await village.reachable_at(place.db, stranger, place.now, "5")
    phone = Phone(place.db, place.now, "5")
    assert NOBODY in await phone.presses_value(f"visits_of:{place.top.id}")
    assert "Không có tổ công tác" in await phone.says(LINE)


async def test_words_that_came_up_to_a_committee_are_nobodys_above_it(place: Sending) -> None:
    phone, commune = planner(place), place.cell.parent_id
    assert "tổ công tác" in await phone.presses_value(f"visits_of:{commune}")
    assert NOBODY in await phone.presses_value(f"difficulties:{commune}:0")
    assert NOBODY in await phone.presses_value(f"visit_remarks:{commune}:q2026-4:0")
    await phone.presses_value(f"visit_report:{commune}:q2026-4")
    assert words.REMARKS not in phone.offered


# Going there


async def test_whoever_is_sent_answers_arrives_and_says_how_it_was(place: Sending) -> None:
    await place.assign(is_announced=False)
    await place.call(EVENING)
    phone = leader(place)
    assert "Dự đột xuất" in (await phone.says("lịch dự họp") and await phone.presses("Chi bộ Thôn Số 0"))
    assert "SẼ DỰ" in await phone.presses(words.WILL_COME)
    assert (await place.person(place.leader)).answer is VisitAnswer.COMING
    assert words.ARRIVED not in phone.offered
    there = leader(place, EVENING)
    await there.says("lịch dự họp")
    await there.presses("Chi bộ Thôn Số 0")
    assert "chi bộ ghi là cấp trên dự" in await there.presses(words.ARRIVED)
    secretary = Phone(place.db, EVENING, "9")
    assert "Lò Văn Tá, Tổ công tác số 1" in await secretary.says("khách")
    visit = await place.visit()
    await there.presses_value(f"visit_went:{visit.id}:1")
    for grade in ("Tốt", "Khá", "Tốt", "Trung bình"):
        await there.presses(grade)
    said = await there.says("Sinh hoạt nghiêm túc, cần nhiều ý kiến hơn")
    assert said.splitlines() == [
        words.THANKS,
        "Chi bộ Thôn Số 0, họp 19h30 ngày 24/11: có dự.",
        "Chuẩn bị: tốt; Nội dung: khá; Tham gia ý kiến: tốt; Kết luận: trung bình.",
        "Nhận xét: Sinh hoạt nghiêm túc, cần nhiều ý kiến hơn",
    ]
    assert "Buổi dự họp này không còn" in await secretary.presses_value(f"visit_remark_of:{visit.id}")
    assert NOBODY in await secretary.presses_value(f"visit_remark_read:{visit.id}")
    sender = Phone(place.db, EVENING, "1")
    await sender.says("kiểm tra dự họp quý 4/2026")
    await sender.presses(words.REMARKS)
    assert "Kết luận: trung bình." in await sender.presses("Chi bộ Thôn Số 0")
    await there.presses(words.SHOW_CELL)
    assert "Chuẩn bị: tốt" in await secretary.presses_value(f"visit_remark_of:{visit.id}")


async def test_a_difficulty_goes_up_in_a_line_and_comes_back_answered(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    there = leader(place, EVENING)
    assert words.DIFFICULTY_SENT in await there.says("khó khăn: đường vào thôn bị sạt")
    assert "tài liệu mật" in await there.says("khó khăn: TÀI LIỆU MẬT số 5")
    phone = Phone(place.db, EVENING, "1")
    await phone.says("khó khăn")
    assert "đường vào thôn bị sạt" in await phone.presses("Chi bộ Thôn Số 0")
    assert "(đã tiếp nhận)" in await phone.presses(words.RECEIVE)
    await phone.presses(words.ANSWER)
    assert words.ANSWERED in await phone.says("Xã sửa trong tháng 12")
    assert "Trả lời: Xã sửa trong tháng 12" in await there.presses(words.RAISED)


async def test_a_member_who_is_sent_nowhere_means_something_else(place: Sending) -> None:
    phone = Phone(place.db, place.now, "9")
    assert words.DIFFICULTY_SENT not in await phone.says("khó khăn: nhà xa, tôi đến muộn")
    assert await phone.says("lịch dự họp") == words.NO_VISITS


async def test_of_two_people_at_one_phone_each_answers_alone(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    shared = (await place.db.scalars(select(Address).filter_by(member_id=place.leader.id))).one()
    theirs = (await place.db.scalars(select(Address).filter_by(member_id=place.other.id))).one()
    theirs.endpoint_id = shared.endpoint_id
    visit = await place.visit()
    phone = leader(place)
    await phone.presses_value(f"visit:{visit.id}:{place.other.id}:away")
    assert ((await place.person(place.leader)).answer, (await place.person(place.other)).answer) == (None, "away")


# The report


async def test_the_report_counts_and_lists_whom_nobody_visited(place: Sending) -> None:
    await place.assign(is_announced=False)
    await place.call(EVENING)
    visit = await place.visit()
    await leader(place, EVENING).presses_value(f"visit_went:{visit.id}:1")
    phone = Phone(place.db, at(2026, 11, 25), "1")
    said = await phone.says("kiểm tra dự họp quý 4/2026")
    assert said.splitlines() == [
        "Dự họp chi bộ, Huyện ủy Bình Liêu, quý IV/2026:",
        "1 lượt dự; 1/3 chi bộ được dự; đột xuất 1 buổi.",
        "Chưa được dự: 2 chi bộ. Khó khăn chưa trả lời: 0.",
    ]
    assert "Tổ công tác số 1: dự 1/1 buổi; phân công 1 chi bộ." in await phone.presses(words.VISITORS)
    await phone.presses(words.BACK)
    assert "Chi bộ Thôn Số 1" in await phone.presses(words.NEVER)
    await phone.presses(words.BACK)
    await phone.presses(words.TABLE)
    book = load_workbook(BytesIO((await phone.document()).content))
    assert [page.title for page in book] == ["Tổ công tác", "Chi bộ"]
    rows = [[cell.value for cell in row] for row in book["Chi bộ"].iter_rows(min_row=6, max_row=8, max_col=5)]
    assert [1, "Chi bộ Văn phòng", 0, 0, report_words.NEVER_NOTE] in rows
    assert [2, "Chi bộ Thôn Số 0", 1, 1, None] in [[*row[:4], row[4] or None] for row in rows]
    assert book["Chi bộ"]["C9"].value == "=SUM(C6:C8)"
    assert ", 01/11/2026–23/11/2026:\n0 lượt dự" in await phone.says("kiểm tra dự họp từ 1/11 đến 23/11")
    assert ", 09/10/2026–31/10/2026:" in await phone.presses("09/10/2026–31/10/2026")
    await phone.presses_value(f"visit_report:{place.top.id}:q2026-4")
    assert ", quý IV/2026:" in phone.screen[-1].text


async def test_the_menu_leads_there(place: Sending) -> None:
    phone = planner(place)
    await phone.says("menu")
    assert "1 tổ công tác" in await phone.presses(words.GROUPS)
    await place.assign()
    await place.call(EVENING)
    own = leader(place)
    await own.says("menu")
    assert "Đồng chí được cử dự 1 buổi họp" in await own.presses(words.MY_VISITS)


async def test_a_visit_has_no_row_of_its_own_twice(place: Sending) -> None:
    await place.assign()
    await place.assign()
    await place.call(EVENING)
    assert len((await place.db.scalars(select(Visit))).all()) == 1
