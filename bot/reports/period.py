"""The month, quarter or year that a report is about."""

import re
from dataclasses import dataclass
from datetime import date

from bot.refusals import TimeUnreadable
from bot.words import report_words as words
from bot.words.times import month_of

LENGTHS = {"m": 1, "q": 3, "y": 12}
EXAMPLES = "m2026-12, q2026-4, y2026"
FIRST_YEAR, LAST_YEAR = 1930, 2999
"""Between them a calendar can be reckoned with, the years around included."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first through the last month, both as `2026-12`."""

    first: str
    last: str

    @property
    def length(self) -> int:
        """In months."""
        return _number(self.last) - _number(self.first) + 1

    @property
    def before(self) -> "Period":
        """The one of the same length that ends where this one begins."""
        return _from(_number(self.first) - self.length, self.length)

    @property
    def after(self) -> "Period":
        """The one of the same length that begins where this one ends."""
        return _from(_number(self.first) + self.length, self.length)

    @property
    def year_before(self) -> "Period":
        """The same months a year earlier."""
        return _from(_number(self.first) - 12, self.length)

    @property
    def label(self) -> str:
        return words.period_label(self.first, self.last)

    @property
    def as_value(self) -> str:
        """What a button carries: `m2026-12`, `q2026-4`, `y2026`."""
        year, month = self.last[:4], self.last[5:]
        return {1: f"m{self.last}", 3: f"q{year}-{int(month) // 3}", 12: f"y{year}"}[self.length]


def month_period(on: date) -> Period:
    return _from(_number(month_of(on)), 1)


def quarter_period(on: date) -> Period:
    return _from(_number(month_of(on)) // 3 * 3, 3)


def year_period(on: date) -> Period:
    return _from(on.year * 12, 12)


def read_period(text: str) -> Period:
    """What `as_value` wrote; raises TimeUnreadable."""
    found = re.fullmatch(r"m(\d{4})-(0[1-9]|1[0-2])|q(\d{4})-([1-4])|y(\d{4})", text.strip(), re.ASCII)
    if found is None or not is_reckoned(next(one for one in found.groups() if one and len(one) == 4)):
        raise TimeUnreadable(text=text[:20], example=EXAMPLES)
    length = LENGTHS[found[0][0]]
    year, part = [int(one) for one in found.groups() if one is not None] + [1] * (length == 12)
    return _from(year * 12 + (part - 1) * length, length)


def is_reckoned(year: str | int) -> bool:
    """Whether a report can be about it: one that was mistyped may have no month before it or after it."""
    return FIRST_YEAR <= int(year) <= LAST_YEAR


def _number(month: str) -> int:
    """Months since the year 0."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _from(number: int, length: int) -> Period:
    first, last = (f"{one // 12:04}-{one % 12 + 1:02}" for one in (number, number + length - 1))
    return Period(first, last)
