"""People beside the list: written down, counted apart, part of no rate."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.guests import GuestKind
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.refusals import DoubtfulWords, GuestUnreadable, MeetingWasCancelled, NoSuchGuest, SecrecyMarked, TooManyGuests
from bot.services.guests import (
    MOST,
    add_guests,
    beside,
    counted,
    note_came,
    own_came,
    present_beside,
    remove_guest,
    spared,
)
from bot.services.meetings import call_meeting, checked
from bot.services.participation import roll_up_all
from bot.services.recount import recount
from bot.services.retention import take_away
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from tests import village
from tests.services.cell_of_many import Many, many

HOUR = timedelta(hours=1)


async def called(place: Many, kind: MeetingKind = MeetingKind.REGULAR) -> Meeting:
    wanted = checked(kind, place.now + HOUR, "Nhà văn hóa", None, place.now)
    return await call_meeting(place.db, place.cell, wanted, "test", place.now)


async def test_guests_are_in_neither_numerator_nor_denominator(each_db: AsyncSession, now: datetime) -> None:
    place = await many(each_db, now)
    meeting = await called(place)
    await add_guests(each_db, meeting, "Hà Văn Khách, phó chủ tịch, UBND xã; Bùi Thị Mời", GuestKind.GUEST, "test", now)
    await add_guests(each_db, meeting, "Vũ Văn Trên, đảng ủy viên", GuestKind.UPPER, "test", now)
    assert meeting.is_extended
    for one in await beside(each_db, meeting.id):
        await note_came(each_db, meeting, one.id, one.number != 2, "test", now)
    await own_came(each_db, meeting, place.people["hoa"].id, True, "test", now)
    await take_roll(each_db, meeting.id, Marks(everybody_present=True), "test", now + HOUR)
    await close_roll(each_db, meeting.id, "test", now + HOUR)
    counts = (await roll_of(each_db, meeting)).counts
    assert (counts.expected, counts.present) == (7, 7)
    there = await present_beside(each_db, meeting.id)
    assert there[GuestKind.GUEST] == ["Hà Văn Khách, phó chủ tịch, UBND xã"]
    assert there[GuestKind.UPPER] == ["Vũ Văn Trên, đảng ủy viên"]
    assert there[GuestKind.OWN] == ["Trần Văn Hoa"]
    assert counted(there) == [1, 1, 1]
    await roll_up_all(each_db, now)
    assert await recount(each_db, "2026-01") == []


async def test_own_members_who_need_not_come_are_offered_and_nobody_else(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meeting = await called(place)
    assert {one.member.id for one in await spared(db, meeting)} == place.named("hoa", "kha", "lâm")
    for said in (True, True, False, False):
        await own_came(db, meeting, place.people["kha"].id, said, "test", now)
        assert [one.came for one in await spared(db, meeting)] == [False, said, False]
    with pytest.raises(NoSuchGuest):
        await own_came(db, meeting, place.people["giang"].id, True, "test", now)


async def test_who_is_on_the_list_of_a_congress_is_not_beside_it(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    assert {one.member.id for one in await spared(db, await called(place, MeetingKind.CONGRESS))} == place.named("lâm")


@pytest.mark.parametrize("said", ["", " ; ", "12", ", chủ tịch", "x" * 130, "09123 456"])
async def test_what_has_no_name_is_refused(sqlite_db: AsyncSession, now: datetime, said: str) -> None:
    meeting = await called(await many(sqlite_db, now))
    with pytest.raises(GuestUnreadable):
        await add_guests(sqlite_db, meeting, said, GuestKind.GUEST, "test", now)
    assert await beside(sqlite_db, meeting.id) == []


@pytest.mark.parametrize(
    ("said", "refused"), [("Hà Văn A, ban chỉ đạo TỐI MẬT", SecrecyMarked), ("Hà Văn A, phòng bảo mật", DoubtfulWords)]
)
async def test_nothing_with_a_secrecy_mark_is_written(
    sqlite_db: AsyncSession, now: datetime, said: str, refused: type[Exception]
) -> None:
    meeting = await called(await many(sqlite_db, now))
    with pytest.raises(refused):
        await add_guests(sqlite_db, meeting, said, GuestKind.GUEST, "test", now)
    assert await beside(sqlite_db, meeting.id) == []


async def test_there_is_an_end_to_guests_and_none_of_a_meeting_that_is_off(db: AsyncSession, now: datetime) -> None:
    meeting = await called(await many(db, now))
    await add_guests(
        db, meeting, ";".join(f"Hà Văn Khách, đại biểu số {n}" for n in range(MOST)), GuestKind.GUEST, "test", now
    )
    with pytest.raises(TooManyGuests):
        await add_guests(db, meeting, "Bùi Văn Thêm", GuestKind.GUEST, "test", now)
    meeting.state = MeetingState.CANCELLED
    with pytest.raises(MeetingWasCancelled):
        await remove_guest(db, meeting, 1, "test", now)


async def test_a_guest_of_another_meeting_is_none_here(db: AsyncSession, now: datetime) -> None:
    place = await many(db, now)
    meeting = await called(place)
    other = await village.meeting(db, place.cell, now, timedelta(days=2))
    await add_guests(db, other, "Hà Văn Khách", GuestKind.GUEST, "test", now)
    (guest,) = await beside(db, other.id)
    with pytest.raises(NoSuchGuest):
        await note_came(db, meeting, guest.id, True, "test", now)
    await remove_guest(db, other, guest.id, "test", now)
    assert await beside(db, other.id) == []


async def test_guests_are_forgotten_with_who_came(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db), since=date(2024, 1, 1))
    await village.member(db, cell)
    meeting = await village.held(db, cell, village.at(2024, 3, 5))
    await add_guests(db, meeting, "Hà Văn Khách", GuestKind.GUEST, "test", village.at(2024, 3, 5))
    await take_away(db, village.at(2026, 3, 1))
    assert len(await beside(db, meeting.id)) == 1
    await take_away(db, village.at(2026, 4, 1))
    assert await beside(db, meeting.id) == []
