"""A series is put together: what is typed and chosen, until it is set."""

from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.refusals import ChoiceExpected
from bot.services.audit import as_member
from bot.services.series import KINDS, Monthly, monthly_of, series_held, set_series
from bot.services.series_months import change_month
from bot.services.series_rules import WEEKDAYS, checked_rule
from bot.words import series_words as words
from handlers.meetings.planning import (
    Planned,
    an_hour,
    begin,
    change,
    is_offered,
    jot,
    named,
    or_other,
    planned,
    typed,
    typed_at_preview,
)
from handlers.series.plans import (
    ALL,
    FOLLOWING,
    NOTHING_SAID,
    ONE,
    SERIES,
    demand_day,
    kind_of,
    leader,
    line,
    month_of_plan,
    scope_of,
    wanted,
)
from handlers.series.previews import LOOK
from handlers.series.questions import (
    HALF,
    PART,
    PLACE,
    ask_weekday,
    ask_which,
    next_question,
    series_in,
    spoken_of,
    unreadable,
)
from handlers.talk import drafts
from handlers.talk.acting import Acting

router = Router()


# Parts of choices; they raise ValueError


def a_day_of_month(text: str) -> int:
    if not 1 <= number(text) <= 31:
        raise ValueError(text)
    return int(text)


def a_rule(text: str) -> str:
    """`nth.1.thu`."""
    return checked_rule(text.replace(".", ":"))


def a_weekday(text: str) -> str:
    if text not in WEEKDAYS:
        raise ValueError(text)
    return text


def some_months(text: str) -> tuple[int, ...]:
    """`3.6.9.12`; `0` is each."""
    months = tuple(number(part) for part in text.split(".")) if text != "0" else ()
    if not all(1 <= month <= 12 for month in months):
        raise ValueError(text)
    return months


def a_kind(text: str) -> MeetingKind:
    if (kind := MeetingKind(text)) not in KINDS:
        raise ValueError(text)
    return kind


# What is typed


async def plan_it(turn: Turn, unit_id: int, facts: dict[str, Any], kind: MeetingKind = MeetingKind.REGULAR) -> Reply:
    """A new draft; `unit_id` is 0 while it is not known for which cell."""
    begin(turn, SERIES, unit=unit_id, kind=kind, scope=ALL, month=None, **NOTHING_SAID)
    jot(turn, SERIES, **facts)
    return await next_question(turn)


def plan_from(turn: Turn, unit_id: int, kind: MeetingKind, scope: str, month: str) -> Reply:
    """A draft about one meeting, or that and those behind it; nothing is said yet of how it shall be."""
    begin(turn, SERIES, unit=unit_id, kind=kind, scope=scope, month=month, **NOTHING_SAID)
    return Reply(words.ask_part(month, is_one=scope == ONE), expect=PART)


def demanded(said: str, plan: Planned | None = None) -> dict[str, Any]:
    """Day, months, hour and place; raises TimeUnreadable where neither of the first is said."""
    if not (facts := series_in(said, plan)):
        raise unreadable(said)
    return facts


@router.step(PART)
@router.step(HALF)
@or_other
async def part_in_words(turn: Turn) -> Reply:
    plan = planned(turn, SERIES)
    facts = demanded(typed(turn), plan)
    demand_day(plan, facts)
    change(turn, SERIES, **facts)
    return await next_question(turn)


@router.step(PLACE)
async def place_in_words(turn: Turn) -> Reply:
    change(turn, SERIES, place=await named(turn))
    return await next_question(turn)


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    plan, said = planned(turn, SERIES), typed_at_preview(turn)
    if words.is_yes(said) and is_offered(turn, f"series_go:{plan.number}:{plan.edition}"):
        return await _set(turn, plan)
    if not (facts := series_in(said, plan)):
        raise ChoiceExpected
    demand_day(plan, facts)
    change(turn, SERIES, **facts)
    return await next_question(turn)


# What is chosen


@router.choice("series_in", number, number)
async def choose_cell(turn: Turn) -> Reply:
    return await _chosen(turn, "unit")


