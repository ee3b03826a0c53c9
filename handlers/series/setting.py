"""The monthly series is put together: what is typed and chosen, until it is set."""

from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import ChoiceExpected
from bot.services.audit import as_member
from bot.services.series import monthly_of, series_of, set_series
from bot.words import series_words as words
from handlers.meetings.planning import Planned, an_hour, begin, change, is_offered, jot, named, or_other, planned, typed
from handlers.meetings.preview import caller
from handlers.series.questions import (
    HALF,
    LOOK,
    PART,
    PLACE,
    SERIES,
    line,
    next_question,
    series_in,
    unreadable,
    wanted,
)
from handlers.talk import drafts

router = Router()


def a_day_of_month(text: str) -> int:
    """Raises ValueError."""
    if not 1 <= number(text) <= 31:
        raise ValueError(text)
    return int(text)


async def plan_it(turn: Turn, unit_id: int, facts: dict[str, Any]) -> Reply:
    """A new draft; `unit_id` is 0 while it is not known for which cell."""
    begin(turn, SERIES, unit=unit_id, day=None)
    jot(turn, SERIES, **facts)
    return await next_question(turn)


def demanded(said: str, plan: Planned | None = None) -> dict[str, Any]:
    """Day, hour and place; raises TimeUnreadable where neither day nor hour is said."""
    if not (facts := series_in(said, plan)):
        raise unreadable(said)
    return facts


@router.step(PART)
@router.step(HALF)
@or_other
async def part_in_words(turn: Turn) -> Reply:
    plan = planned(turn, SERIES)
    change(turn, SERIES, **demanded(typed(turn), plan))
    return await next_question(turn)


@router.step(PLACE)
async def place_in_words(turn: Turn) -> Reply:
    change(turn, SERIES, place=await named(turn))
    return await next_question(turn)


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    plan, said = planned(turn, SERIES), typed(turn)
    if words.is_yes(said) and is_offered(turn, f"series_go:{plan.number}:{plan.edition}"):
        return await _set(turn, plan)
    if not (facts := series_in(said, plan)):
        raise ChoiceExpected
    change(turn, SERIES, **facts)
    return await next_question(turn)


@router.choice("series_in", number, number)
async def choose_cell(turn: Turn) -> Reply:
    planned(turn, SERIES, turn.args[0])
    change(turn, SERIES, unit=turn.args[1])
    return await next_question(turn)


@router.choice("series_day", number, a_day_of_month)
async def choose_day(turn: Turn) -> Reply:
    planned(turn, SERIES, turn.args[0])
    change(turn, SERIES, day=turn.args[1])
    return await next_question(turn)


@router.choice("series_hour", number, an_hour)
async def choose_hour(turn: Turn) -> Reply:
    planned(turn, SERIES, turn.args[0])
    change(turn, SERIES, hours=(turn.args[1],))
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
    return Reply(words.LEFT, (Choice(words.SHOW, f"series:{plan.about['unit']}"),))


# It is done


@router.choice("series_go", number, number)
async def confirm(turn: Turn) -> Reply:
    """A button under an older preview sets nothing: it shows what would be set by now."""
    plan = planned(turn, SERIES, turn.args[0])
    is_whole = plan.about["day"] and len(plan.hours) == 1 and plan.place
    return await (_set(turn, plan) if is_whole and plan.edition == turn.args[1] else next_question(turn))


async def _set(turn: Turn, plan: Planned) -> Reply:
    one = await caller(turn, plan.about["unit"])
    monthly, before = wanted(plan), await series_of(turn.db, one.unit.id)
    drafts.drop(turn)
    choices = (Choice(words.SHOW, f"series:{one.unit.id}"), Choice(words.CALL, f"call:{one.unit.id}"))
    if before is not None and monthly_of(before) == monthly:
        return Reply(words.AS_BEFORE, choices)
    await set_series(turn.db, one.unit, monthly, as_member(one.member.id), turn.now)
    return Reply(words.has_been_set(line(monthly)), choices)
