"""What is still open about a meeting that is being called, asked one question at a time; then the invitation."""

from datetime import date, datetime, time

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.services.habits import Habits, habits_of
from bot.words import calling as words
from bot.words import kinds as kind_words
from bot.words.labels import cut
from bot.words.times import at_local, local
from handlers.meetings.places import one_place
from handlers.meetings.planning import Planned, jot, planned
from handlers.meetings.preview import CALL, LOOK, caller, preview
from handlers.talk import drafts

WHEN, HALF, PLACE, TOPIC = "call_when", "call_half", "call_place", "call_topic"
MOST_MESSAGES = 6
"""No more are asked of the secretary until the meeting is called."""
COMMON_HOURS = (time(19, 30), time(14), time(8))
KINDS = (
    MeetingKind.REGULAR,
    MeetingKind.THEMATIC,
    MeetingKind.REGULAR_THEMATIC,
    MeetingKind.EXTRAORDINARY,
    MeetingKind.CONFERENCE,
    MeetingKind.REVIEW,
    MeetingKind.STUDY,
    MeetingKind.ADMISSION,
    MeetingKind.CONGRESS,
    MeetingKind.COMMITTEE,
)
"""Those that a cell calls."""


async def next_question(turn: Turn) -> Reply:
    """The first thing that is still open; when nothing is, the invitation."""
    plan = planned(turn, CALL)
    if not plan.about["unit"]:
        asked = await one_place(turn, MeetingKind(plan.about["kind"]), f"call_in:{plan.number}")
        if isinstance(asked, Reply):
            return asked
        plan = jot(turn, CALL, unit=asked.id)
    await caller(turn, plan.about["unit"])
    return await _ask_time(turn, plan) or await _ask_place_or_take_it(turn, plan) or await preview(turn, plan)


async def _ask_time(turn: Turn, plan: Planned) -> Reply | None:
    if plan.on is None and not plan.hours:
        return await ask_when(turn, plan)
    if plan.on is None:
        return await _ask_day(turn, plan)
    if not plan.hours:
        return await _ask_hour(turn, plan, plan.on)
    return await _ask_half(turn, plan) if len(plan.hours) > 1 else None


async def habits(turn: Turn, plan: Planned) -> Habits:
    return await habits_of(turn.db, plan.about["unit"], turn.now)


async def ask_when(turn: Turn, plan: Planned) -> Reply:
    offers = (await habits(turn, plan)).offers
    choices = (
        Choice(words.time_choice(one.at, one.place), f"call_at:{plan.number}:{local(one.at):%Y%m%dT%H%M}")
        for one in offers
    )
    return Reply(words.ask_when(has_offers=bool(offers)), tuple(choices), expect=WHEN)


async def _ask_day(turn: Turn, plan: Planned) -> Reply:
    """Its hour is said: the days on which the cell may well meet."""
    days = dict.fromkeys(local(one.at).date() for one in (await habits(turn, plan)).offers)
    choices = (Choice(words.day_choice(on), f"call_day:{plan.number}:{on:%Y%m%d}") for on in days)
    return Reply(words.ask_day(plan.hours), tuple(choices), expect=WHEN)


async def _ask_hour(turn: Turn, plan: Planned, on: date) -> Reply:
    """Its day is said: the hours of earlier meetings, and common ones."""
    usual = (*(await habits(turn, plan)).hours, *COMMON_HOURS)
    hours = [hour for hour in dict.fromkeys(usual) if _is_to_come(on, hour, turn.now)][:3]
    return Reply(words.ask_hour(on), tuple(_hour(plan, words.hour_choice(hour), hour) for hour in hours), expect=WHEN)


def _is_to_come(on: date, hour: time, now: datetime) -> bool:
    return at_local(on, hour) > now


async def _ask_half(turn: Turn, plan: Planned) -> Reply:
    """In the morning or in the evening; and with it the place, so that it need not be asked on its own."""
    places = () if plan.place else (await habits(turn, plan)).places
    beside = places[0] if places else ""
    drafts.add(turn, CALL, beside=beside)
    choices = tuple(_hour(plan, words.half_choice(hour, beside), hour) for hour in plan.hours)
    asked = words.ask_half(plan.hours, with_place=not plan.place and not places, beside=beside)
    return Reply(asked, choices, expect=HALF)


def _hour(plan: Planned, label: str, hour: time) -> Choice:
    return Choice(label, f"call_hour:{plan.number}:{hour:%H%M}")


async def _ask_place_or_take_it(turn: Turn, plan: Planned) -> Reply | None:
    """The last place stands where it was asked beside the hour, or one more question would be one too many.

    The invitation shows it.
    """
    if plan.place:
        return None
    if plan.about.get("beside"):
        return await preview(turn, jot(turn, CALL, place=plan.about["beside"]))
    places = (await habits(turn, plan)).places
    still_to_come = 3 if plan.about["kind"] == MeetingKind.EXTRAORDINARY else 2
    if places and plan.edition + still_to_come > MOST_MESSAGES:
        return await preview(turn, jot(turn, CALL, place=places[0]))
    return await ask_place(turn, plan)


async def ask_place(turn: Turn, plan: Planned) -> Reply:
    places = (await habits(turn, plan)).places
    drafts.add(turn, CALL, places=list(places))
    choices = tuple(Choice(cut(place), f"call_place:{plan.number}:{n}") for n, place in enumerate(places))
    return Reply(words.ask_place(has_choices=bool(places)), choices, expect=PLACE)


def ask_topic(plan: Planned) -> Reply:
    return Reply(words.ASK_TOPIC, (Choice(words.NO_TOPIC, f"call_topic:{plan.number}"),), expect=TOPIC)


def ask_kind(plan: Planned) -> Reply:
    choices = (Choice(words.kind_choice(kind), f"call_kind:{plan.number}:{kind}") for kind in KINDS)
    is_wide = plan.about.get("is_extended", False)
    label = kind_words.NARROW if is_wide else kind_words.WIDE
    wide = Choice(label, f"call_wide:{plan.number}:{int(not is_wide)}")
    return Reply(words.ASK_KIND, (*choices, wide), expect=LOOK)
