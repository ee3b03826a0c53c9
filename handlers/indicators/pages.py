"""What a unit sees of numbers: its list, its own answer, what it comes to below it, and who has not answered."""

from bot.conversation import Router, Turn, number
from bot.messages import Choice, Reply
from bot.model.indicators import Indicator
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NotAllowed
from bot.services.indicator_people import ANSWERS
from bot.services.indicator_reports import own_report, report_of
from bot.services.indicator_sums import Row, Sums, answers_below, before, sums_of, table_of
from bot.services.indicators import (
    Asked,
    asked_at,
    asked_in,
    concerning,
    demand_concerned,
    rounds_of,
    still_to_begin,
)
from bot.services.permissions import Right, may
from bot.words import indicator_answers as answer_words
from bot.words import indicator_pages as page_words
from bot.words import indicators as words
from bot.words.indicator_figures import figure
from bot.words.times import day_of
from bot.words.vi import cell as cell_name
from handlers.indicators.answering import about, shown
from handlers.talk.acting import Acting, acting
from handlers.talk.asked import MENU
from handlers.talk.handing_over import may_say_all
from handlers.talk.paging import in_place, page_of

router = Router()
LISTED, CHILDREN = 6, 4
"""So many lines leave room for the rest on a phone without buttons."""


# The list of a unit


async def list_page(turn: Turn, one: Acting, page_number: int) -> Reply:
    """All that is asked at this unit or below it, the newest first."""
    asked = await concerning(turn.db, one.unit)
    to_come = await still_to_begin(turn.db, one.unit)
    both: list[Asked | Indicator] = [*asked, *to_come]
    page = page_of(both, page_number, LISTED)
    choices = [await _choice_of(turn, item, one.unit) for item in page.items]
    may_ask = await may(turn.db, one.member.id, Right.ASK_FIGURES, one.unit, day_of(turn.now))
    new = [Choice(words.NEW, f"figure_new:{one.unit.id}")] if may_ask else []
    title = page_words.list_title(_name(one.unit), len(asked) + len(to_come))
    return Reply(title, (*choices, *page.turners(f"figures:{one.unit.id}"), *new, MENU))


async def _choice_of(turn: Turn, asked: Asked | Indicator, unit: Unit) -> Choice:
    if isinstance(asked, Indicator):
        return Choice(page_words.line_of(asked.id, asked.name, 0, 0), f"figure_begins:{asked.id}")
    value = f"indicator:{asked.round.id}:{unit.id}"
    indicator = asked.indicator
    if (report := await own_report(turn.db, asked.round.id, unit.id)) is not None:
        return Choice(page_words.own_line(indicator.id, indicator.name, is_done=report.answered_at is not None), value)
    sums = sums_of(indicator.kind, await answers_below(turn.db, asked, unit, turn.now))
    return Choice(page_words.line_of(indicator.id, indicator.name, sums.answered, sums.asked), value)


def _name(unit: Unit) -> str:
    return cell_name(unit.name) if unit.is_cell else unit.name


# One round at a unit


@router.choice("indicator", number, number, maybe=number)
async def page(turn: Turn) -> Reply:
    round_id, unit_id, *said = turn.args
    asked, unit, _ = await seen(turn, round_id, unit_id)
    return in_place(turn, await page_at(turn, asked, unit, said[0] if said else 0))


async def seen(turn: Turn, round_id: int, unit_id: int, right: Right = Right.SEE_COUNTS) -> tuple[Asked, Unit, Member]:
    """Only where somebody here has the right at that very unit or above it. Raises NotAllowed or NoSuchIndicator."""
    unit = await turn.db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    member = await acting(turn, right, unit)
    asked = await asked_in(turn.db, round_id)
    await demand_concerned(turn.db, asked, unit)
    return asked, unit, member


async def page_at(turn: Turn, asked: Asked, unit: Unit, page_number: int) -> Reply:
    """The unit's own answer where it was asked itself, else what those below it come to."""
    report = await own_report(turn.db, asked.round.id, unit.id)
    return await _own_page(turn, report.id) if report is not None else await _sum_page(turn, asked, unit, page_number)


