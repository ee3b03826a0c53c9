"""The month, quarter or year of a report."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import TimeUnreadable
from bot.reports.period import month_period, quarter_period, read_period, year_period
from tests.tables import wrong

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
KINDS = (month_period, quarter_period, year_period)


PERIODS = [
    (month_period(date(2026, 12, 31)), "2026-12", "2026-12", "tháng 12/2026", "m2026-12"),
    (month_period(date(2026, 1, 1)), "2026-01", "2026-01", "tháng 01/2026", "m2026-01"),
    (quarter_period(date(2026, 11, 21)), "2026-10", "2026-12", "quý IV/2026", "q2026-4"),
    (quarter_period(date(2026, 3, 31)), "2026-01", "2026-03", "quý I/2026", "q2026-1"),
    (year_period(date(2026, 6, 1)), "2026-01", "2026-12", "năm 2026", "y2026"),
]


def test_a_period_has_its_months_its_name_and_its_button() -> None:
    found = [(period, period.first, period.last, period.label, period.as_value) for period, *_ in PERIODS]
    assert found == PERIODS


BEFORE = [
    ("m2026-01", "m2025-12"),
    ("m2026-12", "m2026-11"),
    ("q2026-1", "q2025-4"),
    ("q2026-3", "q2026-2"),
    ("y2026", "y2025"),
]


def test_the_period_before_is_as_long_and_ends_where_this_one_begins() -> None:
    assert wrong(BEFORE, lambda value: read_period(value).before.as_value) == {}


@given(DAYS)
def test_what_a_button_carries_is_read_again(on: date) -> None:
    for period in (kind(on) for kind in KINDS):
        assert read_period(period.as_value) == period
        assert period.first <= f"{on:%Y-%m}" <= period.last
        assert period.as_value.isascii()


def facts(text: str) -> Mapping[str, object]:
    with pytest.raises(TimeUnreadable) as refusal:
        read_period(text)
    return refusal.value.facts


def test_other_buttons_are_refused_with_examples() -> None:
    texts = ("", "2026-12", "m2026", "m2026-13", "m2026-00", "q2026-5", "q2026-0", "y26", "y2026-1", "y0000", "q٢٠٢٦-1",
             "y9999", "m9999-12", "q9999-4", "m0001-01", "y1929", "y3000")  # fmt: skip
    told = [(text, {"text": text, "example": "m2026-12, q2026-4, y2026"}) for text in texts]
    assert wrong(told, facts) == {}
