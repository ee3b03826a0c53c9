"""Units by months: the whole percent of each month, a sign where nothing was held, darker where fewer came."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.reports.level_months import LevelMonths, months_at
from bot.reports.months import Month, UnitMonths, months_to
from bot.services.rate import Counts, Line
from bot.web.committee.figures import own_of
from bot.web.committee.levels import are_too_many, level_steps, right_below
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts
from bot.web.committee.tables import Column, table_of
from bot.web.committee.units_table import columns, share
from bot.words import participation_pages as said

STEPS = (5, 10, 25)
"""Percent points below the line from which on a square is darker."""
LONGEST = 40
"""Twelve links in each row: more rows make the page too heavy for a weak phone."""


@dataclass(frozen=True, slots=True)
class Square:
    """One month of one unit; `shade` from 0, which reaches the line, to 4; None: no rate."""

    month: str
    text: str
    shade: int | None
    is_missed: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """A unit and its squares, and the rate of all of its months."""

    unit: UnitMonths
    under: str
    squares: tuple[Square, ...]
    strict: str | None


Placed12 = tuple[int, LevelMonths]
"""Its place by name, and the unit."""


async def heat_map(look: Look) -> Facts:
    own = await own_of(look)
    too_many = are_too_many(look, own, months_to(own.last)[0])
    found = None if too_many else await months_at(look.db, look.unit, look.level, own.last, look.kind)
    facts = {
        "heading": said.MONTHS,
        "has_kind": True,
        "said": said,
        "own": own,
        "levels": await level_steps(look),
        "is_too_long": found is None,
        "steps": STEPS,
        "total": _strip(own.this_year, "", own.line),
    }
    if found is None:
        shown = await right_below(look, own.line)
        return facts | {"table": table_of(look, columns(look, has_under=False), shown)}
    table = table_of(look, _columns(own.last), list(enumerate(found)), longest=LONGEST)
    return facts | {"table": table, "strips": [_strip(one.made(), one.under, own.line) for _, one in table.rows]}


def _columns(last: str) -> list[Column[Placed12]]:
    return [
        Column("ten", said.NAME, lambda one: one[0], is_text=True),
        *(Column[Placed12](month, said.month_short(month)) for month in months_to(last)),
        Column("ty-le", said.YEAR_RATE, lambda one: share(one[1].present, one[1].expected)),
    ]


def _strip(unit: UnitMonths, under: str, line: Line) -> Strip:
    counts = sum((one.counts for one in unit.months), Counts())
    return Strip(unit, under, tuple(_square(one, line) for one in unit.months), counts.strict)


def _square(month: Month, line: Line) -> Square:
    counts = month.counts
    if not counts.expected:
        return Square(month.month, said.NOT_MET_MARK if month.has_not_met else "", None, month.has_not_met)
    return Square(month.month, str(100 * counts.present // counts.expected), shade_of(counts, line, STEPS), False)


def shade_of(counts: Counts, line: Line, steps: Sequence[int]) -> int:
    """How far below the line, in whole numbers (rule 8)."""
    if line.is_met(counts.present, counts.expected):
        return 0
    under = line.percent * counts.expected - 100 * counts.present
    return 1 + sum(under >= step * counts.expected for step in steps)
