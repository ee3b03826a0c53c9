"""The large figures at the head of a unit's pages: its rate, beside the period before and a year before."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.reports.months import Month, UnitMonths, months_of_unit, months_to
from bot.reports.period import LENGTHS, Period
from bot.reports.summary import months_begun
from bot.services.rate import Counts, Line, trend_of
from bot.services.unit_settings import settings_of
from bot.web.committee.look import Look
from bot.words import committee_pages as words
from bot.words import participation_pages as said

YEARS = 24
"""Months that are read: whatever is compared lies within them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and where it leads to."""

    label: str
    value: str
    note: str = ""
    address: str | None = None
    is_low: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """A unit's own past, month by month; `first` and `last`: the months of the period that have begun."""

    months: UnitMonths
    line: Line
    first: str
    last: str

    def over(self, first: str, last: str) -> Month:
        """Sum over sum (rule 11)."""
        some = [one for one in self.months.months if first <= one.month <= last]
        counts = sum((one.counts for one in some), Counts())
        return Month(first, sum(one.due for one in some), sum(one.met for one in some), counts)

    @property
    def now(self) -> Month:
        return self.over(self.first, self.last)

    @property
    def is_below(self) -> bool:
        return not self.line.is_met(self.now.counts.present, self.now.counts.expected)

    @property
    def this_year(self) -> UnitMonths:
        """The twelve months that end with the period."""
        every = self.months
        return UnitMonths(every.unit_id, every.code, every.name, every.is_cell, every.months[-12:])

    @property
    def year_before(self) -> tuple[Month, ...]:
        return self.months.months[:-12]


async def own_of(look: Look) -> Own:
    """Two queries, however much stands below."""
    first, last = months_begun(look.period, look.now)
    months = await months_of_unit(look.db, look.unit, last, look.kind, YEARS)
    return Own(months, (await settings_of(look.db, look.unit)).line, first, last)


def rate_figures(look: Look, own: Own, leads_to: str | None) -> Iterable[Figure]:
    """The rate, then those that it is compared with, each with its counts (rule 9)."""
    counts = own.now.counts
    rest = f"{words.of(counts.present, counts.expected)}; {said.ADJUSTED.lower()}: {words.percent(counts.adjusted)}"
    if own.is_below:
        rest = f"{rest}; {said.UNSEEN_LOW}"
    yield Figure(words.RATE, words.percent(counts.strict), rest if counts.expected else "", leads_to, own.is_below)
    for label, span in _others(look, own):
        other = own.over(span.first, span.last).counts
        by = said.against(trend_of(counts, other)) if counts.expected else ""
        note = "; ".join(filter(None, (words.of(other.present, other.expected), by))) if other.expected else ""
        yield Figure(label, words.percent(other.strict), note, _page_of(look, span))


def _others(look: Look, own: Own) -> Iterable[tuple[str, Period]]:
    """The whole period before; and of a year before as many months as have begun of this one."""
    before = look.period.before
    yield f"{words.MONTH_BEFORE} ({before.label})", before
    then = Period(months_to(own.first, 13)[0], months_to(own.last, 13)[0])
    if then != before:
        is_running = own.first <= own.last < look.period.last
        yield words.same_months(then.first, then.last) if is_running else words.YEAR_BEFORE, then


def _page_of(look: Look, span: Period) -> str | None:
    """Where these very months are shown; of some months of a quarter or a year there is no page."""
    return look.address(ky=span.as_value) if span.length in LENGTHS.values() else None
