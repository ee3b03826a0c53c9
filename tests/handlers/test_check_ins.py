"""Checking in by what is said in the room: the clerk opens it, members type four digits, and nobody else gets in."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Mark, Noticed
from bot.model.check_ins import CheckIn, CheckInMode, WrongCheckIn
from bot.model.endpoints import Address, Consent, ConsentKind
from bot.model.meetings import Meeting
from bot.model.members import Member, StatusKind
from bot.model.roles import Office
from bot.model.units import Unit
from bot.refusals import CheckInNotOpen
from bot.services.check_in_codes import shown
from bot.services.check_ins import check_in_of
from bot.services.checking_in import check_in
from bot.services.meetings import move_meeting
from bot.services.roll import Marks, take_roll
from bot.services.unit_settings import change
from bot.words import check_ins as words
from tests import village
from tests.conftest import NOW
from tests.ground import Ground
from tests.talk import Phone, plain_phone

SITE = "https://chibo.example"


@dataclass
class Room:
    """A cell at the hour of its meeting: the secretary, Lan and Nam with a phone each."""

    db: AsyncSession
    cell: Unit
    meeting: Meeting
    secretary: Member
    lan: Member
    nam: Member
    hers: Phone
    """The secretary's."""
    lans: Phone

    async def row(self, member: Member) -> Attendance:
        row = await village.row_of(self.db, self.meeting, member)
        await self.db.refresh(row)
        return row

    async def check_in(self) -> CheckIn:
        found = await check_in_of(self.db, self.meeting.id)
        assert found is not None
        return found

    async def code(self, after: timedelta = timedelta()) -> str:
        return shown(await self.check_in(), self.hers.now + after).code

    async def wrong(self) -> str:
        """Four digits that are no code of the last hour."""
        check_in = await self.check_in()
        codes = {shown(check_in, self.hers.now - timedelta(minutes=5 * step)).code for step in range(-1, 20)}
        return next(code for code in (f"{number:04}" for number in range(10_000)) if code not in codes)

    def later(self, phone: Phone, **by: int) -> None:
        phone.now += timedelta(**by)


async def before_the_meeting(db: AsyncSession) -> Room:
    cell = await village.cell(db)
    secretary = await village.member(db, cell, "Trần Thị Bình")
    await village.office(db, secretary, cell)
    await village.reachable_at(db, secretary, NOW, chat="9")
    lan, nam = [await village.member(db, cell, name) for name in ("Nguyễn Thị Lan", "Lê Văn Nam")]
    await village.reachable_at(db, lan, NOW, chat="1")
    meeting = await village.meeting(db, cell, NOW)
    begins = meeting.starts_at
    return Room(db, cell, meeting, secretary, lan, nam, Phone(db, begins, "9"), Phone(db, begins, "1"))


@pytest.fixture
async def room(ground: Ground) -> AsyncIterator[Room]:
    async with ground.with_(before_the_meeting) as room:
        room.hers, room.lans = [replace(one, screen=[], refs=[]) for one in (room.hers, room.lans)]
        yield room


@pytest.fixture
async def open_room(room: Room) -> Room:
    """With the check-in open, by the code."""
    change(room.cell, "check_in", "code")
    await room.hers.says("mở điểm danh")
    return room


# The clerk


async def test_the_secretary_opens_it_and_reads_the_code_aloud(open_room: Room) -> None:
    text = open_room.hers.screen[-1].text
    assert f"Mã đọc: {await open_room.code()}" in text
    assert "Có mặt 0/3" in text
    assert "Tự đóng lúc 13h00" in text


async def test_it_is_opened_from_the_roll(room: Room) -> None:
    change(room.cell, "check_in", "code")
    await room.hers.says("điểm danh")
    await room.hers.presses("Cách điểm danh khác")
    assert "Mã đọc" in await room.hers.presses("Mở điểm danh bằng mã")


async def test_where_the_cell_has_it_not_its_secretary_may_want_it_for_once(room: Room) -> None:
    assert "cách nào" in await room.hers.says("mở điểm danh")
    assert room.hers.offered == ["Mã đọc bốn số"]
    assert "Mã đọc: " in await room.hers.presses("Mã đọc bốn số")


