"""A committee, or whoever leads a cell, asks how many came: by month, quarter and year, from the top down to a cell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.units import Unit
from bot.refusals import NoSuchUnit, NotAllowed
from bot.reports.period import Period, month_period, quarter_period, year_period
from bot.reports.period_words import without_period
from bot.reports.picture import page_count
from bot.reports.recipes import recipe
from bot.reports.summary import below_line, summary
from bot.reports.unmet import NotMet, not_met
from bot.services.permissions import Right, may
from bot.services.unit_search import units_named
from bot.words import committee as words
from bot.words.report_files import MORE as MORE_FILES
from bot.words.report_words import BY_KIND, GRADED, below
from bot.words.times import day_of
from handlers.reports import files, grades, kinds, own_reports
from handlers.reports.pages import LONGEST, View, child_choices, period_part, report_page
from handlers.talk.acting import where, which_unit
from handlers.talk.handing_over import hand_over
from handlers.talk.names_seen import who_sees_most
from handlers.talk.paging import in_place, page_of

router = Router()
for part in (kinds, grades, files, own_reports):
    router.include(part.router)
MOST_UNITS, MOST_FOUND, MOST_LINES = 8, 10, 12


# Whose report


@router.command("bao cao")
@router.command("tong hop")
async def start(turn: Turn) -> Reply:
    return await begin(turn, None, 0)


@router.choice("report_units", period_part, number)
async def other_units(turn: Turn) -> Reply:
    return in_place(turn, await begin(turn, *turn.args))


async def begin(turn: Turn, period: Period | None, number: int) -> Reply:
    """The only unit where somebody here sees the counts, or which; a cell without a period shows its year's months."""
    places = await where(turn, Right.SEE_COUNTS)
    if not places:
        raise NotAllowed
    if len(places) == 1:
        return await first_shown(turn, places[0].unit, period)
    page = page_of(places, number, MOST_UNITS)
    asked = which_unit(turn, page.items, "report_at")
    asked_for = f":{period.as_value}" if period else ""
    choices = tuple(Choice(one.label, one.value + asked_for) for one in asked.choices)
    turners = page.turners(f"report_units:{(period or this_month(turn)).as_value}")
    return with_hints(Reply(words.WHICH_UNIT, (*choices, *turners)), words.BY_NAME)


@router.choice("report_at", number, maybe=period_part)
async def at_unit(turn: Turn) -> Reply:
    """One of several; None of them is guessed."""
    unit_id, *said = turn.args
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return in_place(turn, await first_shown(turn, unit, said[0] if said else None))


async def first_shown(turn: Turn, unit: Unit, period: Period | None) -> Reply:
    """A report that nobody asked for by its period says also what else can be typed, where there is room for it."""
    reply = await shown(turn, unit.id, period or usual_period(turn, unit))
    return reply if period or unit.is_cell else with_hints(reply, words.BY_NAME, words.OPEN_A_LINE)


def with_hints(reply: Reply, *hints: str) -> Reply:
    """As many of these lines as still fit on a phone without buttons."""
    room = MOST_LINES - len(reply.text.splitlines()) - len(reply.choices)
    return replace(reply, text="\n".join([reply.text, *hints[: max(0, room)]]))


def usual_period(turn: Turn, unit: Unit) -> Period:
    return year_period(day_of(turn.now)) if unit.is_cell else this_month(turn)


def this_month(turn: Turn) -> Period:
    return month_period(day_of(turn.now))


# By name


@router.command("/baocao")
async def by_command(turn: Turn) -> Reply:
    return await named(turn, turn.args[0]) if turn.args else await start(turn)


@router.phrase("bao cao")
@router.phrase("tong hop")
async def by_words(turn: Turn) -> Reply:
    return await named(turn, " ".join(turn.said.text.split()[2:]))


async def named(turn: Turn, said: str) -> Reply:
    """`thôn Hồng Sen tháng 11`: a unit, a period, or both; words that are a unit's whole name are no period."""
    within = [one.unit for one in await where(turn, Right.SEE_COUNTS)]
    if not within:
        raise NotAllowed
    found, period = await units_named(turn.db, within, said), None
    if not found:
        name, period = without_period(said, day_of(turn.now))
        if period and not name:
            return await begin(turn, period, 0)
        found = await units_named(turn.db, within, name)
    if not found:
        raise NoSuchUnit(code=said[:40])
    return await one_of(turn, found, period or this_month(turn))


async def one_of(turn: Turn, found: Sequence[Unit], period: Period) -> Reply:
    if len(found) == 1:
        return await shown(turn, found[0].id, period)
    choices = []
    for unit in found[:MOST_FOUND]:
        above = await turn.db.get(Unit, unit.parent_id or 0)
        label = words.found_unit(unit.name, above.name if above else None)
        choices.append(Choice(label, f"report:{unit.id}:{period.as_value}"))
    return Reply(words.which_of_many(len(found), MOST_FOUND), tuple(choices))


# The report


