"""The rate, with the worked example of the rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.rate import Counts, Line, percent, quorum_ok


def test_the_worked_example_gives_84_and_95_45_percent() -> None:
    counts = Counts(expected=25, present=21, excused=3, unexcused=1)
    assert (counts.strict, counts.adjusted) == ("84.00", "95.45")


def test_the_worked_example_has_its_quorum() -> None:
    assert quorum_ok(18, 21)
    assert percent(18, 21) == "85.71"


def test_17_of_20_fails_more_than_85() -> None:
    assert not Line(">", 85).is_met(17, 20)
    assert Line(">=", 85).is_met(17, 20)


def test_18_of_20_passes_at_least_90() -> None:
    assert Line(">=", 90).is_met(18, 20)


def test_cells_are_summed_and_not_averaged() -> None:
    total = Counts(10, 9) + Counts(20, 17) + Counts(60, 45)
    assert (total.present, total.expected, total.strict) == (71, 90, "78.89")


def test_nothing_expected_is_no_rate_and_no_failure() -> None:
    assert Counts().strict is None
    assert Counts(expected=3, present=0, excused=3).adjusted is None
    assert Line(">", 85).is_met(0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (2909, 3044, "95.57"),
        (35599, 35900, "99.16"),
        (1, 8, "12.50"),
        (1, 3, "33.33"),
        (2, 3, "66.67"),
        (1, 1, "100.00"),
    ],
)
def test_two_places_rounded_half_up(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 100))
def test_a_line_compares_numbers_and_never_what_is_printed(part: int, whole: int, line: int) -> None:
    assert Line(">=", line).is_met(part, whole) == (part * 100 >= line * whole)
    assert Line(">", line).is_met(part, whole) == (part * 100 > line * whole)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))))
def test_a_sum_of_rolls_is_again_a_roll(rolls: list[tuple[int, int, int]]) -> None:
    total = Counts()
    for present, excused, unexcused in rolls:
        total += Counts(present + excused + unexcused, present, excused, unexcused)
    assert total.expected == total.present + total.excused + total.unexcused
