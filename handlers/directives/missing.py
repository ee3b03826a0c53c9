"""Who is missing of a document: units by the most missing, and in the own cell people by name."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.reports.recipes import recipe
from bot.services import directive_completion as completions
from bot.services.audit import as_member, note
from bot.services.directive_completion import Row
from bot.services.directive_instead import stuck_below
from bot.services.names_seen import NamesSeen, names_seen
from bot.words import directive_progress as words
from bot.words.directives import PASS_INSTEAD
from bot.words.times import day_of
from handlers.directives.places import Place, followed, somewhere, unit_name
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import in_place, page_of

router = Router()
UNITS_SHOWN, NAMES_SHOWN, FIRST_NAMES = 5, 40, 8


@router.phrase("còn thiếu văn bản")
async def in_words(turn: Turn) -> Reply:
    return await somewhere(turn, 2, "directive_missing", missing)


async def seen_there(turn: Turn, place: Place) -> NamesSeen | None:
    """Only in the own cell: above it there are counts (rule 41)."""
    return await names_seen(turn.db, place.member.id, place.unit, day_of(turn.now)) if place.unit.is_cell else None


async def names_lines(turn: Turn, place: Place, seen: NamesSeen | None, most: int) -> list[str]:
    """Nothing where names may not be read, or not on this network; nor where none of these is missing."""
    if seen is None or not await may_say_all(turn, place.unit):
        return []
    whose = seen.covers(Member.id, day_of(turn.now))
    people = await completions.missing_people(turn.db, place.directive, place.unit, whose)
    if not people:
        return []
    by = as_member(place.member.id)
    note(turn.db, by, "names_seen", f"unit:{place.unit.code}", turn.now, count=len(people))
    more = [words.and_more(len(people) - most)] if len(people) > most else []
    names = [*(one.name for one in people[:most]), *more]
    return [words.missing_names(names, must_study=place.directive.must_study), *seen.said(len(people))]


@router.choice("directive_missing", number, number, maybe=number)
async def missing_by_button(turn: Turn) -> Reply:
    directive_id, unit_id, *at = turn.args
    return in_place(turn, await missing(turn, await followed(turn, directive_id, unit_id), at[0] if at else 0))


async def missing(turn: Turn, place: Place, at: int) -> Reply:
    """The units by the most missing; of the own cell the names."""
    directive, unit = place.directive, place.unit
    value = f"{directive.id}:{unit.id}"
    own = await completions.own_row(turn.db, directive, unit)
    back = Choice(words.SEE, f"directive_progress:{value}")
    again = [Choice(words.AGAIN, f"directive_remind:{value}")] if own.acknowledged < own.expected else []
    title = words.missing_title(directive.number, unit_name(unit), own.missing)
    if unit.is_cell:
        return await _people(turn, place, title, own, [*again, back])
    rows = await completions.missing(turn.db, directive, unit, UNITS_SHOWN, at * UNITS_SHOWN)
    lines = [_missing_line(one) for one in rows[:UNITS_SHOWN]] or [words.NOBODY_MISSING]
    turners = _turners(f"directive_missing:{value}", at, has_more=len(rows) > UNITS_SHOWN)
    stuck = await stuck_below(turn.db, directive, unit, day_of(turn.now))
    instead = [Choice(PASS_INSTEAD, f"directive_stuck:{value}")] if stuck else []
    asked = Choice(words.QUESTIONS, "directive_questions")
    return Reply("\n".join([title, *lines]), (*turners, *instead, *again, asked, back))


async def _people(turn: Turn, place: Place, title: str, own: Row, choices: Sequence[Choice]) -> Reply:
    """By a link that opens once where names must not go through this network."""
    if not own.missing:
        return Reply(f"{title}\n{words.NOBODY_MISSING}", tuple(choices))
    seen = await seen_there(turn, place)
    if seen is not None and not await may_say_all(turn, place.unit):
        made = recipe("directive_names", place.member.id, place.directive.id, place.unit.id)
        return await hand_over(turn, place.member, place.unit, made, title, choices)
    names = await names_lines(turn, place, seen, NAMES_SHOWN)
    nobody = seen.said(0) if seen is not None and not names else []
    return Reply("\n".join([title, *names, *nobody]), tuple(choices))


def _turners(value: str, at: int, *, has_more: bool) -> Sequence[Choice]:
    on = page_of(range(at + 1 + has_more), at, 1)
    return on.turners(value)


def _missing_line(one: Row) -> str:
    todo = [words.NOT_PASSED] if one.waiting else []
    todo += [words.NOT_REPORTED] if one.must_study and one.cells > one.reported else []
    return words.missing_line(one.name, one.missing, one.expected, todo)
