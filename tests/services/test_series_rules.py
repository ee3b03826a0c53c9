"""A rule names exactly one day of each month."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.holidays import calendar_of
from bot.services.series_rules import (
    MOST_WORKDAY,
    NTHS,
    WEEKDAYS,
    checked_rule,
    day_in,
    days_of_month,
    right_day,
    rules_naming,
)

RULES = [
    *(f"day:{day}" for day in range(1, 32)),
    *(f"nth:{nth}:{weekday}" for nth in NTHS for weekday in WEEKDAYS),
    *(f"workday:{sign}{nth}" for sign in ("", "-") for nth in range(1, MOST_WORKDAY + 1)),
]
MONTHS = [f"{year}-{month:02}" for year in range(2024, 2036) for month in range(1, 13)]


def test_every_rule_hits_exactly_one_day_in_each_month() -> None:
    """From the day to its rules and from the rule to its day is the same, in each of 144 months."""
    for month in MONTHS:
        named = {on: rules_naming(on) for on in days_of_month(month)}
        hits = sorted(rule for rules in named.values() for rule in rules)
        assert hits == sorted(RULES), month
        assert all(day_in(rule, month) == on for on, rules in named.items() for rule in rules), month


@given(st.sampled_from(RULES), st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_a_day_is_named_as_its_rule_reads(rule: str, within: date) -> None:
    on = day_in(checked_rule(rule), f"{within:%Y-%m}")
    kind, *parts = rule.split(":")
    last = days_of_month(f"{within:%Y-%m}")[-1]
    if kind == "day":
        assert on.day == min(int(parts[0]), last.day)
    elif kind == "nth":
        assert WEEKDAYS[on.weekday()] == parts[1]
        nth = int(parts[0])
        assert on.day + 7 > last.day if nth == -1 else 7 * (nth - 1) < on.day <= 7 * nth
    else:
        assert on.weekday() < 5


@pytest.mark.parametrize(
    ("rule", "month", "expected"),
    [
        ("day:31", "2027-02", date(2027, 2, 28)),
        ("nth:1:thu", "2026-12", date(2026, 12, 3)),
        ("nth:-1:fri", "2026-12", date(2026, 12, 25)),
        ("nth:-1:mon", "2026-11", date(2026, 11, 30)),
        ("workday:-1", "2026-10", date(2026, 10, 30)),
        ("workday:-1", "2027-01", date(2027, 1, 29)),
        ("workday:1", "2026-11", date(2026, 11, 2)),
    ],
)
def test_the_day_is_that_of_the_calendar_on_the_wall(rule: str, month: str, expected: date) -> None:
    assert day_in(rule, month) == expected


async def test_working_days_know_the_holidays(db: AsyncSession) -> None:
    calendar = await calendar_of(db, date(2027, 1, 1), date(2027, 12, 31))
    assert right_day("workday:1", "2027-01", calendar) == date(2027, 1, 4)
    assert right_day("workday:-1", "2027-04", calendar) == date(2027, 4, 29)
    assert right_day("day:30", "2027-04", calendar) == date(2027, 4, 30)


@pytest.mark.parametrize(
    "rule",
    ["day:0", "day:32", "day:03", "nth:5:thu", "nth:0:thu", "nth:1:thursday", "workday:0", "workday:-11", "x", ""],
)
def test_what_not_every_month_has_is_no_rule(rule: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_rule(rule)
