"""The participation of every unit: months that are due, meetings that are closed, units that move."""

import asyncio
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions, open_engine, sessions_of
from bot.model.meetings import MeetingKind
from bot.model.members import StatusKind
from bot.model.participations import DueMonth, Participation, ParticipationDelta
from bot.model.units import Unit, UnitKind
from bot.reports.participation import Line, participation
from bot.services.invitations import invited_to
from bot.services.moving import move_with_counts
from bot.services.participation import add_delta, roll_up, roll_up_all, roll_up_waiting, write_due_months
from bot.services.people import people_of_cell, strength
from bot.services.rate import Counts
from bot.services.recount import recount
from bot.services.roll import Marks, close_roll, roll_of, take_roll
from bot.services.tree import add_unit
from tests import village
from tests.village import at

FIRST = date(2026, 1, 1)


async def committee(db: AsyncSession, under: Unit, code: str) -> Unit:
    return await add_unit(db, code, f"Đảng ủy {code}", UnitKind.GRASSROOTS_COMMITTEE, under, FIRST)


async def lines(
    db: AsyncSession, unit: Unit, months: tuple[str, str], kind: MeetingKind = MeetingKind.REGULAR
) -> dict[str, Line]:
    """The report, by code, once everything is added up."""
    await roll_up_all(db, at(2027, 1, 1))
    return {line.code: line for line in await participation(db, unit, *months, kind)}


async def due_months(db: AsyncSession, cell: Unit) -> list[str]:
    return list(await db.scalars(select(DueMonth.month).filter_by(cell_id=cell.id).order_by(DueMonth.month)))


async def differences(db: AsyncSession) -> list[object]:
    await roll_up_all(db, at(2027, 1, 1))
    return list(await recount(db, "2020-01"))


# The worked example


async def thirty(db: AsyncSession) -> Unit:
    """27 official and 3 probationary; of the official 4 are exempt and 2 sent out; one more is received."""
    cell = await village.cell(db, await village.commune(db))
    for _ in range(4):
        await village.member(db, cell, "Lê Thị Miễn", StatusKind.EXEMPT)
    for _ in range(2):
        await village.member(db, cell, "Lê Văn Đi", StatusKind.TEMPORARY_OUT)
    for _ in range(21):
        await village.member(db, cell, "Lê Văn Chính")
    for _ in range(3):
        await village.member(db, cell, "Lê Thị Dự", official=False)
    await village.member(db, cell, "Lê Văn Đến", temporary=True)
    return cell


async def test_the_strength_of_the_worked_example(db: AsyncSession, now: datetime) -> None:
    cell = await thirty(db)
    found = strength(await people_of_cell(db, cell.id, now.date()), count_temporary_in=True)
    assert (found.official, found.probationary, found.exempt, found.temporary_out) == (27, 3, 4, 2)
    assert (found.temporary_in, found.expected, found.voting_base) == (1, 25, 21)


async def test_the_roll_of_the_worked_example(each_db: AsyncSession, now: datetime) -> None:
    cell = await thirty(each_db)
    meeting = await village.meeting(each_db, cell, now)
    people = {one.member.id: one.member.name for one in await people_of_cell(each_db, cell.id, now.date())}
    ids = await invited_to(each_db, meeting.id)
    official = [one for one in ids if people[one] == "Lê Văn Chính"]
    probationary = [one for one in ids if people[one] == "Lê Thị Dự"]
    said = Marks(excused=[*official[:2], probationary[0]], unexcused=official[2:3], everybody_present=True)
    await take_roll(each_db, meeting.id, said, "test", now)
    found = await roll_of(each_db, await close_roll(each_db, meeting.id, "test", now))
    assert found.counts == Counts(25, 21, 3, 1)
    assert (found.counts.strict, found.counts.adjusted) == ("84.00", "95.45")
    assert (found.voting_present, found.voting_base, found.quorum_ok) == (18, 21, True)


