"""Whoever leads a cell sees who is to be looked after and whose day comes; committees see how many."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.reports.attention_sheet import date_line, person_line
from bot.reports.recipes import recipe
from bot.services.audit import as_member, note
from bot.services.cell_persons import Flagged, flagged_in
from bot.services.dates_coming import Coming, coming_in
from bot.services.leading import LEADS
from bot.services.permissions import Right
from bot.services.roster_checks import checked_below, quarter_of
from bot.services.warning_counts import counts_below
from bot.words import vi
from bot.words import warnings as words
from bot.words.times import day_of
from handlers.joining import at_the_door
from handlers.own import a_year
from handlers.talk.acting import acting, one_unit, where, which_unit
from handlers.talk.handing_over import hand_over, may_say_all
from handlers.talk.paging import in_place, page_of

router = Router()
SHOWN = 4
"""People on a page: each may take two lines of a small screen."""
T = TypeVar("T")


# People


@router.command("can luu y")
@router.command("luu y")
@router.command("/luuy")
async def begin(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    unit = await one_unit(turn, LEADS, "warnings_of")
    return unit if isinstance(unit, Reply) else await flagged_page(turn, unit.id, 0, day_of(turn.now).year)


@router.choice("warnings_of", number)
async def of_unit(turn: Turn) -> Reply:
    return await flagged_page(turn, turn.args[0], 0, day_of(turn.now).year)


@router.choice("warnings", number, number, a_year)
async def page(turn: Turn) -> Reply:
    return in_place(turn, await flagged_page(turn, *turn.args))


async def flagged_page(turn: Turn, unit_id: int, page_number: int, year: int) -> Reply:
    """By name, all but what is said of the reader; where names may not go, a link that opens once."""
    member, cell = await led(turn, unit_id)
    others = [one.id for one in turn.members if one.id != member.id]
    found = await flagged_in(turn.db, cell, year, turn.now, but=[member.id, *others])
    name, back = vi.cell(cell.name), _choices(cell)
    if not found:
        return Reply(words.nobody_flagged(name, year), back)
    if not await may_say_all(turn, cell):
        counts = words.people_in_counts([(_names(one), False) for one in found])
        text = words.by_link(name, [*counts, words.LINK_TO_NAMES])
        return await hand_over(turn, member, cell, recipe("attention", member.id, cell.id, year, *others), text, back)
    note(turn.db, as_member(member.id), "flags_seen", f"unit:{cell.id}", turn.now, count=len(found))
    here = page_of(found, page_number, SHOWN)
    title = words.list_title(name, year, len(found), here.number, here.count)
    text = "\n".join([title, *map(person_line, here.items), words.HOW_COUNTED, words.FLAGS_ONLY])
    turners = [Choice(one.label, f"{one.value}:{year}") for one in here.turners(f"warnings:{cell.id}")]
    return Reply(text, (*turners, *back))


def _names(one: Flagged) -> list[str]:
    return [line.line.value for line in one.lines]


async def led(turn: Turn, unit_id: int) -> tuple[Member, Unit]:
    """Who at this phone leads the cell; raises NotAllowed."""
    cell = await turn.db.get(Unit, unit_id)
    if cell is None or not cell.is_cell:
        raise NotAllowed
    return await acting(turn, LEADS, cell), cell


def _choices(cell: Unit) -> tuple[Choice, ...]:
    return (Choice(words.SEE_DATES, f"dates:{cell.id}:0"), Choice(words.BACK, f"links:{cell.id}:0"))


# Dates


@router.command("sap den han")
@router.command("/denhan")
async def dates(turn: Turn) -> Reply:
    if not turn.members:
        return await at_the_door(turn)
    unit = await one_unit(turn, LEADS, "dates_of")
    return unit if isinstance(unit, Reply) else await dates_page(turn, unit.id, 0)


@router.choice("dates_of", number)
async def dates_of_unit(turn: Turn) -> Reply:
    return await dates_page(turn, turn.args[0], 0)


@router.choice("dates", number, number)
async def another_page(turn: Turn) -> Reply:
    return in_place(turn, await dates_page(turn, *turn.args))


async def dates_page(turn: Turn, unit_id: int, page_number: int) -> Reply:
    member, cell = await led(turn, unit_id)
    found = await coming_in(turn.db, [cell.id], day_of(turn.now))
    name = vi.cell(cell.name)
    back = (Choice(words.LIST, f"warnings_of:{cell.id}"), Choice(words.BACK, f"links:{cell.id}:0"))
    if not found:
        return Reply(words.no_dates(name), back)
    if not await may_say_all(turn, cell):
        text = "\n".join([words.dates_title(name, len(found), 0, 1), words.LINK_TO_NAMES])
        return await hand_over(turn, member, cell, recipe("dates", member.id, cell.id), text, back)
    here = page_of(found, page_number, SHOWN)
    text = "\n".join([words.dates_title(name, len(found), here.number, here.count), *_lines(here.items)])
    return Reply(text, (*here.turners(f"dates:{cell.id}"), *back))


def _lines(found: Sequence[Coming]) -> list[str]:
    return [date_line(one) for one in found]


# Committees


@router.command("canh bao")
@router.command("canh bao som")
@router.command("/canhbao")
async def counted(turn: Turn) -> Reply:
    """Of the only committee where somebody here sees counts, or of which; raises NotAllowed where there is none."""
    places = [one for one in await where(turn, Right.SEE_COUNTS) if not one.unit.is_cell]
    if not places:
        return await begin(turn)
    return which_unit(turn, places, "warned") if len(places) > 1 else await counts_of(turn, places[0].unit.id)


@router.choice("warned", number)
async def counted_at(turn: Turn) -> Reply:
    return in_place(turn, await counts_of(turn, turn.args[0]))


async def counts_of(turn: Turn, unit_id: int) -> Reply:
    """Since the year began, how many of each kind; nobody's name, and no cell's."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None or unit.is_cell:
        raise NotAllowed
    await acting(turn, Right.SEE_COUNTS, unit)
    since = date(day_of(turn.now).year, 1, 1)
    counts = await counts_below(turn.db, unit, since)
    quarter = quarter_of(day_of(turn.now))
    rosters = await checked_below(turn.db, unit, quarter)
    shown = [words.count_line(name, counts[name]) for name in words.IN_CHAT if name in counts]
    shown = shown or [words.NOTHING_COUNTED]
    shown += [words.rosters_line(quarter, rosters.open, rosters.asked)] if rosters.asked else []
    return Reply("\n".join([words.counts_title(unit.name, since), *shown]))
