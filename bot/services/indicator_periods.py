"""The periods of what is asked again and again: when each begins and ends, when it is asked and due."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from bot.model.indicators import Indicator, Repeat
from bot.words.times import day_of

MONTHS = {Repeat.MONTH: 1, Repeat.QUARTER: 3, Repeat.YEAR: 12}


class Period(NamedTuple):
    """Days, all of them included."""

    starts_on: date
    ends_on: date
    opens_on: date
    """From this day on it is asked."""
    due_on: date


def period_of(asked: Indicator, on: date) -> Period:
    """The period that a day falls into; what is asked once has one, from the day on which it was defined."""
    if asked.repeat is Repeat.ONCE:
        starts_on, ends_on, due_on = on, max(on, asked.due_on), asked.due_on
    else:
        length = MONTHS[asked.repeat]
        first = (on.year * 12 + on.month - 1) // length * length
        starts_on, ends_on = _day(first, 1), _day(first + length, 1) - timedelta(days=1)
        due_on = _day(first + (asked.due_on.month - 1) % length, asked.due_on.day)
    opens_on = starts_on if asked.lead_days is None else max(starts_on, due_on - timedelta(days=asked.lead_days))
    return Period(starts_on, ends_on, opens_on, due_on)


def first_day(asked: Indicator) -> date:
    """What is asked once begins when it was defined, anything else in the period in which it is due first."""
    return day_of(asked.made_at) if asked.repeat is Repeat.ONCE else asked.due_on


def period_after(asked: Indicator, period: Period) -> Period | None:
    """The next one; None behind what is asked once."""
    return None if asked.repeat is Repeat.ONCE else period_of(asked, period.ends_on + timedelta(days=1))


def _day(month: int, day: int) -> date:
    """Of a month counted from the year 0; the 31st of a short one is its last."""
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(day, monthrange(year, number)[1]))
