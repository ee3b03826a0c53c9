"""Whoever leads a cell, or looks after units, stops what is sent there by two words, and lets it go on."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, NotAllowed
from bot.services import halts
from bot.services.audit import as_member
from bot.services.permissions import Right, may
from bot.words import stops as words
from bot.words.times import day_of
from handlers.stopping import ask_what_stop_means
from handlers.talk.acting import Acting, where, which_unit

router = Router()
HALT, GO_ON = "halt", "go_on"
RIGHTS = (Right.MANAGE, Right.CALL)
"""Whoever may look after a unit, or call the meetings of a cell; who calls a committee's briefings stops nothing."""


async def _places(turn: Turn) -> list[Acting]:
    found = [one for right in RIGHTS for one in await where(turn, right) if _is_about(right, one.unit)]
    return list({one.unit.id: one for one in reversed(found)}.values())[::-1]


def _is_about(right: Right, unit: Unit) -> bool:
    return right is Right.MANAGE or unit.is_cell


async def _acting(turn: Turn, unit_id: int) -> Acting:
    """Who at this phone may stop here; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    for member in turn.members if unit else ():
        for right in RIGHTS:
            if unit and _is_about(right, unit) and await may(turn.db, member.id, right, unit, day_of(turn.now)):
                return Acting(member, unit)
    raise NotAllowed


def _place(unit: Unit) -> str:
    return words.place(unit.name, is_cell=unit.is_cell)


# Stopping


@router.command("dừng gửi")
@router.command("dừng gửi tin")
@router.command("/dunggui")
async def stop_sending(turn: Turn) -> Reply:
    """Who may stop nothing most likely means the own messages."""
    places = await _places(turn)
    if not places:
        return await ask_what_stop_means(turn)
    return await _ask_stop(turn, places[0].unit) if len(places) == 1 else which_unit(turn, places, HALT)


@router.choice(HALT, number)
async def choose_where_to_stop(turn: Turn) -> Reply:
    return await _ask_stop(turn, (await _acting(turn, turn.args[0])).unit)


async def _ask_stop(turn: Turn, unit: Unit) -> Reply:
    waiting = await halts.waiting_below(turn.db, unit)
    choices = (Choice(words.STOP_NOW, f"halt_yes:{unit.id}"), Choice(words.KEEP_SENDING, "halt_no"))
    return Reply(words.ask_stop(_place(unit), waiting), choices, expect=f"{HALT}:{unit.id}")


@router.step(HALT)
async def stop_in_words(turn: Turn) -> Reply:
    said = words.says_stop(turn.said.text)
    if said is None:
        raise ChoiceExpected
    return await (_stop(turn, _unit_asked(turn)) if said else keep_sending(turn))


def _unit_asked(turn: Turn) -> int:
    return int((turn.endpoint.step or "").split(":")[1])


@router.choice("halt_yes", number)
async def stop(turn: Turn) -> Reply:
    return await _stop(turn, turn.args[0])


async def _stop(turn: Turn, unit_id: int) -> Reply:
    one = await _acting(turn, unit_id)
    waiting = await halts.halt(turn.db, one.unit, as_member(one.member.id), turn.now)
    return Reply(words.stopped(_place(one.unit), waiting), (Choice(words.GO_ON, f"{GO_ON}:{unit_id}"),))


@router.choice("halt_no")
async def keep_sending(_turn: Turn) -> Reply:
    return Reply(words.STILL_SENDING)


# Going on


@router.command("gửi tiếp")
@router.command("gửi tin tiếp")
@router.command("/guitiep")
async def send_on(turn: Turn) -> Reply:
    """Where several units are stopped, the question which."""
    places = await _places(turn)
    if not places:
        raise NotAllowed
    stopped = [one for one in places if await halts.open_halt(turn.db, one.unit)]
    if len(stopped) > 1:
        return which_unit(turn, stopped, GO_ON)
    return await _ask_go_on(turn, (stopped or places)[0].unit)


@router.choice(GO_ON, number)
async def choose_where_to_go_on(turn: Turn) -> Reply:
    return await _ask_go_on(turn, (await _acting(turn, turn.args[0])).unit)


async def _ask_go_on(turn: Turn, unit: Unit) -> Reply:
    """Raises NotStopped or StoppedAbove."""
    held = await halts.demand_halt(turn.db, unit)
    waiting = await halts.waiting_below(turn.db, unit)
    choices = (
        Choice(words.GO_ON_NOW, f"go_on_yes:{unit.id}:{held.id}"),
        Choice(words.KEEP_STOPPED, "go_on_no"),
    )
    text = words.ask_go_on(_place(unit), held.since_at, waiting)
    return Reply(text, choices, expect=f"{GO_ON}:{unit.id}:{held.id}")


@router.step(GO_ON)
async def go_on_in_words(turn: Turn) -> Reply:
    said = words.says_go_on(turn.said.text)
    if said is None:
        raise ChoiceExpected
    if not said:
        return await keep_stopped(turn)
    unit_id, halt_id = map(int, (turn.endpoint.step or "").split(":")[1:])
    return await _go_on(turn, unit_id, halt_id)


@router.choice("go_on_yes", number, number)
async def go_on(turn: Turn) -> Reply:
    return await _go_on(turn, *turn.args)


async def _go_on(turn: Turn, unit_id: int, halt_id: int) -> Reply:
    """A button of an earlier stop asks anew about the one of now."""
    one = await _acting(turn, unit_id)
    if (await halts.demand_halt(turn.db, one.unit)).id != halt_id:
        return await _ask_go_on(turn, one.unit)
    waiting = await halts.go_on(turn.db, one.unit, as_member(one.member.id), turn.now)
    above = await halts.stopped_above(turn.db, one.unit)
    return Reply(words.goes_on(_place(one.unit), waiting, above))


@router.choice("go_on_no")
async def keep_stopped(_turn: Turn) -> Reply:
    return Reply(words.STILL_STOPPED)
