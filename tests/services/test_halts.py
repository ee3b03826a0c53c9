"""What is stopped does not leave, what is one person's own does; who stops and who goes on is written down."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reply
from bot.model.audit import AuditRow
from bot.model.halts import Halt
from bot.model.meetings import Meeting, Step
from bot.model.notices import IS_WAITING, Notice
from bot.model.units import Unit
from bot.refusals import NotStopped, StoppedAbove
from bot.services.halts import Halted, go_on, halt, halted_units, may_leave
from bot.services.notices import owe_reply, owe_word
from tests import village
from tests.query_plans import plan_of


@pytest.fixture
async def top(db: AsyncSession) -> Unit:
    return await village.commune(db)


async def called(db: AsyncSession, top: Unit, code: str, now: datetime) -> tuple[Unit, Meeting]:
    """A cell of two people who are owed the call."""
    cell = await village.cell(db, top, code)
    for person in await village.members(db, cell, 2):
        await village.reachable_at(db, person, now)
    return cell, await village.meeting(db, cell, now)


async def leaving(db: AsyncSession, now: datetime) -> list[Notice]:
    halted = await halted_units(db)
    return list(await db.scalars(select(Notice).where(may_leave(halted, now)).order_by(Notice.id)))


async def meetings_leaving(db: AsyncSession, now: datetime) -> set[int | None]:
    return {notice.meeting_id for notice in await leaving(db, now)}


async def test_without_a_stop_all_may_leave(db: AsyncSession, top: Unit, now: datetime) -> None:
    await called(db, top, "a", now)
    assert not await halted_units(db)
    assert len(await leaving(db, now)) == 2


async def test_a_stopped_cell_is_alone(each_db: AsyncSession, now: datetime) -> None:
    top = await village.commune(each_db)
    cell, _ = await called(each_db, top, "a", now)
    _, other = await called(each_db, top, "b", now)
    assert await halt(each_db, cell, "test", now) == 2
    assert await meetings_leaving(each_db, now) == {other.id}
    assert await go_on(each_db, cell, "test", now) == 2
    assert len(await leaving(each_db, now)) == 4


async def test_a_stop_holds_for_all_units_below_and_for_none_above(db: AsyncSession, top: Unit, now: datetime) -> None:
    beside = await village.commune(db, "xa-khac")
    await called(db, top, "a", now)
    _, free = await called(db, beside, "b", now)
    await halt(db, top, "test", now)
    assert await meetings_leaving(db, now) == {free.id}


async def test_a_unit_whose_number_begins_alike_is_not_stopped(db: AsyncSession, now: datetime) -> None:
    halted = Halted(paths=("/1/",))
    assert halted.covers(Unit(path="/1/7/"))
    assert not halted.covers(Unit(path="/12/"))


async def test_replies_and_what_is_passed_on_go_through_every_stop(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell, meeting = await called(db, top, "a", now)
    person = await village.member(db, cell, "Trần Thị Bình")
    phone = await village.reachable_at(db, person, now)
    owe_reply(db, "inbox:1", phone, Reply("Đã ghi."), now)
    await owe_word(db, f"meeting:{meeting.id}", 1, [person.id], "Đồng chí An xin vắng.", now)
    await db.flush()
    await halt(db, cell, "test", now)
    assert [notice.step for notice in await leaving(db, now)] == [Step.REPLY, Step.PASSED_ON]
    await halt(db, None, "test", now)
    assert [notice.step for notice in await leaving(db, now)] == [Step.REPLY, Step.PASSED_ON]


async def test_stopping_everything_stops_every_unit(each_db: AsyncSession, now: datetime) -> None:
    top = await village.commune(each_db)
    await called(each_db, top, "a", now)
    await called(each_db, top, "b", now)
    assert await halt(each_db, None, "test", now) == 4
    assert await leaving(each_db, now) == []
    assert await go_on(each_db, None, "test", now) == 4
    assert len(await leaving(each_db, now)) == 4


async def test_what_a_stop_made_too_late_is_let_through_to_be_marked(
    db: AsyncSession, top: Unit, now: datetime
) -> None:
    cell, meeting = await called(db, top, "a", now)
    await halt(db, cell, "test", now)
    assert await leaving(db, meeting.starts_at - timedelta(minutes=1)) == []
    assert len(await leaving(db, meeting.starts_at)) == 2


async def test_stopping_twice_is_stopping_once(db: AsyncSession, top: Unit, now: datetime) -> None:
    await halt(db, top, "test", now)
    await halt(db, top, "other", now)
    assert len(list(await db.scalars(select(Halt)))) == 1
    await go_on(db, top, "test", now)
    assert not await halted_units(db)


async def test_one_stop_ends_and_another_stays(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell, _ = await called(db, top, "a", now)
    await halt(db, None, "test", now)
    await halt(db, cell, "test", now)
    await go_on(db, None, "test", now)
    assert await halted_units(db) == Halted(paths=(cell.path,))


async def test_nothing_goes_on_where_nothing_is_stopped(db: AsyncSession, top: Unit, now: datetime) -> None:
    with pytest.raises(NotStopped):
        await go_on(db, top, "test", now)
    with pytest.raises(NotStopped):
        await go_on(db, None, "test", now)


async def test_a_stop_from_above_ends_only_there(db: AsyncSession, top: Unit, now: datetime) -> None:
    cell = await village.cell(db, top)
    await halt(db, None, "test", now)
    with pytest.raises(StoppedAbove) as everything:
        await go_on(db, cell, "test", now)
    await halt(db, top, "test", now)
    with pytest.raises(StoppedAbove) as nearest:
        await go_on(db, cell, "test", now)
    assert (everything.value.facts["unit"], nearest.value.facts["unit"]) == ("", top.name)


async def test_who_stopped_and_who_went_on_is_written_down(db: AsyncSession, top: Unit, now: datetime) -> None:
    await halt(db, top, "member:1", now)
    await go_on(db, top, "member:2", now + timedelta(minutes=5))
    deeds = [(row.deed, row.by, row.about) for row in await db.scalars(select(AuditRow).order_by(AuditRow.id))]
    assert deeds == [("sending_stopped", "member:1", "unit:xa"), ("sending_goes_on", "member:2", "unit:xa")]
    (kept,) = await db.scalars(select(Halt))
    assert (kept.by, kept.ended_by, kept.ended_at) == ("member:1", "member:2", now + timedelta(minutes=5))


async def test_what_is_due_is_found_by_its_own_index_also_while_something_is_stopped(
    db: AsyncSession, top: Unit, now: datetime
) -> None:
    await halt(db, top, "test", now)
    for halted in (Halted(), await halted_units(db)):
        due = select(Notice.id).where(IS_WAITING, may_leave(halted, now), Notice.channel == "rehearsal")
        due = due.where(Notice.account == "rehearsal").order_by(Notice.urgency, Notice.expires_at, Notice.id)
        plan = await plan_of(db, due)
        assert "ix_notices_due" in plan
        assert "ORDER BY" not in plan