@router.choice("report", number, period_part, maybe=number)
async def report(turn: Turn) -> Reply:
    return in_place(turn, await shown(turn, *turn.args))


async def shown(turn: Turn, unit_id: int, period: Period, page: int = 0) -> Reply:
    return await report_page(await view_of(turn, unit_id, period), page)


async def view_of(turn: Turn, unit_id: int, period: Period) -> View:
    """The view of who at this phone may see the counts there; the right is asked at each button."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    return View(turn, await who_sees_most(turn, unit), unit, period)


@router.choice("report_more", number, period_part)
async def more(turn: Turn) -> Reply:
    """Other periods, what needs looking at, the files."""
    view = await view_of(turn, *turn.args)
    periods = [Choice(words.period_choice(one.label), f"report:{view.unit.id}:{one.as_value}") for one in others(view)]
    below_it = [(words.LOW, "report_low"), (words.UNMET, "report_unmet")] if not view.unit.is_cell else []
    if view.unit.is_cell and await _sees_names(view):
        below_it = [(words.NEED, "need")]
    below_it += [(BY_KIND, "report_kinds"), (GRADED, "report_grades")]
    own = [(words.PICTURE, "report_picture"), (words.TABLE, "report_table"), (MORE_FILES, "report_files")]
    choices = [Choice(label, f"{key}:{view.value}") for label, key in (*below_it, *own)]
    return in_place(turn, Reply(words.more_title(view.name, view.period.label), (*periods, *choices, back(view))))


async def _sees_names(view: View) -> bool:
    people = view.turn.members
    on = day_of(view.turn.now)
    return any([await may(view.turn.db, one.id, Right.NAMES_ON_NEED, view.unit, on) for one in people])


def others(view: View) -> list[Period]:
    """The one before, the quarter and year around it, and the running month; each once, and not the one shown."""
    today = day_of(view.turn.now)
    last = min(today, date.fromisoformat(f"{view.period.last}-01"))
    wanted = (view.period.before, month_period(today), quarter_period(last), year_period(last))
    return [one for one in dict.fromkeys(wanted) if one != view.period]


def back(view: View) -> Choice:
    return Choice(words.BACK, f"report:{view.value}")


@router.choice("report_low", number, period_part, maybe=number)
async def low(turn: Turn) -> Reply:
    """The units right below whose rate does not reach the line."""
    unit_id, period, *page = turn.args
    view = await view_of(turn, unit_id, period)
    found = await summary(turn.db, view.unit, period, turn.now)
    rows = page_of(below_line(found), page[0] if page else 0, LONGEST)
    line = below(found.line.operator, found.line.percent)
    title = words.low_title(len(below_line(found)), line, period.label)
    choices = child_choices(rows.items, period, found.line)
    return in_place(turn, Reply(title, (*choices, *rows.turners(f"report_low:{view.value}"), back(view))))


@router.choice("report_unmet", number, period_part, maybe=number)
async def unmet(turn: Turn) -> Reply:
    """The cells below that owe a meeting, by name, with their committee and months (rule 12)."""
    unit_id, period, *page = turn.args
    view = await view_of(turn, unit_id, period)
    found = await not_met(turn.db, view.unit, period, turn.now)
    cells = page_of(found, page[0] if page else 0, LONGEST)
    choices = [_unmet_choice(view, cell) for cell in cells.items]
    title = words.unmet_title(len(found), view.time)
    return in_place(turn, Reply(title, (*choices, *cells.turners(f"report_unmet:{view.value}"), back(view))))


def _unmet_choice(view: View, cell: NotMet) -> Choice:
    under = cell.under if cell.under != view.unit.name else ""
    label = words.unmet(cell.name, under, cell.months if view.period.length > 1 else ())
    return Choice(label, f"report:{cell.unit_id}:{view.period.as_value}")


# Files


@router.choice("report_picture", number, period_part, maybe=number)
async def picture(turn: Turn) -> Reply:
    """The table as a picture; a long one is several, counted from 1."""
    unit_id, period, *page = turn.args
    view = await view_of(turn, unit_id, period)
    count = page_count(await summary(turn.db, view.unit, period, turn.now))
    shown = min(max(1, *page), count) if page else 1
    text = words.picture_text(view.name, view.time, shown, count)
    on = (Choice(words.next_picture(shown + 1, count), f"report_picture:{view.value}:{shown + 1}"),)
    choices = (*(on if shown < count else ()), back(view))
    made_of = recipe("picture", view.member.id, unit_id, period.as_value, shown)
    return await hand_over(turn, view.member, view.unit, made_of, text, choices)


@router.choice("report_table", number, period_part)
async def table(turn: Turn) -> Reply:
    unit_id, period = turn.args
    view = await view_of(turn, unit_id, period)
    text = words.table_text(view.name, view.time)
    made_of = recipe("workbook", view.member.id, unit_id, period.as_value)
    return await hand_over(turn, view.member, view.unit, made_of, text, (back(view),))
