"""Units by months: the whole percent of each month, a sign where nothing was held, darker where fewer came."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.meetings import MeetingKind
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
    """One month of one unit, as the page has it: there are hundreds of them, so a template decides nothing more."""

    text: str
    """With the mark of what lies below the line."""
    look: str
    """How it is shaded, `s1` to `s4`, `missed`; empty where the line is reached."""
    address: str


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
        "total": _strip(look, own.this_year, "", own.line),
    }
    if found is None:
        shown = await right_below(look, own.line)
        return facts | {"table": table_of(look, columns(look, has_under=False), shown)}
    table = table_of(look, _columns(own.last), list(enumerate(found)), longest=LONGEST)
    return facts | {"table": table, "strips": [_strip(look, one.made(), one.under, own.line) for _, one in table.rows]}


def _columns(last: str) -> list[Column[Placed12]]:
    return [
        Column("ten", said.NAME, lambda one: one[0], is_text=True),
        *(Column[Placed12](month, said.month_short(month)) for month in months_to(last)),
        Column("ty-le", said.YEAR_RATE, lambda one: share(one[1].present, one[1].expected)),
    ]


def _strip(look: Look, unit: UnitMonths, under: str, line: Line) -> Strip:
    of_kind = "" if look.kind is MeetingKind.REGULAR else f"&loai={look.kind.value}"
    squares = (_square(one, line, f"../{unit.code}?ky=m{one.month}{of_kind}") for one in unit.months)
    return Strip(unit, under, tuple(squares), sum((one.counts for one in unit.months), Counts()).strict)


def _square(month: Month, line: Line, address: str) -> Square:
    counts = month.counts
    if not counts.expected:
        return Square(said.NOT_MET_MARK, "missed", address) if month.has_not_met else Square("", "", address)
    percent, shade = 100 * counts.present // counts.expected, shade_of(counts, line, STEPS)
    return Square(f"{percent}{said.BELOW_MARK}", f"s{shade}", address) if shade else Square(str(percent), "", address)


def shade_of(counts: Counts, line: Line, steps: Sequence[int]) -> int:
    """How far below the line, in whole numbers (rule 8)."""
    if line.is_met(counts.present, counts.expected):
        return 0
    under = line.percent * counts.expected - 100 * counts.present
    return 1 + sum(under >= step * counts.expected for step in steps)
