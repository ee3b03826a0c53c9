"""The secretary, or a clerk, calls the roll on the phone."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason, written_for
from bot.model.attendances import Answer, Attendance, Leave, Mark, RollLog
from bot.model.endpoints import ConsentKind
from bot.model.meetings import Meeting, MeetingState
from bot.model.members import Member
from bot.model.roles import Office
from bot.model.units import Unit
from bot.services.addresses import endpoint_at
from bot.services.attendance import invited
from bot.services.consents import agree
from bot.services.joining import link
from bot.services.meetings import cancel_meeting, move_meeting
from bot.words.rolls import LONGEST_LABEL, short_name
from handlers import help, roll  # noqa: A004 - the name of what people ask for
from handlers.roll import correcting
from tests import village
from tests.conftest import NOW
from tests.ground import Ground
from tests.talk import Phone, phone_abroad, plain_phone

WAYS: dict[str, tuple[str, Callable[[AsyncSession, datetime, str], Phone]]] = {
    "buttons": ("rehearsal", Phone),
    "plain": ("rehearsal_plain", plain_phone),
    "abroad": ("rehearsal", phone_abroad),
}
ON_ALL = pytest.mark.parametrize("way", WAYS)
ON_BOTH = pytest.mark.parametrize("way", ["buttons", "plain"])
"""For what shows no reason and no phone number: a network abroad makes no difference to it."""


@dataclass
class Hall:
    """A cell at the hour of its meeting."""

    db: AsyncSession
    cell: Unit
    meeting: Meeting
    secretary: Member
    people: list[Member]
    """Everybody else, by name: number 2 is the first of them."""

    async def phone(self, way: str = "buttons", person: Member | None = None, after: timedelta = timedelta()) -> Phone:
        """A phone of the secretary, or of somebody else."""
        person = person or self.secretary
        channel, kind = WAYS[way]
        chat = f"{way}{person.id}"
        await village.reachable_at(self.db, person, self.meeting.called_at, chat=chat, channel=channel)
        return kind(self.db, self.meeting.starts_at + after, chat)

    async def mark(self, number: int) -> Mark | None:
        return (await self.marks())[number - 1]

    async def marks(self) -> list[Mark | None]:
        """As they are stored, in the order of the list."""
        rows = select(Attendance.member_id, Attendance.mark).filter_by(meeting_id=self.meeting.id)
        marks = dict((await self.db.execute(rows)).all())
        return [marks[one.id] for one in (self.secretary, *self.people)]

    async def state(self) -> MeetingState:
        await self.db.refresh(self.meeting)
        return self.meeting.state


async def gathered(db: AsyncSession, now: datetime, count: int = 22, code: str = "thon") -> Hall:
    cell = await village.cell(db, code=code)
    secretary = await village.member(db, cell, "Nguyễn Văn An")
    await village.office(db, secretary, cell)
    people = await village.members(db, cell, count - 1)
    return Hall(db, cell, await village.meeting(db, cell, now), secretary, people)


async def gathered_now(db: AsyncSession) -> Hall:
    return await gathered(db, NOW)


async def gathered_in_numbers(db: AsyncSession) -> Hall:
    return await gathered(db, NOW, 114)


@pytest.fixture
async def hall(ground: Ground) -> AsyncIterator[Hall]:
    async with ground.with_(gathered_now) as hall:
        yield hall


@pytest.fixture
async def great_hall(ground: Ground) -> AsyncIterator[Hall]:
    async with ground.with_(gathered_in_numbers) as hall:
        yield hall


# When, and who


@ON_BOTH
async def test_long_before_the_beginning_nothing_can_be_marked(hall: Hall, way: str) -> None:
    phone = await hall.phone(way, after=-timedelta(hours=3))
    for words in ("điểm danh", "điểm danh vắng 4"):
        said = await phone.says(words)
        assert "chưa tới giờ" in said
        assert "từ: Chủ nhật, 22/11/2026, 7 giờ" in said
    await phone.presses_value(f"roll_mark:{hall.meeting.id}:0:{hall.people[0].id}:present")
    await phone.presses_value(f"roll_all:{hall.meeting.id}:0")
    assert set(await hall.marks()) == {None}
    await move_meeting(
        hall.db, hall.meeting.id, hall.meeting.starts_at + timedelta(days=1), None, "test", hall.meeting.called_at
    )


async def test_two_hours_before_the_beginning_the_roll_opens(hall: Hall) -> None:
    phone = await hall.phone(after=-timedelta(hours=2))
    assert "Đã ghi 0/22" in await phone.says("/diemdanh")


async def test_a_member_without_the_office_calls_no_roll(hall: Hall) -> None:
    phone = await hall.phone(person=hall.people[0])
    assert "không được phân công" in await phone.says("điểm danh")
    for value in ("roll:{}:0", "roll_all:{}:0", "roll_sum:{}:0", "close:{}:abc", "roll_one:{}:1:present"):
        assert "không được phân công" in await phone.presses_value(value.format(hall.meeting.id))
    assert set(await hall.marks()) == {None}


async def test_a_clerk_calls_the_roll_too(hall: Hall) -> None:
    await village.office(hall.db, hall.people[0], hall.cell, Office.CLERK)
    phone = await hall.phone(person=hall.people[0])
    await phone.says("điểm danh đủ")
    assert set(await hall.marks()) == {Mark.PRESENT}


async def test_on_a_phone_of_two_the_one_with_the_office_calls_it(hall: Hall) -> None:
    phone = await hall.phone(person=hall.people[0])
    endpoint = await endpoint_at(hall.db, "rehearsal", "rehearsal", phone.chat)
    await link(hall.db, endpoint, hall.secretary, "test", hall.meeting.called_at)
    await agree(hall.db, hall.secretary.id, endpoint, ConsentKind.TAPPED, "test", hall.meeting.called_at)
    await phone.says("điểm danh đủ")
    log = (await hall.db.scalars(select(RollLog.by).distinct())).all()
    assert log == [f"member:{hall.secretary.id}"]


@ON_BOTH
async def test_a_secretary_of_two_cells_is_asked_which(hall: Hall, now: datetime, way: str) -> None:
    other = await gathered(hall.db, now, 3, "ban")
    await village.office(hall.db, hall.secretary, other.cell)
    phone = await hall.phone(way)
    said = await phone.says("điểm danh vắng 2P")
    assert "buổi họp nào" in said
    assert set(await other.marks()) == {None}
    await phone.says("1" if "ban" in phone.offered[0] else "2")
    assert await other.marks() == [Mark.PRESENT, Mark.EXCUSED, Mark.PRESENT]
    assert set(await hall.marks()) == {None}


async def test_without_any_meeting_the_roll_says_so(hall: Hall) -> None:
    await cancel_meeting(hall.db, hall.meeting.id, "test", hall.meeting.called_at)
    phone = await hall.phone()
    assert "Chưa có buổi họp" in await phone.says("điểm danh")
    assert "đã hoãn" in await phone.presses_value(f"roll:{hall.meeting.id}:0")


# The list


async def test_with_buttons_eight_people_stand_on_a_page(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    assert phone.offered[0] == "1) Nguyễn Văn An: chưa ghi"
    assert phone.offered[8:] == ["Tất cả có mặt", "Trang sau", "Cách điểm danh khác", "Xong"]


async def test_pages_are_turned_in_place_and_numbers_go_on(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    await phone.presses("Trang sau")
    assert len(phone.screen) == 1
    assert phone.offered[0] == f"9) {hall.people[7].name}: chưa ghi"
    await phone.presses("Trang sau")
    assert phone.offered[5] == f"22) {hall.people[20].name}: chưa ghi"
    await phone.presses("Trang trước")
    assert phone.offered[0].startswith("9) ")


async def test_opened_from_another_message_the_list_leaves_that_as_it_is(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("tình hình")
    await phone.presses_value(f"roll:{hall.meeting.id}:0")
    assert len(phone.screen) == 2


async def test_a_typed_number_is_the_person_with_that_number_on_every_page(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    await phone.presses("Trang sau")
    await phone.says("12")
    assert await hall.mark(12) is Mark.PRESENT
    said = await phone.says("3")
    assert said.startswith(f"3) {hall.people[1].name}")
    assert await hall.mark(3) is None


async def test_own_numbers_are_shown_as_they_are(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    await phone.presses("Trang sau")
    written = written_for(phone.screen[-1], phone.capabilities)
    assert [choice.label[:3] for choice in written.choices[:2]] == ["9) ", "10)"]


async def test_without_buttons_twenty_people_stand_on_a_page(hall: Hall) -> None:
    phone = await hall.phone("plain")
    said = await phone.says("điểm danh")
    assert "1 Nguyễn Văn An; 2 " in said
    assert "20 " in said
    assert "21 " not in said
    assert "vắng 4 9P 12K" in said
    assert phone.offered == []
    assert "22 " in await phone.says("trang sau")
    assert "1 Nguyễn Văn An" in await phone.says("trang trước")


@ON_ALL
async def test_the_list_tells_who_asked_to_stay_away_and_never_why(hall: Hall, way: str) -> None:
    await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at, Reason.ILLNESS)
    phone = await hall.phone(way)
    said = [await phone.says("điểm danh"), *phone.offered, await phone.says("xong"), *phone.offered]
    assert any("xin vắng" in one for one in said)
    assert not any("ốm" in one.lower() for one in said)


# Taps


async def test_a_tap_goes_round_the_marks(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    seen = []
    for _ in range(4):
        await phone.presses("4) ")
        seen.append(await hall.mark(4))
    assert seen == [Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED, Mark.PRESENT]
    assert phone.offered[3] == f"4) {hall.people[2].name}: có mặt"
    assert len(phone.screen) == 1


async def test_who_asked_to_stay_away_is_first_tapped_as_excused(hall: Hall) -> None:
    await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone()
    await phone.says("điểm danh")
    assert phone.offered[3].endswith("đã xin vắng")
    await phone.presses("4) ")
    assert await hall.mark(4) is Mark.EXCUSED


async def test_two_taps_at_once_on_one_button_are_one(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    value = phone.screen[-1].choices[3].value
    await phone.presses_value(value)
    await phone.presses_value(value)
    assert await hall.mark(4) is Mark.PRESENT
    assert await hall.db.scalar(select(func.count()).select_from(RollLog)) == 1


async def test_everybody_present_leaves_marks_and_leaves_alone(hall: Hall) -> None:
    await village.says(hall.db, hall.meeting, hall.people[3], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone()
    await phone.says("điểm danh")
    for _ in range(3):
        await phone.presses("4) ")
    await phone.presses("Tất cả có mặt")
    marks = await hall.marks()
    assert (marks[3], marks[4]) == (Mark.UNEXCUSED, None)
    assert marks.count(Mark.PRESENT) == 20
    assert "Tất cả có mặt" not in phone.offered


async def test_two_clerks_see_each_others_marks(hall: Hall) -> None:
    await village.office(hall.db, hall.people[0], hall.cell, Office.CLERK)
    one, two = await hall.phone(), await hall.phone("plain", hall.people[0])
    await one.says("điểm danh")
    await two.says("điểm danh")
    await two.says("4")
    await two.says("25")
    await one.presses("5) ")
    assert one.offered[3].endswith("vắng K")
    assert "Chưa ghi 20" in await two.says("xong")


async def test_a_restart_in_the_middle_loses_nothing(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    await phone.presses("2) ")
    again = Phone(hall.db, phone.now, phone.chat)
    await again.says("sửa 3K")
    assert (await hall.marks())[:4] == [None, Mark.PRESENT, Mark.UNEXCUSED, None]


async def test_without_buttons_a_number_asks_about_one_person(hall: Hall) -> None:
    phone = await hall.phone("plain")
    await phone.says("điểm danh")
    assert "4) " in await phone.says("4")
    assert phone.offered == ["23) Có mặt", "24) Vắng có lý do (P)", "25) Vắng không lý do (K)"]
    said = await phone.says("24")
    assert "vắng có lý do" in said
    assert await hall.mark(4) is Mark.EXCUSED
    await phone.says("21")
    await phone.says("23")
    assert await hall.mark(21) is Mark.PRESENT


# One line for everybody


@ON_ALL
async def test_a_line_marks_everybody_at_once(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    said = await phone.says("vắng 4 9P 12K")
    assert "Có mặt 19/22." in said
    assert f"Vắng không lý do 2: 4 {hall.people[2].name}; 12 {hall.people[10].name}." in said
    assert f"Vắng có lý do 1: 9 {hall.people[7].name}." in said
    assert await hall.state() is MeetingState.CALLED
    assert [await hall.mark(number) for number in (1, 4, 9, 12)] == [
        Mark.PRESENT,
        Mark.UNEXCUSED,
        Mark.EXCUSED,
        Mark.UNEXCUSED,
    ]


@pytest.mark.parametrize("line", ["điểm danh vắng 4K 9P", "DD 20/22 vang: 4K 9P", "/diemdanh vắng 4K 9P"])
async def test_the_line_may_come_straight_away(hall: Hall, line: str) -> None:
    phone = await hall.phone("plain")
    assert "Có mặt 20/22." in await phone.says(line)


async def test_an_absence_of_which_nothing_is_said_is_excused_for_who_had_asked(hall: Hall) -> None:
    await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone()
    await phone.says("điểm danh vắng 4 9")
    assert (await hall.mark(4), await hall.mark(9)) == (Mark.EXCUSED, Mark.UNEXCUSED)


async def test_who_had_asked_and_came_is_present(hall: Hall) -> None:
    await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    row = await invited(hall.db, hall.meeting.id, hall.people[2].id)
    assert (row.mark, row.leave) == (Mark.PRESENT, None)


@ON_BOTH
async def test_a_line_that_cannot_be_read_changes_nothing_and_may_be_typed_again(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    for line in ("vắng 4 99", "vắng 4P 4K", "con gà", "99"):
        await phone.says(line)
    assert set(await hall.marks()) == {None}
    assert "Có mặt 21/22" in await phone.says("vắng 4")


@ON_BOTH
async def test_letters_alone_mark_only_whom_they_name(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    said = await phone.says("4P")
    assert f"Vừa ghi: 4 {hall.people[2].name}: vắng có lý do." in said
    assert "Chưa ghi 21" in said
    assert (await hall.marks()).count(None) == 21


@ON_BOTH
async def test_who_is_away_is_the_whole_roll_first_and_later_one_more(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    assert "Vừa ghi cả 22 đồng chí." in await phone.says("vắng 4")
    said = await phone.says("vắng 9P")
    assert f"Vừa ghi: 9 {hall.people[7].name}: có mặt → vắng có lý do." in said
    assert (await hall.mark(4), await hall.mark(9)) == (Mark.UNEXCUSED, Mark.EXCUSED)
    said = await phone.says("DD 21/22 vắng 12K")
    assert f"4 {hall.people[2].name}: vắng không lý do → có mặt" in said
    assert (await hall.mark(4), await hall.mark(9), await hall.mark(12)) == (
        Mark.PRESENT,
        Mark.PRESENT,
        Mark.UNEXCUSED,
    )


async def test_a_mark_tapped_before_is_not_lost_by_a_line(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    for _ in range(3):
        await phone.presses("5) ")
    await phone.says("vắng 4")
    assert (await hall.marks())[3:5] == [Mark.UNEXCUSED, Mark.UNEXCUSED]
    assert (await hall.marks()).count(None) == 20


@ON_BOTH
@pytest.mark.parametrize("line", ["đủ", "vắng 8"])
async def test_who_had_asked_and_is_marked_present_is_named(hall: Hall, way: str, line: str) -> None:
    granted = await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at)
    granted.leave = Leave.EXCUSED
    await village.says(hall.db, hall.meeting, hall.people[3], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    said = await phone.says(line)
    assert f"Đã xin vắng nhưng ghi có mặt: 4 {hall.people[2].name}; 5 {hall.people[3].name}." in said
    assert phone.offered[0] == "23) Chốt điểm danh"


@pytest.mark.parametrize(
    ("word", "mark"), [("có", "present"), ("vắng", "unexcused"), ("P", "excused"), ("k", "unexcused")]
)
async def test_below_one_person_a_word_is_about_that_person(hall: Hall, word: str, mark: str) -> None:
    phone = await hall.phone("plain")
    await phone.says("điểm danh")
    await phone.says("4")
    assert f"Đã ghi: 4) {hall.people[2].name}" in await phone.says(word)
    assert await hall.mark(4) == mark
    assert (await hall.marks()).count(None) == 21


# A line while nothing of the roll is asked


@pytest.mark.parametrize(("line", "present"), [("đủ", 22), ("đủ cả", 22), ("vắng 4 9P 12K", 19), ("v 4P", 21)])
async def test_a_line_after_something_else_is_still_the_roll(hall: Hall, line: str, present: int) -> None:
    phone = await hall.phone("buttons" if line == "đủ cả" else "plain")
    await phone.says("điểm danh")
    await phone.says("họp")
    assert f"Có mặt {present}/22." in await phone.says(line)


@pytest.mark.parametrize("line", ["vắng ốm", "vắng 3 hôm", "vắng 4", "đủ", "dự"])
async def test_the_words_of_a_member_are_no_roll(hall: Hall, line: str) -> None:
    phone = await hall.phone(person=hall.people[4], after=-timedelta(hours=1))
    await phone.says(line)
    assert set(await hall.marks()) == {None}
    row = await invited(hall.db, hall.meeting.id, hall.people[4].id)
    assert row.answer is {"vắng ốm": Answer.AWAY, "dự": Answer.COMING}.get(line)


@pytest.mark.parametrize(("line", "answer"), [("vắng ốm", Answer.AWAY), ("dự", Answer.COMING), ("vắng 3 hôm", None)])
async def test_a_secretary_answers_for_herself_in_her_own_words(hall: Hall, line: str, answer: Answer | None) -> None:
    phone = await hall.phone(after=-timedelta(hours=1))
    await phone.says(line)
    assert set(await hall.marks()) == {None}
    assert (await invited(hall.db, hall.meeting.id, hall.secretary.id)).answer is answer


async def test_of_two_open_rolls_no_line_is_guessed(hall: Hall, now: datetime) -> None:
    other = await gathered(hall.db, now, 5, "ban")
    await village.office(hall.db, hall.secretary, other.cell)
    phone = await hall.phone()
    await phone.says("đủ")
    assert {*await hall.marks(), *await other.marks()} == {None}


async def test_numbers_of_a_list_that_has_changed_are_not_taken(hall: Hall) -> None:
    phone = await hall.phone("plain")
    await phone.says("điểm danh")
    await village.member(hall.db, hall.cell, "Bùi Thị Ái")
    said = await phone.says("vắng 4")
    assert "Danh sách vừa thay đổi" in said
    assert "1 Bùi Thị Ái" in said
    assert set(await hall.marks()) == {None}


# Closing


@ON_BOTH
@pytest.mark.parametrize("line", ["đủ", "vắng 4 9P 12K"])
async def test_a_roll_of_22_is_closed_in_three_messages(hall: Hall, way: str, line: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    await phone.says(line)
    assert "Đã chốt" in await phone.says("1" if line == "đủ" else "23")
    assert await hall.state() is MeetingState.CLOSED


async def test_taps_alone_close_a_full_roll_of_22_in_four(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    await phone.presses("Tất cả có mặt")
    await phone.presses("Xong")
    await phone.presses("Chốt")
    assert await hall.state() is MeetingState.CLOSED


async def test_what_it_came_to_is_told_with_counts(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh vắng 4K 5P 6P 7P")
    said = (await phone.presses("Chốt")).replace("\u00a0", " ")
    assert "Có mặt 18/22, vắng có lý do 3, vắng không lý do 1." in said
    assert "81,82 % (18/22)" in said
    assert "94,74 % (18/19)" in said
    assert "18/22: đủ hai phần ba" in said
    assert "Sửa điểm danh" in phone.offered


async def test_a_missed_quorum_is_said_and_stops_nothing(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh vắng 2-10P")
    assert "13/22: KHÔNG đủ hai phần ba" in await phone.presses("Chốt")
    assert await hall.state() is MeetingState.CLOSED


@ON_BOTH
async def test_who_has_no_mark_is_named_before_the_closing_makes_them_unexcused(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh có mặt 1-20")
    said = phone.screen[-1].text
    assert f"Chưa ghi 2: 21 {hall.people[19].name}; 22 {hall.people[20].name}." in said
    assert "VẮNG KHÔNG LÝ DO" in said
    assert phone.offered == [
        "23) Ghi các đồng chí ấy có mặt",
        "24) Sửa",
        "25) Ghi 2 đồng chí vắng không lý do và chốt",
    ]
    await phone.says("25")
    assert await hall.state() is MeetingState.CLOSED
    assert await hall.mark(22) is Mark.UNEXCUSED


@ON_BOTH
async def test_a_number_below_the_result_is_a_person(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    await phone.says("xong")
    assert (await phone.says("1")).startswith("1) Nguyễn Văn An")
    assert await hall.state() is MeetingState.CALLED


@pytest.mark.parametrize("word", ["đúng", "chốt", "OK", "Đồng ý", "xong"])
async def test_a_word_closes_what_was_shown_where_everybody_is_marked(hall: Hall, word: str) -> None:
    phone = await hall.phone("buttons" if word == "chốt" else "plain")
    await phone.says("điểm danh vắng 4P")
    assert "Đã chốt" in await phone.says(word)
    assert await hall.state() is MeetingState.CLOSED


@ON_BOTH
async def test_no_word_closes_while_somebody_is_unmarked(hall: Hall, way: str) -> None:
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    await phone.says("xong")
    for word in ("đúng", "chốt", "ok", "xong"):
        assert "Chưa ghi 22" in await phone.says(word), word
        assert await hall.state() is MeetingState.CALLED
    assert set(await hall.marks()) == {None}


async def test_stopping_is_not_agreeing(hall: Hall) -> None:
    phone = await hall.phone("plain")
    await phone.says("điểm danh đủ")
    for word in ("dừng", "dung"):
        await phone.says(word)
    assert await hall.state() is MeetingState.CALLED


@ON_BOTH
async def test_before_the_beginning_marks_are_kept_and_nothing_is_closed(hall: Hall, way: str) -> None:
    phone = await hall.phone(way, after=-timedelta(hours=1))
    said = await phone.says("điểm danh vắng 4")
    assert "chưa bắt đầu nên chưa chốt được" in said
    assert phone.offered == ["23) Sửa"]
    await phone.says("chốt")
    phone.now = hall.meeting.starts_at
    await phone.says("xong")
    value = phone.screen[-1].choices[0].value
    phone.now -= timedelta(minutes=1)
    assert "chưa chốt được" in await phone.presses_value(value)
    assert await hall.state() is MeetingState.CALLED
    phone.now = hall.meeting.starts_at
    await phone.says("chốt")
    await phone.says("chốt")
    assert await hall.state() is MeetingState.CLOSED


async def test_who_has_no_mark_may_be_present_after_all(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh có mặt 1-20")
    await phone.presses("Ghi các đồng chí ấy có mặt")
    assert set(await hall.marks()) == {Mark.PRESENT}
    assert await hall.state() is MeetingState.CALLED


@ON_BOTH
@pytest.mark.parametrize(("choice", "mark"), [("23", Mark.EXCUSED), ("24", Mark.UNEXCUSED)])
async def test_leaves_nobody_has_decided_are_decided_before_closing(
    hall: Hall, way: str, choice: str, mark: Mark
) -> None:
    await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone(way)
    await phone.says("điểm danh có mặt 1-3, 5-22")
    assert "chưa quyết định 1: 4 " in phone.screen[-1].text
    assert not any("hốt" in label for label in phone.offered)
    await phone.says(choice)
    assert await hall.mark(4) is mark
    await phone.says("23")
    assert await hall.state() is MeetingState.CLOSED


async def test_a_granted_leave_needs_no_mark(hall: Hall) -> None:
    row = await village.says(hall.db, hall.meeting, hall.people[2], Answer.AWAY, hall.meeting.called_at)
    row.leave = Leave.EXCUSED
    phone = await hall.phone()
    await phone.says("điểm danh có mặt 1-3, 5-22")
    assert "Vắng có lý do 1: 4 " in phone.screen[-1].text
    await phone.presses("Chốt")
    assert await hall.mark(4) is Mark.EXCUSED


@ON_BOTH
async def test_only_what_was_shown_is_closed(hall: Hall, way: str) -> None:
    await village.office(hall.db, hall.people[0], hall.cell, Office.CLERK)
    phone, other = await hall.phone(way), await hall.phone("plain", hall.people[0])
    await phone.says("điểm danh đủ")
    await other.says("sửa điểm danh 4K")
    said = await phone.says("1")
    assert "vừa có thay đổi nên chưa chốt" in said
    assert "Vắng không lý do 1: 4 " in said
    assert await hall.state() is MeetingState.CALLED
    await phone.says("23")
    assert await hall.state() is MeetingState.CLOSED


async def test_two_taps_on_closing_close_once(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh vắng 4")
    value = phone.screen[-1].choices[0].value
    first = await phone.presses_value(value)
    closed_at = hall.meeting.closed_at
    phone.now += timedelta(minutes=5)
    assert await phone.presses_value(value) == first
    assert hall.meeting.closed_at == closed_at


async def test_somebody_elses_button_closes_nothing(hall: Hall) -> None:
    phone, other = await hall.phone(), await hall.phone(person=hall.people[0])
    await phone.says("điểm danh đủ")
    assert "không được phân công" in await other.presses_value(phone.screen[-1].choices[0].value)
    assert await hall.state() is MeetingState.CALLED


@pytest.mark.parametrize("value", ["close:{}:00000000", "close:{}:00000000:rest", "close:{}:x:y:z", "close:{}"])
async def test_a_closing_that_nobody_was_offered_closes_nothing(hall: Hall, value: str) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh đủ")
    assert await phone.presses_value(value.format(hall.meeting.id))
    assert await hall.state() is MeetingState.CALLED


# Corrections


@ON_ALL
async def test_a_correction_is_shown_with_the_new_rate_before_it_is_stored(hall: Hall, way: str) -> None:
    phone = await closed(hall, way)
    said = (await phone.says("sửa điểm danh 4 có, 9P")).replace("\u00a0", " ")
    assert f"4 {hall.people[2].name}: vắng không lý do → có mặt" in said
    assert f"9 {hall.people[7].name}: có mặt → vắng có lý do" in said
    assert "95,45 % → 95,45 % (21/22)" in said
    assert await hall.mark(4) is Mark.UNEXCUSED
    await phone.says("1")
    assert (await hall.mark(4), await hall.mark(9)) == (Mark.PRESENT, Mark.EXCUSED)
    corrections = await hall.db.scalars(select(RollLog.member_id).where(RollLog.is_correction))
    assert set(corrections) == {hall.people[2].id, hall.people[7].id}


async def closed(hall: Hall, way: str = "buttons") -> Phone:
    phone = await hall.phone(way)
    await phone.says("điểm danh vắng 4K")
    await phone.says("chốt")
    assert await hall.state() is MeetingState.CLOSED
    return phone


@ON_BOTH
async def test_a_person_is_corrected_by_number(hall: Hall, way: str) -> None:
    phone = await closed(hall, way)
    await phone.says("1")
    assert "Sửa điểm danh đã chốt" in phone.screen[-1].text
    said = await phone.says("4")
    assert "vắng K" in said
    await phone.says("có")
    assert await hall.mark(4) is Mark.UNEXCUSED
    assert "Đã ghi sửa đổi" in await phone.says("1")
    assert await hall.mark(4) is Mark.PRESENT


async def test_the_button_below_a_closed_roll_opens_corrections(hall: Hall) -> None:
    phone = await closed(hall)
    await phone.presses("Sửa điểm danh")
    await phone.presses("4) ")
    await phone.presses("Có mặt")
    await phone.presses("Ghi sửa đổi")
    assert await hall.mark(4) is Mark.PRESENT


async def test_an_old_button_of_the_roll_asks_before_it_corrects(hall: Hall) -> None:
    phone = await hall.phone()
    await phone.says("điểm danh")
    old = phone.screen[-1].choices[4].value
    await phone.says("vắng 5K")
    await phone.presses("Chốt")
    assert "Ghi các sửa đổi này?" in await phone.presses_value(old)
    assert await hall.mark(5) is Mark.UNEXCUSED


async def test_two_taps_on_a_correction_write_it_once(hall: Hall) -> None:
    phone = await closed(hall)
    await phone.says("sửa điểm danh 4 có")
    value = phone.screen[-1].choices[0].value
    await phone.presses_value(value)
    assert "đã xong" in await phone.presses_value(value)
    assert await hall.mark(4) is Mark.PRESENT


async def test_a_correction_of_what_has_changed_meanwhile_is_shown_again(hall: Hall) -> None:
    await village.office(hall.db, hall.people[0], hall.cell, Office.CLERK)
    phone, other = await closed(hall), await hall.phone(person=hall.people[0])
    await phone.says("sửa điểm danh 4P")
    await other.says("sửa điểm danh 4 có")
    await other.presses("Ghi sửa đổi")
    said = await phone.presses("Ghi sửa đổi")
    assert "có mặt → vắng có lý do" in said
    assert await hall.mark(4) is Mark.PRESENT


async def test_a_correction_that_changes_nothing_says_so(hall: Hall) -> None:
    phone = await closed(hall)
    assert "không có gì phải sửa" in await phone.says("sửa điểm danh 4K")


async def test_a_whole_line_after_closing_is_a_correction_too(hall: Hall) -> None:
    phone = await closed(hall, "plain")
    said = await phone.says("điểm danh đủ, vắng 5P")
    assert "4 " in said
    assert "5 " in said
    await phone.says("1")
    assert (await hall.mark(4), await hall.mark(5)) == (Mark.PRESENT, Mark.EXCUSED)


async def test_a_correction_begun_outlives_a_restart(hall: Hall) -> None:
    phone = await closed(hall)
    await phone.says("sửa điểm danh 4 có")
    await Phone(hall.db, phone.now, phone.chat).says("1")
    assert await hall.mark(4) is Mark.PRESENT


async def test_what_was_begun_is_taken_up_again(hall: Hall, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(help, "RESUME", dict.fromkeys((roll.SAID, correcting.DRAFT), roll.resume))
    phone = await closed(hall)
    said = await phone.says("sửa điểm danh 4 có")
    await phone.says("họp")
    assert await phone.says("làm tiếp") == said
    await phone.says("thôi")
    for code in ("ban", "lang"):
        await village.office(hall.db, hall.secretary, (await gathered(hall.db, now, 3, code)).cell)
    said = await phone.says("điểm danh vắng 2")
    await phone.says("họp")
    assert await phone.says("làm tiếp") == said


# Small and large cells


@ON_BOTH
async def test_a_cell_of_five_is_closed(sqlite_db: AsyncSession, now: datetime, way: str) -> None:
    hall = await gathered(sqlite_db, now, 5)
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    assert "Có mặt 4/5" in await phone.says("vắng 3P")
    await phone.says("6")
    assert await hall.state() is MeetingState.CLOSED


@ON_BOTH
async def test_114_people_are_closed(great_hall: Hall, way: str) -> None:
    hall = great_hall
    phone = await hall.phone(way)
    await phone.says("điểm danh")
    await phone.presses_value(f"roll_page:{hall.meeting.id}:99")
    assert "114" in (phone.offered[1] if phone.offered else phone.screen[-1].text)
    assert "Có mặt 111/114" in await phone.says("vắng 4 90P 114K")
    await phone.says("115")
    assert await hall.state() is MeetingState.CLOSED


@ON_BOTH
async def test_nothing_is_closed_before_the_last_of_many_names_was_shown(great_hall: Hall, way: str) -> None:
    hall = great_hall
    phone = await hall.phone(way)
    said = await phone.says("điểm danh có mặt 1-50")
    assert "Chưa ghi 64" in said
    assert "Và 34 đồng chí nữa" in said
    for _ in range(2):
        assert phone.offered == ["115) Xem tiếp", "116) Sửa"]
        await phone.says("115")
    assert f"114 {hall.people[-1].name}" in phone.screen[-1].text
    await phone.presses("64 đồng chí vắng không lý do và chốt")
    assert (await hall.marks()).count(Mark.UNEXCUSED) == 64


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn An"),
        ("Nguyễn Thị Minh Phương Thảo", "Nguyễn T. Minh Phương Thảo"),
        ("Hoàng Phủ Ngọc Tường Vi Linh Đan", "Hoàng P. N. T. Vi Linh Đan"),
        ("Công Tằng Tôn Nữ Thị Phương Thảo Khuê Nguyên", "Công N. T. P. T. K. Nguyên"),
        ("X" * 40, "X" * 25 + "…"),
    ],
)
def test_long_names_keep_their_first_and_last(name: str, short: str) -> None:
    assert short_name(name, 26) == short


async def test_labels_fit_a_narrow_screen(hall: Hall) -> None:
    hall.people[0].name = "Công Tằng Tôn Nữ Thị Phương Thảo Nguyên"
    await village.says(hall.db, hall.meeting, hall.people[0], Answer.AWAY, hall.meeting.called_at)
    phone = await hall.phone()
    await phone.says("điểm danh")
    assert all(len(label) <= LONGEST_LABEL for label in phone.offered)
    assert "Nguyên: đã xin vắng" in phone.offered[1]


async def test_without_edits_a_page_is_a_message_of_its_own(hall: Hall) -> None:
    phone = await hall.phone()
    phone.capabilities = replace(phone.capabilities, edits=False)
    await phone.says("điểm danh")
    await phone.presses("Trang sau")
    assert len(phone.screen) == 2


async def test_the_roll_is_closed_as_shown_on_both_databases(db: AsyncSession, now: datetime) -> None:
    hall = await gathered(db, now, 5)
    phone = await hall.phone()
    await phone.says("điểm danh vắng 4")
    await phone.presses("Chốt")
    assert await hall.marks() == [Mark.PRESENT] * 3 + [Mark.UNEXCUSED, Mark.PRESENT]
