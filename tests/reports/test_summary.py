"""What a committee reads of a month, a quarter, a year: each child, its change, what is below the line."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.reports.participation import participation
from bot.reports.period import month_period, quarter_period, year_period
from bot.reports.summary import Summary, below_line, summary
from bot.services.moving import move_with_counts
from bot.services.participation import owe_month
from bot.services.rate import Counts
from bot.services.unit_settings import change
from bot.words import report_words as words
from tests import village
from tests.reports.samples import added_up, three_cells
from tests.village import at

NOVEMBER, OCTOBER = month_period(date(2026, 11, 1)), month_period(date(2026, 10, 1))
END = at(2026, 11, 28)
FIRST = date(2026, 1, 1)


async def of_november(db: AsyncSession, unit: Unit) -> Summary:
    return await summary(db, unit, NOVEMBER, END)


async def cell_that_met(db: AsyncSession, top: Unit, away: dict[int, int]) -> Unit:
    """A cell of ten that met in these months of 2026, each time with so many away."""
    cell = await village.cell(db, top, since=FIRST)
    await village.members(db, cell, 10)
    for month, count in away.items():
        await village.held(db, cell, at(2026, month, 20), unexcused=count)
    return cell


async def test_the_worked_example_is_sum_over_sum(each_db: AsyncSession) -> None:
    found = await of_november(each_db, await three_cells(each_db))
    assert found.own.counts == Counts(90, 71, 0, 19)
    assert (found.own.counts.strict, words.rate_of(71, 90, found.own.counts.strict)) == (
        "78.89",
        "71/90 = 78,89\u00a0%",
    )
    assert [row.counts.strict for row in found.below] == ["90.00", "85.00", "75.00"]
    assert (found.own.met, found.own.due, found.own.is_cell, found.below[0].is_cell) == (3, 3, False, True)


async def test_the_rows_are_those_of_the_report(each_db: AsyncSession) -> None:
    top = await three_cells(each_db)
    found = await of_november(each_db, top)
    lines = await participation(each_db, top, "2026-11", "2026-11")
    assert [(row.code, row.name, row.met, row.due, row.counts, row.is_below) for row in (found.own, *found.below)] == [
        (line.code, line.name, line.met, line.due, line.counts, line.is_below) for line in lines
    ]


async def test_the_trend_is_the_difference_of_the_printed_rates(db: AsyncSession) -> None:
    top = await village.commune(db)
    await cell_that_met(db, top, {10: 3, 11: 1})
    await added_up(db)
    found = await of_november(db, top)
    assert [(row.trend, words.trend(row.trend)) for row in (found.own, *found.below)] == [(2000, "+20,00")] * 2


async def test_there_is_no_trend_where_either_period_has_no_rate(db: AsyncSession) -> None:
    top = await village.commune(db)
    await cell_that_met(db, top, {10: 3})
    await added_up(db)
    trends = [(await summary(db, top, period, END)).own.trend for period in (OCTOBER, NOVEMBER)]
    assert trends == [None, None]


@pytest.mark.parametrize(
    ("hundredths", "text"), [(120, "+1,20"), (-210, "−2,10"), (0, "="), (None, "—"), (-5, "−0,05"), (10_000, "+100,00")]
)
def test_a_trend_has_a_sign_and_a_comma(hundredths: int | None, text: str) -> None:
    assert words.trend(hundredths) == text


async def test_the_line_is_that_of_the_unit_and_compares_whole_numbers(db: AsyncSession) -> None:
    top = await three_cells(db)
    found = {}
    for line in ("> 85", ">= 85", ">= 70"):
        change(top, "line", line)
        await db.flush()
        found[line] = [row.code for row in below_line(await of_november(db, top))]
    assert found == {"> 85": ["b", "c"], ">= 85": ["c"], ">= 70": []}


async def test_who_has_not_met_has_no_rate_and_is_not_below_the_line(db: AsyncSession) -> None:
    top = await village.commune(db)
    await village.cell(db, top)
    await added_up(db)
    found = await of_november(db, top)
    (row,) = found.below
    assert (row.not_met, row.counts.strict, row.is_below, below_line(found)) == (1, None, False, [])
    assert found.own.not_met == 1


async def test_months_to_come_are_not_owed_yet(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell = await cell_that_met(db, top, {10: 0})
    await added_up(db)
    await owe_month(db, cell, "2026-12")  # as a roll that was closed before its day writes it
    await db.flush()
    due = [
        (await summary(db, cell, period, END)).own.due
        for period in (quarter_period(END.date()), year_period(END.date()), month_period(date(2026, 12, 1)))
    ]
    assert due == [2, 11, 0]


async def test_a_quarter_is_compared_with_the_quarter_before(db: AsyncSession) -> None:
    top = await village.commune(db)
    cell = await cell_that_met(db, top, {7: 2, 8: 2, 10: 1, 11: 0})
    await added_up(db)
    own = (await summary(db, cell, quarter_period(END.date()), END)).own
    assert (own.counts.strict, own.trend, own.met, own.due) == ("95.00", 1500, 2, 2)


async def test_rates_of_different_kinds_are_never_merged(db: AsyncSession) -> None:
    top = await three_cells(db)
    found = await summary(db, top, NOVEMBER, END, MeetingKind.THEMATIC)
    assert (found.kind, found.own.counts, found.own.due) == (MeetingKind.THEMATIC, Counts(), 0)


async def test_a_cell_alone_is_its_own_table(db: AsyncSession) -> None:
    cell = await cell_that_met(db, await village.commune(db), {11: 1})
    await added_up(db)
    found = await of_november(db, cell)
    assert (found.below, [row.unit_id for row in found.rows]) == ((), [cell.id])


async def test_a_cell_that_moved_is_compared_with_what_it_was_here(db: AsyncSession) -> None:
    old, new = await village.commune(db, "cu"), await village.commune(db, "moi")
    cell = await cell_that_met(db, old, {10: 3})
    await added_up(db, 10)
    await move_with_counts(db, cell, new, date(2026, 11, 1), at(2026, 11, 1))
    await village.held(db, cell, at(2026, 11, 20))
    await added_up(db)
    there, here = await of_november(db, old), await of_november(db, new)
    assert (there.below, [(row.counts.strict, row.trend) for row in here.below]) == ((), [("100.00", None)])


async def test_a_cell_that_met_here_and_owes_elsewhere_is_no_negative_debt(db: AsyncSession) -> None:
    old, new = await village.commune(db, "cu"), await village.commune(db, "moi")
    cell = await cell_that_met(db, old, {10: 0})
    await added_up(db)
    await move_with_counts(db, cell, new, date(2026, 11, 10), at(2026, 11, 10))
    await village.held(db, cell, at(2026, 11, 20))
    await added_up(db)
    assert [(await of_november(db, unit)).below[0].not_met for unit in (old, new)] == [1, 0]