async def test_a_clerk_does_not_open_what_the_cell_has_not(room: Room) -> None:
    await village.office(room.db, room.lan, room.cell, Office.CLERK)
    assert "không được phân công" in await room.lans.says("mở điểm danh")
    for mode in ("code", "clerk"):
        assert "không được phân công" in await room.lans.presses_value(f"dd_as:{room.meeting.id}:{mode}")
    change(room.cell, "check_in", "code")
    assert "Mã đọc: " in await room.lans.says("mở điểm danh")


async def test_without_a_page_of_our_own_a_code_is_said_in_place_of_the_picture(room: Room) -> None:
    change(room.cell, "check_in", "qr")
    text = await room.hers.says("mở điểm danh")
    assert words.NO_SITE in text
    assert f"Mã đọc: {await room.code()}" in text


async def test_the_screen_opens_by_a_link(room: Room) -> None:
    room.db.info["public_url"] = SITE
    change(room.cell, "check_in", "qr")
    text = await room.hers.says("mở điểm danh")
    assert "Mã đọc" not in text
    links = [re.findall(rf"{SITE}/man-hinh/\S+", await room.hers.presses("Mở màn hình")) for _ in range(2)]
    assert len({*links[0], *links[1]}) == 2


async def test_a_member_opens_nothing_and_sees_no_code(open_room: Room) -> None:
    for said in ("mở điểm danh", "mã điểm danh", "đóng điểm danh"):
        assert "không được phân công" in await open_room.lans.says(said)
    for key in ("dd_open", "dd_code", "dd_screen", "dd_shut"):
        assert "không được phân công" in await open_room.lans.presses_value(f"{key}:{open_room.meeting.id}")
    assert (await open_room.check_in()).closed_at is None


async def test_a_secretary_of_another_cell_opens_nothing_here(room: Room) -> None:
    other = await village.cell(room.db, code="khac")
    stranger = await village.member(room.db, other)
    await village.office(room.db, stranger, other)
    await village.reachable_at(room.db, stranger, NOW, chat="7")
    phone = Phone(room.db, room.hers.now, "7")
    assert "không được phân công" in await phone.presses_value(f"dd_as:{room.meeting.id}:code")
    assert await check_in_of(room.db, room.meeting.id) is None


async def test_hours_before_the_meeting_it_does_not_open(room: Room) -> None:
    room.later(room.hers, hours=-3)
    assert "chưa tới giờ" in await room.hers.presses_value(f"dd_open:{room.meeting.id}")
    assert "chưa tới giờ" in await room.hers.presses_value(f"dd_as:{room.meeting.id}:code")
    assert await check_in_of(room.db, room.meeting.id) is None


async def test_once_everybody_is_at_home_it_does_not_open(room: Room) -> None:
    change(room.cell, "check_in", "code")
    room.later(room.hers, hours=12)
    assert "đã qua nên không mở" in await room.hers.says("mở điểm danh")
    assert "đã qua nên không mở" in await room.hers.presses_value(f"dd_as:{room.meeting.id}:code")
    assert await check_in_of(room.db, room.meeting.id) is None


async def test_it_is_closed_by_hand(open_room: Room) -> None:
    code = await open_room.code()
    assert words.SHUT_NOW in await open_room.hers.presses("Đóng điểm danh bằng mã")
    assert await open_room.lans.says(f"DD {code}") == words.OVER
    assert (await open_room.row(open_room.lan)).mark is None


async def test_the_count_goes_on(open_room: Room) -> None:
    await open_room.lans.says(f"DD {await open_room.code()}")
    assert "Có mặt 1/3" in await open_room.hers.says("mã điểm danh")
    assert "đã có mặt 1/3" in await open_room.hers.presses("Tình hình")


# A member


@pytest.mark.parametrize("form", ["DD {}", "dd{}", "{}", "điểm danh {}"])
async def test_four_digits_are_enough(open_room: Room, form: str) -> None:
    said = await open_room.lans.says(form.format(await open_room.code()))
    assert said == "Đã ghi đồng chí Nguyễn Thị Lan có mặt lúc 09:00."
    row = await open_room.row(open_room.lan)
    assert (row.mark, row.noticed, row.came_late) == (Mark.PRESENT, Noticed.SPOKEN, False)


async def test_by_a_link_into_the_chat(open_room: Room) -> None:
    await open_room.lans.says(f"/start DD{await open_room.code()}")
    assert (await open_room.row(open_room.lan)).noticed is Noticed.QR


