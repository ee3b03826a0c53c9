"""A committee defines a number: its name and day, everything else changed by a button or a word, then it is asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import DraftGone, IndicatorWrong, NotAllowed
from bot.words import calling
from bot.words import indicator_definitions as definitions
from bot.words import indicator_making as making_words
from bot.words import indicators as words
from bot.words.indicator_definitions import Definition
from bot.words.times import day_of
from handlers.attendance import by_meaning
from handlers.indicators.previews import LOOK, RIGHT, WHAT, ask_now, asker, look
from handlers.talk import drafts
from handlers.talk.acting import where, which_unit
from handlers.talk.lines import heard_lines

router = Router()
NAME = "figure_name"
OPTIONS: Mapping[str, Mapping[str, str]] = {
    "who": {key: f"Hỏi {name}" for key, name in definitions.WHO.items()},
    "repeat": {key: name.capitalize() for key, name in definitions.REPEATS.items()},
    "kind": {key: f"Báo {definitions.KINDS[key]}" for key in ("number", "of")},
    "is_running": {"yes": making_words.RUNNING, "no": making_words.NOT_RUNNING},
}
"""What can be chosen by a button; the rest is typed."""


def _field(text: str) -> str:
    """A part of a choice's value; raises ValueError."""
    if text not in OPTIONS:
        raise ValueError(text[:20])
    return text


def _option(text: str) -> str:
    if not any(text in some for some in OPTIONS.values()):
        raise ValueError(text[:20])
    return text


# Beginning


@router.command("chỉ tiêu mới")
@router.command("lập chỉ tiêu")
@router.command("lập chỉ tiêu mới")
async def begin(turn: Turn) -> Reply:
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    return _begin_at(turn, places[0].unit) if len(places) == 1 else which_unit(turn, places, "figure_new")


@router.phrase("chỉ tiêu mới")
@router.phrase("chỉ tiêu mới:")
@router.phrase("lập chỉ tiêu")
@router.phrase("lập chỉ tiêu:")
@router.phrase("lập chỉ tiêu mới")
@router.phrase("lập chỉ tiêu mới:")
@router.phrase("xác nhận: chỉ tiêu mới")
@router.phrase("xác nhận: chỉ tiêu mới:")
@router.phrase("xác nhận: lập chỉ tiêu")
@router.phrase("xác nhận: lập chỉ tiêu:")
async def begin_in_a_line(turn: Turn) -> Reply:
    """With all that is said behind it. Of whoever may not, the words mean something else."""
    places = await where(turn, RIGHT)
    if not places:
        return await by_meaning(turn)
    first, *others = heard_lines(turn)
    if len(places) > 1:
        return which_unit(turn, places, "figure_new")
    _begin_at(turn, places[0].unit)
    return await _heard(turn, [definitions.behind_beginning(first), *others])


@router.choice("figure_new", number)
async def begin_at(turn: Turn) -> Reply:
    return _begin_at(turn, (await asker(turn, turn.args[0])).unit)


def _begin_at(turn: Turn, unit: Unit) -> Reply:
    drafts.begin(turn, WHAT, unit=unit.id, said=Definition().as_json(), edition=0)
    return Reply(making_words.ask_name(unit.name, definitions.EXAMPLE), expect=NAME)


async def resume(turn: Turn) -> Reply:
    """What is still open about the number that was begun."""
    draft = drafts.draft_of(turn, WHAT)
    one = await asker(turn, draft["unit"])
    if draft["said"]["name"]:
        return await look(turn)
    return Reply(making_words.ask_name(one.unit.name, definitions.EXAMPLE), expect=NAME)


# What is said of it


@router.step(NAME)
async def name_in_words(turn: Turn) -> Reply:
    return await _heard(turn, heard_lines(turn))


async def _heard(turn: Turn, lines: list[str]) -> Reply:
    """Raises IndicatorWrong for what cannot be read, and what was asked stays asked."""
    draft = drafts.draft_of(turn, WHAT)
    so_far = Definition.from_json(draft["said"])
    try:
        said = definitions.read_definition("\n".join(lines), so_far, day_of(turn.now))
    except ValueError as error:
        raise IndicatorWrong(why=str(error)) from None
    _keep(turn, said)
    return await look(turn)


def _keep(turn: Turn, said: Definition) -> None:
    drafts.add(turn, WHAT, said=said.as_json(), edition=drafts.draft_of(turn, WHAT)["edition"] + 1)


@router.choice("figure_edit", number, _field)
async def options(turn: Turn) -> Reply:
    no, field = turn.args
    drafts.draft_of(turn, WHAT, no)
    choices = (Choice(label, f"figure_set:{no}:{field}:{key}") for key, label in OPTIONS[field].items())
    return Reply(making_words.CHOOSE, (*choices, Choice(words.BACK, f"figure_look:{no}")), expect=LOOK)


@router.choice("figure_set", number, _field, _option)
async def choose(turn: Turn) -> Reply:
    no, field, option = turn.args
    said = Definition.from_json(drafts.draft_of(turn, WHAT, no)["said"])
    if option not in OPTIONS[field]:
        raise DraftGone
    value: Any = option == "yes" if field == "is_running" else option
    _keep(turn, replace(said, **{field: value}))
    return await look(turn)


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """Yes, or something to be changed."""
    if calling.says_yes(turn.said.text, words.SAY_SEND):
        return await ask_now(turn, drafts.draft_of(turn, WHAT)["edition"], None)
    return await _heard(turn, heard_lines(turn))
