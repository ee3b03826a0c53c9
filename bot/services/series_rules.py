"""The rules by which a series names one day of a month; weekends are known here, holidays are not.

`day:3`: on that day, on the last one where the month is shorter. `nth:1:thu`, `nth:-1:fri`: the first Thursday, the
last Friday. `workday:1`, `workday:-1`: the first and the last weekday that is no Saturday or Sunday.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.services.holidays import Calendar

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_WORKDAY = 10
"""Every month has that many working days, Tết included."""
NTHS = (1, 2, 3, 4, -1)
"""There is not a fifth Thursday in every month."""


def checked_rule(rule: str) -> str:
    """The rule; raises ValueError for one that does not name exactly one day of each month."""
    match rule.split(":"):
        case ["day", day] if 1 <= _number(day) <= 31:
            return rule
        case ["nth", nth, weekday] if _number(nth) in NTHS and weekday in WEEKDAYS:
            return rule
        case ["workday", nth] if 1 <= abs(_number(nth)) <= MOST_WORKDAY:
            return rule
    raise ValueError(f"no such rule: {rule}")


def _number(text: str) -> int:
    """As it is stored: `3`, `-1`, never `03`."""
    if str(int(text)) != text:
        raise ValueError(text)
    return int(text)


def day_in(rule: str, month: str) -> date:
    """The day of `2026-12` that the rule names, whatever the holidays are."""
    return _chosen(rule, month, lambda on: on.weekday() < 5)


def right_day(rule: str, month: str, calendar: Calendar) -> date:
    """The same with holidays for what counts working days."""
    return _chosen(rule, month, lambda on: not calendar.is_off(on))


def _chosen(rule: str, month: str, is_working: Callable[[date], bool]) -> date:
    days = days_of_month(month)
    kind, *parts = rule.split(":")
    if kind == "day":
        return days[min(int(parts[0]), len(days)) - 1]
    weekday = WEEKDAYS.index(parts[1]) if kind == "nth" else None
    found = [on for on in days if (is_working(on) if weekday is None else on.weekday() == weekday)]
    nth = int(parts[0])
    return found[nth - 1 if nth > 0 else nth]


def days_of_month(month: str) -> list[date]:
    first = date(int(month[:4]), int(month[5:]), 1)
    return [first + timedelta(days=ahead) for ahead in range(monthrange(first.year, first.month)[1])]


def rules_naming(on: date) -> list[str]:
    """Every rule whose day in its month is this one."""
    last = monthrange(on.year, on.month)[1]
    rules = [f"day:{day}" for day in range(on.day, 32 if on.day == last else on.day + 1)]
    nth = (on.day - 1) // 7 + 1
    rules += [f"nth:{nth}:{WEEKDAYS[on.weekday()]}"] if nth in NTHS else []
    rules += [f"nth:-1:{WEEKDAYS[on.weekday()]}"] if on.day + 7 > last else []
    return rules + _workdays_naming(on)


def _workdays_naming(on: date) -> list[str]:
    if on.weekday() >= 5:
        return []
    working = [one for one in days_of_month(f"{on:%Y-%m}") if one.weekday() < 5]
    at = working.index(on)
    return [f"workday:{nth}" for nth in (at + 1, at - len(working)) if abs(nth) <= MOST_WORKDAY]
