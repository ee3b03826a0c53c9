"""What a unit and those below it have sent to many in a period: for each, what was owed and what became of it."""

from collections.abc import Sequence
from datetime import time, timedelta

from bot.reports.broadcasts import Sent, Span, costs_of, count_in, counts_of, ids_at_and_below, sent_in
from bot.reports.countable import countable
from bot.reports.period_days import span_of
from bot.services.permissions import Right
from bot.web.committee.broadcast import DEEDS, ONE, PATH, broadcast
from bot.web.committee.directive import MOST_PEOPLE
from bot.web.committee.large_units import units_below
from bot.web.committee.levels import has_units
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, fetched_table
from bot.words import broadcast_pages as said
from bot.words.times import at_local

__all__ = ["DEEDS", "PAGES"]
LONGEST = 25
"""Of so many the notices are counted at once."""
MOST_UNITS = 1_500
"""Of more units, groups of cells included, a page does not look for what each has sent."""
ORDERS = {"viec": "kind", "don-vi": "unit", "luc": "at"}


async def broadcasts(look: Look) -> Facts:
    """Counted is only what is shown: some ten queries, however much was sent."""
    first, last = span_of(look.period)
    every = await ids_at_and_below(look.db, look.unit, MOST_UNITS)
    span = Span(every or [look.unit.id], at_local(first, time()), at_local(last + timedelta(days=1), time()))

    async def fetch(order: str, begin: int, count: int) -> Sequence[Sent]:
        turned, key = "-" * order.startswith("-"), order.removeprefix("-")
        return await sent_in(look.db, span, turned + ORDERS[key] if key else "", begin, count)

    table = await fetched_table(look, _columns(), await count_in(look.db, span), fetch, LONGEST)
    abouts = await countable(look.db, table.rows, MOST_PEOPLE)
    return {
        "heading": said.SENT_TO_MANY,
        "said": said,
        "caption": said.sent_in(look.period.label),
        "note": said.LIST_NOTE if every and has_units(look.unit) else said.OWN_NOTE,
        "units": await units_below(look) if every is None else [],
        "table": table,
        "counts": await counts_of(look.db, abouts),
        "costs": await costs_of(look.db, abouts),
    }


def _columns() -> list[Column[Sent]]:
    return [
        Column("viec", said.WHAT, lambda one: one.kind, is_text=True),
        Column("don-vi", said.UNIT, lambda one: one.unit, is_text=True),
        *(Column[Sent](label, label) for label in (*said.STATES, said.COST)),
        Column("luc", said.AT, lambda one: one.at, is_text=True),
    ]


PAGES = (
    Page(PATH, Right.SEE_COUNTS, "broadcasts.html", broadcasts, said.SENT_TO_MANY),
    Page(ONE, Right.SEE_COUNTS, "broadcast.html", broadcast),
)
