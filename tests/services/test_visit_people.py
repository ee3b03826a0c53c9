"""Who is sent: only whoever still belongs below the committee that sends, to cells that still stand there."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.members import Membership
from bot.model.units import Unit
from bot.model.visits import Visit, VisitPerson
from bot.refusals import NoCellsToVisit, NotOfThisTree
from bot.services import assignments
from bot.services.assignments import Wanted, plan_assignments
from bot.services.meetings import cancel_meeting
from bot.services.tree import move_unit
from bot.services.visits import renew_visits_of
from bot.services.working_groups import write_group
from bot.words.times import day_of
from tests import village
from tests.services.test_visits import EVENING
from tests.village import at
from tests.visit_places import Sending, in_group, sending


@pytest.fixture
async def place(db: AsyncSession) -> Sending:
    return await sending(db)


@pytest.fixture
async def each_place(each_db: AsyncSession) -> Sending:
    """The same on each kind of database."""
    return await sending(each_db)


async def test_who_is_of_the_cell_itself_is_not_sent_there(place: Sending) -> None:
    place.db.add(Membership(member_id=place.other.id, unit_id=place.cell.id, is_temporary=True))
    await place.assign()
    await place.call(EVENING)
    assert await place.waiting() == [place.leader.id]
    alone = Wanted(place.secretary, [place.cell], date(2026, 11, 1), date(2026, 11, 30))
    with pytest.raises(NoCellsToVisit):
        await plan_assignments(place.db, place.top, alone, place.now)


async def test_whoever_was_told_and_leaves_the_group_hears_that_they_need_not_go(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    place.now = at(2026, 11, 22)
    await place.arrive()
    for _ in range(2):
        await write_group(place.db, place.top, "tổ 1", in_group(place.leader), "test", place.now)
    (told,) = [one for one in await place.owed(Step.PASSED_ON) if one.member_id == place.other.id]
    assert told.content is not None
    assert told.content["text"].endswith("Chi bộ Thôn Số 0, họp 19h30 ngày 24/11: đồng chí không phải dự nữa.")


async def test_whoever_moves_out_of_the_tree_or_into_the_cell_goes_there_no_more(each_place: Sending) -> None:
    """Nobody reads of a meeting of a committee to which they no longer belong."""
    place = each_place
    await place.assign(is_announced=False)
    await place.call(EVENING)
    place.now = at(2026, 11, 22)
    await place.arrive()
    elsewhere = await village.cell(place.db, code="x")
    school = await village.place_of(place.db, place.other)
    for to, sent in ((elsewhere, [place.leader.id]), (place.cells[1], [place.leader.id, place.other.id])):
        school.unit_id = to.id
        await renew_visits_of(place.db, [place.other.id], place.now)
        people = await place.db.scalars(select(VisitPerson.member_id).order_by(VisitPerson.member_id))
        assert list(people) == sent
    school.unit_id = elsewhere.id
    with pytest.raises(NotOfThisTree):
        await write_group(place.db, place.top, "tổ 2", in_group(place.other), "test", place.now)
    wanted = Wanted(place.other, [place.cell], date(2026, 11, 1), date(2026, 11, 30))
    with pytest.raises(NotOfThisTree):
        await plan_assignments(place.db, place.top, wanted, place.now)


async def test_a_cell_that_now_stands_elsewhere_is_visited_no_more(each_place: Sending) -> None:
    place = each_place
    await place.assign()
    other = await village.commune(place.db)
    await move_unit(place.db, place.cell, other, day_of(place.now))
    meeting = await place.call(EVENING)
    await cancel_meeting(place.db, meeting.id, "test", place.now)
    assert await place.owed() == []
    assert (await place.db.scalars(select(Visit))).all() == []


async def test_what_a_committee_above_has_planned_shows_in_no_plan_below(place: Sending) -> None:
    """The commune would learn of an unannounced visit by the meetings at one hour, or by what is known already."""
    for cell in place.cells:
        await place.call(EVENING, cell)
    (person,) = await village.members(place.db, await village.cell(place.db, place.top, "k"), 1)
    place.db.add(Membership(member_id=person.id, unit_id=place.cell.parent_id or 0))
    secret = Wanted(person, [place.cell], date(2026, 11, 1), date(2026, 11, 30), is_announced=False)
    await assignments.assign(
        place.db, await plan_assignments(place.db, place.top, secret, place.now), "test", place.now
    )
    commune = await place.db.get_one(Unit, place.cell.parent_id)
    for unit, known, clashes in ((commune, 0, 0), (place.top, 1, 1)):
        again = await plan_assignments(place.db, unit, secret, place.now)
        beside = await plan_assignments(place.db, unit, replace(secret, cells=place.cells[1:]), place.now)
        assert (len(again.known), len(beside.clashes)) == (known, clashes)
