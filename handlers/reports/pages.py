"""What a report shows: a unit and those below it, a cell and its months or meetings, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation import Turn
from bot.messages import Choice, Reply
from bot.model.meetings import MeetingState
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import TimeUnreadable
from bot.reports.cell_record import Held, Month, meetings_of, months_of
from bot.reports.period import Period, read_period
from bot.reports.summary import Row, Summary, summary
from bot.services.budgets import purse_of
from bot.services.permissions import Right, may
from bot.services.rate import Line
from bot.words import committee as words
from bot.words.costs import budget
from bot.words.report_words import below
from bot.words.times import day_of, month_of
from bot.words.vi import cell as cell_name
from handlers.talk.paging import Page, page_of

LONGEST, MEETINGS = 6, 4
"""So many lines of a list leave room for the heading and what else can be chosen."""


def period_part(text: str) -> Period:
    """A period in a choice's value; raises ValueError for what is none."""
    try:
        return read_period(text)
    except TimeUnreadable:
        raise ValueError(text[:20]) from None


@dataclass(frozen=True, slots=True)
class View:
    """Whose report somebody is looking at."""

    turn: Turn
    member: Member
    unit: Unit
    period: Period

    @property
    def value(self) -> str:
        """What its buttons carry behind their key."""
        return f"{self.unit.id}:{self.period.as_value}"

    @property
    def running_at(self) -> datetime | None:
        """Now, while the period is not over."""
        this = month_of(day_of(self.turn.now))
        return self.turn.now if self.period.first <= this <= self.period.last else None

    @property
    def name(self) -> str:
        return cell_name(self.unit.name) if self.unit.is_cell else self.unit.name

    @property
    def time(self) -> str:
        """The period and, while it is not over, that it is not."""
        return words.until(self.period.label, self.running_at)


async def report_page(view: View, number: int) -> Reply:
    """A page of the report: below a committee its units, below a cell its meetings or, over longer, its months."""
    report = await summary(view.turn.db, view.unit, view.period, view.turn.now)
    page, choices, lines = await _listed(view, report, number)
    heading = f"{view.name}, {view.time}.{words.page_number(page.number + 1, page.count)}"
    met, *own = own_lines(view, report)
    text = [f"{heading} {met}{await _money(view)}", *(own if page.number == 0 else own[:1]), *lines]
    turners = page.turners(f"report:{view.value}")
    return Reply("\n".join(text), (*choices, *turners, *await _ways_on(view)))


async def _money(view: View) -> str:
    """What is left this month for short messages, where the unit has a limit of its own."""
    if view.running_at is None:
        return ""
    limits = (await purse_of(view.turn.db, [view.unit.id])).over(view.unit.id)
    return "".join(f" {budget(view.name, one.used, one.most)}" for one in limits if one.unit_id == view.unit.id)


async def _listed(view: View, report: Summary, number: int) -> tuple[Page[Any], list[Choice], list[str]]:
    """The page of what stands below the unit: as choices, or as lines where there is nothing more to open."""
    if not view.unit.is_cell:
        units = page_of(report.below, number, LONGEST)
        return units, child_choices(units.items, view.period, report.line), []
    if view.period.length > 1:
        months = page_of(await months_of(view.turn.db, view.unit, view.period, view.turn.now), number, LONGEST)
        return months, [_month_choice(view, one, report.line) for one in months.items], []
    meetings = page_of(await meetings_of(view.turn.db, view.unit, view.period), number, MEETINGS)
    return meetings, [], [_meeting_line(one) for one in meetings.items]


async def _ways_on(view: View) -> list[Choice]:
    more = Choice(words.MORE, f"report_more:{view.value}")
    above = await view.turn.db.get(Unit, view.unit.parent_id or 0)
    if above is None or not await may(view.turn.db, view.member.id, Right.SEE_COUNTS, above, day_of(view.turn.now)):
        return [more]
    return [Choice(words.up(words.place(above.name)), f"report:{above.id}:{view.period.as_value}"), more]


# The unit itself


def own_lines(view: View, report: Summary) -> list[str]:
    """Who met, then the rates with their counts, then the absences beside the period before."""
    own, counts = report.own, report.own.counts
    if not own.due and not own.met and not counts.expected:
        return [words.NOTHING_DUE]
    mark = f", {below(report.line.operator, report.line.percent)}" if own.is_below else ""
    rates = words.rates(counts.present, counts.expected, counts.excused, counts.strict, counts.adjusted, mark)
    if counts.strict is None:
        return [_met(view, own), rates]
    before = view.period.before.label
    return [_met(view, own), rates, words.absences(counts.excused, counts.unexcused, before, own.trend)]


def _met(view: View, own: Row) -> str:
    if view.unit.is_cell:
        return words.own_months(own.met, own.due) if view.period.length > 1 else words.MET if own.met else words.MISSING
    return (words.cells_met if view.period.length == 1 else words.months_met)(own.met, own.due)


# The lines of a list


def child_choices(rows: Sequence[Row], period: Period, line: Line) -> list[Choice]:
    """A unit each, that opens its own report of the same period."""
    return [Choice(child_label(row, period, line), f"report:{row.unit_id}:{period.as_value}") for row in rows]


def child_label(row: Row, period: Period, line: Line) -> str:
    """The rate, and what is not as it should be; a line opens the whole of it."""
    is_one_month = row.is_cell and period.length == 1
    marks = [words.low_mark(line.operator)] if row.is_below else []
    if row.not_met and (row.is_cell or not row.met):
        marks.append(words.missing(row.not_met, is_one_month=is_one_month))
    if row.met < row.due and not is_one_month:
        marks.append(words.met_of(row.met, row.due))
    return words.child(row.name, row.counts.present, row.counts.expected, row.counts.strict, marks)


def _month_choice(view: View, one: Month, line: Line) -> Choice:
    marks = [words.low_mark(line.operator)] if one.is_below else []
    if one.due and not one.met:
        marks = [words.missing(1, is_one_month=True)]
    label = words.child(words.month_name(one.month), one.counts.present, one.counts.expected, one.counts.strict, marks)
    return Choice(label, f"report:{view.unit.id}:m{one.month}")


def _meeting_line(one: Held) -> str:
    return words.meeting(one.kind, one.starts_at, _state(one))


def _state(one: Held) -> str:
    if one.state is MeetingState.CALLED:
        return words.CALLED
    if one.counts is None:
        return words.NO_COUNTS
    counts = one.counts
    said = words.attended(counts.present, counts.expected, counts.excused, counts.unexcused)
    return said + words.late_and_early(one.late, one.early)
