"""Who may see and do what, written out by hand beside the code's own table."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.refusals import NotAllowed, NotHeld, RoleOfACell
from bot.services.permissions import Right, demand, holders, may, reaches
from bot.services.roles import CELL_OFFICES, end_role, give_role, office_named
from bot.words.times import day_of
from tests import village

EVERYTHING_OF_A_CELL = (
    "see_counts see_names see_reasons call roll decide_leave link roster announce direct hear_opinions"
)
LEADS = "see_counts direct plan_visits ask_figures"
HERE: dict[str, str] = {
    "secretary": EVERYTHING_OF_A_CELL,
    "deputy_secretary": EVERYTHING_OF_A_CELL,
    "cell_committee": "see_counts see_names call roll announce",
    "clerk": "see_counts see_names roll",
    "group_leader": "see_counts see_names",
    "assigned_supervisor": "see_counts",
    "office": f"{LEADS} manage text_residents watch",
    "org_dept": "see_counts names_on_need manage plan_visits ask_figures",
    "inspection": "see_counts names_on_need",
    "commune_committee": f"{LEADS} text_residents",
    "district_committee": f"{LEADS} text_residents",
    "province": LEADS,
    "tech_admin": "watch",
}
"""What each office may do at its own unit."""
BELOW = {
    "assigned_supervisor", "office", "org_dept", "inspection", "commune_committee", "district_committee", "province",
    "tech_admin",
}  # fmt: skip
"""Those who may do the same at every unit below; the others at their own alone."""


AT_ITS_COMMITTEE = {"office", "commune_committee", "district_committee", "province"}
OWN_MEETINGS = "call roll see_names see_reasons decide_leave hear_opinions"
"""What these may do with the briefings of their own committee, and with nothing below it."""


def tree() -> dict[str, Unit]:
    """The number of the last unit begins with the number of the own one: 3 and 30."""
    paths = {
        "above": "/1/",
        "own": "/1/3/",
        "below": "/1/3/7/",
        "far below": "/1/3/7/9/",
        "beside": "/1/4/",
        "beside, with a like number": "/1/30/",
    }
    return {name: Unit(id=int(path.split("/")[-2]), path=path) for name, path in paths.items()}


def test_the_table_knows_every_office() -> None:
    assert set(HERE) == {office.value for office in Office}


def test_the_table_of_rights() -> None:
    units = tree()
    for office in Office:
        places = {"own", "below", "far below"} if office.value in BELOW else {"own"}
        given = {
            right.value: {name for name in units if reaches(office, units["own"], right, units[name])}
            for right in Right
        }
        assert given == {
            right.value: places if right.value in HERE[office.value].split() else set() for right in Right
        }, office


def test_a_committee_calls_its_own_briefings_and_nobody_elses_meetings() -> None:
    units = tree()
    units["own"].kind, units["below"].kind, units["far below"].kind = UnitKind.COMMUNE, UnitKind.CELL, UnitKind.GROUP
    for office in Office:
        extra = OWN_MEETINGS.split() if office.value in AT_ITS_COMMITTEE else []
        here = {right.value for right in Right if reaches(office, units["own"], right, units["own"])}
        assert here == {*HERE[office.value].split(), *extra}, office
        for below in ("below", "far below"):
            may_there = {right.value for right in Right if reaches(office, units["own"], right, units[below])}
            assert may_there == (set(HERE[office.value].split()) if office.value in BELOW else set()), office


def test_who_leads_a_cell_leads_its_groups_and_who_leads_a_group_only_that() -> None:
    units = tree()
    units["own"].kind, units["below"].kind = UnitKind.CELL, UnitKind.GROUP
    cell, group = units["own"], units["below"]
    for office in Office:
        there = {right.value for right in Right if reaches(office, cell, right, group)}
        assert there == set(HERE[office.value].split()), office
    led = {right.value for right in Right if reaches(Office.GROUP_LEADER, group, right, group)}
    assert led == {"see_counts", "see_names", "call", "roll"}
    assert not any(reaches(Office.GROUP_LEADER, group, right, cell) for right in Right)
    assert not reaches(Office.GROUP_LEADER, cell, Right.ROLL, group)


async def test_who_holds_no_office_may_nothing(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db, await village.commune(db))
    person = await village.member(db, cell)
    assert not any([await may(db, person.id, right, cell, day_of(now)) for right in Right])
    with pytest.raises(NotAllowed):
        await demand(db, person.id, Right.SEE_COUNTS, cell, day_of(now))


async def test_an_office_above_reaches_the_cells_of_today(each_db: AsyncSession, now: datetime) -> None:
    top = await village.commune(each_db)
    cell = await village.cell(each_db, top)
    other = await village.cell(each_db, await village.commune(each_db, "xa-khac"), "khac")
    person = await village.member(each_db, cell)
    await village.office(each_db, person, top, Office.COMMUNE_COMMITTEE)
    seen = [await may(each_db, person.id, Right.SEE_COUNTS, unit, day_of(now)) for unit in (top, cell, other)]
    assert seen == [True, True, False]


async def test_two_offices_add_up(db: AsyncSession, now: datetime) -> None:
    top = await village.commune(db)
    cell = await village.cell(db, top)
    person = await village.member(db, cell)
    await village.office(db, person, cell, Office.CLERK)
    await village.office(db, person, top, Office.INSPECTION)
    rights = {right for right in Right if await may(db, person.id, right, cell, day_of(now))}
    assert rights == {Right.SEE_COUNTS, Right.SEE_NAMES, Right.ROLL, Right.NAMES_ON_NEED}


@pytest.mark.parametrize(("day", "holds"), [(4, False), (5, True), (9, True), (10, False)])
async def test_a_role_holds_from_its_first_day_through_its_last(db: AsyncSession, day: int, holds: bool) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    days = {"from_on": date(2026, 11, 5), "until_on": date(2026, 11, 9)}
    db.add(Role(member_id=person.id, unit_id=cell.id, office=Office.SECRETARY, given_by="test", **days))
    await db.flush()
    assert await may(db, person.id, Right.CALL, cell, date(2026, 11, day)) is holds


async def test_the_secretary_comes_first(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    deputy, secretary, clerk = await village.members(db, cell, 3)
    await village.office(db, deputy, cell, Office.DEPUTY_SECRETARY)
    await village.office(db, clerk, cell, Office.CLERK)
    await village.office(db, secretary, cell, Office.SECRETARY)
    assert await holders(db, cell, Right.DECIDE_LEAVE, day_of(now)) == [secretary.id, deputy.id]


# Giving and ending


async def test_a_role_ended_today_gives_no_right_today(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await give_role(db, person, cell, Office.SECRETARY, "test", now)
    assert await may(db, person.id, Right.CALL, cell, day_of(now))
    await end_role(db, person, cell, Office.SECRETARY, "test", now)
    assert not await may(db, person.id, Right.CALL, cell, day_of(now))


async def test_a_role_given_again_only_changes_its_end(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    first = await give_role(db, person, cell, Office.CLERK, "test", now)
    again = await give_role(db, person, cell, Office.CLERK, "test", now + timedelta(days=3), date(2027, 1, 31))
    assert (again, again.from_on, again.until_on) == (first, day_of(now), date(2027, 1, 31))


async def test_a_role_given_after_it_ended_begins_anew(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    await give_role(db, person, cell, Office.CLERK, "test", now)
    await end_role(db, person, cell, Office.CLERK, "test", now)
    await give_role(db, person, cell, Office.CLERK, "test", now)
    assert await may(db, person.id, Right.ROLL, cell, day_of(now))


async def test_a_role_that_is_not_held_cannot_end(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    with pytest.raises(NotHeld):
        await end_role(db, await village.member(db, cell), cell, Office.CLERK, "test", now)


@pytest.mark.parametrize("office", CELL_OFFICES)
async def test_a_committee_has_no_office_of_a_cell(db: AsyncSession, now: datetime, office: Office) -> None:
    top = await village.commune(db)
    person = await village.member(db, await village.cell(db, top))
    with pytest.raises(RoleOfACell):
        await give_role(db, person, top, office, "test", now)


@pytest.mark.parametrize("kind", [UnitKind.CELL, UnitKind.GRASSROOTS_CELL])
async def test_both_kinds_of_cell_have_a_secretary(db: AsyncSession, now: datetime, kind: UnitKind) -> None:
    cell = await village.cell(db)
    cell.kind = kind
    role = await give_role(db, await village.member(db, cell), cell, office_named(" Secretary "), "test", now)
    assert role.office is Office.SECRETARY
