"""At the roll, beside the marks: late and early, spoken for by others, filled in from paper days later."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from bot.model.attendances import Answer, Attendance, Mark, Noticed, RollLog
from bot.model.meetings import MeetingState
from bot.model.roles import Office
from bot.services.attendance import Source, record_answer
from bot.services.calls import CHANNEL
from bot.services.paper_sheets import print_sheet
from bot.services.roll import Marks, take_roll
from tests import village
from tests.conftest import NOW
from tests.ground import Ground
from tests.handlers.test_roll import Hall, gathered_now

DAYS = timedelta(days=3)


@pytest.fixture
async def hall(ground: Ground) -> AsyncIterator[Hall]:
    """22 people; number 1 is the secretary, and the meeting is on 22/11."""
    async with ground.with_(gathered_now) as hall:
        yield hall


async def row(hall: Hall, number: int) -> Attendance:
    people = [hall.secretary, *hall.people]
    found = await village.row_of(hall.db, hall.meeting, people[number - 1])
    await hall.db.refresh(found)
    return found


async def noticed(hall: Hall) -> set[Noticed | None]:
    found = await hall.db.scalars(select(Attendance.noticed).filter_by(meeting_id=hall.meeting.id))
    return set(found)


# Late, early


@pytest.mark.parametrize("way", ["buttons", "plain"])
async def test_who_was_late_or_left_early_in_one_line(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    await phone.says("vắng 4P")
    text = await phone.says("muộn 5 7, về sớm 9")
    assert "Đến muộn 2: số 5, 7. Về sớm 1: số 9." in text
    assert [((one := await row(hall, n)).mark, one.came_late, one.left_early) for n in (5, 9, 6)] == [
        (Mark.PRESENT, True, False),
        (Mark.PRESENT, False, True),
        (Mark.PRESENT, False, False),
    ]


async def test_who_was_late_is_the_rolls_also_while_nothing_of_it_is_asked(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("muộn 5 7, về sớm 9")
    await phone.says("thôi")
    await phone.says("thay 6P")
    assert [(one := await row(hall, n)).mark for n in (5, 9, 6)] == [Mark.PRESENT, Mark.PRESENT, Mark.EXCUSED]
    assert (one.noticed, (await row(hall, 1)).answer) == (Noticed.ON_BEHALF, None)


async def test_before_the_beginning_nobody_is_late_and_the_words_are_the_writers_own(hall: Hall) -> None:
    phone = await hall.phone()
    phone.now = hall.meeting.starts_at - timedelta(minutes=30)
    await phone.says("muộn 10")
    assert [(await row(hall, n)).mark for n in (1, 10)] == [None, None]
    assert (await row(hall, 1)).answer is Answer.COMING


async def test_whoever_was_late_counts_and_is_shown_apart_after_closing(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ, muộn 5 7")
    text = await phone.presses("Chốt điểm danh")
    assert "Có mặt 22/22" in text
    assert "Trong số có mặt: đến muộn 2." in text


async def test_taps_go_round(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    await phone.presses_value(f"roll_manner:{hall.meeting.id}:0")
    seen = []
    for _ in range(4):
        await phone.presses("2) ")
        one = await row(hall, 2)
        seen.append((one.came_late, one.left_early))
    assert seen == [(True, False), (False, True), (True, True), (False, False)]


async def test_two_taps_at_once_set_the_same(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    value = f"roll_manner_set:{hall.meeting.id}:0:{hall.people[0].id}:1"
    await phone.presses_value(value)
    await phone.presses_value(value)
    assert (await row(hall, 2)).came_late
    rows = await hall.db.scalars(select(RollLog.id).filter_by(member_id=hall.people[0].id))
    assert len(rows.all()) == 2


async def test_a_tap_on_somebody_absent_meanwhile_changes_nothing(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh vắng 2P")
    await phone.presses_value(f"roll_manner_set:{hall.meeting.id}:0:{hall.people[0].id}:1")
    assert ((await row(hall, 2)).mark, (await row(hall, 2)).came_late) == (Mark.EXCUSED, False)


async def test_minutes_are_no_numbers_of_people(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    assert "Chưa đọc được" in await phone.says("muộn 15 phút")
    assert set(await hall.marks()) == {None}


async def test_a_roll_that_is_closed_needs_no_sheet_of_paper(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    await phone.presses("Chốt điểm danh")
    assert "đã kết thúc" in await phone.presses_value(f"roll_paper:{hall.meeting.id}")


async def test_after_closing_late_is_written_without_asking(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    await phone.presses("Chốt điểm danh")
    await phone.says("sửa điểm danh")
    text = await phone.says("muộn 5")
    assert "đến muộn 1" in text
    assert "Có mặt 22/22" in text


async def test_who_is_absent_and_was_not_late_stays_absent(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh vắng 4K")
    assert "Không có gì thay đổi" in await phone.says("không muộn 4")
    assert (await row(hall, 4)).mark is Mark.UNEXCUSED


async def test_a_correction_keeps_who_was_late_until_it_is_agreed_to(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh vắng 4K")
    await phone.presses("Chốt điểm danh")
    await phone.says("sửa điểm danh")
    await phone.says("muộn 4")
    assert (await row(hall, 4)).mark is Mark.UNEXCUSED
    await phone.presses("Ghi sửa đổi")
    assert ((await row(hall, 4)).mark, (await row(hall, 4)).came_late) == (Mark.PRESENT, True)


async def test_a_stranger_sees_and_sets_nothing(hall: Hall) -> None:
    other = await village.cell(hall.db, code="khac")
    stranger = await village.member(hall.db, other)
    await village.office(hall.db, stranger, other)
    phone = await hall.phone(person=stranger)
    for value in ("roll_ways:{}", "roll_manner:{}:0", "roll_paper:{}", "roll_manner_set:{}:0:1:1"):
        assert "không được phân công" in await phone.presses_value(value.format(hall.meeting.id))


# On behalf


async def test_for_whom_somebody_else_spoke(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    text = await phone.says("thay 5P")
    assert "có người báo thay: số 5" in text
    assert "Ghi thay 1: số 5." in text
    assert [(one := await row(hall, 5)).mark, one.noticed] == [Mark.EXCUSED, Noticed.ON_BEHALF]
    assert "Không ai có mặt thay người khác" in await phone.says("có mặt thay: 6")
    assert (await row(hall, 6)).mark is Mark.PRESENT


async def test_an_answer_that_was_noted_on_the_phone_is_shown_so(hall: Hall) -> None:
    before = hall.meeting.starts_at - timedelta(hours=5)
    source = Source(CHANNEL, "member:1")
    await record_answer(hall.db, hall.meeting.id, hall.people[0].id, Answer.AWAY, source, before)
    phone = await hall.phone()
    await phone.says("điểm danh")
    assert "2) Trần Văn Sốaa: đã xin vắng, ghi thay" in phone.offered
    plain = await hall.phone("plain")
    assert "2 Trần Văn Sốaa xin vắng (ghi thay)" in await plain.says("điểm danh")


# From paper


@pytest.mark.parametrize("way", ["buttons", "plain"])
async def test_days_later_by_one_line(hall: Hall, way: str) -> None:
    phone = await hall.phone(way, after=DAYS)
    text = await phone.says("DD 22/11 20/22 vang: 4P 9K")
    assert "Có mặt 20/22" in text
    assert [await hall.mark(4), await hall.mark(9), await hall.mark(5)] == [Mark.EXCUSED, Mark.UNEXCUSED, Mark.PRESENT]
    assert await noticed(hall) == {Noticed.BACKFILL}
    log = (await hall.db.execute(select(RollLog.by, RollLog.at).distinct())).all()
    assert [tuple(one) for one in log] == [(f"member:{hall.secretary.id}", hall.meeting.starts_at + DAYS)]
    await phone.says("chốt")
    assert await hall.state() is MeetingState.CLOSED


async def test_on_the_same_day_a_line_with_the_day_is_from_paper(hall: Hall) -> None:
    phone = await hall.phone(after=timedelta(hours=3))
    await phone.says("DD ngày 22/11 đủ")
    assert await noticed(hall) == {Noticed.BACKFILL}


async def test_without_the_day_it_is_the_clerks(hall: Hall) -> None:
    phone = await hall.phone(after=timedelta(hours=3))
    await phone.says("DD 20/22 vang: 4P 9K")
    assert await noticed(hall) == {Noticed.CLERK}


async def test_of_several_meetings_the_day_says_which(hall: Hall) -> None:
    later = await village.meeting(hall.db, hall.cell, NOW, after=timedelta(days=3))
    phone = await hall.phone(after=timedelta(days=2, hours=1))
    await phone.says("DD 22/11 đủ")
    assert await noticed(hall) == {Noticed.BACKFILL}
    rows = await hall.db.scalars(select(Attendance.mark).filter_by(meeting_id=later.id))
    assert set(rows) == {None}


async def test_a_day_without_a_meeting_is_said(hall: Hall) -> None:
    phone = await hall.phone(after=DAYS)
    assert "Ngày 21/11/2026 không có buổi họp nào" in await phone.says("DD 21/11 20/22 vang: 4P 9K")
    assert set(await hall.marks()) == {None}


async def test_two_numbers_that_are_no_day_of_a_meeting_are_counted(hall: Hall) -> None:
    """`10/12` of a list of 22 is a count that is wrong, and no tenth of December."""
    phone = await hall.phone()
    assert "Đồng chí ghi 10/12" in await phone.says("DD 10/12 vắng: 4P 9K")


async def test_amid_the_roll_of_one_day_a_line_of_another_is_not_taken(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    assert "ngày khác" in await phone.says("DD 05/11 20/22 vang: 4P 9K")
    assert set(await hall.marks()) == {None}
    assert "Có mặt 20/22" in await phone.says("DD 22/11 20/22 vang: 4P 9K")
    assert await noticed(hall) == {Noticed.BACKFILL}


async def test_the_wrong_count_of_a_line_from_paper_writes_nothing(hall: Hall) -> None:
    phone = await hall.phone(after=DAYS)
    assert "Còn thiếu 1" in await phone.says("DD 22/11 19/22 vang: 4P 9K")
    assert set(await hall.marks()) == {None}


async def test_the_sheet_has_everybody_and_the_line_to_send(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    await phone.presses("Cách điểm danh khác")
    await phone.presses("In tờ điểm danh")
    paper = Document(BytesIO((await phone.document()).content))
    rows = [[cell.text for cell in line.cells] for line in paper.tables[0].rows]
    assert rows[0][:5] == ["STT", "Họ và tên", "Có mặt", "Vắng có lý do (P)", "Vắng không lý do (K)"]
    assert [line[0] for line in rows[1:]] == [str(number) for number in range(1, 23)]
    assert rows[1][1] == "Nguyễn Văn An"
    words = "\n".join(cell.text for cell in paper.tables[2].rows[0].cells)
    assert "DD 22/11/2026" in words
    assert "20/22 vắng: 4P 9K" in words


async def test_the_numbers_on_paper_are_the_numbers_understood(hall: Hall) -> None:
    """Number 4 leaves and somebody comes whose name stands first; who has the sheet still writes number 9."""
    phone = await hall.phone()
    await phone.presses_value(f"roll_paper:{hall.meeting.id}")
    await phone.document()
    nine = hall.people[7]
    (await village.place_of(hall.db, hall.people[2])).until_on = NOW.date()
    newcomer = await village.member(hall.db, hall.cell, "Bùi Văn Ái")
    await hall.db.flush()
    phone.now += DAYS
    text = await phone.says("DD 22/11 21/22 vang: 9K")
    assert "So với tờ đã in: số 4 không còn trong danh sách, thêm 23 Bùi Văn Ái." in text
    marks = dict(
        (
            await hall.db.execute(select(Attendance.member_id, Attendance.mark).filter_by(meeting_id=hall.meeting.id))
        ).all()
    )
    assert [one for one, mark in marks.items() if mark is not Mark.PRESENT] == [nine.id]
    assert marks[newcomer.id] is Mark.PRESENT
    assert "không có “4”" in await phone.says("sửa 4 có")


async def test_below_the_sheet_no_choice_has_a_persons_number(hall: Hall) -> None:
    phone = await hall.phone("plain")
    await print_sheet(hall.db, hall.meeting.id, "clerk", hall.meeting.starts_at)
    (await village.place_of(hall.db, hall.people[2])).until_on = NOW.date()
    await hall.db.flush()
    text = await phone.says("điểm danh vắng 22K")
    assert "23) " in text
    assert "22) " not in text


async def test_a_clerk_may_print_and_a_member_may_not(hall: Hall) -> None:
    clerk, member = hall.people[:2]
    await village.office(hall.db, clerk, hall.cell, Office.CLERK)
    assert "Số thứ tự trên tờ" in await (await hall.phone(person=clerk)).says("tờ điểm danh")
    assert "không được phân công" in await (await hall.phone(person=member)).says("tờ điểm danh")


async def test_abroad_the_sheet_goes_by_a_link(hall: Hall) -> None:
    hall.db.info["public_url"] = "https://chibo.example"
    phone = await hall.phone("abroad")
    assert "https://chibo.example/tep/" in await phone.says("tờ điểm danh")
    assert phone.screen[-1].attaches is None


async def test_who_has_checked_in_keeps_their_mark_when_the_line_comes(hall: Hall) -> None:
    said = Marks(present=[hall.people[0].id])
    await take_roll(hall.db, hall.meeting.id, said, "clerk", hall.meeting.starts_at)
    phone = await hall.phone(after=DAYS)
    await phone.says("DD 22/11 đủ")
    assert [(await row(hall, number)).noticed for number in (2, 3)] == [Noticed.CLERK, Noticed.BACKFILL]
