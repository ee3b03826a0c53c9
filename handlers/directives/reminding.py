"""Whoever has not taken note of a document is reminded once more, by whoever passes documents down there."""

from dataclasses import replace

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.refusals import ChoiceExpected
from bot.services import directive_reminders as reminders
from bot.services.audit import as_member
from bot.services.directive_reminder_plan import plan_reminder
from bot.services.sureness import limit_passed
from bot.words import directive_progress as words
from bot.words import stops
from handlers.directives.places import Place, followed, unit_name
from handlers.talk.held_back import unless_stopped
from handlers.talk.outlay import outlay
from handlers.talk.paging import in_place

router = Router()
SURE = "directive_remind_sure"


@router.choice("directive_remind", number, number)
async def ask_again(turn: Turn) -> Reply:
    place = await followed(turn, *turn.args)
    return await _ask_again(turn, place)


async def _ask_again(turn: Turn, place: Place) -> Reply:
    """How many it would go to, before anything is sent; very many are confirmed by their number."""
    value = f"{place.directive.id}:{place.unit.id}"
    back = Choice(words.NOT_NOW, f"directive_progress:{value}")
    people = await _unread(turn, place)
    if not people:
        return Reply(words.NOBODY_TO_REMIND, (replace(back, label=words.SEE),))
    plan = await plan_reminder(turn.db, place.directive, place.unit, turn.now)
    text = words.ask_again(place.directive.number, unit_name(place.unit), people)
    text += f" {words.ways(plan.by_channel, len(plan.unreached))}{await outlay(turn, plan)}"
    if (limit := await limit_passed(turn.db, place.unit, people)) is not None:
        sure = Choice(stops.send_to(people), f"directive_remind_go:{value}:{people}")
        return Reply(f"{text}\n{stops.sure_of_many(people, limit)}", (sure, back), expect=f"{SURE}:{value}")
    return Reply(text, (Choice(words.SEND, f"directive_remind_go:{value}:{people}"), back))


async def _unread(turn: Turn, place: Place) -> int:
    if place.directive.cancelled_at is not None:
        return 0
    return sum(count for _, count in await reminders.unread_below(turn.db, place.directive, place.unit))


@router.choice("directive_remind_go", number, number, number)
async def again(turn: Turn) -> Reply:
    directive_id, unit_id, people = turn.args
    return await _again(turn, await followed(turn, directive_id, unit_id), people)


@router.step(SURE)
async def number_in_words(turn: Turn) -> Reply:
    people = stops.number_said(turn.said.text)
    if people is None:
        raise ChoiceExpected
    _, directive_id, unit_id = (turn.endpoint.step or "").split(":")
    return await _again(turn, await followed(turn, int(directive_id), int(unit_id)), people)


async def _again(turn: Turn, place: Place, people: int) -> Reply:
    """Where the number has changed meanwhile, and counts, it is asked anew."""
    now_unread = await _unread(turn, place)
    if not now_unread or (people != now_unread and await limit_passed(turn.db, place.unit, now_unread) is not None):
        return await _ask_again(turn, place)
    by = as_member(place.member.id)
    count = await reminders.remind_again(turn.db, place.directive, place.unit, by, turn.now)
    back = Choice(words.SEE, f"directive_progress:{place.directive.id}:{place.unit.id}")
    return in_place(turn, Reply(await unless_stopped(turn, place.unit, words.reminding(count)), (back,)))
