"""A committee passes on what has arrived: by one tap, or with its own note and an earlier day."""

import re
from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, DirectiveWrong, NoSuchDirective, NotAllowed
from bot.services.audit import as_member
from bot.services.directive_checks import read_day
from bot.services.directive_instead import line_above, stuck_among, stuck_below
from bot.services.directive_lines import due_at
from bot.services.directive_passing import pass_on, to_be_passed
from bot.services.directive_reading import waiting_at
from bot.services.directives import directive_of
from bot.services.permissions import Right, may
from bot.words import directive_drafts as draft_words
from bot.words import directives as words
from bot.words.calling import behind
from bot.words.directive_line import due_in
from bot.words.labels import cut
from bot.words.names import fold
from bot.words.secrecy import confirmed
from bot.words.times import day_of
from handlers.directives.naming import document_meant
from handlers.directives.places import followed, seen_here
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place

router = Router()
NOTE = "directive_note"
"""The step in which the note is typed: `directive_note:<directive>:<unit>`."""
MOST = 8
_NUMBERED = re.compile(r"^\D*?(\d{1,9})\s*(?:$|[:;,.]\s*(.*)$)", re.DOTALL)


@router.choice("directive_pass_now", number, number)
async def pass_now(turn: Turn) -> Reply:
    directive_id, unit_id = turn.args
    return in_place(turn, await _pass(turn, directive_id, unit_id, ""))


@router.choice("directive_pass", number, number)
async def ask_note(turn: Turn) -> Reply:
    return await _ask_note(turn, *turn.args)


@router.choice("directive_instead", number, number)
async def ask_instead(turn: Turn) -> Reply:
    """By whoever is above a committee at which nobody can pass it on."""
    return await _ask_note(turn, *turn.args)


async def _ask_note(turn: Turn, directive_id: int, unit_id: int) -> Reply:
    one = await directive_of(turn.db, directive_id)
    _, unit = await _speaker(turn, one, unit_id)
    await to_be_passed(turn.db, one, unit)
    due_on = (await due_at(turn.db, one, [unit_id]))[unit_id]
    title = words.titled(one.kind, one.number, one.issued_on, one.issuer, one.haste)
    now = Choice(words.PASS_NOW, f"directive_pass_now:{directive_id}:{unit_id}")
    stuck = await stuck_among(turn.db, [unit], day_of(turn.now))
    text = words.ask_instead(unit.name, title, due_on) if stuck else words.ask_note(title, due_on)
    return Reply(text, (now,), expect=f"{NOTE}:{directive_id}:{unit_id}")


@router.step(NOTE)
async def note_in_words(turn: Turn) -> Reply:
    _, directive_id, unit_id = (turn.endpoint.step or "").split(":")
    lines = heard_lines(turn)
    if not lines:
        raise ChoiceExpected
    return await _pass(turn, int(directive_id), int(unit_id), "; ".join(lines))


async def pass_in_words(turn: Turn) -> Reply | None:
    """`chuyển văn bản 3: Học trong tháng; hạn 25/11`; None where no number of ours stands behind the words."""
    found = _NUMBERED.match(turn.said.text.strip())
    if found is None:
        return None
    directive_id = int(found[1])
    places = [one for one in await where(turn, Right.DIRECT) if await waiting_at(turn.db, directive_id, one.unit.id)]
    if not places:
        raise NotAllowed
    if len(places) > 1:
        return which_unit(turn, places, f"directive_pass:{directive_id}")
    heard_lines(turn)
    return await _pass(turn, directive_id, places[0].unit.id, found[2] or "")


async def _speaker(turn: Turn, directive: Directive, unit_id: int) -> tuple[int, Unit]:
    """Who here may pass it on from the unit, or in its place where nobody there can."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    if await stuck_among(turn.db, [unit], day_of(turn.now)):
        return await _helper(turn, directive, unit), unit
    return (await acting(turn, Right.DIRECT, unit)).id, unit


async def _helper(turn: Turn, directive: Directive, unit: Unit) -> int:
    """Who here passes documents down at a unit by which it came; raises NotAllowed."""
    for above in await line_above(turn.db, directive, unit.id):
        for member in turn.members:
            if await may(turn.db, member.id, Right.DIRECT, above, day_of(turn.now)):
                return member.id
    raise NotAllowed


@router.phrase("chuyển thay văn bản")
async def instead_in_words(turn: Turn) -> Reply:
    """`chuyển thay văn bản 3: xã Húc Động`; raises NoSuchDirective for whoever has no part in it."""
    directive, name = await document_meant(behind(turn.said.text, 2), turn)
    top = await turn.db.get_one(Unit, directive.unit_id)
    stuck = [
        one for one in await stuck_below(turn.db, directive, top, day_of(turn.now)) if fold(name) in fold(one.name)
    ]
    return await _which_instead(turn, directive, stuck)


@router.choice("directive_stuck", number, number)
async def which_instead(turn: Turn) -> Reply:
    place = await followed(turn, *turn.args)
    stuck = await stuck_below(turn.db, place.directive, place.unit, day_of(turn.now))
    return await _which_instead(turn, place.directive, stuck)


async def _which_instead(turn: Turn, directive: Directive, stuck: Sequence[Unit]) -> Reply:
    if not await seen_here(turn, directive):
        raise NoSuchDirective(which=directive.id)
    if not stuck:
        raise DirectiveWrong(why=draft_words.NOBODY_STUCK)
    if len(stuck) == 1:
        return await _ask_note(turn, directive.id, stuck[0].id)
    choices = [Choice(cut(one.name), f"directive_instead:{directive.id}:{one.id}") for one in stuck[:MOST]]
    return Reply(words.WHICH_INSTEAD, tuple(choices))


async def _pass(turn: Turn, directive_id: int, unit_id: int, said: str) -> Reply:
    """Once: the second of two taps is told that it is done."""
    member_id, unit = await _speaker(turn, await directive_of(turn.db, directive_id), unit_id)
    note, due = due_in(said)
    due_on = read_day(due, day_of(turn.now)) if due else None
    count = await pass_on(
        turn.db,
        directive_id,
        unit,
        note,
        due_on,
        as_member(member_id),
        turn.now,
        harmless=confirmed(turn.said.text),
    )
    return Reply(words.passed(count, due_on), (Choice(words.HOW_FAR, f"directive:{directive_id}"),))
