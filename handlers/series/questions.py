"""What is still open about a series that is being set; then what setting it means."""

from datetime import time
from typing import Any

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.model.series import Series
from bot.refusals import Refused, SeriesByWeekday, TextTooLong
from bot.services.habits import Habits, habits_of
from bot.services.meetings import LONGEST_PLACE, LONGEST_TOPIC
from bot.services.permissions import Right
from bot.services.series import monthly_of, series_of
from bot.services.series_months import series_ahead
from bot.words import calling
from bot.words import series_words as words
from bot.words.labels import cut
from bot.words.moment_left import is_time_left
from bot.words.series import ByWeekday, SeriesSaid, read_series
from bot.words.series_rules import QUARTERS, RULE_WEEKDAYS
from handlers.meetings import typed_times
from handlers.meetings.planning import Planned, jot, planned
from handlers.meetings.questions import COMMON_HOURS
from handlers.series.plans import SERIES, kind_of, leader, month_of_plan
from handlers.series.previews import preview
from handlers.talk import drafts
from handlers.talk.acting import one_unit

PART, HALF, PLACE = "series_part", "series_half", "series_place"
COMMON_DAYS = (3, 5, 10)


async def next_question(turn: Turn) -> Reply:
    """For which cell, on which day, in which months, at which hour, where; then the preview."""
    plan = planned(turn, SERIES)
    if not plan.about["unit"]:
        cell = await one_unit(turn, Right.CALL, f"series_in:{plan.number}")
        if isinstance(cell, Reply):
            return cell
        plan = jot(turn, SERIES, unit=cell.id)
    one = await leader(turn, plan.about["unit"])
    before = await spoken_of(turn, plan, one.unit.id)
    plan = _with_what_holds(turn, plan, before)
    return await _ask(turn, plan) or await preview(turn, plan, one.unit, before)


async def spoken_of(turn: Turn, plan: Planned, cell_id: int) -> Series | None:
    """The series that would be changed: of the month that is spoken of, or by which the cell meets next."""
    if (month := month_of_plan(plan)) is not None:
        return await series_of(turn.db, cell_id, kind_of(plan), month)
    return await series_ahead(turn.db, cell_id, kind_of(plan), turn.now)


def _with_what_holds(turn: Turn, plan: Planned, series: Series | None) -> Planned:
    """What nobody mentions stays as it is in the present series; regular meetings are in each month."""
    said = plan.about.get("rule"), plan.about.get("months")
    if series is None:
        months = [] if kind_of(plan) is MeetingKind.REGULAR and said[1] is None else said[1]
        return jot(turn, SERIES, rule=said[0], months=months)
    now = monthly_of(series)
    months = list(now.months) if said[1] is None else said[1]
    hours, place = plan.hours or (now.hour,), plan.place or now.place
    return jot(turn, SERIES, rule=said[0] or now.rule, months=months, hours=hours, place=place)


async def _ask(turn: Turn, plan: Planned) -> Reply | None:
    habits = await habits_of(turn.db, plan.about["unit"], turn.now)
    if plan.about["rule"] is None:
        return _ask_day(plan, habits)
    if plan.about["months"] is None:
        return _ask_months(plan)
    if not plan.hours:
        hours = list(dict.fromkeys((*habits.hours, *COMMON_HOURS)))[:3]
        return Reply(words.ASK_HOUR, tuple(_hour(plan, calling.hour_choice(hour), hour) for hour in hours), expect=PART)
    if len(plan.hours) > 1:
        halves = tuple(_hour(plan, calling.hour_of_day(hour), hour) for hour in plan.hours)
        return Reply(calling.ask_half(plan.hours), halves, expect=HALF)
    return None if plan.place else _ask_place(turn, plan, habits.places)


def _ask_day(plan: Planned, habits: Habits) -> Reply:
    """A day of the month, one of its weekdays, or its last working day."""
    last = [int(habits.last.rule.removeprefix("day:"))] if habits.last else []
    days = list(dict.fromkeys((*last, *COMMON_DAYS)))[:3]
    choices = (
        *(Choice(words.day_choice_of_month(day), f"series_day:{plan.number}:{day}") for day in days),
        Choice(words.BY_WEEKDAY, f"series_by:{plan.number}"),
        Choice(words.LAST_WORKDAY, f"series_rule:{plan.number}:workday.-1"),
    )
    return Reply(words.ASK_DAY, choices, expect=PART)


def ask_weekday(plan: Planned) -> Reply:
    choices = (
        Choice(label, f"series_weekday:{plan.number}:{name}")
        for label, name in zip(words.WEEKDAY_LABELS, RULE_WEEKDAYS, strict=True)
    )
    return Reply(words.ASK_WEEKDAY, tuple(choices), expect=PART)


def ask_which(plan: Planned, weekday: str) -> Reply:
    """The first of the month, the second, the last."""
    choices = (
        Choice(label, f"series_rule:{plan.number}:nth.{nth}.{weekday}") for label, nth in words.which_labels(weekday)
    )
    return Reply(words.ASK_WHICH, tuple(choices), expect=PART)


def _ask_months(plan: Planned) -> Reply:
    quarters = (
        Choice(words.months_label(months), f"series_in_months:{plan.number}:{'.'.join(map(str, months))}")
        for months in reversed(QUARTERS.values())
    )
    every = Choice(words.EVERY_MONTH, f"series_in_months:{plan.number}:0")
    return Reply(words.ASK_MONTHS, (*quarters, every), expect=PART)


def _hour(plan: Planned, label: str, hour: time) -> Choice:
    return Choice(label, f"series_hour:{plan.number}:{hour:%H%M}")


def _ask_place(turn: Turn, plan: Planned, places: tuple[str, ...]) -> Reply:
    drafts.add(turn, SERIES, places=list(places))
    choices = tuple(Choice(cut(place), f"series_place:{plan.number}:{n}") for n, place in enumerate(places))
    return Reply(calling.ask_place(has_choices=bool(places)), choices, expect=PLACE)


# What is typed


def series_in(said: str, plan: Planned | None = None) -> dict[str, Any]:
    """What these words say of day, months, hour and place; nothing where neither day, months nor hour is in them.

    Raises TimeUnreadable for what no calendar and no clock has.
    """
    try:
        found = _read(said, plan)
    except ValueError as why:
        raise unreadable(said, why) from None
    if is_time_left(found.place):
        raise unreadable(said)
    if found.rule is None and not found.hours and not found.months:
        return {}
    place = calling.place_in(found.place)
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    facts = {"rule": found.rule, "months": found.months, "hours": found.hours, "place": place}
    return {name: fact for name, fact in facts.items() if fact}


def _read(said: str, plan: Planned | None) -> SeriesSaid:
    """A bare number is what was asked for; "tối" tells one of two hours from the other."""
    if plan and said.isdecimal():
        return read_series(f"ngày {said}" if plan.about.get("rule") is None else f"{said}h")
    found = read_series(said)
    if plan and len(plan.hours) > 1 and found.rule is None and not found.hours:
        hour = min(plan.hours)
        return read_series(f"{hour.hour}h{hour.minute:02} {said}")
    return found


def unreadable(said: str, why: ValueError | None = None) -> Refused:
    if isinstance(why, ByWeekday):
        return SeriesByWeekday(example=words.EXAMPLE)
    return typed_times.unreadable(said, words.EXAMPLE, why)
