"""Where somebody goes: a cell anywhere in the tree, of which only the name is learnt, or one that is not known here."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.services.change_words import with_parent
from bot.services.unit_search import units_named
from bot.words import member_changes as words
from bot.words.labels import cut
from handlers.meetings.planning import typed
from handlers.members.making import TO, WHAT, next_question
from handlers.talk import drafts

router = Router()
SHOWN = 8


@router.choice("member_elsewhere", number)
async def elsewhere(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.add(turn, WHAT, to=None)
    return await next_question(turn)


@router.step(TO)
async def typed_cell(turn: Turn) -> Reply:
    return await take_to(turn, typed(turn))


async def take_to(turn: Turn, said: str) -> Reply:
    """The cell of this name; of several, nearby ones first, each with the commune it is in."""
    if words.is_elsewhere(said):
        drafts.add(turn, WHAT, to=None)
        return await next_question(turn)
    draft = drafts.draft_of(turn, WHAT)
    found = await _cells_named(turn, await turn.db.get_one(Unit, draft["unit"]), said)
    if len(found) == 1:
        drafts.add(turn, WHAT, to=found[0].id)
        return await next_question(turn)
    cells = [Choice(cut(await with_parent(turn.db, one)), f"member_to:{draft['no']}:{one.id}") for one in found[:SHOWN]]
    other = Choice(words.ELSEWHERE_CHOICE, f"member_elsewhere:{draft['no']}")
    return Reply(words.which_cell(len(found), SHOWN) if found else words.NO_SUCH_CELL, (*cells, other), expect=TO)


async def _cells_named(turn: Turn, here: Unit, said: str) -> Sequence[Unit]:
    """`Thôn 1`, or `Thôn 1, xã Suối Trong`; those in the own commune first, then those that are nearest in the tree."""
    name, _, commune = (part.strip() for part in said.partition(","))
    root = await turn.db.get_one(Unit, int(here.path.strip("/").split("/")[0]))
    within = await units_named(turn.db, [root], commune) if commune else [root]
    found = [one for one in await units_named(turn.db, within, name) if one.is_cell and one.id != here.id]
    return sorted(found, key=lambda one: -_shared(one, here))


def _shared(one: Unit, other: Unit) -> int:
    """How many units both are below; a unit's own number is in no other line."""
    return len(set(one.path.split("/")) & set(other.path.split("/")))


@router.choice("member_to", number, number)
async def to_cell(turn: Turn) -> Reply:
    no, unit_id = turn.args
    drafts.draft_of(turn, WHAT, no)
    drafts.add(turn, WHAT, to=unit_id)
    return await next_question(turn)
