"""Whoever calls the roll sees who is there; an absence is excused by those who may say so, and not by oneself."""

from collections.abc import AsyncIterator

import pytest

from bot.model.attendances import Answer, Leave, Mark
from bot.model.meetings import MeetingState
from bot.model.members import Member
from bot.model.roles import Office
from bot.refusals import LeaveUndecided
from bot.services.attendance import invited
from bot.services.roles import end_role
from bot.services.roll import Marks, close_roll, take_roll
from tests import village
from tests.ground import Ground
from tests.handlers.shared_phone import shares
from tests.handlers.test_roll import ON_BOTH, Hall, gathered_now
from tests.talk import Phone

SECRETARY = "Nguyễn Văn An"


@pytest.fixture
async def hall(ground: Ground) -> AsyncIterator[Hall]:
    async with ground.with_(gathered_now) as hall:
        yield hall


async def asks(hall: Hall, person: Member) -> None:
    await village.says(hall.db, hall.meeting, person, Answer.AWAY, hall.meeting.called_at)


async def leave(hall: Hall, person: Member) -> tuple[Mark | None, Leave | None]:
    row = await invited(hall.db, hall.meeting.id, person.id)
    return row.mark, row.leave


async def clerk(hall: Hall, way: str = "buttons") -> Phone:
    """Number 2 on the list."""
    await village.office(hall.db, hall.people[0], hall.cell, Office.CLERK)
    return await hall.phone(way, hall.people[0])


@ON_BOTH
async def test_a_clerks_line_leaves_open_what_the_secretary_decides(hall: Hall, way: str) -> None:
    await asks(hall, hall.people[2])
    phone = await clerk(hall, way)
    said = await phone.says("điểm danh vắng 4P 9K")
    assert "chưa quyết định 1: 4 " in said
    assert f"do đồng chí {SECRETARY} quyết định" in said
    assert [label.split()[-1] for label in phone.offered] == ["Sửa"]
    assert await leave(hall, hall.people[2]) == (None, Leave.PENDING)
    assert await hall.mark(9) is Mark.UNEXCUSED


@pytest.mark.parametrize("mark", ["excused", "unexcused"])
async def test_no_button_of_a_clerk_decides_a_leave(hall: Hall, mark: str) -> None:
    await asks(hall, hall.people[2])
    phone = await clerk(hall)
    meeting, person = hall.meeting.id, hall.people[2]
    await phone.presses_value(f"roll_mark:{meeting}:0:{person.id}:{mark}")
    assert f"do đồng chí {SECRETARY} quyết định" in await phone.presses_value(f"roll_one:{meeting}:{person.id}:{mark}")
    await (await hall.phone("plain")).says("điểm danh có mặt 1-3, 5-22")
    await phone.says("điểm danh")
    await phone.presses("Xong")
    secretary = await hall.phone("abroad")
    await secretary.says("điểm danh")
    await secretary.presses("Xong")
    decide = next(one.value for one in secretary.screen[-1].choices if one.value.startswith("roll_leave"))
    await phone.presses_value(decide)
    assert await leave(hall, person) == (None, Leave.PENDING)


@pytest.mark.parametrize("mark", ["P", "K"])
@ON_BOTH
async def test_a_mark_does_not_decide_a_leave_that_is_asked_for_after_it(hall: Hall, way: str, mark: str) -> None:
    phone = await clerk(hall, way)
    await phone.says(f"điểm danh vắng 4{mark}")
    await asks(hall, hall.people[2])
    for words in ("điểm danh", "xong", "chốt"):
        said = await phone.says(words)
    assert "chưa quyết định 1: 4 " in said
    assert f"do đồng chí {SECRETARY} quyết định" in said
    with pytest.raises(LeaveUndecided):
        await close_roll(hall.db, hall.meeting.id, "test", hall.meeting.starts_at)
    secretary = await hall.phone()
    await secretary.says("điểm danh")
    assert secretary.offered[3] == f"4) {hall.people[2].name}: đã xin vắng"
    await secretary.presses("Xong")
    assert f"4 {hall.people[2].name}: vắng có lý do" in await secretary.presses("Vắng có lý do")
    assert await leave(hall, hall.people[2]) == (Mark.EXCUSED, Leave.EXCUSED)
    assert "Đã chốt" in [await phone.says(words) for words in ("điểm danh", "xong", "chốt")][-1]


async def test_who_came_needs_no_leave_decided(hall: Hall) -> None:
    phone = await clerk(hall)
    await phone.says("điểm danh đủ")
    await asks(hall, hall.people[2])
    await phone.says("điểm danh")
    await phone.presses("Xong")
    await phone.presses("Chốt điểm danh")
    assert await hall.state() is MeetingState.CLOSED


async def test_the_secretarys_tap_decides_it_too(hall: Hall) -> None:
    await (await clerk(hall)).says("điểm danh vắng 4P")
    await asks(hall, hall.people[2])
    secretary = await hall.phone()
    await secretary.says("điểm danh")
    await secretary.presses("4) ")
    assert await leave(hall, hall.people[2]) == (Mark.EXCUSED, Leave.EXCUSED)


async def test_a_clerk_who_taps_somebody_with_an_open_leave_may_say_that_they_came(hall: Hall) -> None:
    await asks(hall, hall.people[2])
    phone = await clerk(hall)
    await phone.says("điểm danh")
    assert "đã xin vắng; đơn do đồng chí" in await phone.presses("4) ")
    await phone.presses("Có mặt")
    assert await leave(hall, hall.people[2]) == (Mark.PRESENT, None)


