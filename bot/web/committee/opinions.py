"""How many opinions came from below, about what, and what became of them: never a word of any, nor whose."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.opinions import OpinionKind
from bot.reports.period_days import span_of
from bot.services.opinion_counts import COLUMNS, Row, count_late, counts_below
from bot.services.permissions import Right
from bot.web.committee.figures import Figure
from bot.web.committee.levels import has_units
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import committee_pages as words
from bot.words import opinion_pages as said
from bot.words.vi import cell

PATH = "/y-kien"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit right below, or several small cells together; `code`: of one whose own page says more."""

    name: str
    code: str | None
    sort_key: tuple[bool, str]
    total: int
    numbers: Sequence[int]
    """By state, then by kind."""


async def opinions(look: Look) -> Facts:
    """Of a cell only for whoever hears its opinions: others of it would see in the numbers who has spoken."""
    found = await counts_below(look.db, look.unit, *span_of(look.period), look.now)
    about = {"heading": said.OPINIONS, "said": said, "title": said.about(look.period.label)}
    if found.is_hidden:
        return about | {"is_hidden": True}
    own = found.own
    late = await count_late(look.db, look.unit, look.now)
    made_of = "#don-vi" if has_units(look.unit) else None
    counted = [(said.TOTAL, own.total), *((label, own.states[one]) for one, label in said.STATES.items())]
    figures = [Figure(label, words.count(number), "", made_of) for label, number in counted]
    return about | {
        "is_hidden": False,
        "figures": [*figures, Figure(said.LATE, words.count(late))],
        "kinds": [(label, own.kinds[OpinionKind(one)]) for one, label in said.KINDS_SAID.items()],
        "own": _line(own),
        "table": table_of(look, _columns(), [_line(one) for one in found.below] if has_units(look.unit) else []),
    }


def _line(row: Row) -> Line:
    numbers = [*(row.states[one] for one in COLUMNS), *(row.kinds[one] for one in OpinionKind)]
    if row.unit is None:
        return Line(said.small_cells(row.cells), None, (True, ""), row.total, numbers)
    code = row.unit.code if has_units(row.unit) else None
    return Line(cell(row.unit.name), code, (False, row.unit.sort_key), row.total, numbers)


def _columns() -> list[Column[Line]]:
    heads = [*said.STATES.items(), *said.KINDS_SAID.items()]
    return [
        Column("ten", said.UNIT, lambda one: one.sort_key, is_text=True),
        Column("tong", said.TOTAL, lambda one: one.total),
        *(_number(place, key, label) for place, (key, label) in enumerate(heads)),
    ]


def _number(place: int, key: str, label: str) -> Column[Line]:
    return Column(key, label, lambda one: one.numbers[place])


PAGES = (
    Page(PATH, Right.SEE_COUNTS, "opinions.html", opinions, said.OPINIONS, has_units),
    Page(PATH, Right.HEAR_OPINIONS, "opinions.html", opinions, said.OPINIONS, lambda unit: unit.is_cell),
)
