"""One day, many ways to write it."""

from contextlib import suppress
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.roster.dates import read_date, read_year

LATEST = 2028
days = st.dates(date(1930, 1, 1), date(LATEST, 12, 31))
WAYS = (
    "{0.day}/{0.month}/{0.year}", "{0:%d/%m/%Y}", "{0:%d.%m.%Y}", "{0:%d-%m-%Y}", "{0:%Y-%m-%d}",
    "{0:%d} / {0:%m} / {0:%Y}",
    "ngày {0.day} tháng {0.month} năm {0.year}", "Ngày {0:%d} Tháng {0:%m}, năm {0:%Y}", " {0:%d/%m/%Y}\u00a0",
    "{0:%Y-%m-%d} 00:00:00", "{0:%d/%m/%Y} 00:00",
)  # fmt: skip


@given(days, st.sampled_from(WAYS))
def test_a_day_written_any_way_reads_the_same(day: date, way: str) -> None:
    assert read_date(way.format(day), LATEST) == day


@given(days)
def test_a_day_out_of_a_spreadsheet_reads_the_same(day: date) -> None:
    assert read_date(datetime.combine(day, time()), LATEST) == day
    assert read_date((day - date(1899, 12, 30)).days, LATEST) == day


@given(st.dates(date(LATEST - 99, 1, 1), date(LATEST, 12, 31)))
def test_two_figures_are_enough_for_a_year_of_the_last_hundred(day: date) -> None:
    assert read_date(f"{day:%d/%m/%y}", LATEST) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1/2025", date(2025, 1, 1), date(2025, 1, 31)),
        ("tháng 2 năm 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_what_is_left_out_is_the_first_day_or_the_last(text: str, first: date, last: date) -> None:
    assert (read_date(text, LATEST), read_date(text, LATEST, end=True)) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2024",
        "29/2/2023",
        "12/25/1984",
        "0/0/0",
        "13/2020",
        "3/2",
        "",
        "hôm qua",
        "1.2.3.4",
        3.5,
        7,
        -1,
        10**9,
        None,
    ],
)
def test_a_day_that_never_was_is_an_error(value: str | int | float | None) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_date(value, LATEST)


@given(st.text(max_size=20) | st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_nothing_else_happens_than_a_day_or_an_error(value: str | int | float) -> None:
    with suppress(ValueError):
        assert isinstance(read_date(value, LATEST), date)


@pytest.mark.parametrize("value", [1949, "1949", "49", "'49", "12/05/1949", "5/1949", date(1949, 5, 12)])
def test_of_a_birth_the_year_is_read(value: str | int | date) -> None:
    assert read_year(value, 2008) == 1949
