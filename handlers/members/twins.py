"""The office looks at entries that may be one person, and merges them or keeps them apart."""

from bot.conversation import YES_NO, Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import CannotMerge, NotAllowed
from bot.services.audit import as_member
from bot.services.duplicates import Pair, demand_reach, keep_apart, pairs_below
from bot.services.merging import merge
from bot.services.permissions import Right
from bot.words import twins as words
from bot.words.labels import cut
from handlers.members.rights import look, who_may
from handlers.talk.asked import MENU
from handlers.talk.paging import in_place

router = Router()
SHOWN = 8


async def _office_at(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return await who_may(turn, unit, Right.MANAGE), unit


@router.choice("twins", number)
async def listing(turn: Turn) -> Reply:
    able, unit = await _office_at(turn, turn.args[0])
    pairs = await pairs_below(turn.db, [unit], turn.now)
    if not pairs:
        return in_place(turn, Reply(words.NONE, (MENU,)))
    await look(turn, able, unit, 2 * len(pairs))
    choices = (
        Choice(cut(words.choice(one.first.name, one.second.name)), f"twin:{unit.id}:{one.first.id}:{one.second.id}")
        for one in pairs[:SHOWN]
    )
    return in_place(turn, Reply(words.title(len(pairs)), (*choices, MENU)))


async def _pair(turn: Turn) -> tuple[Member, Unit, Pair]:
    """The pair that a choice is about, if it still is one below this office's unit."""
    unit_id, *ids = turn.args
    able, unit = await _office_at(turn, unit_id)
    for one in await pairs_below(turn.db, [unit], turn.now):
        if {one.first.id, one.second.id} == set(ids):
            return able, unit, one
    raise CannotMerge


@router.choice("twin", number, number, number)
async def one(turn: Turn) -> Reply:
    _, unit, pair = await _pair(turn)
    both = ((pair.first, pair.cells[0]), (pair.second, pair.cells[1]))
    text = words.ask([words.entry(member.id, member.name, member.birth_year, cell.name) for member, cell in both])
    first, second = pair.first.id, pair.second.id
    orders = ((first, second, pair.cells[0]), (second, first, pair.cells[1]))
    keep = (
        Choice(cut(words.keep_choice(keep, cell.name)), f"twin_keep:{unit.id}:{keep}:{gone}")
        for keep, gone, cell in orders
    )
    apart = Choice(words.KEEP_APART, f"twin_apart:{unit.id}:{first}:{second}")
    return in_place(turn, Reply(text, (*keep, apart, Choice(words.BACK, f"twins:{unit.id}"))))


@router.choice("twin_keep", number, number, number)
async def ask_sure(turn: Turn) -> Reply:
    able, unit, pair = await _pair(turn)
    await demand_reach(turn.db, pair, able.id, turn.now)
    _, keep, gone = turn.args
    cell = pair.cells[0] if pair.first.id == keep else pair.cells[1]
    choices = (
        Choice(words.YES, f"twin_yes:{unit.id}:{keep}:{gone}"),
        Choice(words.NO, f"twins:{unit.id}"),
    )
    return Reply(words.ask_sure(keep, gone, cell.name), choices, expect=YES_NO)


@router.choice("twin_yes", number, number, number)
async def merge_pair(turn: Turn) -> Reply:
    able, unit, pair = await _pair(turn)
    await demand_reach(turn.db, pair, able.id, turn.now)
    _, keep, gone = turn.args
    merged = await merge(turn.db, keep, gone, as_member(able.id), turn.now)
    back = Choice(words.BACK, f"twins:{unit.id}")
    return in_place(turn, Reply(words.merged(merged.member.name, merged.meetings), (back, MENU)))


@router.choice("twin_apart", number, number, number)
async def apart(turn: Turn) -> Reply:
    able, unit, pair = await _pair(turn)
    keep_apart(turn.db, pair.first, pair.second, as_member(able.id), turn.now)
    return in_place(turn, Reply(words.APART_KEPT, (Choice(words.BACK, f"twins:{unit.id}"), MENU)))