async def test_by_a_short_message(open_room: Room) -> None:
    await village.reachable_at(open_room.db, open_room.nam, NOW, chat="84900000001", channel="sms_gate")
    phone = replace(plain_phone(open_room.db, open_room.hers.now, "84900000001"), channel="sms_gate")
    await phone.says(f"DD {await open_room.code()}")
    assert (await open_room.row(open_room.nam)).noticed is Noticed.SMS


async def test_late_is_said_and_shown(open_room: Room) -> None:
    open_room.later(open_room.lans, minutes=16)
    said = await open_room.lans.says(f"DD {await open_room.code(timedelta(minutes=16))}")
    assert said == "Đã ghi đồng chí Nguyễn Thị Lan có mặt lúc 09:16, đến muộn."
    await open_room.hers.says("điểm danh")
    assert "2) Nguyễn Thị Lan: có mặt, muộn" in open_room.hers.offered


async def test_who_has_checked_in_is_told_so(open_room: Room) -> None:
    await open_room.lans.says(f"DD {await open_room.code()}")
    assert "không cần nhắn nữa" in await open_room.lans.says(f"DD {await open_room.code()}")
    await open_room.hers.says("điểm danh")
    assert "2) Nguyễn Thị Lan: có mặt, tự ghi" in open_room.hers.offered


async def test_what_the_clerk_has_written_stays(open_room: Room) -> None:
    await take_roll(open_room.db, open_room.meeting.id, Marks(excused=[open_room.lan.id]), "clerk", open_room.hers.now)
    assert "mời báo thư ký" in await open_room.lans.says(f"DD {await open_room.code()}")
    assert (await open_room.row(open_room.lan)).mark is Mark.EXCUSED


async def test_an_exempt_member_is_counted_apart(open_room: Room) -> None:
    exempt = await village.member(open_room.db, open_room.cell, "Lê Văn Thôi", StatusKind.EXEMPT)
    await village.reachable_at(open_room.db, exempt, NOW, chat="5")
    phone = Phone(open_room.db, open_room.hers.now, "5")
    assert "được ghi riêng" in await phone.says(f"DD {await open_room.code()}")
    assert "Khách và đại biểu khác: 1." in await open_room.hers.says("mã điểm danh")


# What is no good code


async def test_before_the_opening_a_code_is_answered_clearly(room: Room) -> None:
    assert await room.lans.says("DD 4821") == words.NOT_YET


async def test_before_the_opening_four_digits_alone_are_no_code(room: Room) -> None:
    assert words.NOT_YET not in await room.lans.says("4821")


async def test_a_wrong_code_marks_nobody(open_room: Room) -> None:
    assert await open_room.lans.says(f"DD {await open_room.wrong()}") == words.WRONG
    assert (await open_room.row(open_room.lan)).mark is None


async def test_an_old_code_is_called_old(open_room: Room) -> None:
    code = await open_room.code()
    open_room.later(open_room.lans, minutes=11)
    assert await open_room.lans.says(f"DD {code}") == words.OLD


async def test_hours_later_it_is_over(open_room: Room) -> None:
    code = await open_room.code()
    open_room.later(open_room.lans, hours=5)
    assert await open_room.lans.says(f"DD {code}") == words.OVER


async def test_a_meeting_that_is_moved_to_another_day_takes_nobody_today(open_room: Room) -> None:
    moved = open_room.meeting.starts_at + timedelta(days=7)
    await move_meeting(open_room.db, open_room.meeting.id, moved, None, "test", open_room.hers.now)
    assert await open_room.lans.says(f"DD {await open_room.code()}") == words.NOT_YET
    with pytest.raises(CheckInNotOpen):
        await check_in(open_room.db, open_room.meeting.id, open_room.lan.id, Noticed.QR, open_room.lans.now)
    assert (await open_room.row(open_room.lan)).mark is None


async def test_the_code_of_another_cell_is_none(open_room: Room) -> None:
    other = await village.cell(open_room.db, code="khac")
    stranger = await village.member(open_room.db, other)
    await village.reachable_at(open_room.db, stranger, NOW, chat="7")
    phone = Phone(open_room.db, open_room.hers.now, "7")
    assert await phone.says(f"DD {await open_room.code()}") == words.NOT_YET


