"""What a committee is about to ask, before anybody is asked: all of it, exactly whom, when, and what it costs."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DraftGone, IndicatorWrong, NotAllowed, NoUnitsToAsk
from bot.services import indicators
from bot.services.audit import as_member
from bot.services.indicators import Preview
from bot.services.permissions import Right
from bot.services.sureness import limit_passed
from bot.words import indicator_definitions as definitions
from bot.words import indicator_making as making_words
from bot.words import indicators as words
from bot.words import stops
from bot.words.amounts import amount
from bot.words.indicator_definitions import Definition
from bot.words.times import day_of
from bot.words.vi import channel_name
from handlers.talk import drafts
from handlers.talk.acting import Acting, acting
from handlers.talk.held_back import unless_stopped
from handlers.talk.outlay import outlay
from handlers.talk.paging import in_place

router = Router()
WHAT, LOOK, MANY = "indicator", "figure_look", "figure_many"
RIGHT = Right.ASK_FIGURES


async def asker(turn: Turn, unit_id: int) -> Acting:
    """Who at this phone may ask the units below this one; raises NotAllowed."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    return Acting(await acting(turn, RIGHT, unit), unit)


@router.choice("figure_look", number)
async def look_again(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await look(turn)


async def look(turn: Turn) -> Reply:
    """All of it, and exactly whom it would be asked of; what is still missing is said."""
    draft = drafts.draft_of(turn, WHAT)
    one, said = await asker(turn, draft["unit"]), Definition.from_json(draft["said"])
    lines, go = definitions.defined(said), []
    try:
        found = await indicators.preview(turn.db, one.unit, _whole(turn, said), turn.now)
        lines += [_reach(found, said), await _when(turn, one.unit, found)]
        go = [Choice(making_words.ask_choice(found.units), f"figure_go:{draft['no']}:{draft['edition']}")]
    except IndicatorWrong as wrong:
        lines.append(making_words.still_wrong(str(wrong.facts["why"])))
    except NoUnitsToAsk:
        lines.append(making_words.nobody_below(one.unit.name, definitions.WHO[said.who]))
    no = draft["no"]
    edits = (Choice(making_words.EDIT_LABELS[field], f"figure_edit:{no}:{field}") for field in making_words.EDIT_LABELS)
    choices = (*go, *edits, Choice(words.LEAVE, f"figure_drop:{no}"))
    return in_place(turn, Reply("\n".join([*lines, making_words.EDITS]), choices, expect=LOOK))


def _whole(turn: Turn, said: Definition) -> Definition:
    """What was typed was looked through when it came."""
    return indicators.checked(said, day_of(turn.now), harmless=True)


def _reach(found: Preview, said: Definition) -> str:
    ways = [f"{channel_name(channel)} {amount(count)}" for channel, count in sorted(found.by_channel.items())]
    return making_words.reach(found.units, definitions.WHO[said.who], ways, found.unreached, found.leaderless)


async def _when(turn: Turn, unit: Unit, found: Preview) -> str:
    """And what it costs."""
    when = await unless_stopped(turn, unit, making_words.asked_at(found.asks_at))
    return f"{when}{await outlay(turn, found.plan)}"


@router.choice("figure_drop", number)
async def leave(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    drafts.drop(turn)
    return Reply(words.LEFT)


# Asking


@router.choice("figure_go", number, number)
async def ask(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await ask_now(turn, turn.args[1], None)


@router.step(MANY)
async def number_in_words(turn: Turn) -> Reply:
    said = stops.number_said(turn.said.text)
    if said is None:
        raise ChoiceExpected
    return await ask_now(turn, drafts.draft_of(turn, WHAT)["edition"], said)


@router.choice("figure_go_many", number, number, number)
async def ask_many(turn: Turn) -> Reply:
    drafts.draft_of(turn, WHAT, turn.args[0])
    return await ask_now(turn, turn.args[1], turn.args[2])


async def ask_now(turn: Turn, edition: int, sure_of: int | None) -> Reply:
    """Very many are confirmed by their number; the second of two taps finds no draft any more."""
    draft = drafts.draft_of(turn, WHAT)
    if edition != draft["edition"]:
        raise DraftGone
    one, said = await asker(turn, draft["unit"]), _whole(turn, Definition.from_json(draft["said"]))
    found = await indicators.preview(turn.db, one.unit, said, turn.now)
    limit = await limit_passed(turn.db, one.unit, found.people)
    if limit is not None and sure_of != found.people:
        sure = Choice(making_words.ask_people(found.people), f"figure_go_many:{draft['no']}:{edition}:{found.people}")
        back = Choice(words.BACK, f"figure_look:{draft['no']}")
        return Reply(making_words.sure_ask(found.people, limit), (sure, back), expect=MANY)
    made = await indicators.define(turn.db, one.unit, said, as_member(one.member.id), turn.now)
    drafts.drop(turn)
    text = making_words.defined(made.id, found.units, found.asks_at)
    plan = Choice(words.PLAN, f"figure_plan:{made.id}")
    return in_place(turn, Reply(text, (plan, Choice(words.LIST, f"figures:{one.unit.id}"))))
