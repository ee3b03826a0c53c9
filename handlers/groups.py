"""The secretary names the group chat of the cell, and ends it."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.endpoints import Endpoint
from bot.model.groups import UnitGroup
from bot.model.units import Unit
from bot.services import groups
from bot.services.audit import as_member
from bot.services.permissions import Right
from bot.words import groups as words
from bot.words.vi import cell as cell_name
from handlers.attendance import present_state
from handlers.joining import at_the_door
from handlers.links import cell_here
from handlers.talk.acting import acting, one_unit, where
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
GROUP = "group"


@router.command("nhóm")
@router.command("nhóm chat")
@router.command("/nhom")
async def show(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    if not await where(turn, Right.LINK):
        return await present_state(turn)
    unit = await one_unit(turn, Right.LINK, GROUP)
    return unit if isinstance(unit, Reply) else await standing(turn, unit)


@router.choice(GROUP, number)
async def show_at(turn: Turn) -> Reply:
    return await standing(turn, await cell_here(turn, turn.args[0]))


async def standing(turn: Turn, unit: Unit) -> Reply:
    """Which groups the cell has, and how to name one."""
    found = await groups.groups_of(turn.db, unit.id)
    lines = [
        words.group_line(place.channel, group.since_at, is_out=place.dead_at is not None) for group, place in found
    ]
    ends = [Choice(_end_label(place, len(found)), f"group_end:{group.id}") for group, place in found]
    choices = (Choice(words.NEW_CODE, f"group_code:{unit.id}"), *ends, MENU)
    return Reply(words.standing(cell_name(unit.name), lines), choices)


def _end_label(place: Endpoint, count: int) -> str:
    return words.END if count == 1 else words.end_on(place.channel)


@router.choice("group_code", number)
async def new_code(turn: Turn) -> Reply:
    """In the place of the button's message, so that of two taps one code is seen."""
    unit = await cell_here(turn, turn.args[0])
    by = await acting(turn, Right.LINK, unit)
    code = await groups.new_group_code(turn.db, unit, by, turn.now)
    return in_place(turn, Reply(words.say_in_group(code, turn.now + groups.LASTS), (MENU,)))


@router.choice("group_yes", number)
async def confirm(turn: Turn) -> Reply:
    row, unit, place = await groups.said_group(turn.db, turn.args[0], turn.now)
    by = await acting(turn, Right.LINK, unit)
    row.used_at = turn.now
    await groups.name_group(turn.db, unit, place, as_member(by.id), turn.now)
    return in_place(turn, Reply(words.is_named(cell_name(unit.name), place.channel), (MENU,)))


@router.choice("group_no", number)
async def refuse(turn: Turn) -> Reply:
    row, unit, _ = await groups.said_group(turn.db, turn.args[0], turn.now)
    await acting(turn, Right.LINK, unit)
    row.expires_at = turn.now
    return in_place(turn, Reply(words.NOT_NAMED, (Choice(words.NEW_CODE, f"group_code:{unit.id}"), MENU)))


@router.choice("group_end", number)
async def ask_end(turn: Turn) -> Reply:
    group, unit = await _group_here(turn, turn.args[0])
    place = await turn.db.get_one(Endpoint, group.endpoint_id)
    choices = (Choice(words.YES_END, f"group_end_yes:{group.id}"), Choice(words.NO_END, f"{GROUP}:{unit.id}"))
    return Reply(words.ask_end(place.channel), choices, expect=YES_NO)


@router.choice("group_end_yes", number)
async def end(turn: Turn) -> Reply:
    group, unit = await _group_here(turn, turn.args[0])
    by = await acting(turn, Right.LINK, unit)
    groups.end_group(turn.db, group, as_member(by.id), turn.now)
    return Reply(words.IS_ENDED, (MENU,))


async def _group_here(turn: Turn, group_id: int) -> tuple[UnitGroup, Unit]:
    """Raises NoSuchGroup or NotAllowed."""
    group = await groups.group_of_id(turn.db, group_id)
    return group, await cell_here(turn, group.unit_id)