async def test_somebody_with_two_flags_is_counted_out_once(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.member(db, cell, "Lê Thị Miễn", StatusKind.EXEMPT, StatusKind.TEMPORARY_OUT)
    await village.members(db, cell, 2)
    assert strength(await people_of_cell(db, cell.id, now.date()), True).expected == 2


async def test_received_people_count_as_the_unit_wishes(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db)
    await village.member(db, cell)
    await village.member(db, cell, "Lê Văn Đến", temporary=True)
    people = await people_of_cell(db, cell.id, now.date())
    assert [strength(people, yes).expected for yes in (True, False)] == [2, 1]
    assert strength(people, True).voting_base == 1


async def test_a_flag_holds_through_its_last_day(db: AsyncSession) -> None:
    cell = await village.cell(db)
    person = await village.member(db, cell)
    db.add(village.status(person, StatusKind.EXEMPT, date(2026, 11, 5), date(2026, 11, 10)))
    days = [date(2026, 11, day) for day in (4, 5, 10, 11)]
    away = [(await people_of_cell(db, cell.id, day))[0].is_away for day in days]
    assert away == [False, True, True, False]


# Kinds and units


async def test_cells_are_summed_over_sums(each_db: AsyncSession) -> None:
    top = await village.commune(each_db)
    for code, size, away in (("a", 10, 1), ("b", 20, 3), ("c", 60, 15)):
        cell = await village.cell(each_db, top, code)
        await village.members(each_db, cell, size)
        await village.held(each_db, cell, at(2026, 11, 20), unexcused=away)
    found = await lines(each_db, top, ("2026-11", "2026-11"))
    assert (found["xa"].counts.present, found["xa"].counts.expected, found["xa"].counts.strict) == (71, 90, "78.89")
    assert [found[code].counts.present for code in "abc"] == [9, 17, 45]


async def test_a_cell_that_has_not_met_is_due_and_out_of_the_rate(db: AsyncSession, now: datetime) -> None:
    top = await village.commune(db)
    meets, does_not = await village.cell(db, top, "a"), await village.cell(db, top, "b")
    await village.members(db, meets, 4)
    await village.members(db, does_not, 4)
    await write_due_months(db, now)
    await village.held(db, meets, at(2026, 11, 20), excused=1)
    found = await lines(db, top, ("2026-11", "2026-11"))
    assert (found["xa"].met, found["xa"].due, found["xa"].counts) == (1, 2, Counts(4, 3, 1, 0))
    assert found["b"].has_not_met
    assert found["b"].counts.strict is None


async def test_both_in_one_sitting_counts_as_the_regular_meeting(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, 3)
    await village.held(db, cell, at(2026, 11, 20), MeetingKind.REGULAR_THEMATIC)
    found = await lines(db, cell, ("2026-11", "2026-11"))
    assert (found["thon"].met, found["thon"].due, found["thon"].counts.expected) == (1, 1, 3)


async def test_a_month_is_met_once_however_many_meetings(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, 3)
    await village.held(db, cell, at(2026, 11, 20))
    await village.held(db, cell, at(2026, 11, 25), MeetingKind.REGULAR_THEMATIC, unexcused=1)
    found = await lines(db, cell, ("2026-11", "2026-11"))
    assert (found["thon"].met, found["thon"].due, found["thon"].counts) == (1, 1, Counts(6, 5, 0, 1))


async def test_a_thematic_meeting_stands_apart_and_is_not_due(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, 3)
    await village.held(db, cell, at(2026, 11, 20), MeetingKind.THEMATIC)
    apart = await lines(db, cell, ("2026-11", "2026-11"), MeetingKind.THEMATIC)
    regular = await lines(db, cell, ("2026-11", "2026-11"))
    assert (apart["thon"].met, apart["thon"].due, apart["thon"].counts.expected) == (1, 0, 3)
    assert regular["thon"].counts.expected == 0


async def test_an_hour_before_midnight_belongs_to_the_month_of_people(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, 1)
    await village.held(db, cell, at(2026, 11, 30, 23, 59))
    await village.held(db, cell, at(2026, 12, 1, 0, 1))
    found = [(await lines(db, cell, (month, month)))["thon"].met for month in ("2026-11", "2026-12")]
    assert found == [1, 1]


async def test_nobody_expected_prints_no_rate_and_is_no_failure(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db, await village.commune(db))
    await write_due_months(db, now)
    found = (await lines(db, cell, ("2026-11", "2026-11")))["thon"]
    assert (found.counts.strict, found.is_below) == (None, False)


async def test_a_rate_below_the_units_own_line_is_marked(db: AsyncSession) -> None:
    top = await village.commune(db)
    top.settings = {"line": "> 85"}
    cell = await village.cell(db, top)
    await village.members(db, cell, 20)
    await village.held(db, cell, at(2026, 11, 20), excused=3)
    assert (await lines(db, top, ("2026-11", "2026-11")))["thon"].is_below


async def test_the_children_are_listed_by_name(db: AsyncSession) -> None:
    top = await village.commune(db)
    for code in ("cau", "ao", "dong"):
        await village.cell(db, top, code)
    assert list(await lines(db, top, ("2026-11", "2026-11"))) == ["xa", "ao", "cau", "dong"]


# Months that are due


async def test_a_month_is_due_once_however_often_the_clock_looks(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db, await village.commune(db))
    counted = [await write_due_months(db, now) for _ in range(3)]
    assert (counted, await due_months(db, cell)) == ([1, 0, 0], ["2026-11"])


async def test_months_of_silence_are_caught_up(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db), since=date(2026, 9, 15))
    await write_due_months(each_db, at(2026, 9, 20))
    await write_due_months(each_db, at(2027, 1, 2))
    assert await due_months(each_db, cell) == ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]


