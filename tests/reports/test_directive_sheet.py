"""The table of a document: no small cell can be told from it, and late is after the day itself."""

from dataclasses import replace
from datetime import date

import pytest

from bot.reports.directive_sheet import without_small_cells
from bot.reports.table_c import Extra, Line, state_of
from bot.services.directive_completion import Row
from bot.words import directive_progress as words
from tests.conftest import NOW


def cell(number: int, expected: int) -> Line:
    row = Row(
        number, f"Thôn {number}", is_cell=True, must_study=False, expected=expected, acknowledged=expected, cells=1
    )
    return Line(row, Extra(), date(2026, 11, 30))


def shown(*sizes: int) -> list[tuple[str, int]]:
    lines = without_small_cells([cell(number, size) for number, size in enumerate(sizes, 1)])
    return [(one.row.name, one.row.expected) for one in lines]


def test_a_single_small_cell_takes_the_next_larger_with_it() -> None:
    assert shown(3, 20, 8) == [("Thôn 2", 20), (words.small_cells(2), 11)]


def test_two_that_are_too_small_together_take_a_third() -> None:
    assert shown(2, 2, 9, 30) == [("Thôn 4", 30), (words.small_cells(3), 13)]


def test_where_nobody_is_left_to_hide_among_the_counts_are_left_out() -> None:
    assert shown(3) == [(words.small_cells(1), 0)]
    assert shown(5, 9) == [("Thôn 1", 5), ("Thôn 2", 9)]
    (alone,) = without_small_cells([replace(cell(1, 3), extra=Extra(made_up=1, last_at=NOW))])
    assert alone.extra == Extra()


@pytest.mark.parametrize(
    ("done", "today", "state"),
    [
        (date(2026, 11, 30), date(2026, 12, 9), "whole"),
        (date(2026, 12, 1), date(2026, 12, 9), "late_whole"),
        (None, date(2026, 11, 30), "open"),
        (None, date(2026, 12, 1), "late"),
    ],
)
def test_late_is_after_the_day(done: date | None, today: date, state: str) -> None:
    assert state_of(cell(1, 9), done, today) == state
