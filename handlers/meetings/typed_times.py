"""The time of a meeting as it is typed, completed by what is known of it already."""

from datetime import date, datetime, time
from typing import Any

from bot.conversation import Turn
from bot.refusals import LunarDay, NotThatWeekday, Refused, TextTooLong, TimeIsPast, TimeUnreadable
from bot.services.meetings import LONGEST_PLACE, LONGEST_TOPIC, check_time
from bot.words.calling import TIME_EXAMPLE, place_in
from bot.words.moment_days import OtherWeekday
from bot.words.moment_doubts import OfTheMoon
from bot.words.moment_left import is_time_left, speaks_of_the_moon
from bot.words.moments import When, read_when
from bot.words.times import at_local, day_of
from handlers.meetings.planning import SAID_BACK, Planned


def times_in(turn: Turn, said: str, plan: Planned, example: str = TIME_EXAMPLE) -> dict[str, Any]:
    """What these words say of the time and with it of the place; nothing where no time is in them.

    Raises TimeUnreadable, TimeIsPast, TimeTooFar or TextTooLong.
    """
    found = _read(said, plan, turn.now, example)
    if is_time_left(found.rest):
        raise unreadable(said, example)
    if found.on is None and not found.hours:
        return {}
    on, place = found.on or plan.on, place_in(found.rest)
    if len(place) > LONGEST_PLACE:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    hours = hours_to_come(on, found.hours or plan.hours, turn.now)
    return {"on": on, "hours": hours} | ({"place": place} if place else {})


def demand_times_in(turn: Turn, said: str, plan: Planned) -> dict[str, Any]:
    """The same where a time is asked for: raises TimeUnreadable where none is said."""
    facts = times_in(turn, said, plan)
    if not facts:
        raise unreadable(said, TIME_EXAMPLE)
    return facts


def only_time_in(turn: Turn, said: str, plan: Planned) -> dict[str, Any]:
    """What words say that hold a time and nothing else; nothing where they are a place."""
    try:
        found = read_when(said, turn.now)
    except ValueError:
        return {}
    return {} if found.rest else times_in(turn, said, plan)


def unreadable(said: str, example: str, why: ValueError | None = None) -> Refused:
    """What to say of a time that cannot be read, and why where that is known."""
    if isinstance(why, OtherWeekday):
        return NotThatWeekday(on=why.on, example=example)
    if isinstance(why, OfTheMoon) or (why is None and speaks_of_the_moon(said)):
        return LunarDay(example=example)
    return TimeUnreadable(text=said[:SAID_BACK], example=example)


def _read(said: str, plan: Planned, now: datetime, example: str) -> When:
    try:
        found = read_when(_completed(said, plan), now)
        if len(plan.hours) > 1 and found.on is None and not found.hours:
            found = _of_two(said, plan, now) or found
    except ValueError as why:
        raise unreadable(said, example, why) from None
    return found


def _completed(said: str, plan: Planned) -> str:
    """A bare number is the hour, or the day, that was asked for."""
    if not said.isdecimal():
        return said
    return f"ngày {said}" if plan.hours and plan.on is None else f"{said}h"


def _of_two(said: str, plan: Planned, now: datetime) -> When | None:
    """The part of the day that tells one of two hours from the other: "tối, nhà văn hóa"."""
    hour = min(plan.hours)
    found = read_when(f"{hour.hour}h{hour.minute:02} {said}", now)
    return found if len(found.hours) == 1 and found.hours[0] in plan.hours else None


def hours_to_come(on: date | None, hours: tuple[time, ...], now: datetime) -> tuple[time, ...]:
    """Of two hours the one that is still to come; raises TimeIsPast or TimeTooFar where none will do."""
    if on is None:
        return hours
    if on < day_of(now) and not hours:
        raise TimeIsPast(at=at_local(on, time(23, 59)), now=now)
    left = tuple(hour for hour in hours if at_local(on, hour) > now) or hours
    for hour in left:
        check_time(at_local(on, hour), now)
    return left
