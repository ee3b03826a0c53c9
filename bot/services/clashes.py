"""Days of a series that are off, and the working days nearest to them (rule 30)."""

from dataclasses import dataclass
from datetime import date

from bot.services.holidays import Calendar
from bot.services.series_rules import day_in, days_of_month, right_day


@dataclass(frozen=True, slots=True)
class Clash:
    """A day on which nobody calls a meeting without asking."""

    on: date
    """The day by the rule."""
    holiday: str | None
    """None: another day is the last working one, or the first."""
    near: tuple[date, ...]
    """At most two working days of the same month: before it and after it, or the nearest; what the rule means first."""


def clash_of(rule: str, month: str, calendar: Calendar) -> Clash | None:
    """Weekends are none: many cells meet on a Sunday. `calendar` holds at least this month."""
    on = day_in(rule, month)
    holiday, meant = calendar.holiday(on), on
    if rule.startswith("workday:"):
        meant = right_day(rule, month, calendar)
    if holiday is None and meant == on:
        return None
    return Clash(on, holiday, _near(on, meant, month, calendar))


def _near(on: date, meant: date, month: str, calendar: Calendar) -> tuple[date, ...]:
    """A meeting stays in its month: else one month would have two, and the other none."""
    working = [one for one in days_of_month(month) if one != on and not calendar.is_off(one)]
    before = [one for one in reversed(working) if one < on]
    after = [one for one in working if one > on]
    pair = (*before[:1], *after[:1]) if before and after else (*before[:2], *after[:2])
    if meant == on:
        return tuple(sorted(pair))
    return (meant, *(one for one in pair if one != meant))[:2]
