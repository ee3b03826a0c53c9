"""Twelve months of a unit and of those below it: nothing is left out, and no month is counted where it was not."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.reports.months import months_below, months_of_unit, months_to
from bot.services.moving import move_with_counts
from bot.services.participation import roll_up_all
from bot.services.rate import Counts
from bot.services.tree import unit_of
from tests.reports.small_tree import NOW, small_tree
from tests.village import at


@pytest.mark.parametrize(
    ("last", "count", "months"),
    [("2026-02", 3, ("2025-12", "2026-01", "2026-02")), ("2026-12", 1, ("2026-12",))],
)
def test_months_end_with_the_one_that_is_named(last: str, count: int, months: tuple[str, ...]) -> None:
    assert months_to(last, count) == months


async def test_a_unit_has_every_month_and_its_own_numbers(each_db: AsyncSession) -> None:
    tree = await small_tree(each_db)
    found = await months_of_unit(each_db, tree.commune, "2026-11")
    assert [one.month for one in found.months] == list(months_to("2026-11"))
    november = found.months[-1]
    assert (november.due, november.met, november.counts) == (3, 2, Counts(30, 25, 1, 4))
    assert not november.has_not_met
    assert not any(one.counts.expected for one in found.months[:-1])


async def test_those_below_stand_by_name_with_what_was_not_met(each_db: AsyncSession) -> None:
    tree = await small_tree(each_db)
    below = await months_below(each_db, tree.commune, "2026-11", count=2)
    assert [(one.name, one.months[-1].counts.present, one.months[-1].has_not_met) for one in below] == [
        ("Thôn Bắc", 0, True),
        ("Thôn Đông", 8, False),
        ("Thôn Tây", 17, False),
    ]
    thematic = await months_below(each_db, tree.district, "2026-11", MeetingKind.THEMATIC)
    assert [one.name for one in thematic if any(month.met for month in one.months)] == ["Chi bộ Trường học"]


async def test_a_cell_that_moved_stands_in_both_rows_with_its_own_months(db: AsyncSession) -> None:
    tree = await small_tree(db)
    other = await unit_of(db, "xa2")
    await move_with_counts(db, tree.dong, other, at(2026, 11, 4).date(), NOW)
    await roll_up_all(db, NOW)
    here = {one.name: one.months[-1].met for one in await months_below(db, tree.commune, "2026-11")}
    there = {one.name: one.months[-1].met for one in await months_below(db, other, "2026-11")}
    assert (here["Thôn Đông"], there["Thôn Đông"]) == (1, 0)
