"""A planned visit where the tree or the offices change: who goes all the same, who does not, and who hears of it."""

from datetime import date

import pytest
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Step
from bot.model.members import Member
from bot.model.roles import Office, Role
from bot.model.units import Unit
from bot.model.visits import VisitAnswer, VisitAssignment, VisitPerson
from bot.services import assignments, visit_offices
from bot.services.assignments import Wanted, plan_assignments
from bot.services.meetings import move_meeting
from bot.services.own_visits import record_answer
from bot.services.roles import end_role
from bot.services.tree import move_unit
from bot.services.visit_attending import say_came
from bot.services.visit_counts import visit_report
from bot.services.visit_difficulties import raise_difficulty
from bot.services.visit_gaps import gaps_of
from bot.services.visit_offices import follow_offices
from bot.services.visit_places import follow_cells
from bot.services.visit_remarks import remarks_at
from bot.words.times import day_of
from scheduler.clock import ENTRIES
from tests import village
from tests.services.test_visits import EVENING
from tests.village import at
from tests.visit_places import Sending, sending

MONTH = date(2026, 11, 1), date(2026, 11, 30)
AFTER = at(2026, 11, 25, 8)


@pytest.fixture
async def place(each_db: AsyncSession) -> Sending:
    return await sending(each_db)


async def told(place: Sending, to: int) -> list[str]:
    """The words that were passed on to one person."""
    return [str((one.content or {})["text"]) for one in await place.owed(Step.PASSED_ON) if one.member_id == to]


def test_the_clock_follows_cells_and_offices() -> None:
    assert {follow_cells, follow_offices} <= {entry.duty for entry in ENTRIES}


# Cells


async def test_who_is_to_visit_a_cell_that_moved_goes_and_it_counts_for_the_cells_own_committee(place: Sending) -> None:
    await place.assign()
    meeting = await place.call(EVENING)
    other = await village.commune(place.db)
    await move_unit(place.db, place.cell, other, day_of(place.now))
    assert [await follow_cells(place.db, place.now), await follow_cells(place.db, place.now)] == [1, 0]
    await move_meeting(place.db, meeting.id, at(2026, 11, 24, 19), None, "test", place.now)
    assert await place.waiting(":off") == []
    assert "Huyện ủy Bình Liêu cử Tổ công tác số 1" in await place.words((await place.calls())[-1])
    visit = await place.visit()
    await record_answer(place.db, visit.id, place.leader.id, VisitAnswer.COMING, place.now)
    await say_came(place.db, visit.id, place.leader.id, True, EVENING)
    found = {}
    for unit in (other, place.top):
        report = await visit_report(place.db, unit, *MONTH, AFTER)
        found[unit.id] = report.visits, [one.cell.id for one in report.visited]
    assert found == {other.id: (1, [place.cell.id]), place.top.id: (0, [])}


async def test_a_difficulty_of_such_a_cell_goes_to_its_committee_and_the_remark_to_whoever_sent(place: Sending) -> None:
    await place.assign()
    await place.call(EVENING)
    other = await village.commune(place.db)
    await move_unit(place.db, place.cell, other, day_of(place.now))
    await follow_cells(place.db, place.now)
    visit = await place.visit()
    await raise_difficulty(place.db, visit.id, place.leader.id, "Nhà văn hóa dột.", AFTER)
    difficulties = [await visit_report(place.db, unit, *MONTH, AFTER) for unit in (other, place.top)]
    assert [one.open_difficulties for one in difficulties] == [1, 0]
    visit.remark = "Chuẩn bị tốt."
    assert [len(await remarks_at(place.db, unit, *MONTH)) for unit in (other, place.top)] == [0, 1]


async def test_a_closed_cell_is_visited_no_more_and_visitors_and_planner_hear_of_it(place: Sending) -> None:
    await place.assign(*place.cells)
    await place.call(EVENING)
    place.now = at(2026, 11, 22)
    await place.arrive()
    place.cell.closed_on = date(2026, 11, 22)
    assert [await follow_cells(place.db, place.now), await follow_cells(place.db, place.now)] == [1, 0]
    assert await place.waiting(":off") == [place.leader.id, place.other.id]
    assert "không phải dự" in await place.words((await place.owed())[-1])
    assert await place.waiting(":reminder") == []
    assert await told(place, place.planner.id) == [
        "Chi bộ Thôn Số 0 đã kết thúc hoạt động: máy đã bỏ phân công dự họp ở đó và báo người được cử."
    ]
    standing = await place.db.scalars(select(VisitAssignment.cell_id).where(VisitAssignment.ended_at.is_(None)))
    assert list(standing) == [place.cells[1].id]


