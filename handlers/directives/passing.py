"""A committee passes on what has arrived: by one tap, or with its own note and an earlier day, looked at first."""

import re
from datetime import date

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.directives import Directive
from bot.model.units import Unit
from bot.refusals import ChoiceExpected, NotAllowed
from bot.services.audit import as_member
from bot.services.directive_checks import read_day
from bot.services.directive_instead import line_above, stuck_among
from bot.services.directive_lines import due_at
from bot.services.directive_passing import Passing, pass_on, plan_passing, to_be_passed
from bot.services.directive_reading import waiting_at
from bot.services.directives import directive_of
from bot.services.permissions import Right, may
from bot.services.sureness import limit_passed
from bot.words import calling
from bot.words import directives as words
from bot.words.directive_line import due_in
from bot.words.secrecy import confirmed
from bot.words.times import day_of
from handlers.talk import drafts
from handlers.talk.acting import acting, where, which_unit
from handlers.talk.held_back import unless_stopped
from handlers.talk.lines import heard_lines
from handlers.talk.paging import in_place
from handlers.talk.sending import Ready, Sending

router = Router()
WHAT, LOOK = "passing", "passing_look"
NOTE = "directive_note"
"""The step in which the note is typed: `directive_note:<directive>:<unit>`."""
_NUMBERED = re.compile(r"^\D*?(\d{1,9})\s*(?:$|[:;,.]\s*(.*)$)", re.DOTALL)


@router.choice("directive_pass_now", number, number)
async def pass_now(turn: Turn) -> Reply:
    """As it is, by one tap; very many are confirmed by their number. The second of two taps is told that it is done."""
    directive_id, unit_id = turn.args
    by, unit = await _speaker(turn, await directive_of(turn.db, directive_id), unit_id)
    planned = await plan_passing(turn.db, directive_id, unit, "", None, turn.now)
    if await limit_passed(turn.db, unit, planned.people) is None:
        return in_place(turn, await _pass(turn, planned, by))
    _begin(turn, directive_id, unit_id, "", None)
    return await SENDING.at_once(turn)


# The note


@router.choice("directive_pass", number, number)
async def ask_note(turn: Turn) -> Reply:
    return await note_asked(turn, *turn.args)


async def note_asked(turn: Turn, directive_id: int, unit_id: int) -> Reply:
    one = await directive_of(turn.db, directive_id)
    _, unit = await _speaker(turn, one, unit_id)
    await to_be_passed(turn.db, one, unit)
    due_on = (await due_at(turn.db, one, [unit_id]))[unit_id]
    now = Choice(words.PASS_NOW, f"directive_pass_now:{directive_id}:{unit_id}")
    stuck = await stuck_among(turn.db, [unit], day_of(turn.now))
    text = words.ask_instead(unit.name, _title(one), due_on) if stuck else words.ask_note(_title(one), due_on)
    return Reply(text, (now,), expect=f"{NOTE}:{directive_id}:{unit_id}")


def _title(one: Directive) -> str:
    return words.titled(one.kind, one.number, one.issued_on, one.issuer, one.haste)


@router.step(NOTE)
async def note_in_words(turn: Turn) -> Reply:
    _, directive_id, unit_id = (turn.endpoint.step or "").split(":")
    lines = heard_lines(turn)
    if not lines:
        raise ChoiceExpected
    return await _look_at(turn, int(directive_id), int(unit_id), "; ".join(lines))


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
    return await _look_at(turn, directive_id, places[0].unit.id, found[2] or "")


# The preview


async def _look_at(turn: Turn, directive_id: int, unit_id: int, said: str) -> Reply:
    note, due = due_in(said)
    _begin(turn, directive_id, unit_id, note, read_day(due, day_of(turn.now)) if due else None)
    return await preview(turn)


def _begin(turn: Turn, directive_id: int, unit_id: int, note: str, due_on: date | None) -> None:
    due = due_on.isoformat() if due_on else None
    facts = {"directive": directive_id, "unit": unit_id, "note": note, "due_on": due}
    drafts.begin(turn, WHAT, **facts, harmless=confirmed(turn.said.text), edition=0)


async def _planned(turn: Turn) -> tuple[int, Passing]:
    """Who passes it on, and what it takes as things stand now; raises DraftGone."""
    draft = drafts.draft_of(turn, WHAT)
    by, unit = await _speaker(turn, await directive_of(turn.db, draft["directive"]), draft["unit"])
    due_on = date.fromisoformat(draft["due_on"]) if draft["due_on"] else None
    is_harmless = draft["harmless"]
    plan = plan_passing(turn.db, draft["directive"], unit, draft["note"], due_on, turn.now, harmless=is_harmless)
    return by, await plan


async def preview(turn: Turn) -> Reply:
    _, plan = await _planned(turn)
    due_on = plan.due_on or (await due_at(turn.db, plan.directive, [plan.unit.id]))[plan.unit.id]
    text = words.passing(_title(plan.directive), plan.note, due_on, len(plan.rows), plan.people)
    text = await unless_stopped(turn, plan.unit, text)
    return in_place(turn, Reply(text, SENDING.buttons(turn, plan.people), expect=LOOK))


resume = preview


async def edit(turn: Turn) -> Reply:
    draft = drafts.draft_of(turn, WHAT)
    return await note_asked(turn, draft["directive"], draft["unit"])


@router.step(LOOK)
async def words_at_the_preview(turn: Turn) -> Reply:
    """That it may go, or another day, with another note or without."""
    if calling.says_yes(turn.said.text, words.SAY_PASS):
        return await SENDING.at_once(turn)
    note, due = due_in("; ".join(heard_lines(turn)))
    if due is None:
        raise ChoiceExpected
    facts = {"note": note, "harmless": confirmed(turn.said.text)} if note else {}
    drafts.change(turn, WHAT, **facts, due_on=read_day(due, day_of(turn.now)).isoformat())
    return await preview(turn)


# Passing it on


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


async def _ready(turn: Turn) -> Ready:
    by, plan = await _planned(turn)
    return Ready(plan.unit, plan.people, lambda: _pass(turn, plan, by))


async def _pass(turn: Turn, planned: Passing, by: int) -> Reply:
    count = await pass_on(turn.db, planned, as_member(by), turn.now)
    return Reply(words.passed(count, planned.due_on), (Choice(words.HOW_FAR, f"directive:{planned.directive.id}"),))


SENDING = Sending(
    what=WHAT,
    preview=preview,
    edit=edit,
    ready=_ready,
    edit_label=words.EDIT_NOTE,
    left=words.NOT_PASSED,
    send_to=words.pass_to,
    sure_of_many=words.sure_of_many,
)
SENDING.spoken_of_in(router)
