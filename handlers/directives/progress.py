"""How far a document has come: a unit and those right below it, each one tap further down."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.reports.recipes import recipe
from bot.services import directive_completion as completions
from bot.services import directives
from bot.services.directive_completion import Row
from bot.services.directive_instead import stuck_below
from bot.services.directive_lines import due_at
from bot.services.permissions import Right, may
from bot.words import committee
from bot.words import directive_progress as words
from bot.words.directives import PASS_INSTEAD
from bot.words.times import day_of
from handlers.directives.missing import FIRST_NAMES, names_lines, seen_there
from handlers.directives.places import Place, followed, somewhere, unit_name
from handlers.talk.asked import MENU
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place, page_of

router = Router()
BELOW_SHOWN = 4


@router.phrase("tiến độ văn bản")
async def in_words(turn: Turn) -> Reply:
    return await somewhere(turn, 2, "directive_progress", page)


@router.choice("directive_progress", number, number, maybe=number)
async def by_button(turn: Turn) -> Reply:
    directive_id, unit_id, *at = turn.args
    return in_place(turn, await page(turn, await followed(turn, directive_id, unit_id), at[0] if at else 0))


async def page(turn: Turn, place: Place, at: int) -> Reply:
    """The unit's own numbers and its children, one tap further down; of a cell who leads it reads names."""
    directive, unit = place.directive, place.unit
    found = await completions.completion(turn.db, directive, unit)
    shown = page_of(found.below, at, BELOW_SHOWN)
    said = committee.page_number(shown.number + 1, shown.count).rstrip(".").lower()
    lines = await _lines(turn, place, found.own, f",{said}" if said else "")
    below = [_child(place, one) for one in shown.items]
    turners = shown.turners(f"directive_progress:{directive.id}:{unit.id}")
    return Reply("\n".join(lines), (*below, *turners, *await _ways_on(turn, place, found.own)))


async def _lines(turn: Turn, place: Place, own: Row, said: str) -> list[str]:
    directive, unit = place.directive, place.unit
    due_on = (await due_at(turn.db, directive, [unit.id])).get(unit.id)
    is_late = due_on is not None and day_of(turn.now) > due_on
    rate = words.of_rate(own.done, own.expected, own.rate)
    reported = (own.reported, own.cells) if directive.must_study else None
    studied = own.studied if directive.must_study else None
    told = await completions.delivered(turn.db, directive, unit)
    counts = words.progress_counts(told, own.acknowledged, studied, reported, own.waiting)
    due = words.due_line(
        due_on, is_late=is_late, is_whole=own.is_whole, is_withdrawn=directive.cancelled_at is not None
    )
    title = words.progress_title(directive.number, unit_name(unit), rate, must_study=directive.must_study, page=said)
    here = await directives.row_at(turn.db, directive, unit.id)
    due = f"{due} {words.due_below(here.due_on)}" if here is not None and here.due_on else due
    return [title, f"{counts} {due}", *await names_lines(turn, place, await seen_there(turn, place), FIRST_NAMES)]


def _child(place: Place, one: Row) -> Choice:
    """The unit itself, where people are told at it beside those below, has nothing further down."""
    label = words.child(one.name, one.done, one.expected, one.rate, waits=bool(one.waiting))
    key = "directive_missing" if one.unit_id == place.unit.id else "directive_progress"
    return Choice(label, f"{key}:{place.directive.id}:{one.unit_id}:0")


async def _ways_on(turn: Turn, place: Place, own: Row) -> list[Choice]:
    value = f"{place.directive.id}:{place.unit.id}"
    above = await turn.db.get(Unit, place.unit.parent_id or 0)
    may_above = above is not None and await may(turn.db, place.member.id, Right.DIRECT, above, day_of(turn.now))
    is_open = place.directive.cancelled_at is None
    unread = own.acknowledged < own.expected
    stuck = await stuck_below(turn.db, place.directive, place.unit, day_of(turn.now)) if own.waiting else []
    choices = [Choice(words.MISSING, f"directive_missing:{value}:0")] if not own.is_whole else []
    choices += [Choice(PASS_INSTEAD, f"directive_stuck:{value}")] if place.unit in stuck else []
    choices += [Choice(words.AGAIN, f"directive_remind:{value}")] if unread and is_open else []
    if place.unit.is_cell and place.directive.must_study and is_open and await _leads(turn, place):
        choices += [
            Choice(words.CALL_STUDY, f"directive_call:{value}"),
            Choice(words.REPORT, f"directive_report:{value}"),
        ]
    choices += [Choice(words.SHEET, f"directive_sheet:{value}")] if not place.unit.is_cell else []
    up = Choice(words.ABOVE, f"directive_progress:{place.directive.id}:{above.id}") if above and may_above else MENU
    return [*choices, up]


async def _leads(turn: Turn, place: Place) -> bool:
    return await may(turn.db, place.member.id, Right.CALL, place.unit, day_of(turn.now))


@router.choice("directive_sheet", number, number)
async def sheet(turn: Turn) -> Reply:
    place = await followed(turn, *turn.args)
    made = recipe("directive_sheet", place.member.id, place.directive.id, place.unit.id)
    text = words.sheet_ready(place.directive.number, unit_name(place.unit))
    return await hand_over(turn, place.member, place.unit, made, text)
