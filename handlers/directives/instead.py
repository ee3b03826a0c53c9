"""At a committee that is closed, or where nobody can, whoever is above passes a document on in its place."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.model.units import Unit
from bot.refusals import DirectiveWrong, NoSuchDirective
from bot.services.directive_instead import stuck_below
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words.calling import behind
from bot.words.labels import cut
from bot.words.names import fold
from bot.words.times import day_of
from handlers.directives.naming import document_meant
from handlers.directives.passing import note_asked
from handlers.directives.places import followed, seen_here

router = Router()
MOST = 8


@router.choice("directive_instead", number, number)
async def ask_note(turn: Turn) -> Reply:
    return await note_asked(turn, *turn.args)


@router.phrase("chuyển thay văn bản")
async def in_words(turn: Turn) -> Reply:
    """`chuyển thay văn bản 3: xã Húc Động`; raises NoSuchDirective for whoever has no part in it."""
    directive, name = await document_meant(behind(turn.said.text, 2), turn)
    top = await turn.db.get_one(Unit, directive.unit_id)
    stuck = [
        one for one in await stuck_below(turn.db, directive, top, day_of(turn.now)) if fold(name) in fold(one.name)
    ]
    return await _which(turn, directive, stuck)


@router.choice("directive_stuck", number, number)
async def which(turn: Turn) -> Reply:
    place = await followed(turn, *turn.args)
    stuck = await stuck_below(turn.db, place.directive, place.unit, day_of(turn.now))
    return await _which(turn, place.directive, stuck)


async def _which(turn: Turn, directive: Directive, stuck: Sequence[Unit]) -> Reply:
    """Of very many the first; the others are reached by their names."""
    if not await seen_here(turn, directive):
        raise NoSuchDirective(which=directive.id)
    if not stuck:
        raise DirectiveWrong(why=draft_words.NOBODY_STUCK)
    if len(stuck) == 1:
        return await note_asked(turn, directive.id, stuck[0].id)
    choices = [Choice(cut(one.name), f"directive_instead:{directive.id}:{one.id}") for one in stuck[:MOST]]
    return Reply(words.which_instead(directive.id, len(stuck) - len(choices)), tuple(choices))
