"""A series as it is planned in the chat, and of which of its meetings is spoken."""

from typing import Any

from bot.conversation import Turn
from bot.model.meetings import MeetingKind
from bot.refusals import NotAllowed, NotThatMonth
from bot.services.series import Monthly, checked_monthly
from bot.services.series_months import month_said
from bot.services.series_rules import day_in
from bot.words.series import series_line
from handlers.meetings.planning import Planned
from handlers.meetings.preview import caller
from handlers.talk.acting import Acting

SERIES = "series"
ALL, FOLLOWING, ONE = "all", "following", "one"
"""All meetings, one and all behind it, one alone."""
NOTHING_SAID: dict[str, Any] = {"rule": None, "months": None}


async def leader(turn: Turn, unit_id: int) -> Acting:
    """Who here may set the series of this cell; groups and committees have none. Raises NotAllowed."""
    one = await caller(turn, unit_id)
    if not one.unit.is_cell:
        raise NotAllowed
    return one


def demand_day(plan: Planned, facts: dict[str, Any]) -> None:
    """One meeting alone is on a day that its month has: raises NotThatMonth for the 30th of February."""
    month, rule = month_of_plan(plan), str(facts.get("rule", ""))
    is_day = scope_of(plan) == ONE and month is not None and rule.startswith("day:")
    if month is not None and is_day and rule != f"day:{day_in(rule, month).day}":
        raise NotThatMonth(on=rule.removeprefix("day:"), month=month_said(month))


def line(monthly: Monthly) -> str:
    return series_line(monthly.rule, monthly.hour, monthly.place, monthly.months)


def kind_of(plan: Planned) -> MeetingKind:
    return MeetingKind(plan.about.get("kind", MeetingKind.REGULAR))


def scope_of(plan: Planned) -> str:
    scope: str = plan.about.get("scope", ALL)
    return scope


def month_of_plan(plan: Planned) -> str | None:
    """The month that is spoken of, or from which on it shall hold."""
    month: str | None = plan.about.get("month")
    return month


def wanted(plan: Planned) -> Monthly:
    """The series as it is planned; raises a refusal for what cannot be told to people."""
    months = plan.about["months"] or ()
    return checked_monthly(plan.about["rule"], plan.hours[0], plan.place, months=months, harmless=True)
