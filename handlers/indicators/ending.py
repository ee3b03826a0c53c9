"""A number that nobody has been asked for yet, and one that nobody is asked for any more."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.indicators import (
    end_indicator,
    indicator_of,
)
from bot.services.permissions import Right, may
from bot.words import indicator_making as making_words
from bot.words import indicator_pages as page_words
from bot.words import indicators as words
from bot.words.times import day_of
from handlers.talk.acting import acting
from handlers.talk.paging import in_place

router = Router()


@router.choice("figure_begins", number)
async def not_begun(turn: Turn) -> Reply:
    """Defined, and not asked yet."""
    indicator = await indicator_of(turn.db, turn.args[0])
    unit = await turn.db.get_one(Unit, indicator.unit_id)
    member = await acting(turn, Right.SEE_COUNTS, unit)
    text = making_words.not_begun(indicator.id, indicator.name, indicator.next_on or indicator.due_on)
    deeds = (Choice(words.PLAN, f"figure_plan:{indicator.id}"), Choice(words.END, f"figure_end:{indicator.id}:0"))
    is_theirs = await may(turn.db, member.id, Right.ASK_FIGURES, unit, day_of(turn.now))
    return Reply(text, (*(deeds if is_theirs else ()), Choice(words.LIST, f"figures:{unit.id}")))


@router.choice("figure_end", number, number)
async def end(turn: Turn) -> Reply:
    """Asked first; then nobody is asked any more."""
    indicator = await indicator_of(turn.db, turn.args[0])
    member = await acting(turn, Right.ASK_FIGURES, await turn.db.get_one(Unit, indicator.unit_id))
    back = Choice(words.LIST, f"figures:{indicator.unit_id}")
    if not turn.args[1]:
        yes = Choice(words.END, f"figure_end:{indicator.id}:1")
        return Reply(page_words.ask_end(indicator.id, indicator.name), (yes, back))
    await end_indicator(turn.db, indicator, as_member(member.id), turn.now)
    return in_place(turn, Reply(page_words.ended(indicator.id), (back,)))
