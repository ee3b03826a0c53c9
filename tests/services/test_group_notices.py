"""A cell's group is told of a meeting once for each change, and never of anybody by name."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.attendances import Answer
from bot.model.endpoints import Endpoint
from bot.model.meetings import Meeting, Step
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.services.addresses import endpoint_at
from bot.services.group_notices import group_word, tell_groups
from bot.services.groups import end_group, groups_of, name_group
from bot.services.halts import halt, waiting_below
from bot.services.ledger import broadcasts, ledger_of, unbalanced
from bot.services.meetings import cancel_meeting, move_meeting
from bot.services.progress import progress_of
from bot.services.unit_settings import change
from tests import village

TODAY_AND_A_HALF = timedelta(hours=30)


@pytest.fixture
async def cell(db: AsyncSession, now: datetime) -> Unit:
    made = await village.cell(db)
    secretary = await village.member(db, made, "Trần Thị Bình")
    await village.office(db, secretary, made)
    await village.reachable_at(db, secretary, now, chat="9")
    return made


@pytest.fixture
async def place(db: AsyncSession, now: datetime, cell: Unit) -> Endpoint:
    return await a_group(db, now, cell)


async def a_group(db: AsyncSession, now: datetime, cell: Unit, channel: str = "telegram", chat: str = "-7") -> Endpoint:
    found = await endpoint_at(db, channel, channel, chat)
    await name_group(db, cell, found, "test", now)
    return found


async def owed(db: AsyncSession, meeting: Meeting) -> list[Notice]:
    found = await db.scalars(select(Notice).filter_by(meeting_id=meeting.id, step=Step.GROUP).order_by(Notice.id))
    return list(found)


async def arrived(db: AsyncSession, meeting: Meeting) -> None:
    for notice in await owed(db, meeting):
        if notice.state is NoticeState.WAITING:
            notice.state = NoticeState.SENT
    await db.flush()


async def worded(db: AsyncSession, notice: Notice, meeting: Meeting, cell: Unit) -> str:
    """Its words; or, in brackets, why there are none."""
    said = await group_word(db, notice.id, meeting, cell)
    return said.text if isinstance(said, Reply) else f"({said})"


async def test_a_call_is_told_to_the_group_with_everybody_else(
    db: AsyncSession, now: datetime, cell: Unit, place: Endpoint
) -> None:
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    (notice,) = await owed(db, meeting)
    assert (notice.endpoint_id, notice.channel, notice.member_id) == (place.id, "telegram", None)
    assert notice.not_before == meeting.starts_at - timedelta(hours=72)


async def test_without_a_group_nothing_is_owed(db: AsyncSession, now: datetime, cell: Unit) -> None:
    assert await owed(db, await village.meeting(db, cell, now)) == []


async def test_the_notice_names_nobody(db: AsyncSession, now: datetime, cell: Unit, place: Endpoint) -> None:
    meeting = await village.meeting(db, cell, now, TODAY_AND_A_HALF)
    person = await village.member(db, cell, "Nguyễn Văn Vắng", phone="+84900000001")
    await village.says(db, meeting, (await first_invited(db, meeting)), Answer.AWAY, now)
    (notice,) = await owed(db, meeting)
    said = await worded(db, notice, meeting, cell)
    assert said.startswith("Kính mời các đồng chí Chi bộ Thôn thon dự họp.")
    assert "Nhà văn hóa" in said
    assert "trả lời trong tin nhắn riêng" in said
    assert not [word for word in (person.name, "Bình", "Chủ trì", "vắng ốm", "+84", "0900") if word in said]


async def first_invited(db: AsyncSession, meeting: Meeting) -> Member:
    entry = (await ledger_of(db, meeting)).people[0]
    return await db.get_one(Member, entry.member_id)


async def test_a_move_is_told_once_as_a_change(db: AsyncSession, now: datetime, cell: Unit, place: Endpoint) -> None:
    meeting = await village.meeting(db, cell, now, TODAY_AND_A_HALF)
    await arrived(db, meeting)
    await move_meeting(db, meeting.id, now + timedelta(days=2), None, "test", now)
    for _ in range(2):
        await tell_groups(db, meeting, now, now)
    _, moved = await owed(db, meeting)
    assert moved.not_before == now
    assert "THAY ĐỔI" in await worded(db, moved, meeting, cell)
    assert place.id == moved.endpoint_id


async def test_a_group_that_heard_nothing_yet_hears_the_call_as_it_is_now(
    db: AsyncSession, now: datetime, cell: Unit, place: Endpoint
) -> None:
    meeting = await village.meeting(db, cell, now, timedelta(days=9))
    await move_meeting(db, meeting.id, now + timedelta(days=12), None, "test", now)
    first, second = await owed(db, meeting)
    assert (first.state, second.not_before) == (NoticeState.CANCELLED, meeting.starts_at - timedelta(hours=72))
    assert await worded(db, first, meeting, cell) == "(superseded)"
    assert (await worded(db, second, meeting, cell)).startswith("Kính mời")
    assert place.id == second.endpoint_id


@pytest.mark.parametrize("was_told", [True, False])
async def test_who_has_heard_of_it_hears_that_it_is_off(
    db: AsyncSession, now: datetime, cell: Unit, place: Endpoint, *, was_told: bool
) -> None:
    meeting = await village.meeting(db, cell, now, TODAY_AND_A_HALF)
    if was_told:
        await arrived(db, meeting)
    await cancel_meeting(db, meeting.id, "test", now)
    _, *off = await owed(db, meeting)
    assert len(off) == was_told
    assert ["HOÃN" in await worded(db, one, meeting, cell) for one in off] == [True] * was_told


async def test_each_group_of_the_cell_is_told(db: AsyncSession, now: datetime, cell: Unit, place: Endpoint) -> None:
    other = await a_group(db, now, cell, "zalo_oa", "group:7")
    meeting = await village.meeting(db, cell, now)
    assert [one.endpoint_id for one in await owed(db, meeting)] == [place.id, other.id]


async def test_a_setting_of_the_unit_switches_it_off(
    db: AsyncSession, now: datetime, cell: Unit, place: Endpoint
) -> None:
    meeting = await village.meeting(db, cell, now)
    (notice,) = await owed(db, meeting)
    change(cell, "group_notices", "no")
    await db.flush()
    assert await worded(db, notice, meeting, cell) == "(group_notices_off)"
    assert await owed(db, await village.meeting(db, cell, now, timedelta(days=2))) == []


async def test_a_group_that_has_ended_is_told_nothing_more(
    db: AsyncSession, now: datetime, cell: Unit, place: Endpoint
) -> None:
    meeting = await village.meeting(db, cell, now)
    (notice,) = await owed(db, meeting)
    ((group, _),) = await groups_of(db, cell.id)
    end_group(db, group, "test", now)
    await db.flush()
    assert await worded(db, notice, meeting, cell) == "(group_ended)"


async def test_a_group_is_nobody_in_the_books_and_has_books_of_its_own(each_db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(each_db)
    for person in await village.members(each_db, cell, 3):
        await village.reachable_at(each_db, person, now)
    await a_group(each_db, now, cell)
    meeting = await village.meeting(each_db, cell, now)
    assert len((await ledger_of(each_db, meeting)).people) == 3
    assert (await progress_of(each_db, meeting, now)).counts.owed == 3
    books = {one.step: counts for one, counts in (await broadcasts(each_db, Notice.meeting_id == meeting.id)).items()}
    assert (books[Step.GROUP].owed, books[Step.GROUP].adds_up) == (1, True)
    assert await unbalanced(each_db) == []


async def test_a_stop_holds_it_back_too(db: AsyncSession, now: datetime, cell: Unit, place: Endpoint) -> None:
    before = await waiting_below(db, cell)
    await village.meeting(db, cell, now)
    assert await halt(db, cell, "test", now) == before + 2
