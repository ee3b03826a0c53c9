"""Units by months: the whole percent of each month, a sign where nothing was held, darker where fewer came."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from bot.model.meetings import MeetingKind
from bot.reports.level_months import LevelMonths, months_at
from bot.reports.months import Month, UnitMonths, months_to
from bot.services.rate import Counts, Line, percent
from bot.web.committee.figures import Own, own_of
from bot.web.committee.levels import are_few_rows, are_too_many, level_steps, right_below
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
class Strip:
    """A unit and its squares, and the rate of all of its months."""

    unit: UnitMonths
    under: str
    squares: Markup
    """Its months in cells: there are hundreds of them, so no template puts each together."""
    strict: str | None


Placed12 = tuple[int, LevelMonths]
"""Its place by name, and the unit."""


async def heat_map(look: Look) -> Facts:
    own = await own_of(look)
    found = await _found(look, own)
    facts = {
        "heading": said.MONTHS,
        "has_kind": True,
        "said": said,
        "own": own,
        "levels": await level_steps(look),
        "is_too_long": found is None,
        "steps": STEPS,
        "total": _strip(look, own.this_year, "", own.line, _strict_of(own.this_year)),
    }
    if found is None:
        shown = await right_below(look, own.line)
        return facts | {"table": table_of(look, columns(look, has_under=False), shown)}
    table = table_of(look, _columns(own.last), list(enumerate(found)), longest=LONGEST)
    return facts | {"table": table, "strips": [_strip_of(look, one, own.line) for _, one in table.rows]}


async def _found(look: Look, own: Own) -> list[LevelMonths] | None:
    first = months_to(own.last)[0]
    if are_too_many(look, own, first):
        return None
    are_few = are_few_rows(look, own, first)
    return await months_at(look.db, look.unit, look.level, own.last, look.kind, are_few=are_few)


def _columns(last: str) -> list[Column[Placed12]]:
    return [
        Column("ten", said.NAME, lambda one: one[0], is_text=True),
        *(Column[Placed12](month, said.month_short(month)) for month in months_to(last)),
        Column("ty-le", said.YEAR_RATE, lambda one: share(one[1].present, one[1].expected)),
    ]


def _strip_of(look: Look, one: LevelMonths, line: Line) -> Strip:
    return _strip(look, one.made(), one.under, line, percent(one.present, one.expected))


def _strict_of(unit: UnitMonths) -> str | None:
    return sum((one.counts for one in unit.months), Counts()).strict


def _strip(look: Look, unit: UnitMonths, under: str, line: Line, strict: str | None) -> Strip:
    to = escape(f"../{unit.code}?ky=m")
    of_kind = "" if look.kind is MeetingKind.REGULAR else escape(f"&loai={look.kind.value}")
    squares = (_square(one, line, f"{to}{one.month}{of_kind}") for one in unit.months)
    return Strip(unit, under, Markup("".join(squares)), strict)  # noqa: S704 - numbers of ours, and what is escaped


def _square(month: Month, line: Line, address: str) -> str:
    """Darker the lower it is (`s1` to `s4`), with a mark below the line; the address is escaped."""
    counts = month.counts
    if not counts.expected:
        return _cell(said.NOT_MET_MARK, "missed", address) if month.has_not_met else "<td></td>"
    rate, shade = 100 * counts.present // counts.expected, shade_of(counts, line, STEPS)
    return _cell(f"{rate}{said.BELOW_MARK}", f"s{shade}", address) if shade else _cell(str(rate), "", address)


def _cell(text: str, look: str, address: str) -> str:
    shaded = f' class="{look}"' if look else ""
    return f'<td{shaded}><a href="{address}">{text}</a></td>'


def shade_of(counts: Counts, line: Line, steps: Sequence[int]) -> int:
    """How far below the line, in whole numbers (rule 8)."""
    if line.is_met(counts.present, counts.expected):
        return 0
    under = line.percent * counts.expected - 100 * counts.present
    return 1 + sum(under >= step * counts.expected for step in steps)
