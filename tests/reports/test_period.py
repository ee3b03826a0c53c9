"""The month, quarter or year of a report."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import TimeUnreadable
from bot.reports.period import Period, month_period, quarter_period, read_period, year_period

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
KINDS = (month_period, quarter_period, year_period)


@pytest.mark.parametrize(
    ("period", "first", "last", "label", "value"),
    [
        (month_period(date(2026, 12, 31)), "2026-12", "2026-12", "tháng 12/2026", "m2026-12"),
        (month_period(date(2026, 1, 1)), "2026-01", "2026-01", "tháng 01/2026", "m2026-01"),
        (quarter_period(date(2026, 11, 21)), "2026-10", "2026-12", "quý IV/2026", "q2026-4"),
        (quarter_period(date(2026, 3, 31)), "2026-01", "2026-03", "quý I/2026", "q2026-1"),
        (year_period(date(2026, 6, 1)), "2026-01", "2026-12", "năm 2026", "y2026"),
    ],
)
def test_a_period_has_its_months_its_name_and_its_button(
    period: Period, first: str, last: str, label: str, value: str
) -> None:
    assert (period.first, period.last, period.label, period.as_value) == (first, last, label, value)


@pytest.mark.parametrize(
    ("value", "before"),
    [
        ("m2026-01", "m2025-12"),
        ("m2026-12", "m2026-11"),
        ("q2026-1", "q2025-4"),
        ("q2026-3", "q2026-2"),
        ("y2026", "y2025"),
    ],
)
def test_the_period_before_is_as_long_and_ends_where_this_one_begins(value: str, before: str) -> None:
    assert read_period(value).before == read_period(before)


@given(DAYS)
def test_what_a_button_carries_is_read_again(on: date) -> None:
    for period in (kind(on) for kind in KINDS):
        assert read_period(period.as_value) == period
        assert period.first <= f"{on:%Y-%m}" <= period.last
        assert period.as_value.isascii()


@pytest.mark.parametrize(
    "text", ["", "2026-12", "m2026", "m2026-13", "m2026-00", "q2026-5", "q2026-0", "y26", "y2026-1", "y0000", "q٢٠٢٦-1"]
)
def test_other_buttons_are_refused_with_examples(text: str) -> None:
    with pytest.raises(TimeUnreadable) as refusal:
        read_period(text)
    assert refusal.value.facts == {"text": text, "example": "m2026-12, q2026-4, y2026"}