async def test_a_meeting_closed_before_the_clock_looked_leaves_no_hole(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db), since=date(2026, 9, 15))
    await village.members(db, cell, 2)
    await village.held(db, cell, at(2026, 11, 20))
    await write_due_months(db, at(2026, 12, 1))
    assert await due_months(db, cell) == ["2026-09", "2026-10", "2026-11", "2026-12"]


async def test_a_cell_made_in_mid_month_owes_that_month(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db), since=date(2026, 11, 20))
    await write_due_months(db, at(2026, 11, 21))
    held_on = await db.scalar(select(DueMonth.held_on).filter_by(cell_id=cell.id))
    assert held_on == date(2026, 11, 20)


async def test_nothing_is_due_before_a_cell_begins(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db), since=date(2026, 12, 5))
    await write_due_months(db, at(2026, 12, 4))
    assert await due_months(db, cell) == []


async def test_a_closed_unit_owes_the_month_it_was_closed_in_and_none_after(each_db: AsyncSession) -> None:
    cell = await village.cell(each_db, await village.commune(each_db), since=date(2026, 8, 1))
    cell.closed_on = date(2026, 10, 7)
    await each_db.flush()
    counted = [await write_due_months(each_db, at(2026, 12, 2)) for _ in range(2)]
    assert (counted, await due_months(each_db, cell)) == ([1, 0], ["2026-08", "2026-09", "2026-10"])


async def test_a_committee_owes_no_meeting_of_a_cell(db: AsyncSession, now: datetime) -> None:
    await village.commune(db)
    assert await write_due_months(db, now) == 0


async def tick_alone(sessions: Sessions, now: datetime) -> None:
    async with sessions.begin() as db:
        await write_due_months(db, now)
        await asyncio.sleep(0.05)  # the other is waiting by now


async def test_two_clocks_at_once_owe_a_month_once(database_url: str, now: datetime) -> None:
    engine = open_engine(database_url)
    sessions = sessions_of(engine)
    async with sessions.begin() as db:
        cell = await village.cell(db, await village.commune(db), since=date(2026, 9, 1))
    await asyncio.gather(tick_alone(sessions, now), tick_alone(sessions, now))
    async with sessions.begin() as db:
        months = await due_months(db, cell)
        owed = (await lines(db, cell, ("2026-09", "2026-11")))["thon"].due
    await engine.dispose()
    assert (months, owed) == (["2026-09", "2026-10", "2026-11"], 3)


# After the closing


async def test_a_correction_counts_and_the_recount_agrees(each_db: AsyncSession) -> None:
    top = await village.commune(each_db)
    cell = await village.cell(each_db, top)
    people = await village.members(each_db, cell, 4)
    meeting = await village.held(each_db, cell, at(2026, 11, 20), unexcused=1)
    await roll_up_all(each_db, at(2026, 11, 21))
    await take_roll(each_db, meeting.id, Marks(excused=[people[0].id]), "test", at(2026, 11, 22))
    found = await lines(each_db, top, ("2026-11", "2026-11"))
    assert found["xa"].counts == found["thon"].counts == Counts(4, 3, 1, 0)
    assert await differences(each_db) == []


async def test_the_recount_sees_what_the_rolls_do_not_bear_out(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, 2)
    await village.held(db, cell, at(2026, 11, 20))
    await roll_up_all(db, at(2026, 11, 21))
    row = (await db.scalars(select(Participation).filter_by(unit_id=cell.id))).one()
    row.present += 1
    await db.flush()
    assert [
        (one.unit_id, one.month, one.stored["present"], one.recounted["present"])
        for one in await recount(db, "2026-01")
    ] == [(cell.id, "2026-11", 3, 2)]


