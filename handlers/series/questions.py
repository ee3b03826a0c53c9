"""What is still open about a monthly series that is being set; then what setting it means."""

from datetime import time, timedelta
from typing import Any

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import Refused, SeriesByWeekday, TextTooLong
from bot.services.habits import habits_of, regular_to_come
from bot.services.meetings import LONGEST_PLACE, LONGEST_TOPIC
from bot.services.permissions import Right
from bot.services.series import Monthly, checked_monthly, monthly_of, next_dates, series_of
from bot.services.unit_settings import settings_of
from bot.words import calling, vi
from bot.words import series_words as words
from bot.words.labels import cut
from bot.words.moment_left import is_time_left
from bot.words.series import ByWeekday, SeriesSaid, read_series, series_line
from handlers.meetings import planning
from handlers.meetings.planning import Planned, jot, planned
from handlers.meetings.preview import caller
from handlers.meetings.questions import COMMON_HOURS
from handlers.talk import drafts
from handlers.talk.acting import one_unit

SERIES = "series"
PART, HALF, PLACE, LOOK = "series_part", "series_half", "series_place", "series_look"
COMMON_DAYS = (3, 5, 10)


def line(monthly: Monthly) -> str:
    return series_line(monthly.day, monthly.hour, monthly.place)


async def next_question(turn: Turn) -> Reply:
    """For which cell, on which day, at which hour, where; then the preview."""
    plan = planned(turn, SERIES)
    if not plan.about["unit"]:
        cell = await one_unit(turn, Right.CALL, f"series_in:{plan.number}")
        if isinstance(cell, Reply):
            return cell
        plan = jot(turn, SERIES, unit=cell.id)
    one = await caller(turn, plan.about["unit"])
    plan = await _with_what_holds(turn, plan)
    return await _ask(turn, plan) or await _preview(turn, plan, one.unit)


async def _with_what_holds(turn: Turn, plan: Planned) -> Planned:
    """What nobody mentions stays as it is in the present series."""
    series = await series_of(turn.db, plan.about["unit"])
    if series is None:
        return plan
    now = monthly_of(series)
    day, hours, place = plan.about["day"] or now.day, plan.hours or (now.hour,), plan.place or now.place
    return jot(turn, SERIES, day=day, hours=hours, place=place)


async def _ask(turn: Turn, plan: Planned) -> Reply | None:
    habits = await habits_of(turn.db, plan.about["unit"], turn.now)
    if plan.about["day"] is None:
        days = dict.fromkeys((*([habits.last.day] if habits.last else []), *COMMON_DAYS))
        choices = [Choice(words.day_choice_of_month(day), f"series_day:{plan.number}:{day}") for day in days]
        return Reply(words.ASK_DAY, tuple(choices[:3]), expect=PART)
    if not plan.hours:
        hours = list(dict.fromkeys((*habits.hours, *COMMON_HOURS)))[:3]
        return Reply(words.ASK_HOUR, tuple(_hour(plan, calling.hour_choice(hour), hour) for hour in hours), expect=PART)
    if len(plan.hours) > 1:
        halves = tuple(_hour(plan, calling.hour_of_day(hour), hour) for hour in plan.hours)
        return Reply(calling.ask_half(plan.hours), halves, expect=HALF)
    return None if plan.place else _ask_place(turn, plan, habits.places)


def _hour(plan: Planned, label: str, hour: time) -> Choice:
    return Choice(label, f"series_hour:{plan.number}:{hour:%H%M}")


def _ask_place(turn: Turn, plan: Planned, places: tuple[str, ...]) -> Reply:
    drafts.add(turn, SERIES, places=list(places))
    choices = tuple(Choice(cut(place), f"series_place:{plan.number}:{n}") for n, place in enumerate(places))
    return Reply(calling.ask_place(has_choices=bool(places)), choices, expect=PLACE)


def wanted(plan: Planned) -> Monthly:
    """The series as it is planned; raises a refusal for what cannot be told to people."""
    return checked_monthly(plan.about["day"], plan.hours[0], plan.place, harmless=True)


async def _preview(turn: Turn, plan: Planned, cell: Unit) -> Reply:
    monthly, settings = wanted(plan), await settings_of(turn.db, cell)
    dates = await next_dates(turn.db, cell.id, monthly, turn.now, 3)
    called = await regular_to_come(turn.db, cell.id, turn.now)
    lines = (
        (True, words.shown(vi.cell(cell.name), line(monthly))),
        (True, words.next_ones(dates)),
        (True, words.how_it_goes(settings.series_days, settings.notice_hours)),
        (dates[0] - turn.now <= timedelta(days=settings.series_days), words.CALLED_SOON),
        (monthly.day > 28, words.SHORT_MONTHS),
        (called, words.called_already(called.starts_at) if called else ""),
    )
    choices = (
        Choice(words.SET, f"series_go:{plan.number}:{plan.edition}"),
        Choice(words.EDIT, f"series_edit:{plan.number}"),
        Choice(words.LEAVE, f"series_drop:{plan.number}"),
    )
    return Reply("\n".join(text for holds, text in lines if holds), choices, expect=LOOK)


# What is typed


def series_in(said: str, plan: Planned | None = None) -> dict[str, Any]:
    """What these words say of day, hour and place; nothing where neither a day nor an hour is in them.

    Raises TimeUnreadable for what no calendar and no clock has.
    """
    try:
        found = _read(said, plan)
    except ValueError as why:
        raise unreadable(said, why) from None
    if is_time_left(found.place):
        raise unreadable(said)
    if found.day is None and not found.hours:
        return {}
    place = calling.place_in(found.place)
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    facts = {"day": found.day, "hours": found.hours, "place": place}
    return {name: fact for name, fact in facts.items() if fact}


def _read(said: str, plan: Planned | None) -> SeriesSaid:
    """A bare number is what was asked for; "tối" tells one of two hours from the other."""
    if plan and said.isdecimal():
        return read_series(f"ngày {said}" if plan.about["day"] is None else f"{said}h")
    found = read_series(said)
    if plan and len(plan.hours) > 1 and found.day is None and not found.hours:
        hour = min(plan.hours)
        return read_series(f"{hour.hour}h{hour.minute:02} {said}")
    return found


def unreadable(said: str, why: ValueError | None = None) -> Refused:
    if isinstance(why, ByWeekday):
        return SeriesByWeekday(example=words.EXAMPLE)
    return planning.unreadable(said, words.EXAMPLE, why)