@router.choice("series_day", number, a_day_of_month)
async def choose_day(turn: Turn) -> Reply:
    planned(turn, SERIES, turn.args[0])
    change(turn, SERIES, rule=f"day:{turn.args[1]}")
    return await next_question(turn)


@router.choice("series_by", number)
async def choose_by_weekday(turn: Turn) -> Reply:
    return ask_weekday(planned(turn, SERIES, turn.args[0]))


@router.choice("series_weekday", number, a_weekday)
async def choose_weekday(turn: Turn) -> Reply:
    return ask_which(planned(turn, SERIES, turn.args[0]), turn.args[1])


@router.choice("series_rule", number, a_rule)
async def choose_rule(turn: Turn) -> Reply:
    return await _chosen(turn, "rule")


@router.choice("series_in_months", number, some_months)
async def choose_months(turn: Turn) -> Reply:
    return await _chosen(turn, "months")


@router.choice("series_hour", number, an_hour)
async def choose_hour(turn: Turn) -> Reply:
    planned(turn, SERIES, turn.args[0])
    change(turn, SERIES, hours=(turn.args[1],))
    return await next_question(turn)


async def _chosen(turn: Turn, what: str) -> Reply:
    planned(turn, SERIES, turn.args[0])
    change(turn, SERIES, **{what: turn.args[1]})
    return await next_question(turn)


@router.choice("series_place", number, number)
async def choose_place(turn: Turn) -> Reply:
    places = planned(turn, SERIES, turn.args[0]).about.get("places", [])
    change(turn, SERIES, place=places[turn.args[1]] if turn.args[1] < len(places) else "")
    return await next_question(turn)


@router.choice("series_edit", number)
async def edit(turn: Turn) -> Reply:
    planned(turn, SERIES, turn.args[0])
    return Reply(words.ASK, expect=PART)


@router.choice("series_drop", number)
async def leave(turn: Turn) -> Reply:
    plan = planned(turn, SERIES, turn.args[0])
    drafts.drop(turn)
    return Reply(words.LEFT, (_show(plan.about["unit"], kind_of(plan)),))


# It is done


@router.choice("series_go", number, number)
async def confirm(turn: Turn) -> Reply:
    """A button under an older preview sets nothing: it shows what would be set by now."""
    plan = planned(turn, SERIES, turn.args[0])
    has_day = plan.about.get("rule") and plan.about.get("months") is not None
    is_whole = has_day and len(plan.hours) == 1 and plan.place
    return await (_set(turn, plan) if is_whole and plan.edition == turn.args[1] else next_question(turn))


async def _set(turn: Turn, plan: Planned) -> Reply:
    one, monthly, kind = await leader(turn, plan.about["unit"]), wanted(plan), kind_of(plan)
    drafts.drop(turn)
    choices = (_show(one.unit.id, kind), Choice(words.CALL, f"call:{one.unit.id}"))
    return Reply(await _done(turn, one, plan, monthly), choices)


async def _done(turn: Turn, one: Acting, plan: Planned, monthly: Monthly) -> str:
    """What was done, and for which meetings."""
    kind, month, by = kind_of(plan), month_of_plan(plan), as_member(one.member.id)
    before = await spoken_of(turn, plan, one.unit.id)
    if scope_of(plan) == ONE and month is not None and before is not None:
        await change_month(turn.db, before, month, monthly, by, turn.now)
        return words.one_has_been_set(monthly.in_month(month), monthly.place)
    held = await series_held(turn.db, one.unit.id, kind)
    if before is not None and monthly_of(before) == monthly and (len(held) == 1 or scope_of(plan) == FOLLOWING):
        return words.AS_BEFORE
    from_month = month if scope_of(plan) == FOLLOWING else None
    await set_series(turn.db, one.unit, monthly, by, turn.now, kind, from_month)
    done = words.has_been_set(line(monthly), kind)
    return words.from_month(done, from_month) if from_month else done


def _show(unit_id: int, kind: MeetingKind) -> Choice:
    value = f"series:{unit_id}" if kind is MeetingKind.REGULAR else f"series:{unit_id}:{kind}"
    return Choice(words.SHOW, value)