async def _own_page(turn: Turn, report_id: int) -> Reply:
    report = await report_of(turn.db, report_id)
    row, parts = report.row, report.parts
    state = (
        answer_words.state(row.answered_at, is_late=report.is_late, is_corrected=report.is_corrected)
        if row.answered_at
        else ""
    )
    lines = [answer_words.own_page(*about(report), report.round.due_on, shown(report, parts) if parts else None, state)]
    if parts is None and report.planned is not None:
        lines.append(answer_words.planned(report.planned))
    if row.note and await may_say_all(turn, report.unit):
        lines.append(answer_words.remark(row.note))
    kind, classes = report.indicator.kind, report.indicator.classes
    old = [figure(one, kind, classes) if one else None for one in (report.last, report.last_year)]
    lines.append(answer_words.compared(*old))
    answers = (
        [Choice(words.CORRECT if parts else words.REPORT, f"figure:{row.id}")]
        if await _may_answer(turn, report.unit)
        else []
    )
    choices = (
        *answers,
        *await earlier(turn, report.round.id, report.unit),
        Choice(words.LIST, f"figures:{report.unit.id}"),
        MENU,
    )
    return Reply("\n".join(filter(None, lines)), choices)


async def _may_answer(turn: Turn, unit: Unit) -> bool:
    return any([await may(turn.db, one.id, ANSWERS, unit, day_of(turn.now)) for one in turn.members])


async def earlier(turn: Turn, round_id: int, unit: Unit) -> list[Choice]:
    asked = await asked_in(turn.db, round_id)
    rounds = await rounds_of(turn.db, asked.indicator.id)
    older = [one.id for one in rounds if one.starts_on < asked.round.starts_on]
    here = await asked_at(turn.db, unit, older)
    return [Choice(words.EARLIER, f"indicator:{one}:{unit.id}") for one in older if one in here][:1]


async def _sum_page(turn: Turn, asked: Asked, unit: Unit, page_number: int) -> Reply:
    table = await table_of(turn.db, asked, unit, turn.now)
    sums = table.own.sums
    page = page_of(table.below, page_number, CHILDREN)
    number_of = page_words.page_number(page.number + 1, page.count)
    lines = [heading(asked), page_words.answered(_name(unit), sums.answered, sums.asked, number_of)]
    if page.number == 0:
        lines += await _totals(turn, asked, unit, sums)
    choices = [Choice(_child(asked, row), f"indicator:{asked.round.id}:{row.unit_id}") for row in page.items]
    here = f"{asked.round.id}:{unit.id}"
    missing = [Choice(page_words.missing_choice(sums.missing), f"figures_missing:{here}:0")] if sums.missing else []
    more = Choice(words.MORE, f"figures_more:{here}")
    return Reply("\n".join(filter(None, lines)), (*choices, *page.turners(f"indicator:{here}"), *missing, more))


def heading(asked: Asked) -> str:
    indicator, round_ = asked.indicator, asked.round
    label = words.period(indicator.repeat, round_.starts_on, round_.ends_on)
    is_over = indicator.ended_at is not None
    return page_words.heading(indicator.id, indicator.name, indicator.counted, label, round_.due_on, is_over=is_over)


async def _totals(turn: Turn, asked: Asked, unit: Unit, sums: Sums) -> list[str]:
    """What it comes to, then beside what was planned and what it was before."""
    kind, classes = asked.indicator.kind, asked.indicator.classes
    then = await before(turn.db, asked, unit, turn.now)
    old = [_in_short(asked, one) for one in (then.last, then.last_year)]
    plan = page_words.plan_line(kind, sums.planned, sums.against)
    beside = " ".join(filter(None, (plan, answer_words.compared(*old))))
    return [page_words.total(sums.parts, kind, classes, sums.of, sums.rate), beside]


def _in_short(asked: Asked, sums: Sums | None) -> str | None:
    if sums is None or sums.parts is None:
        return None
    return page_words.in_short(sums.parts, asked.indicator.kind, asked.indicator.classes, sums.of, sums.rate)


def _child(asked: Asked, row: Row) -> str:
    sums = row.sums
    said = None
    if sums.parts is not None:
        said = page_words.in_label(sums.parts, asked.indicator.kind, sums.of)
    return page_words.child(row.name, said, sums.rate, sums.answered, sums.asked)
