"""How many visits there were in some months: by who went, by cell, and the cells to which nobody went."""

from collections.abc import Sequence
from datetime import date

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed, PlaceUnclear, TimeUnreadable
from bot.reports.period_words import without_period
from bot.reports.recipes import recipe
from bot.reports.visit_period import Days, days_of, read_days, this_quarter
from bot.services.unit_search import units_named
from bot.services.visit_counts import VisitReport, visit_report
from bot.words import visit_report as report_words
from bot.words import visits as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from bot.words.visit_days import REPORT_EXAMPLE, take_span
from handlers.joining import at_the_door
from handlers.talk.acting import where, which_unit
from handlers.talk.handing_over import hand_over
from handlers.talk.paging import in_place, page_of
from handlers.visits.planning import MOST_UNITS, RIGHT, unit_here

router = Router()
SHOWN = 6


@router.command("kiểm tra dự họp")
@router.command("kết quả dự họp")
@router.command("/ketquaduhop")
async def begin(turn: Turn) -> Reply:
    return await _for(turn, "") if turn.members else await at_the_door(turn)


@router.phrase("kiểm tra dự họp")
@router.phrase("kết quả dự họp")
async def begin_by_words(turn: Turn) -> Reply:
    """`kiểm tra dự họp quý 4/2026`, `… từ 1/12 đến 15/12`, with the name of a unit below where it is about that."""
    return await _for(turn, " ".join(turn.said.text.split()[4:]))


async def _for(turn: Turn, said: str) -> Reply:
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    name, days = _said(said, day_of(turn.now))
    if name:
        found = await units_named(turn.db, [one.unit for one in places], name)
        if len(found) != 1:
            raise PlaceUnclear(name=name[:40], count=len(found))
        return await _shown(turn, found[0], days)
    if len(places) == 1:
        return await _shown(turn, places[0].unit, days)
    asked = which_unit(turn, places[:MOST_UNITS], "visit_report")
    choices = tuple(Choice(one.label, f"{one.value}:{days.as_value}") for one in asked.choices)
    return Reply(asked.text, choices)


def _said(text: str, today: date) -> tuple[str, Days]:
    """The words without the days in them, and the days, which are this quarter where none are said.

    Raises TimeUnreadable for days that there are not.
    """
    try:
        name, span = take_span(text, today, latest=True)
    except ValueError:
        raise TimeUnreadable(text=text[:40], example=REPORT_EXAMPLE) from None
    if span is not None:
        return name, Days(span.first, span.last)
    name, period = without_period(text, today)
    return name, days_of(period) if period else this_quarter(today)


def days_part(text: str) -> Days:
    """Days in a choice's value; raises ValueError for what are none."""
    try:
        return read_days(text)
    except TimeUnreadable:
        raise ValueError(text[:20]) from None


@router.choice("visit_report_now", number)
async def of_this_quarter(turn: Turn) -> Reply:
    _, unit = await unit_here(turn, turn.args[0])
    return in_place(turn, await _shown(turn, unit, this_quarter(day_of(turn.now))))


@router.choice("visit_report", number, days_part)
async def of_unit(turn: Turn) -> Reply:
    unit_id, days = turn.args
    _, unit = await unit_here(turn, unit_id)
    return in_place(turn, await _shown(turn, unit, days))


async def _report(turn: Turn, unit: Unit, days: Days) -> VisitReport:
    return await visit_report(turn.db, unit, *days.both, turn.now)


async def _shown(turn: Turn, unit: Unit, days: Days) -> Reply:
    found = await _report(turn, unit, days)
    text = report_words.report(
        unit.name,
        days.both,
        found.visits,
        len(found.visited),
        len(found.cells),
        found.unannounced,
        found.open_difficulties,
    )
    at = f"{unit.id}:{days.as_value}"
    before, is_own = days.before, unit.id in {one.unit.id for one in await where(turn, RIGHT)}
    choices = (
        Choice(words.VISITORS, f"visit_visitors:{at}:0"),
        Choice(words.CELLS, f"visit_cells:{at}:0"),
        Choice(words.NEVER, f"visit_never:{at}:0"),
        *([Choice(words.REMARKS, f"visit_remarks:{at}:0")] if is_own else []),
        Choice(words.TABLE, f"visit_table:{at}"),
        Choice(before.label, f"visit_report:{unit.id}:{before.as_value}"),
        Choice(words.LIST, f"visits_of:{unit.id}"),
    )
    return Reply(text, choices)


def _lines(turn: Turn, days: Days, key: str, title: str, lines: Sequence[str], none: str) -> Reply:
    """Some of the lines, and how to turn the page."""
    unit_id, *_, number_of_page = turn.args
    page = page_of(lines, number_of_page, SHOWN)
    text = "\n".join([title, *(page.items or [none])])
    at = f"{unit_id}:{days.as_value}"
    back = Choice(words.BACK, f"visit_report:{at}")
    return in_place(turn, Reply(text, (*page.turners(f"{key}:{at}"), back)))


@router.choice("visit_visitors", number, days_part, number)
async def visitors(turn: Turn) -> Reply:
    unit_id, days, _ = turn.args
    _, unit = await unit_here(turn, unit_id)
    found = await _report(turn, unit, days)
    lines = [report_words.visitor_line(one.name, one.visits, one.held, one.cells) for one in found.visitors]
    return _lines(turn, days, "visit_visitors", report_words.visitors_title(unit.name), lines, report_words.NOBODY_WENT)


@router.choice("visit_cells", number, days_part, number)
async def cells(turn: Turn) -> Reply:
    unit_id, days, _ = turn.args
    _, unit = await unit_here(turn, unit_id)
    visited = (await _report(turn, unit, days)).visited
    lines = [report_words.cell_line(cell_name(one.cell.name), one.visits, one.unannounced) for one in visited]
    return _lines(
        turn, days, "visit_cells", report_words.cells_title(unit.name, len(visited)), lines, report_words.NOBODY_WENT
    )


@router.choice("visit_never", number, days_part, number)
async def never(turn: Turn) -> Reply:
    unit_id, days, _ = turn.args
    _, unit = await unit_here(turn, unit_id)
    found = (await _report(turn, unit, days)).never
    lines = [cell_name(one.cell.name) for one in found]
    return _lines(
        turn,
        days,
        "visit_never",
        report_words.never_title(unit.name, len(found)),
        lines,
        report_words.EVERY_CELL_VISITED,
    )


@router.choice("visit_table", number, days_part)
async def table(turn: Turn) -> Reply:
    unit_id, days = turn.args
    member, unit = await unit_here(turn, unit_id)
    made = recipe("visits", member.id, unit.id, days.as_value)
    text = report_words.table_text(unit.name, days.both)
    back = Choice(words.BACK, f"visit_report:{unit.id}:{days.as_value}")
    return await hand_over(turn, member, unit, made, text, (back,))
