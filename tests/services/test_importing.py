"""A roster against what is known: what it adds, what it changes, and what it must never do."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Standing
from bot.model.audit import AuditRow
from bot.model.endpoints import Consent
from bot.model.members import Member, Membership, MemberStatus, StatusKind
from bot.model.participations import DueMonth
from bot.model.roles import Office, Role
from bot.model.units import Unit, UnitKind
from bot.refusals import CellHoldsNoUnits, WrongCode
from bot.services.addresses import reachable
from bot.services.consents import enter_paper
from bot.services.import_writing import kind_of, write_import
from bot.services.importing import Plan, plan_import
from bot.services.invitations import invited_to
from bot.services.party_groups import groups_of
from bot.services.people import people_of_cell
from bot.services.permissions import role_holds
from bot.services.roles import give_role
from bot.services.roster.records import Person, Sheet, StatusNote
from bot.services.tree import find_unit, unit_of
from bot.tariffs import TARIFFS, Tariff
from bot.words.times import day_of
from tests import village

TODAY = date(2026, 11, 21)
NAME = "Đảng ủy xã Suối Trong"


def line(name: str, cell: str = "Thôn Đông", **facts: Any) -> Person:
    """A line of the workbook; official for years unless said otherwise."""
    known: dict[str, Any] = {
        "where": "A1",
        "duty": None,
        "birth_year": None,
        "phone": None,
        "joined_on": date(2009, 5, 19),
        "official_on": date(2010, 5, 19),
        "notes": (),
    }
    return Person(name=name, cell=cell, **(known | facts))


def note(kind: str, until: date | None = None, decision: str | None = None) -> StatusNote:
    return StatusNote(kind, None, until, decision)


AN = line("Nguyễn Văn An", birth_year=1960, phone="+84912345601", duty="secretary")
BINH = line("Trần Thị Bình", birth_year=1971, phone="+84912345602")
CUC = line("Lê Thị Cúc", "Thôn Tây", birth_year=1982)
ROSTER = (AN, BINH, CUC)


async def load(db: AsyncSession, now: datetime, people: Sequence[Person]) -> Plan:
    """Read, compare and write; the plan that was carried out."""
    plan = await plan_import(db, "xa", Sheet(None, list(people)), day_of(now))
    await write_import(db, "xa", NAME, plan, "test", now)
    return plan


async def member_named(db: AsyncSession, name: str) -> Member:
    return (await db.execute(select(Member).filter_by(name=name))).scalar_one()


async def cell_named(db: AsyncSession, name: str) -> Unit:
    return (await db.execute(select(Unit).filter_by(name=name))).scalar_one()


async def row_counts(db: AsyncSession) -> list[int | None]:
    tables: tuple[type[Any], ...] = (Member, Membership, MemberStatus, Role, Unit)
    return [await db.scalar(select(func.count()).select_from(table)) for table in tables]


async def offices(db: AsyncSession, on: date = TODAY) -> list[tuple[str, Office, str]]:
    """Who holds what where."""
    found = await db.execute(
        select(Member.name, Role.office, Unit.name)
        .join(Role, Role.member_id == Member.id)
        .join(Unit, Unit.id == Role.unit_id)
        .where(role_holds(on))
        .order_by(Role.id)
    )
    return [(name, office, unit) for name, office, unit in found]


async def standings(db: AsyncSession, cell: str, on: date = TODAY) -> dict[str, Standing]:
    people = await people_of_cell(db, (await cell_named(db, cell)).id, on)
    return {one.member.name: one.standing for one in people}


# The first time


async def test_a_first_roster_makes_the_committee_its_cells_and_its_people(
    each_db: AsyncSession, now: datetime
) -> None:
    plan = await load(each_db, now, ROSTER)
    top = await unit_of(each_db, "xa")
    assert (len(plan.added), len(plan.changed), plan.unchanged, plan.absent) == (3, 0, 0, [])
    assert (top.name, top.kind, top.parent_id) == (NAME, UnitKind.COMMUNE, None)
    assert await standings(each_db, "Thôn Đông") == {AN.name: Standing.OFFICIAL, BINH.name: Standing.OFFICIAL}
    assert await offices(each_db) == [(AN.name, Office.SECRETARY, "Thôn Đông")]


async def test_a_plan_writes_nothing(db: AsyncSession) -> None:
    await plan_import(db, "xa", Sheet(None, list(ROSTER)), TODAY)
    assert await row_counts(db) == [0, 0, 0, 0, 0]


async def test_an_import_gives_no_consent(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    assert await db.scalar(select(func.count(Consent.id))) == 0


async def test_a_new_cell_owes_its_month(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    assert list(await db.scalars(select(DueMonth.month))) == ["2026-11", "2026-11"]


async def test_the_log_has_counts_and_no_names(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    row = (await db.scalars(select(AuditRow).filter_by(deed="roster_imported"))).one()
    assert row.facts == {"added": 3, "changed": 0, "absent": 0}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (NAME, UnitKind.COMMUNE),
        ("Huyện ủy Bình Liêu", UnitKind.DISTRICT),
        ("Tỉnh ủy Quảng Ninh", UnitKind.PROVINCE),
        ("Thành ủy thành phố Hồ Chí Minh", UnitKind.PROVINCE),
        ("Đảng bộ bộ phận thôn Đông", UnitKind.SUB_COMMITTEE),
        ("Đảng ủy Trường Đại học Vinh", UnitKind.GRASSROOTS_COMMITTEE),
        ("???", UnitKind.COMMUNE),
    ],
)
def test_a_name_says_what_a_committee_is(name: str, kind: UnitKind) -> None:
    assert kind_of(name) is kind


async def test_nothing_is_imported_below_a_cell(db: AsyncSession) -> None:
    await village.cell(db)
    with pytest.raises(CellHoldsNoUnits):
        await plan_import(db, "thon", Sheet(None, [AN]), TODAY)


async def import_as_a_command(db: AsyncSession, code: str, plan: Plan, now: datetime) -> None:
    async with db.begin_nested():
        await write_import(db, code, NAME, plan, "test", now)


async def test_an_import_that_fails_leaves_nothing(each_db: AsyncSession, now: datetime) -> None:
    plan = await plan_import(each_db, "mã xấu", Sheet(None, list(ROSTER)), TODAY)
    with pytest.raises(WrongCode):
        await import_as_a_command(each_db, "mã xấu", plan, now)
    plan = await plan_import(each_db, "xa", Sheet(None, list(ROSTER)), TODAY)
    del plan.names["thon tay"]
    with pytest.raises(KeyError):
        await import_as_a_command(each_db, "xa", plan, now)
    assert await row_counts(each_db) == [0, 0, 0, 0, 0]


# The same again


@pytest.mark.parametrize("days", [0, 40])
async def test_the_same_roster_again_changes_nothing(each_db: AsyncSession, now: datetime, days: int) -> None:
    people = [
        *ROSTER,
        line("Lê Văn Miễn", notes=(note("exempt", decision="12-NQ"),)),
        line("Lê Văn Đi", notes=(note("temporary_out", date(2027, 3, 1)),)),
        line("Lê Văn Đến", notes=(note("temporary_in"),)),
        line("Lê Thị Dự", official_on=None, joined_on=date(2026, 3, 2)),
    ]
    await load(each_db, now, people)
    before = await row_counts(each_db)
    plan = await load(each_db, now + timedelta(days=days), people)
    assert (plan.added, plan.changed, plan.unchanged, plan.absent) == ([], [], 7, [])
    assert await row_counts(each_db) == before


async def test_the_order_of_the_lines_does_not_matter(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    assert (await load(db, now, ROSTER[::-1])).unchanged == 3


async def test_other_capitals_and_places_of_marks_make_no_new_cell(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [AN])
    await load(db, now, [line(AN.name, "THÔN ĐÔNG", birth_year=1960, phone=AN.phone, duty="secretary")])
    assert await db.scalar(select(func.count(Unit.id))) == 2


# What changes


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"phone": "+84987654321"}, ["phone"]),
        ({"birth_year": 1961}, ["birth_year"]),
        ({"name": "Nguyễn Vân Án"}, ["name"]),
        ({"duty": "deputy_secretary"}, ["duty"]),
        ({"duty": None}, ["duty"]),
        ({"notes": (note("exempt"),)}, ["status"]),
        ({"official_on": None}, ["status"]),
        ({"cell": "Thôn Tây"}, ["cell", "duty"]),
        ({"birth_year": None, "phone": None}, []),
    ],
)
async def test_what_has_changed_is_named(
    db: AsyncSession, now: datetime, facts: dict[str, Any], what: list[str]
) -> None:
    await load(db, now, ROSTER)
    changed = Person(**({name: getattr(AN, name) for name in Person.__slots__} | facts))
    plan = await plan_import(db, "xa", Sheet(None, [changed, BINH, CUC]), TODAY)
    assert [change.what for change in plan.changes] == [what, [], []]
    assert plan.absent == []


async def test_new_facts_are_stored_and_empty_fields_change_nothing(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    person = await member_named(db, AN.name)
    await load(db, now, [line("Nguyễn Văn An", duty="secretary", phone="+84987654321"), BINH, CUC])
    assert (person.phone, person.birth_year) == ("+84987654321", 1960)


async def test_messages_go_to_the_new_number_of_the_roster_and_no_more_to_the_old_one(
    each_db: AsyncSession, now: datetime
) -> None:
    each_db.info[TARIFFS] = {"zalo_zns": Tariff("oa", forms={"call": 800}, forms_only=True, to_phones=True)}
    await load(each_db, now, ROSTER)
    people = [await member_named(each_db, one.name) for one in (AN, BINH)]
    await enter_paper(each_db, people, TODAY, "test", "v1", now)
    moved_on = line("Nguyễn Văn An", birth_year=1960, duty="secretary", phone="+84987654321")
    await load(each_db, now, [moved_on, BINH, CUC])
    ways = await reachable(each_db, [one.id for one in people])
    assert [[way.external_id for way in ways[one.id]] for one in people] == [["84987654321"], ["84912345602"]]


async def test_an_exemption_that_the_roster_no_longer_says_ends(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [AN, line("Lê Văn Miễn", notes=(note("exempt"),))])
    await load(db, now + timedelta(days=40), [AN, line("Lê Văn Miễn")])
    cell = await cell_named(db, "Thôn Đông")
    away = [
        [one.member.name for one in await people_of_cell(db, cell.id, day) if one.is_away]
        for day in (TODAY, day_of(now + timedelta(days=39)), day_of(now + timedelta(days=40)))
    ]
    assert away == [["Lê Văn Miễn"], ["Lê Văn Miễn"], []]


async def test_what_a_person_entered_a_roster_never_ends(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    person = await member_named(db, BINH.name)
    db.add(village.status(person, StatusKind.EXEMPT, TODAY, None))
    await db.flush()
    assert (await load(db, now + timedelta(days=9), ROSTER)).unchanged == 3
    found = await db.scalars(select(MemberStatus.until_on).filter_by(member_id=person.id, kind=StatusKind.EXEMPT))
    assert list(found) == [None]


async def test_the_probation_ends_on_the_day_the_roster_says(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [line("Lê Thị Dự", official_on=date(2026, 12, 2))])
    later = now + timedelta(days=20)
    await load(db, later, [line("Lê Thị Dự", official_on=date(2026, 12, 2))])
    found = [(await standings(db, "Thôn Đông", day))["Lê Thị Dự"] for day in (date(2026, 12, 1), day_of(later))]
    assert found == [Standing.PROBATIONARY, Standing.OFFICIAL]


# From cell to cell


async def test_a_transfer_keeps_the_past(each_db: AsyncSession, now: datetime) -> None:
    await load(each_db, now, ROSTER)
    person = await member_named(each_db, BINH.name)
    later = now + timedelta(days=40)
    moved = line(BINH.name, "Thôn Tây", birth_year=1971, phone=BINH.phone)
    plan = await load(each_db, later, [AN, moved, CUC])
    assert [change.what for change in plan.changed] == [["cell"]]
    assert BINH.name in await standings(each_db, "Thôn Đông", day_of(later) - timedelta(days=1))
    assert BINH.name not in await standings(each_db, "Thôn Đông", day_of(later))
    assert BINH.name in await standings(each_db, "Thôn Tây", day_of(later))
    assert (await member_named(each_db, BINH.name)) is person


async def test_who_leaves_a_cell_empty_takes_nothing_twice_and_leaves_the_office(
    each_db: AsyncSession, now: datetime
) -> None:
    only = line("Lê Thị Cúc", "Thôn Tây", birth_year=1982, duty="secretary")
    await load(each_db, now, [AN, only])
    later = now + timedelta(days=40)
    moved = line("Lê Thị Cúc", "Thôn Đông", birth_year=1982, duty="deputy_secretary")
    await load(each_db, later, [AN, moved])
    person = await member_named(each_db, "Lê Thị Cúc")
    statuses = await each_db.scalar(select(func.count(MemberStatus.id)).filter_by(member_id=person.id))
    assert statuses == 1
    assert (await offices(each_db, day_of(later)))[1:] == [("Lê Thị Cúc", Office.DEPUTY_SECRETARY, "Thôn Đông")]


async def test_a_secretary_who_becomes_one_elsewhere_is_it_there_alone(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [AN, CUC])
    later = now + timedelta(days=40)
    moved = line(AN.name, "Thôn Tây", birth_year=1960, phone=AN.phone, duty="secretary")
    await load(db, later, [moved, CUC])
    assert await offices(db, day_of(later)) == [(AN.name, Office.SECRETARY, "Thôn Tây")]


async def test_corrected_on_the_same_day_there_is_no_second_place(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    await load(db, now, [AN, line(BINH.name, "Thôn Tây", birth_year=1971, phone=BINH.phone), CUC])
    person = await member_named(db, BINH.name)
    assert (await village.place_of(db, person)).unit_id == (await cell_named(db, "Thôn Tây")).id


async def test_open_meetings_follow_the_roster(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    meeting = await village.meeting(db, await cell_named(db, "Thôn Đông"), now, timedelta(days=9))
    await load(db, now, [AN, line(BINH.name, "Thôn Tây", birth_year=1971, phone=BINH.phone), CUC, line("Lê Mới")])
    listed = await invited_to(db, meeting.id)
    assert set(listed) == {(await member_named(db, name)).id for name in (AN.name, "Lê Mới")}


async def test_a_cell_that_everybody_leaves_has_an_empty_list(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    meeting = await village.meeting(db, await cell_named(db, "Thôn Tây"), now, timedelta(days=9))
    await load(db, now, [AN, BINH, line("Lê Thị Cúc", "Thôn Đông", birth_year=1982)])
    assert await invited_to(db, meeting.id) == []


# Who is not in it


async def test_the_absent_are_listed_and_stay(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    before = await row_counts(db)
    plan = await load(db, now + timedelta(days=40), [AN, CUC])
    assert [one.name for one in plan.absent] == [BINH.name]
    assert await row_counts(db) == before
    assert BINH.name in await standings(db, "Thôn Đông", day_of(now + timedelta(days=40)))


async def test_who_is_received_for_a_time_is_not_missed(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [AN, line("Lê Văn Đến", notes=(note("temporary_in"),))])
    assert (await plan_import(db, "xa", Sheet(None, [AN]), TODAY)).absent == []


async def test_other_committees_are_not_looked_at(db: AsyncSession, now: datetime) -> None:
    elsewhere = await village.cell(db, await village.commune(db, "khac"), "thon-khac")
    await village.member(db, elsewhere, BINH.name)
    plan = await load(db, now, ROSTER)
    assert (len(plan.added), plan.absent) == (3, [])
    assert await find_unit(db, "thon-khac") is elsewhere


# Namesakes


@pytest.mark.parametrize(
    "told_apart_by",
    [
        ({"birth_year": 1960}, {"birth_year": 1980}),
        ({"phone": "+84912345601"}, {"phone": "+84912345602"}),
        ({"birth_year": 1960}, {}),
        ({}, {"cell": "Thôn Tây"}),
    ],
)
async def test_two_namesakes_stay_two(
    db: AsyncSession, now: datetime, told_apart_by: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    people = [line("Nguyễn Văn An", **facts) for facts in told_apart_by]
    await load(db, now, people)
    ids = sorted(await db.scalars(select(Member.id)))
    plan = await load(db, now, people[::-1])
    assert (plan.unchanged, sorted(await db.scalars(select(Member.id)))) == (2, ids)


async def test_a_namesake_of_another_year_is_somebody_else(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [line("Nguyễn Văn An", birth_year=1960)])
    plan = await load(db, now, [line("Nguyễn Văn An", birth_year=1985)])
    assert (len(plan.added), len(plan.absent)) == (1, 1)


async def test_between_two_namesakes_nobody_guesses(db: AsyncSession, now: datetime) -> None:
    await load(db, now, [line("Nguyễn Văn An", birth_year=1960), line("Nguyễn Văn An", birth_year=1980)])
    plan = await plan_import(db, "xa", Sheet(None, [line("Nguyễn Văn An")]), TODAY)
    assert (len(plan.added), len(plan.absent)) == (1, 2)


async def test_husband_and_wife_with_one_phone_stay_two(db: AsyncSession, now: datetime) -> None:
    people = [line(name, phone="+84912345601", birth_year=1960) for name in ("Lê Văn Chồng", "Lê Thị Vợ")]
    await load(db, now, people)
    assert (await load(db, now, people)).unchanged == 2


# Roles


async def test_a_role_given_by_hand_is_not_ended_by_a_roster(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    person, cell = await member_named(db, BINH.name), await cell_named(db, "Thôn Đông")
    await give_role(db, person, cell, Office.DEPUTY_SECRETARY, "test", now)
    assert (await load(db, now + timedelta(days=9), ROSTER)).unchanged == 3
    held = await offices(db, TODAY + timedelta(days=9))
    assert (BINH.name, Office.DEPUTY_SECRETARY, "Thôn Đông") in held


async def test_a_role_out_of_a_roster_that_was_confirmed_by_hand_stays(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    person, cell = await member_named(db, AN.name), await cell_named(db, "Thôn Đông")
    await give_role(db, person, cell, Office.SECRETARY, "test", now)
    later = now + timedelta(days=9)
    await load(db, later, [line(AN.name, birth_year=1960, phone=AN.phone), BINH, CUC])
    assert await offices(db, day_of(later)) == [(AN.name, Office.SECRETARY, "Thôn Đông")]


async def test_a_new_secretary_follows_the_old_one(db: AsyncSession, now: datetime) -> None:
    await load(db, now, ROSTER)
    later = now + timedelta(days=9)
    old = line(AN.name, birth_year=1960, phone=AN.phone)
    new = line(BINH.name, birth_year=1971, phone=BINH.phone, duty="secretary")
    await load(db, later, [old, new, CUC])
    assert await offices(db, day_of(later)) == [(BINH.name, Office.SECRETARY, "Thôn Đông")]
    assert await offices(db, day_of(later) - timedelta(days=1)) == [(AN.name, Office.SECRETARY, "Thôn Đông")]


# Size


async def test_three_thousand_people_are_written_and_compared_within_seconds(db: AsyncSession, now: datetime) -> None:
    people = [
        line(f"Trần Văn {chr(97 + number % 26)}{number}", f"Thôn {number // 50}", phone=f"+849{number:08}")
        for number in range(3000)
    ]
    begun = time.process_time()
    await load(db, now, people)
    plan = await plan_import(db, "xa", Sheet(None, people), TODAY)
    assert plan.unchanged == 3000
    assert time.process_time() - begun < 15


# Groups of a cell


async def test_a_workbook_fills_the_groups_that_it_names(each_db: AsyncSession, now: datetime) -> None:
    await load(each_db, now, [replace(AN, group="1"), replace(BINH, group="Tổ đảng 1"), CUC])
    cell = (await member_place(each_db, AN)).unit_id
    (group,) = await groups_of(each_db, cell)
    assert group.name == "Tổ đảng 1"
    assert [(await member_place(each_db, one)).group_id for one in (AN, BINH, CUC)] == [group.id, group.id, None]


async def test_a_workbook_without_groups_changes_none_and_another_group_is_a_change(
    db: AsyncSession, now: datetime
) -> None:
    await load(db, now, [replace(AN, group="1"), BINH, CUC])
    assert (await load(db, now, ROSTER)).changed == []
    before = (await member_place(db, AN)).group_id
    assert before is not None
    (change,) = (await load(db, now, [replace(AN, group="Tổ 2"), BINH, CUC])).changed
    assert change.what == ["group"]
    assert (await member_place(db, AN)).group_id not in {None, before}


async def test_who_moves_to_another_cell_leaves_the_group_and_leads_it_no_longer(
    db: AsyncSession, now: datetime
) -> None:
    await load(db, now, [replace(BINH, group="1"), CUC])
    group_id = (await member_place(db, BINH)).group_id
    member = await member_named(db, BINH.name)
    await give_role(db, member, await db.get_one(Unit, group_id), Office.GROUP_LEADER, "test", now)
    await load(db, now, [replace(BINH, cell="Thôn Tây"), CUC])
    assert (await member_place(db, BINH)).group_id is None
    led = select(Role).where(Role.unit_id == group_id, role_holds(day_of(now)))
    assert (await db.scalars(led)).all() == []


async def member_place(db: AsyncSession, person: Person) -> Membership:
    """Where they are now."""
    member = await member_named(db, person.name)
    found = await db.execute(select(Membership).filter_by(member_id=member.id, until_on=None))
    return found.scalar_one()
