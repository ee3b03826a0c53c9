"""The secretary calls those who have not answered, and types what they said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Answer, AnswerLog, Attendance, Leave
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.parcels import Parcel
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.recipes import prepared, recipe
from bot.services.attendance import invited
from bot.services.invitations import renew_list
from handlers import calls, help  # noqa: A004 - the name of what people ask for
from handlers.calls import listing as calls_list
from tests import village
from tests.talk import Phone, phone_abroad, plain_phone

WAYS: dict[str, tuple[str, Callable[[AsyncSession, datetime, str], Phone]]] = {
    "buttons": ("rehearsal", Phone),
    "plain": ("rehearsal_plain", plain_phone),
    "abroad": ("rehearsal", phone_abroad),
}
ON_ALL = pytest.mark.parametrize("way", WAYS)
AT_HOME = pytest.mark.parametrize("way", ["buttons", "plain"])


@dataclass
class Round:
    """A cell on the day of its meeting: the secretary is coming, number 2 too, the others have not answered."""

    db: AsyncSession
    cell: Unit
    meeting: Meeting
    secretary: Member
    people: list[Member]

    async def phone(self, way: str = "buttons", person: Member | None = None, after: timedelta | None = None) -> Phone:
        person = person or self.secretary
        channel, kind = WAYS[way]
        chat = f"{way}{person.id}"
        await village.reachable_at(self.db, person, self.meeting.called_at, chat=chat, channel=channel)
        return kind(self.db, self.meeting.starts_at + (after or -timedelta(hours=2)), chat)

    async def row(self, number: int) -> Attendance:
        row = await invited(self.db, self.meeting.id, [self.secretary, *self.people][number - 1].id)
        await self.db.refresh(row)
        return row

    async def answer(self, number: int) -> Answer | None:
        return (await self.row(number)).answer

    def name(self, number: int) -> str:
        return [self.secretary, *self.people][number - 1].name


async def rung(db: AsyncSession, now: datetime, count: int = 12, code: str = "thon") -> Round:
    cell = await village.cell(db, code=code)
    secretary = await village.member(db, cell, "Nguyễn Văn An")
    await village.office(db, secretary, cell)
    people = await village.members(db, cell, count - 1)
    for place, one in enumerate(people):
        one.phone = f"+849000000{place:02}"
    meeting = await village.meeting(db, cell, now)
    for one in (secretary, people[0]):
        await village.says(db, meeting, one, Answer.COMING, now)
    return Round(db, cell, meeting, secretary, people)


@pytest.fixture
async def ring(sqlite_db: AsyncSession, now: datetime) -> Round:
    return await rung(sqlite_db, now)


# The list


@AT_HOME
async def test_the_list_has_the_silent_with_numbers_and_phones(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    shown = "\n".join([await phone.says("gọi điện"), *phone.offered])
    assert "cần gọi 10 đồng chí" in shown
    assert f"3) {ring.name(3)}, 0900 000 001" in shown
    assert ring.name(2) not in shown
    assert "chưa nối máy" in shown


async def test_abroad_the_list_has_no_phones_but_a_link(ring: Round) -> None:
    ring.db.info["public_url"] = "https://chibot.test"
    phone = await ring.phone("abroad")
    shown = "\n".join([await phone.says("gọi điện"), *phone.offered])
    assert ring.name(3) in shown
    assert "0900" not in shown
    said = await phone.presses("Xem số điện thoại")
    assert "https://chibot.test/tep/" in said
    assert "0900" not in said
    made = (await ring.db.scalars(select(Parcel.recipe))).one()
    assert made == recipe("phones", ring.secretary.id, ring.meeting.id)
    document = (await prepared(ring.db, made, phone.now))()
    assert f"3) {ring.name(3)}, 0900 000 001" in document.content.decode()
    assert "gọi lại" not in await phone.says("3 có")
    assert await ring.answer(3) is Answer.COMING


async def test_the_link_opens_for_nobody_without_the_office(ring: Round) -> None:
    with pytest.raises(NotAllowed):
        await prepared(ring.db, recipe("phones", ring.people[0].id, ring.meeting.id), ring.meeting.called_at)


async def test_the_word_of_the_clock_opens_the_list(ring: Round) -> None:
    phone = await ring.phone()
    assert "cần gọi 10" in await phone.presses_value(f"calls:{ring.meeting.id}:0")


@ON_ALL
async def test_pages_are_turned(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("danh sách gọi")
    said = await (phone.says("trang sau") if way == "plain" else phone.presses("Trang sau"))
    assert "Trang 2/2" in said
    assert [label[:3] for label in phone.offered[:2]] == ["11)", "12)"]


@pytest.mark.parametrize("office", [Office.CLERK, Office.CELL_COMMITTEE, None])
async def test_who_does_not_lead_the_cell_has_no_call_list(ring: Round, office: Office | None) -> None:
    if office is not None:
        await village.office(ring.db, ring.people[0], ring.cell, office)
    phone = await ring.phone(person=ring.people[0])
    assert "không được phân công" in await phone.says("gọi điện")
    values = ("calls:{}:0", "calls_one:{}:{}", "calls_said:{}:{}:coming", "calls_why:{}:{}:illness", "calls_phones:{}")
    for value in values:
        said = await phone.presses_value(value.format(ring.meeting.id, ring.people[2].id))
        assert "không được phân công" in said
    assert await ring.answer(4) is None


@ON_ALL
async def test_from_the_beginning_on_there_is_the_roll(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    phone.now = ring.meeting.starts_at
    assert "đã bắt đầu" in await phone.says("3 có")
    assert phone.offered == ["Điểm danh"]
    assert await ring.answer(3) is None
    await phone.says("1")
    assert "Điểm danh" in phone.screen[-1].text


# One line


@ON_ALL
async def test_a_line_records_several_answers(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    said = await phone.says("đã gọi 3 có, 7 vắng ốm, 9 không nghe máy")
    assert f"Đã ghi 2: 3 {ring.name(3)} sẽ dự; 7 {ring.name(7)} xin vắng" in said
    assert f"Không nghe máy 1, chưa ghi câu trả lời: 9 {ring.name(9)}." in said
    assert "Còn cần gọi 8: 4 " in said
    row = await ring.row(7)
    assert (row.answer, row.reason, row.leave) == (Answer.AWAY, Reason.ILLNESS, Leave.PENDING)
    assert await ring.answer(3) is Answer.COMING
    assert await ring.answer(9) is None


@pytest.mark.parametrize(("way", "is_said"), [("buttons", True), ("plain", True), ("abroad", False)])
async def test_a_reason_is_said_back_at_home_only(ring: Round, way: str, is_said: bool) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    said = await phone.says("7 vắng ốm")
    assert ("ốm" in said.lower()) is is_said


async def test_the_answer_is_written_down_as_told_to_the_secretary(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.says("3 có")
    logged = (await ring.db.scalars(select(AnswerLog).order_by(AnswerLog.id.desc()))).first()
    assert logged is not None
    assert (logged.channel, logged.said_by) == ("phone", f"member:{ring.secretary.id}")


@ON_ALL
@pytest.mark.parametrize("line", ["đã gọi 3 có, 7 vắng", "gọi 3 có, 7 vắng"])
async def test_the_line_may_come_straight_away(ring: Round, way: str, line: str) -> None:
    phone = await ring.phone(way)
    assert "Đã ghi 2" in await phone.says(line)
    assert (await ring.answer(3), await ring.answer(7)) == (Answer.COMING, Answer.AWAY)


async def test_below_the_list_even_one_and_two_are_numbers_of_people(ring: Round) -> None:
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    await phone.says("2 vắng")
    await phone.says("có")
    assert (await ring.answer(1), await ring.answer(2)) == (Answer.COMING, Answer.AWAY)


async def test_leaves_asked_for_on_the_phone_are_still_to_be_decided(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("đã gọi 3 vắng ốm, 4 vắng")
    assert "14) Quyết định đơn xin vắng (2)" in phone.offered
    await phone.presses("Quyết định đơn xin vắng")
    assert ring.name(3) in "\n".join([phone.screen[-1].text, *phone.offered])


async def test_numbers_do_not_shift_when_somebody_answers_meanwhile(ring: Round) -> None:
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    await village.says(ring.db, ring.meeting, ring.people[1], Answer.COMING, ring.meeting.called_at)
    await phone.says("4 vắng")
    assert await ring.answer(4) is Answer.AWAY


async def test_numbers_are_those_of_the_list_shown_last(ring: Round) -> None:
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    await village.member(ring.db, ring.cell, "Bùi Thị Ái")
    await renew_list(ring.db, ring.meeting, phone.now)
    await phone.says("4 vắng")
    assert await ring.answer(4) is Answer.AWAY


@ON_ALL
async def test_a_line_that_cannot_be_read_records_nothing_and_may_be_typed_again(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    for line in ("3 có, 99 vắng", "3 có, 3 vắng", "3 có, 4 con gà", "con gà", "3 vang", "99"):
        await phone.says(line)
        assert await ring.answer(3) is None
    await phone.says("3 có")
    assert await ring.answer(3) is Answer.COMING


async def test_who_leads_no_cell_and_speaks_of_calling_is_answered_like_anybody(ring: Round) -> None:
    phone = await ring.phone(person=ring.people[4])
    assert "không được phân công" not in await phone.says("gọi lại cho tôi sau")


@ON_ALL
async def test_when_all_have_answered_the_list_ends(sqlite_db: AsyncSession, now: datetime, way: str) -> None:
    ring = await rung(sqlite_db, now, 4)
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    said = await phone.says("3 có, 4 vắng bận")
    assert "tất cả đã trả lời" in said
    assert phone.offered == ["Quyết định đơn xin vắng (1)", "Tình hình"]
    assert "tất cả đã trả lời" in await phone.says("gọi điện")


@ON_ALL
async def test_a_secretary_of_two_cells_is_asked_which(ring: Round, now: datetime, way: str) -> None:
    other = await rung(ring.db, now, 4, "ban")
    await village.office(ring.db, ring.secretary, other.cell)
    phone = await ring.phone(way)
    said = await phone.says("đã gọi 3 có")
    assert "buổi họp nào" in said
    assert (await ring.answer(3), await other.answer(3)) == (None, None)
    await phone.says("1" if "ban" in phone.offered[0] else "2")
    assert (await ring.answer(3), await other.answer(3)) == (None, Answer.COMING)


# One after the other


@ON_ALL
async def test_a_person_is_asked_about_and_then_the_next(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    said = await phone.says("3")
    assert said.startswith(f"3) {ring.name(3)}")
    assert ("0900 000 001" in said) is (way != "abroad")
    assert phone.offered == ["13) Sẽ dự", "14) Xin vắng", "15) Không nghe máy", "16) Xem danh sách gọi"]
    said = await phone.says("13")
    assert f"3 {ring.name(3)} sẽ dự" in said
    assert f"4) {ring.name(4)}" in said
    assert await ring.answer(3) is Answer.COMING


@ON_ALL
async def test_at_the_card_of_one_person_a_number_of_the_list_is_another_person(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    await phone.says("12")
    assert (await phone.says("4")).startswith(f"4) {ring.name(4)}")
    await phone.says("có")
    assert (await ring.answer(4), await ring.answer(12)) == (Answer.COMING, None)


@ON_ALL
async def test_below_those_who_are_left_a_number_is_a_person(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    said = await phone.says("3 có")
    assert "Còn cần gọi 9" in said
    assert phone.offered[0] == "13) Xem danh sách gọi"
    assert (await phone.says("2")).startswith(f"2) {ring.name(2)}")


@ON_ALL
async def test_a_reason_after_moving_on_is_that_of_the_one_before(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    await phone.says("3")
    await phone.says("vắng")
    said = await phone.says("đi học")
    assert f"4) {ring.name(4)}" in said
    assert ((await ring.row(3)).reason, await ring.answer(4)) == (Reason.STUDY, None)


@ON_ALL
@pytest.mark.parametrize("reason", ["đi học", "ốm", "bận việc nhà", "con ốm"])
async def test_a_reason_alone_marks_nobody(ring: Round, way: str, reason: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    await phone.says("3")
    await phone.says("có")
    said = await phone.says(reason)
    assert "Chưa rõ đồng chí ấy vắng hay không" in said
    assert (await ring.answer(3), await ring.answer(4)) == (Answer.COMING, None)
    await phone.says("vắng ốm")
    assert (await ring.row(4)).reason is Reason.ILLNESS


@ON_ALL
@pytest.mark.parametrize("line", ["2 vắng ốm", "đã gọi 2 vắng ốm, 3 có"])
async def test_an_answer_of_their_own_is_changed_only_when_it_is_sure(ring: Round, way: str, line: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    said = await phone.says(line)
    assert f"2 {ring.name(2)}: trước đó tự báo có mặt, nay ghi xin vắng. Chưa ghi gì." in said
    assert (await ring.answer(2), await ring.answer(3)) == (Answer.COMING, None)
    assert phone.offered == ["13) Đúng, ghi như vậy", "14) Không ghi"]
    await phone.says("13")
    assert await ring.answer(2) is Answer.AWAY
    assert await ring.answer(3) is (Answer.COMING if "3" in line else None)


async def test_a_granted_leave_is_not_taken_away_by_a_slip(ring: Round) -> None:
    row = await village.says(ring.db, ring.meeting, ring.people[1], Answer.AWAY, ring.meeting.called_at)
    row.leave = Leave.EXCUSED
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    assert "trước đó tự báo vắng, nay ghi sẽ dự" in await phone.says("3 có")
    await phone.says("không")
    assert (await ring.row(3)).leave is Leave.EXCUSED


async def test_an_old_button_of_another_line_stores_nothing(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.says("2 vắng")
    value = phone.screen[-1].choices[0].value
    await phone.says("1 vắng")
    await phone.presses_value(value)
    assert (await ring.answer(1), await ring.answer(2)) == (Answer.COMING, Answer.COMING)


async def test_saying_away_again_leaves_the_reason(ring: Round) -> None:
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    await phone.says("4 vắng ốm")
    await phone.says("4 vắng")
    assert (await ring.row(4)).reason is Reason.ILLNESS


@ON_ALL
async def test_once_the_meeting_has_begun_the_roll_is_offered(ring: Round, way: str) -> None:
    phone = await ring.phone(way, after=timedelta(minutes=5))
    assert "Buổi họp đã bắt đầu" in await phone.says("danh sách gọi")
    assert phone.offered == ["Điểm danh"]
    assert "Điểm danh" in await phone.says("sửa điểm danh")


async def test_buttons_do_the_same_in_place(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.presses("5) ")
    await phone.presses("Sẽ dự")
    assert len(phone.screen) == 1
    assert f"6) {ring.name(6)}" in phone.screen[-1].text
    assert await ring.answer(5) is Answer.COMING


@AT_HOME
async def test_who_stays_away_is_stored_before_the_reason_is_asked(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    await phone.says("3")
    assert "Vì sao" in await phone.says("14")
    assert (await ring.row(3)).answer is Answer.AWAY
    said = await phone.says("13")
    assert (await ring.row(3)).reason is Reason.ILLNESS
    assert f"4) {ring.name(4)}" in said


async def test_without_a_reason_the_next_comes(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.presses("3) ")
    await phone.presses("Xin vắng")
    assert f"4) {ring.name(4)}" in await phone.presses("Chưa rõ lý do")
    assert (await ring.row(3)).reason is None


async def test_abroad_no_reason_is_asked(ring: Round) -> None:
    phone = await ring.phone("abroad")
    await phone.says("gọi điện")
    await phone.presses("3) ")
    assert f"4) {ring.name(4)}" in await phone.presses("Xin vắng")
    assert (await ring.row(3)).leave is Leave.PENDING


async def test_what_they_said_may_be_typed(ring: Round) -> None:
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    await phone.says("3")
    await phone.says("vắng, đi công tác")
    row = await ring.row(3)
    assert (row.answer, row.reason) == (Answer.AWAY, Reason.DUTY_TRIP)
    await phone.says("5 có")
    assert await ring.answer(5) is Answer.COMING


async def test_a_reason_may_be_typed(ring: Round) -> None:
    phone = await ring.phone("plain")
    await phone.says("gọi điện")
    await phone.says("3")
    await phone.says("14")
    await phone.says("đi viện")
    assert (await ring.row(3)).reason is Reason.ILLNESS


@ON_ALL
async def test_who_did_not_pick_up_is_remembered_and_has_not_answered(ring: Round, way: str) -> None:
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    await phone.says("3")
    assert f"4) {ring.name(4)}" in await phone.says("15")
    assert await ring.answer(3) is None
    await phone.says("16")
    shown = "\n".join([phone.screen[-1].text, *phone.offered])
    assert "không nghe máy" in shown.split(f"3) {ring.name(3)}", 1)[1].splitlines()[0]


async def test_after_the_last_the_list_of_those_left_comes(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.says("12")
    assert "cần gọi 9 đồng chí" in await phone.presses("Sẽ dự")


async def test_two_taps_at_once_are_one_answer(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.presses("3) ")
    value = phone.screen[-1].choices[0].value
    await phone.presses_value(value)
    await phone.presses_value(value)
    assert (await ring.answer(3), await ring.answer(4)) == (Answer.COMING, None)


async def test_an_old_button_shows_what_somebody_has_said_since(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    old = phone.screen[-1].choices[0].value
    await phone.says("3 vắng")
    assert "xin vắng" in await phone.presses_value(old)


async def test_somebody_of_another_list_is_not_asked_about(ring: Round, now: datetime) -> None:
    other = await rung(ring.db, now, 3, "ban")
    phone = await ring.phone()
    said = await phone.presses_value(f"calls_said:{ring.meeting.id}:{other.people[1].id}:coming")
    assert "không nằm trong danh sách" in said
    assert await other.answer(3) is None


async def test_a_restart_in_the_middle_loses_nothing(ring: Round) -> None:
    phone = await ring.phone()
    await phone.says("gọi điện")
    await phone.says("3 không nghe máy")
    again = Phone(ring.db, phone.now, phone.chat)
    await again.says("4 có")
    assert await ring.answer(4) is Answer.COMING
    await again.says("gọi điện")
    assert "3) " + ring.name(3) + ", 0900 000 001, không nghe máy" in again.screen[-1].text


@pytest.mark.parametrize("line", ["gọi điện", "đã gọi 3 có"])
async def test_what_was_begun_is_taken_up_again(
    ring: Round, now: datetime, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(help, "RESUME", dict.fromkeys((calls_list.DRAFT, calls.LINE), calls.resume))
    if line.startswith("đã"):
        await village.office(ring.db, ring.secretary, (await rung(ring.db, now, 4, "ban")).cell)
    phone = await ring.phone()
    said = await phone.says(line)
    await phone.says("họp")
    assert await phone.says("làm tiếp") == said


@ON_ALL
async def test_a_list_of_114_is_walked(sqlite_db: AsyncSession, now: datetime, way: str) -> None:
    ring = await rung(sqlite_db, now, 114)
    phone = await ring.phone(way)
    await phone.says("gọi điện")
    await phone.presses_value(f"calls_page:{ring.meeting.id}:99")
    assert any(label.startswith("114) ") for label in phone.offered)
    await phone.says("114")
    await phone.says("115")
    assert await ring.answer(114) is Answer.COMING
    assert "đồng chí nữa" in await phone.says("100 vắng, 101 có")


async def test_answers_on_the_phone_are_recorded_on_both_databases(db: AsyncSession, now: datetime) -> None:
    ring = await rung(db, now, 5)
    phone = await ring.phone()
    await phone.says("đã gọi 3 có, 4 vắng ốm")
    assert (await ring.answer(3), await ring.answer(4)) == (Answer.COMING, Answer.AWAY)
