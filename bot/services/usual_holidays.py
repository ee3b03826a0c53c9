"""The days off of a year as the Labour Code names them; the lunar ones by the calendar of Viet Nam, UTC+7.

Which days exactly the government chooses each year is entered by the office; these stand until then.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from lunar_vn import LunarDate, lunar_to_solar

from bot.words import holidays as words

VIET_NAM = 7.0
DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2099


def usual_days(year: int) -> dict[date, str]:
    """Each day off of `FIRST_YEAR` to `LAST_YEAR` with its name, and those that make up for Saturdays and Sundays."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return {}
    days = dict(sorted(_feasts(year)))
    for on, name in [(on, name) for on, name in days.items() if is_weekend(on)]:
        days[_next_working(on, days)] = words.instead_of(name)  # Article 111.3
    return dict(sorted(days.items()))


def is_weekend(on: date) -> bool:
    return on.weekday() >= 5


def tet_of(year: int) -> date:
    """The first day of the lunar year that begins in this one."""
    return lunar_to_solar(LunarDate(1, 1, year), VIET_NAM)


def _feasts(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), words.NEW_YEAR
    yield from ((on, words.TET) for on in _tet_days(tet_of(year)))
    yield lunar_to_solar(LunarDate(10, 3, year), VIET_NAM), words.HUNG_KINGS
    yield date(year, 4, 30), words.REUNIFICATION
    yield date(year, 5, 1), words.LABOUR
    yield from ((on, words.NATIONAL) for on in _national_days(date(year, 9, 2)))


def _tet_days(tet: date) -> list[date]:
    """Five days: as in each year from 2018 to 2026, from the eve on where Tết is a Tuesday, else a day earlier."""
    first = tet - (1 if tet.weekday() == 1 else 2) * DAY
    return [first + ahead * DAY for ahead in range(5)]


def _national_days(on: date) -> tuple[date, date]:
    """With the day before it, or the one behind it where that joins a weekend, as in 2021 and 2024."""
    return (on, on + DAY) if on.weekday() in {0, 3, 6} else (on - DAY, on)


def _next_working(on: date, days: dict[date, str]) -> date:
    while is_weekend(on) or on in days:
        on += DAY
    return on