async def test_closing_twice_counts_once(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    await village.members(db, cell, 3)
    meeting = await village.held(db, cell, at(2026, 11, 20))
    closed_at = meeting.closed_at
    await close_roll(db, meeting.id, "somebody", at(2026, 11, 23))
    found = await lines(db, cell, ("2026-11", "2026-11"))
    assert (found["thon"].counts.expected, meeting.closed_at, meeting.closed_by) == (3, closed_at, "test")


async def test_a_roster_change_after_the_closing_changes_nothing(db: AsyncSession) -> None:
    cell = await village.cell(db, await village.commune(db))
    people = await village.members(db, cell, 3)
    meeting = await village.held(db, cell, at(2026, 11, 20))
    before = await roll_of(db, meeting)
    db.add(village.status(people[0], StatusKind.EXEMPT, None, None))
    await village.members(db, cell, 2)
    after = await roll_of(db, meeting)
    assert (after.counts, after.voting_base) == (before.counts, before.voting_base) == (Counts(3, 3, 0, 0), 3)
    assert await differences(db) == []


# Adding up


async def test_a_delta_is_added_once_in_whatever_portions(each_db: AsyncSession, now: datetime) -> None:
    top = await village.commune(each_db)
    cell = await village.cell(each_db, top)
    for _ in range(5):
        await add_delta(each_db, cell.id, now.date(), MeetingKind.STUDY, counts=Counts(2, 1, 1, 0))
    await each_db.flush()
    assert [await roll_up(each_db, now, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    sums = await each_db.execute(select(Participation.unit_id, Participation.expected))
    assert {row.unit_id: row.expected for row in sums} == {cell.id: 10, top.id: 10}


async def test_the_clock_adds_slice_after_slice_only_while_they_are_full(
    sqlite_db: AsyncSession, now: datetime
) -> None:
    cell = await village.cell(sqlite_db)
    for _ in range(5):
        await add_delta(sqlite_db, cell.id, now.date(), MeetingKind.STUDY, counts=Counts(2, 1, 1, 0))
    assert [await roll_up_waiting(sqlite_db, now, limit=2) for _ in range(3)] == [2, 2, 0]
    assert await roll_up(sqlite_db, now) == 0


async def test_what_is_added_up_is_marked(db: AsyncSession, now: datetime) -> None:
    cell = await village.cell(db, await village.commune(db))
    await add_delta(db, cell.id, now.date(), MeetingKind.REGULAR, due=1)
    await roll_up_all(db, now)
    waiting = await db.scalar(select(func.count()).where(ParticipationDelta.applied_at.is_(None)))
    assert waiting == 0


# Moving


async def moved_in_may(db: AsyncSession, on: date = date(2026, 5, 1)) -> tuple[Unit, Unit, Unit, Unit]:
    """A cell that met on the 20th of April, May and June, and stood under another committee from a day in May on."""
    top = await village.commune(db, since=FIRST)
    old, new = await committee(db, top, "cu"), await committee(db, top, "moi")
    cell = await village.cell(db, old, since=date(2026, 4, 1))
    await village.members(db, cell, 3)
    await write_due_months(db, at(2026, 4, 1))
    await village.held(db, cell, at(2026, 4, 20))
    for month in (5, 6):
        await write_due_months(db, at(2026, month, 1, 0, 5))
        if month == on.month:
            await move_with_counts(db, cell, new, on, at(2026, month, on.day))
        await village.held(db, cell, at(2026, month, 20))
    return top, old, new, cell


async def test_the_old_parent_keeps_the_past(db: AsyncSession) -> None:
    _, old, new, _ = await moved_in_may(db)
    at_old = await lines(db, old, ("2026-01", "2026-12"))
    at_new = await lines(db, new, ("2026-01", "2026-12"))
    assert (at_old["cu"].met, at_old["cu"].due, at_old["thon"].counts.expected) == (1, 1, 3)
    assert (at_new["moi"].met, at_new["moi"].due, at_new["thon"].counts.expected) == (2, 2, 6)


async def test_the_sums_above_a_move_agree(db: AsyncSession) -> None:
    top, _, _, cell = await moved_in_may(db)
    above = await lines(db, top, ("2026-01", "2026-12"))
    own = await lines(db, cell, ("2026-01", "2026-12"))
    assert above["xa"].counts == above["cu"].counts + above["moi"].counts == own["thon"].counts == Counts(9, 9, 0, 0)
    assert (own["thon"].met, own["thon"].due) == (3, 3)


async def test_the_recount_agrees_after_a_move_on_the_first_of_a_month(db: AsyncSession) -> None:
    await moved_in_may(db)
    assert await differences(db) == []


async def test_a_move_within_a_month_leaves_a_row_under_each_parent(each_db: AsyncSession) -> None:
    top, old, new, _ = await moved_in_may(each_db, date(2026, 5, 10))
    may = ("2026-05", "2026-05")
    at_old, at_new, above = [await lines(each_db, unit, may) for unit in (old, new, top)]
    assert (at_old["thon"].due, at_old["thon"].met) == (1, 0)
    assert (at_new["thon"].due, at_new["thon"].met) == (0, 1)
    assert (above["xa"].due, above["xa"].met) == (1, 1)
    assert await differences(each_db) == []


async def test_a_correction_of_the_past_goes_to_the_old_parent(db: AsyncSession) -> None:
    _, old, new, cell = await moved_in_may(db)
    april = await village.held(db, cell, at(2026, 4, 25))
    ids = await invited_to(db, april.id)
    await take_roll(db, april.id, Marks(unexcused=ids[:1]), "test", at(2026, 7, 1))
    assert (await lines(db, old, ("2026-04", "2026-04")))["cu"].counts.unexcused == 1
    assert (await lines(db, new, ("2026-01", "2026-12")))["moi"].counts.unexcused == 0
    assert await differences(db) == []


async def test_what_was_counted_on_the_day_of_the_move_moves_too(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    old, new = await committee(db, top, "cu"), await committee(db, top, "moi")
    cell = await village.cell(db, old, since=date(2026, 5, 1))
    await village.members(db, cell, 2)
    await village.held(db, cell, at(2026, 5, 20))
    await move_with_counts(db, cell, new, date(2026, 5, 20), at(2026, 5, 20, 15))
    assert (await lines(db, new, ("2026-05", "2026-05")))["moi"].counts.expected == 2
    assert (await lines(db, old, ("2026-05", "2026-05")))["cu"].counts.expected == 0
    assert await differences(db) == []


async def test_a_committee_moves_with_its_cells(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    old, new = await committee(db, top, "cu"), await committee(db, top, "moi")
    between = await committee(db, old, "giua")
    cell = await village.cell(db, between, since=date(2026, 5, 1))
    await village.members(db, cell, 2)
    await village.held(db, cell, at(2026, 5, 3))
    await move_with_counts(db, between, new, date(2026, 5, 10), at(2026, 5, 10))
    await village.held(db, cell, at(2026, 5, 20))
    by_unit = {unit.code: (await lines(db, unit, ("2026-05", "2026-05")))[unit.code] for unit in (old, new, between)}
    assert [by_unit[code].counts.expected for code in ("cu", "moi", "giua")] == [2, 2, 4]
    assert cell.path == f"/{top.id}/{new.id}/{between.id}/{cell.id}/"
    assert await differences(db) == []


async def test_a_report_lists_who_stood_below_then(db: AsyncSession) -> None:
    _, old, new, _ = await moved_in_may(db)
    assert "thon" in await lines(db, old, ("2026-04", "2026-04"))
    assert "thon" not in await lines(db, old, ("2026-06", "2026-06"))
    assert "thon" not in await lines(db, new, ("2026-04", "2026-04"))
    assert "thon" in await lines(db, new, ("2026-05", "2026-05"))


async def test_a_later_move_to_an_earlier_day_leaves_one_parent_a_day(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    a, b, c = [await committee(db, top, code) for code in "abc"]
    cell = await village.cell(db, a, since=date(2026, 5, 1))
    await village.members(db, cell, 2)
    await move_with_counts(db, cell, b, date(2026, 5, 20), at(2026, 5, 20))
    await village.held(db, cell, at(2026, 5, 22))
    await move_with_counts(db, cell, c, date(2026, 5, 10), at(2026, 5, 25) + timedelta(hours=1))
    assert (await lines(db, c, ("2026-05", "2026-05")))["c"].counts.expected == 2
    assert await differences(db) == []
