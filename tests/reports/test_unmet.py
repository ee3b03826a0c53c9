"""Cells that owe a meeting: however deep, by name, with the months."""

from datetime import date

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit, UnitKind
from bot.reports.period import month_period, quarter_period
from bot.reports.summary import summary
from bot.reports.unmet import NotMet, not_met
from bot.services.moving import move_with_counts
from bot.services.participation import owe_month
from bot.services.tree import add_unit
from tests import village
from tests.reports.samples import added_up
from tests.village import at

FIRST = date(2026, 1, 1)
END = at(2026, 11, 28)
NOVEMBER, QUARTER = month_period(END.date()), quarter_period(END.date())


async def committee(db: AsyncSession, under: Unit, code: str) -> Unit:
    return await add_unit(db, code, f"Đảng ủy {code}", UnitKind.GRASSROOTS_COMMITTEE, under, FIRST)


async def cell(db: AsyncSession, under: Unit, code: str, *months: int, since: date = date(2026, 10, 1)) -> Unit:
    """A cell of three that met in these months of 2026."""
    made = await village.cell(db, under, code, since)
    await village.members(db, made, 3)
    for month in months:
        await village.held(db, made, at(2026, month, 20))
    return made


def short(found: list[NotMet]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.code, one.under, one.months) for one in found]


async def test_cells_of_every_depth_are_listed_by_name_with_the_unit_above(each_db: AsyncSession) -> None:
    top = await village.commune(each_db, since=FIRST)
    upper = await committee(each_db, top, "tren")
    lower = await committee(each_db, upper, "duoi")
    await cell(each_db, lower, "c", 10)
    await cell(each_db, upper, "b")
    await cell(each_db, top, "a", 11)
    await cell(each_db, top, "d", 10, 11)
    await added_up(each_db)
    assert short(await not_met(each_db, top, QUARTER, END)) == [
        ("a", top.name, ("2026-10",)),
        ("b", upper.name, ("2026-10", "2026-11")),
        ("c", lower.name, ("2026-11",)),
    ]
    assert [one.code for one in await not_met(each_db, upper, NOVEMBER, END)] == ["b", "c"]


async def test_the_months_add_up_to_what_the_summary_says(each_db: AsyncSession) -> None:
    top = await village.commune(each_db, since=FIRST)
    for code, months in (("a", [10]), ("b", []), ("c", [10, 11])):
        await cell(each_db, await committee(each_db, top, f"du-{code}"), code, *months)
    await added_up(each_db)
    found = await not_met(each_db, top, QUARTER, END)
    assert sum(len(one.months) for one in found) == (await summary(each_db, top, QUARTER, END)).own.not_met == 3


async def test_nobody_owes_a_month_to_come(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    made = await cell(db, top, "a", 10, 11)
    await owe_month(db, made, "2026-12")
    await added_up(db)
    assert await not_met(db, top, QUARTER, END) == []


async def test_nobody_owes_a_month_before_the_first(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    await cell(db, top, "a", since=date(2026, 11, 10))
    await added_up(db)
    assert [one.months for one in await not_met(db, top, QUARTER, END)] == [("2026-11",)]


async def test_a_thematic_meeting_does_not_stand_for_the_regular_one(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    made = await cell(db, top, "a", 10)
    await village.held(db, made, at(2026, 11, 20), MeetingKind.THEMATIC)
    await added_up(db)
    assert [one.months for one in await not_met(db, top, QUARTER, END)] == [("2026-11",)]


async def test_a_cell_that_moved_owes_where_it_stood(each_db: AsyncSession) -> None:
    top = await village.commune(each_db, since=FIRST)
    old, new = await committee(each_db, top, "cu"), await committee(each_db, top, "moi")
    made = await cell(each_db, old, "a")
    await added_up(each_db, 10)
    await move_with_counts(each_db, made, new, date(2026, 11, 1), at(2026, 11, 1))
    await added_up(each_db)
    by_unit = {unit.code: short(await not_met(each_db, unit, QUARTER, END)) for unit in (old, new, top)}
    assert by_unit == {
        "cu": [("a", old.name, ("2026-10",))],
        "moi": [("a", new.name, ("2026-11",))],
        "xa": [("a", new.name, ("2026-10", "2026-11"))],
    }


async def test_a_cell_that_met_after_its_move_is_owed_nowhere(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    old, new = await committee(db, top, "cu"), await committee(db, top, "moi")
    made = await cell(db, old, "a", 10)
    await added_up(db)
    await move_with_counts(db, made, new, date(2026, 11, 10), at(2026, 11, 10))
    await village.held(db, made, at(2026, 11, 20))
    await added_up(db)
    assert [await not_met(db, unit, NOVEMBER, END) for unit in (old, new, top)] == [[], [], []]


async def test_a_committee_that_moved_within_the_month_owes_where_it_stood_on_the_first(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    old, new = await committee(db, top, "cu"), await committee(db, top, "moi")
    between = await committee(db, old, "giua")
    met = await cell(db, between, "a", 10)
    await cell(db, between, "b", 10)
    await added_up(db)
    await move_with_counts(db, between, new, date(2026, 11, 10), at(2026, 11, 10))
    await village.held(db, met, at(2026, 11, 20))
    await added_up(db)
    found = [[one.code for one in await not_met(db, unit, NOVEMBER, END)] for unit in (old, new)]
    assert found == [["b"], []]


async def test_a_cell_is_told_of_itself(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    made = await cell(db, top, "a", 10)
    await added_up(db)
    assert short(await not_met(db, made, QUARTER, END)) == [("a", top.name, ("2026-11",))]


async def test_however_many_cells_it_is_three_queries(db: AsyncSession) -> None:
    top = await village.commune(db, since=FIRST)
    for number in range(5):
        await cell(db, await committee(db, top, f"x{number}"), f"c{number}")
    await added_up(db)
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    connection = (await db.connection()).sync_connection
    event.listen(connection, "before_cursor_execute", note)
    found = await not_met(db, top, NOVEMBER, END)
    event.remove(connection, "before_cursor_execute", note)
    assert (len(found), len(asked)) == (5, 3)