async def test_having_been_marked_present_first_is_no_way_round_it(hall: Hall) -> None:
    await asks(hall, hall.people[2])
    phone = await clerk(hall)
    await phone.says("điểm danh đủ")
    assert "quyết định nên chưa ghi gì" in await phone.says("sửa 4P")
    assert await hall.mark(4) is Mark.PRESENT


async def test_a_granted_leave_is_excused_by_a_clerk_even_after_a_slip(hall: Hall) -> None:
    await asks(hall, hall.people[2])
    (await invited(hall.db, hall.meeting.id, hall.people[2].id)).leave = Leave.EXCUSED
    phone = await clerk(hall)
    await phone.says("điểm danh đủ")
    await phone.says("sửa 4P")
    assert await leave(hall, hall.people[2]) == (Mark.EXCUSED, Leave.EXCUSED)
    assert "quyết định nên chưa ghi gì" in await phone.says("sửa 4K")


async def test_an_excuse_told_in_the_hall_is_noted_by_the_clerk_for_everybody_but_themselves(hall: Hall) -> None:
    phone = await clerk(hall)
    await phone.says("điểm danh vắng 4P")
    assert await hall.mark(4) is Mark.EXCUSED
    assert f"do đồng chí {SECRETARY} quyết định" in await phone.says("sửa 2P")
    assert await hall.mark(2) is Mark.PRESENT


async def test_once_the_secretary_has_decided_the_clerk_closes(hall: Hall) -> None:
    await asks(hall, hall.people[2])
    phone, secretary = await clerk(hall, "plain"), await hall.phone()
    await phone.says("điểm danh vắng 4")
    await secretary.says("điểm danh")
    await secretary.presses("Xong")
    await secretary.presses("Vắng có lý do")
    assert "Đã chốt" in [await phone.says(words) for words in ("điểm danh", "xong", "chốt")][-1]
    assert await hall.mark(4) is Mark.EXCUSED


async def test_the_secretarys_own_leave_is_the_deputys_to_decide(hall: Hall) -> None:
    await village.office(hall.db, hall.people[0], hall.cell, Office.DEPUTY_SECRETARY)
    await asks(hall, hall.secretary)
    phone = await hall.phone()
    assert f"do đồng chí {hall.people[0].name} quyết định" in await phone.says("điểm danh vắng 1P")
    assert "của chính đồng chí do" in await phone.presses_value(
        f"roll_one:{hall.meeting.id}:{hall.secretary.id}:excused"
    )
    assert await leave(hall, hall.secretary) == (None, Leave.PENDING)
    deputy = await hall.phone(person=hall.people[0])
    await deputy.says("điểm danh vắng 1P")
    assert await leave(hall, hall.secretary) == (Mark.EXCUSED, Leave.EXCUSED)


async def test_of_many_leaves_only_the_own_one_stays_open(hall: Hall) -> None:
    await village.office(hall.db, hall.people[0], hall.cell, Office.DEPUTY_SECRETARY)
    for person in (hall.secretary, hall.people[2]):
        await asks(hall, person)
    phone = await hall.phone()
    await phone.says("điểm danh có mặt 2-3, 5-22")
    await phone.presses("Vắng có lý do")
    assert await leave(hall, hall.secretary) == (None, Leave.PENDING)
    assert await hall.mark(4) is Mark.EXCUSED


async def test_a_secretary_alone_may_excuse_themselves_and_close(hall: Hall) -> None:
    await asks(hall, hall.secretary)
    phone = await hall.phone()
    await phone.says("điểm danh vắng 1P")
    await phone.says("chốt")
    assert await hall.state() is MeetingState.CLOSED


async def test_in_a_cell_without_a_secretary_the_clerk_closes_all_the_same(hall: Hall) -> None:
    await asks(hall, hall.people[2])
    phone = await clerk(hall, "plain")
    await end_role(hall.db, hall.secretary, hall.cell, Office.SECRETARY, "test", hall.meeting.called_at)
    await phone.says("điểm danh vắng 4P")
    await phone.says("chốt")
    assert await hall.state() is MeetingState.CLOSED


async def test_a_clerk_corrects_who_was_there_but_not_who_was_excused(hall: Hall) -> None:
    after = hall.meeting.starts_at
    said = Marks(excused=[hall.people[3].id], unexcused=[hall.people[2].id], everybody_present=True)
    await take_roll(hall.db, hall.meeting.id, said, "test", after)
    await close_roll(hall.db, hall.meeting.id, "test", after)
    phone = await clerk(hall)
    for words in ("sửa điểm danh 4P", "sửa điểm danh 5K"):
        assert "quyết định nên chưa ghi gì" in await phone.says(words)
    await phone.says("sửa điểm danh 4 có")
    await phone.presses("Ghi sửa đổi")
    assert (await hall.mark(4), await hall.mark(5)) == (Mark.PRESENT, Mark.EXCUSED)


async def test_on_a_phone_of_clerk_and_secretary_the_secretary_decides(hall: Hall) -> None:
    await asks(hall, hall.people[2])
    phone = await clerk(hall)
    await shares(hall.db, hall.secretary, phone.chat, hall.meeting.called_at)
    await phone.says("điểm danh vắng 4P")
    row = await invited(hall.db, hall.meeting.id, hall.people[2].id)
    assert (row.leave, row.leave_by) == (Leave.EXCUSED, f"member:{hall.secretary.id}")
