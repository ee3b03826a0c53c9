"""A committee passes on what has arrived: by one tap, or with its own note and an earlier day."""

import re

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, NotAllowed
from bot.services.audit import as_member
from bot.services.directive_checks import read_day
from bot.services.directive_lines import due_at
from bot.services.directive_passing import pass_on, to_be_passed
from bot.services.directive_reading import waiting_at
from bot.services.directives import directive_of
from bot.services.permissions import Right
from bot.words import directives as words
from bot.words.directive_line import due_in
from bot.words.secrecy import confirmed
from bot.words.times import day_of
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place

router = Router()
NOTE = "directive_note"
"""The step in which the note is typed: `directive_note:<directive>:<unit>`."""
_NUMBERED = re.compile(r"^\D*?(\d{1,9})\s*(?:$|[:;,.]\s*(.*)$)", re.DOTALL)


@router.choice("directive_pass_now", number, number)
async def pass_now(turn: Turn) -> Reply:
    directive_id, unit_id = turn.args
    return in_place(turn, await _pass(turn, directive_id, unit_id, ""))


@router.choice("directive_pass", number, number)
async def ask_note(turn: Turn) -> Reply:
    directive_id, unit_id = turn.args
    _, unit = await _speaker(turn, unit_id)
    one = await directive_of(turn.db, directive_id)
    await to_be_passed(turn.db, one, unit)
    due_on = (await due_at(turn.db, one, [unit_id]))[unit_id]
    title = words.titled(one.kind, one.number, one.issued_on, one.issuer, one.haste)
    now = Choice(words.PASS_NOW, f"directive_pass_now:{directive_id}:{unit_id}")
    return Reply(words.ask_note(title, due_on), (now,), expect=f"{NOTE}:{directive_id}:{unit_id}")


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


async def _speaker(turn: Turn, unit_id: int) -> tuple[int, Unit]:
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or unit.closed_on is not None:
        raise NotAllowed
    return (await acting(turn, Right.DIRECT, unit)).id, unit


async def _pass(turn: Turn, directive_id: int, unit_id: int, said: str) -> Reply:
    """Once: the second of two taps is told that it is done."""
    member_id, unit = await _speaker(turn, unit_id)
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
