"""How many visits there were in some months: by who went, by cell, and the cells to which nobody went."""

from collections.abc import Sequence

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NotAllowed, PlaceUnclear
from bot.reports.period import Period, quarter_period
from bot.reports.period_words import without_period
from bot.reports.recipes import recipe
from bot.reports.visit_sheet import days_of
from bot.services.unit_search import units_named
from bot.services.visit_counts import VisitReport, visit_report
from bot.words import visit_report as report_words
from bot.words import visits as words
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.joining import at_the_door
from handlers.reports.pages import period_part
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
    """`kiểm tra dự họp quý 4/2026`, with the name of a unit below where it is about that."""
    return await _for(turn, " ".join(turn.said.text.split()[4:]))


async def _for(turn: Turn, said: str) -> Reply:
    places = await where(turn, RIGHT)
    if not places:
        raise NotAllowed
    name, period = without_period(said, day_of(turn.now))
    period = period or quarter_period(day_of(turn.now))
    if name:
        found = await units_named(turn.db, [one.unit for one in places], name)
        if len(found) != 1:
            raise PlaceUnclear(name=name[:40], count=len(found))
        return await _shown(turn, found[0], period)
    if len(places) == 1:
        return await _shown(turn, places[0].unit, period)
    asked = which_unit(turn, places[:MOST_UNITS], "visit_report")
    choices = tuple(Choice(one.label, f"{one.value}:{period.as_value}") for one in asked.choices)
    return Reply(asked.text, choices)


@router.choice("visit_report_now", number)
async def of_this_quarter(turn: Turn) -> Reply:
    _, unit = await unit_here(turn, turn.args[0])
    return in_place(turn, await _shown(turn, unit, quarter_period(day_of(turn.now))))


@router.choice("visit_report", number, period_part)
async def of_unit(turn: Turn) -> Reply:
    unit_id, period = turn.args
    _, unit = await unit_here(turn, unit_id)
    return in_place(turn, await _shown(turn, unit, period))


async def _report(turn: Turn, unit: Unit, period: Period) -> VisitReport:
    return await visit_report(turn.db, unit, *days_of(period), turn.now)


async def _shown(turn: Turn, unit: Unit, period: Period) -> Reply:
    found = await _report(turn, unit, period)
    text = report_words.report(
        unit.name,
        days_of(period),
        found.visits,
        len(found.visited),
        len(found.cells),
        found.unannounced,
        found.open_difficulties,
    )
    at = f"{unit.id}:{period.as_value}"
    before, is_own = period.before, unit.id in {one.unit.id for one in await where(turn, RIGHT)}
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


def _lines(turn: Turn, period: Period, key: str, title: str, lines: Sequence[str], none: str) -> Reply:
    """Some of the lines, and how to turn the page."""
    unit_id, *_, number_of_page = turn.args
    page = page_of(lines, number_of_page, SHOWN)
    text = "\n".join([title, *(page.items or [none])])
    at = f"{unit_id}:{period.as_value}"
    back = Choice(words.BACK, f"visit_report:{at}")
    return in_place(turn, Reply(text, (*page.turners(f"{key}:{at}"), back)))


@router.choice("visit_visitors", number, period_part, number)
async def visitors(turn: Turn) -> Reply:
    unit_id, period, _ = turn.args
    _, unit = await unit_here(turn, unit_id)
    found = await _report(turn, unit, period)
    lines = [report_words.visitor_line(one.name, one.visits, one.held, one.cells) for one in found.visitors]
    return _lines(
        turn, period, "visit_visitors", report_words.visitors_title(unit.name), lines, report_words.NOBODY_WENT
    )


@router.choice("visit_cells", number, period_part, number)
async def cells(turn: Turn) -> Reply:
    unit_id, period, _ = turn.args
    _, unit = await unit_here(turn, unit_id)
    visited = (await _report(turn, unit, period)).visited
    lines = [report_words.cell_line(cell_name(one.cell.name), one.visits, one.unannounced) for one in visited]
    return _lines(
        turn, period, "visit_cells", report_words.cells_title(unit.name, len(visited)), lines, report_words.NOBODY_WENT
    )


@router.choice("visit_never", number, period_part, number)
async def never(turn: Turn) -> Reply:
    unit_id, period, _ = turn.args
    _, unit = await unit_here(turn, unit_id)
    found = (await _report(turn, unit, period)).never
    lines = [cell_name(one.cell.name) for one in found]
    return _lines(
        turn,
        period,
        "visit_never",
        report_words.never_title(unit.name, len(found)),
        lines,
        report_words.EVERY_CELL_VISITED,
    )


@router.choice("visit_table", number, period_part)
async def table(turn: Turn) -> Reply:
    unit_id, period = turn.args
    member, unit = await unit_here(turn, unit_id)
    made = recipe("visits", member.id, unit.id, period.as_value)
    text = report_words.table_text(unit.name, days_of(period))
    back = Choice(words.BACK, f"visit_report:{unit.id}:{period.as_value}")
    return await hand_over(turn, member, unit, made, text, (back,))