# Offices


async def alone(place: Sending) -> None:
    """Mai Thị Vi, who follows the commune for the district, is sent to its cells by herself."""
    commune = await place.db.get_one(Unit, place.cell.parent_id)
    await village.office(place.db, place.other, commune, Office.ASSIGNED_SUPERVISOR)
    plan = await plan_assignments(place.db, place.top, Wanted(place.other, place.cells, *MONTH), place.now)
    await assignments.assign(place.db, plan, "test", place.now)


async def until(place: Sending, person: Member, last_on: date) -> None:
    """The last day of the only office that somebody holds."""
    (await place.db.scalars(select(Role).filter_by(member_id=person.id))).one().until_on = last_on
    await place.db.flush()


async def test_a_supervisor_whose_office_ends_is_told_no_more_and_the_planner_assigns_anew(place: Sending) -> None:
    await alone(place)
    await place.call(EVENING)
    commune = await place.db.get_one(Unit, place.cell.parent_id)
    await end_role(place.db, place.other, commune, Office.ASSIGNED_SUPERVISOR, "test", place.now)
    await follow_offices(place.db, place.now)
    assert place.other.id not in [*await place.waiting(), *await place.waiting(":reminder")]
    assert await told(place, place.planner.id) == [
        "Đồng chí Mai Thị Vi đã thôi chức vụ, nên không dự họp theo phân công nữa. Cần phân công lại."
    ]
    gaps = await gaps_of(place.db, place.top, place.now)
    assert [(one.cell.id, one.was) for one in gaps.cells] == [(one.id, "đồng chí Mai Thị Vi") for one in place.cells]
    await place.assign(place.cell, days=MONTH)
    assert [one.cell.id for one in (await gaps_of(place.db, place.top, place.now)).cells] == [place.cells[1].id]


async def test_an_office_that_runs_out_is_found_by_the_clock_and_one_held_still_keeps_the_plan(place: Sending) -> None:
    await alone(place)
    await until(place, place.other, day_of(place.now))
    assert await follow_offices(place.db, place.now) == 0
    tomorrow = at(2026, 11, 22)
    await village.office(place.db, place.other, place.top, Office.DISTRICT_COMMITTEE)
    assert await follow_offices(place.db, tomorrow) == 0
    await place.db.execute(delete(Role).filter_by(member_id=place.other.id, unit_id=place.top.id))
    assert [await follow_offices(place.db, tomorrow), await follow_offices(place.db, tomorrow)] == [1, 0]
    assert len((await gaps_of(place.db, place.top, tomorrow)).cells) == 2


async def test_those_who_were_sent_after_their_office_hide_nobody(
    place: Sending, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of them stand before the one who is to be called back."""
    monkeypatch.setattr(visit_offices, "AT_ONCE", 1)
    await alone(place)
    await until(place, place.other, date(2026, 11, 10))
    assert await follow_offices(place.db, place.now) == 0
    newcomer = await village.member(place.db, place.cells[1], "Vũ Thị Sáu")
    await village.office(place.db, newcomer, place.cell, Office.ASSIGNED_SUPERVISOR)
    await until(place, newcomer, day_of(place.now))
    plan = await plan_assignments(place.db, place.top, Wanted(newcomer, place.cells[:1], *MONTH), place.now)
    await assignments.assign(place.db, plan, "test", place.now)
    tomorrow = at(2026, 11, 22)
    assert [await follow_offices(place.db, tomorrow), await follow_offices(place.db, tomorrow)] == [1, 0]


async def test_a_group_whose_leader_lost_the_office_goes_on_without_and_is_listed(place: Sending) -> None:
    await village.office(place.db, place.leader, place.top, Office.DISTRICT_COMMITTEE)
    await place.assign()
    await place.call(EVENING)
    await end_role(place.db, place.leader, place.top, Office.DISTRICT_COMMITTEE, "test", place.now)
    assert list(await place.db.scalars(select(VisitPerson.member_id))) == [place.other.id]
    assert [one.name for one in (await gaps_of(place.db, place.top, place.now)).leaderless] == ["Tổ công tác số 1"]


async def test_who_never_held_an_office_stays_whatever_ends(place: Sending) -> None:
    await village.office(place.db, place.other, place.cells[1], Office.CLERK)
    await place.assign()
    await end_role(place.db, place.other, place.cells[1], Office.CLERK, "test", place.now)
    assert (await gaps_of(place.db, place.top, place.now)).count == 0
