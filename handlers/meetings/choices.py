"""What is chosen while a meeting is called: times, places and kinds that were offered, and what is still changed."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingKind
from bot.services.expected_lists import kinds_at
from bot.words import calling as words
from bot.words.times import at_local
from handlers.meetings.planning import a_day, a_moment, an_hour, change, planned
from handlers.meetings.preview import CALL, all_names, caller
from handlers.meetings.questions import KINDS, ask_kind, ask_place, ask_topic, ask_when, habits, next_question
from handlers.meetings.typed_times import hours_to_come
from handlers.talk import drafts

router = Router()


@router.choice("call_at", number, a_moment)
async def choose_offer(turn: Turn) -> Reply:
    """A time that was offered, with the place that goes with it."""
    plan, on, hour = planned(turn, CALL, turn.args[0]), turn.args[1].date(), turn.args[1].time()
    offers = {one.at: one.place for one in (await habits(turn, plan)).offers}
    place = offers.get(at_local(on, hour), plan.place)
    change(turn, CALL, on=on, hours=hours_to_come(on, (hour,), turn.now), place=place)
    return await next_question(turn)


@router.choice("call_day", number, a_day)
async def choose_day(turn: Turn) -> Reply:
    plan, on = planned(turn, CALL, turn.args[0]), turn.args[1]
    change(turn, CALL, on=on, hours=hours_to_come(on, plan.hours, turn.now))
    return await next_question(turn)


@router.choice("call_hour", number, an_hour)
async def choose_hour(turn: Turn) -> Reply:
    plan, hour = planned(turn, CALL, turn.args[0]), turn.args[1]
    change(turn, CALL, hours=hours_to_come(plan.on, (hour,), turn.now))
    return await next_question(turn)


@router.choice("call_place", number, number)
async def choose_place(turn: Turn) -> Reply:
    places = planned(turn, CALL, turn.args[0]).about.get("places", [])
    change(turn, CALL, place=places[turn.args[1]] if turn.args[1] < len(places) else "")
    return await next_question(turn)


@router.choice("call_kind", number, MeetingKind)
async def choose_kind(turn: Turn) -> Reply:
    plan = planned(turn, CALL, turn.args[0])
    if turn.args[1] not in KINDS or turn.args[1] not in kinds_at((await caller(turn, plan.about["unit"])).unit):
        return ask_kind(plan)
    change(turn, CALL, kind=turn.args[1].value)
    return await next_question(turn)


@router.choice("call_topic", number)
async def without_topic(turn: Turn) -> Reply:
    planned(turn, CALL, turn.args[0])
    change(turn, CALL, topic=None)
    return await next_question(turn)


@router.choice("call_edit", number, str)
async def edit(turn: Turn) -> Reply:
    plan, what = planned(turn, CALL, turn.args[0]), turn.args[1]
    await caller(turn, plan.about["unit"])
    match what:
        case "time":
            return await ask_when(turn, plan)
        case "place":
            return await ask_place(turn, plan)
        case "topic":
            return ask_topic(plan)
        case _:
            return ask_kind(plan)


@router.choice("call_names", number, number)
async def who_is_not_reached(turn: Turn) -> Reply:
    plan = planned(turn, CALL, turn.args[0])
    return await (all_names(turn, plan, turn.args[1]) if plan.is_whole else next_question(turn))


@router.choice("call_look", number)
async def look_again(turn: Turn) -> Reply:
    planned(turn, CALL, turn.args[0])
    return await next_question(turn)


@router.choice("call_drop", number)
async def leave(turn: Turn) -> Reply:
    plan = planned(turn, CALL, turn.args[0])
    drafts.drop(turn)
    return Reply(words.LEFT, (Choice(words.CALL, f"call:{plan.about['unit']}"),))