async def test_nobody_tries_them_all(open_room: Room) -> None:
    wrong, right = await open_room.wrong(), await open_room.code()
    answers = [await open_room.lans.says(f"DD {wrong}") for _ in range(5)]
    assert answers == [words.WRONG] * 4 + [words.BLOCKED]
    assert await open_room.lans.says(f"DD {right}") == words.BLOCKED
    assert (await open_room.row(open_room.lan)).mark is None
    assert await open_room.db.scalar(select(func.count(WrongCheckIn.id))) == 5


async def test_whoever_is_not_linked_is_shown_the_way_in(open_room: Room) -> None:
    phone = Phone(open_room.db, open_room.hers.now, "77")
    for said in (f"DD {await open_room.code()}", f"/start DD{await open_room.code()}"):
        assert "mã mà bí thư đã đưa" in await phone.says(said)


# Two people at one phone


async def couple(room: Room) -> None:
    """Nam is at Lan's phone too."""
    endpoint_id = await room.db.scalar(select(Address.endpoint_id).filter_by(member_id=room.lan.id))
    room.db.add(Address(member_id=room.nam.id, endpoint_id=endpoint_id, position=1, linked_at=NOW))
    consent = {"channel": "rehearsal", "kind": ConsentKind.TAPPED, "text_version": "test", "given_at": NOW}
    room.db.add(Consent(member_id=room.nam.id, **consent))
    await room.db.flush()


async def marks(room: Room) -> list[Mark | None]:
    return [(await room.row(one)).mark for one in (room.lan, room.nam)]


@pytest.mark.parametrize(
    ("press", "marked"),
    [
        ("Nguyễn Thị Lan", [Mark.PRESENT, None]),
        ("Lê Văn Nam", [None, Mark.PRESENT]),
        ("Tất cả", [Mark.PRESENT, Mark.PRESENT]),
    ],
)
async def test_of_two_it_is_asked_who(open_room: Room, press: str, marked: list[Mark | None]) -> None:
    await couple(open_room)
    assert await open_room.lans.says(f"DD {await open_room.code()}") == words.WHO
    await open_room.lans.presses(press)
    assert await marks(open_room) == marked


async def test_where_one_is_there_the_other_is_asked_for(open_room: Room) -> None:
    await couple(open_room)
    await open_room.lans.says(f"DD {await open_room.code()}")
    await open_room.lans.presses("Nguyễn Thị Lan")
    await open_room.lans.says(f"DD {await open_room.code()}")
    assert open_room.lans.offered == ["Lê Văn Nam"]


async def test_an_old_button_proves_nothing(open_room: Room) -> None:
    await couple(open_room)
    await open_room.lans.says(f"DD {await open_room.code()}")
    open_room.later(open_room.lans, minutes=6)
    assert await open_room.lans.presses("Tất cả") == words.TOO_LONG_AGO
    made_up = f"dd_me:{open_room.meeting.id}:1-abcdefghijklmnop:0"
    assert await open_room.lans.presses_value(made_up) == words.TOO_LONG_AGO
    assert await marks(open_room) == [None, None]


# Amid something else


async def test_a_clerk_goes_on_with_the_roll_after_checking_in(open_room: Room) -> None:
    await open_room.hers.says("điểm danh")
    await open_room.hers.says(f"DD {await open_room.code()}")
    assert (await open_room.row(open_room.secretary)).noticed is Noticed.SPOKEN
    await open_room.hers.says("vắng 2P")
    assert (await open_room.row(open_room.lan)).mark is Mark.EXCUSED


async def test_the_clerks_line_stays_the_clerks(open_room: Room) -> None:
    await open_room.hers.says("DD 2/3 vắng: 2P")
    assert [(await open_room.row(one)).mark for one in (open_room.lan, open_room.nam)] == [Mark.EXCUSED, Mark.PRESENT]


async def test_a_number_that_is_expected_is_no_wrong_code(open_room: Room) -> None:
    """While something is asked, four digits are a code only where they are the right one."""
    await open_room.hers.says("gọi họp")
    await open_room.hers.says(await open_room.wrong())
    assert await open_room.db.scalar(select(func.count(WrongCheckIn.id))) == 0


def test_every_way_has_its_words() -> None:
    assert set(words.MODES) == {mode.value for mode in CheckInMode} - {"clerk"}
