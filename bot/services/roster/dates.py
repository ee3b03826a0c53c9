"""Dates in any of the ways people write them; a day that never was is an error, never a guess."""

import re
from calendar import monthrange
from datetime import date, datetime

from openpyxl.utils.datetime import from_excel

from bot.services.roster.workbook import Value
from bot.words.names import fold
from bot.words.roster_dates import CLOCK, WRITTEN

FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
"""1927 to 2119: a whole number between these in a column of dates is a date whose format was lost."""


SHORT_YEAR = re.compile("'?[0-9]{2}")


def read_date(value: Value, latest: int, end: bool = False) -> date:
    """Raises ValueError. Where the day or the month is left out the first counts, or the last at an end."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if isinstance(value, int | float):
        return _numbered(value, latest, end)
    return _written(CLOCK.sub("", _folded(value)) if isinstance(value, str) else "", latest, end)


def read_year(value: Value, latest: int) -> int:
    """The year alone, out of a year or a whole date; raises ValueError."""
    text = _folded(str(value)) if isinstance(value, str | int) else ""
    return whole_year(text, latest) if SHORT_YEAR.fullmatch(text) else read_date(value, latest).year


def whole_year(short: str, latest: int) -> int:
    """84 is 1984, 24 is 2024: the newest year of that ending that is not after the latest."""
    year = int(short.lstrip("'"))
    if len(short) == 4:
        return year
    return latest - (latest - year) % 100


def _folded(text: str) -> str:
    """Most dates are figures and need no folding."""
    return text.strip().lower() if text.isascii() else fold(text)


def _numbered(number: int | float, latest: int, end: bool) -> date:
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        moment = from_excel(number)
        if isinstance(moment, datetime):
            return moment.date()
    if isinstance(number, float) and not number.is_integer():
        # Is 3.202 the month 3/2020 or a slip? The number cannot tell.
        raise ValueError("not a date")
    return _written(str(int(number)), latest, end)


def _written(text: str, latest: int, end: bool) -> date:
    found = next((match for form in WRITTEN if (match := form.fullmatch(text))), None)
    if not found:
        raise ValueError("not a date")
    return _date(found, latest, end)


def _date(found: re.Match[str], latest: int, end: bool) -> date:
    parts = found.groupdict()
    year = whole_year(parts["year"], latest)
    month = int(parts.get("month") or (12 if end else 1))
    if "day" in parts:
        return date(year, month, int(parts["day"]))
    return date(year, month, monthrange(year, month)[1] if end else 1)
