"""What a unit and those below it have sent to many: for each, what was owed and what became of it."""

from collections.abc import Sequence

from bot.model.directives import Directive
from bot.reports.broadcasts import DIRECTIVE, MOST, Sent, costs_of, counts_of, newest
from bot.services.directive_completion import own_rows
from bot.services.permissions import Right
from bot.web.committee.broadcast import DEEDS, ONE, PATH, broadcast
from bot.web.committee.directive import MOST_PEOPLE
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import broadcast_pages as said
from bot.words.names import fold

__all__ = ["DEEDS", "PAGES"]
LONGEST = 25
"""Of so many the notices are counted at once."""


async def broadcasts(look: Look) -> Facts:
    """Counted is only what is shown: eight queries, however much was sent."""
    found = await newest(look.db, look.unit)
    table = table_of(look, _columns(), found, longest=LONGEST)
    abouts = await _few_enough(look, table.rows)
    return {
        "heading": said.SENT_TO_MANY,
        "has_period": False,
        "said": said,
        "is_cut": len(found) >= MOST,
        "table": table,
        "counts": await counts_of(look.db, abouts),
        "costs": await costs_of(look.db, abouts),
    }


def _columns() -> list[Column[Sent]]:
    return [
        Column("viec", said.WHAT, lambda one: (list(said.KINDS).index(one.kind), one.number), is_text=True),
        Column("don-vi", said.UNIT, lambda one: (fold(one.unit), one.unit_id), is_text=True),
        *(Column[Sent](label, label) for label in (*said.STATES, said.COST)),
        Column("luc", said.AT, lambda one: one.at, is_text=True),
    ]


async def _few_enough(look: Look, shown: Sequence[Sent]) -> list[str]:
    """Without documents that went to so many that their notices are not counted on a page."""
    which = [one.id for one in shown if one.kind == DIRECTIVE]
    directives = [one for one in [await look.db.get(Directive, one) for one in which] if one is not None]
    rows = await own_rows(look.db, directives, look.unit) if directives else {}
    many = {f"{DIRECTIVE}:{one}" for one, row in rows.items() if row.expected > MOST_PEOPLE}
    return [one.about for one in shown if one.about not in many and (one.people or 0) <= MOST_PEOPLE]


PAGES = (
    Page(PATH, Right.SEE_COUNTS, "broadcasts.html", broadcasts, said.SENT_TO_MANY),
    Page(ONE, Right.SEE_COUNTS, "broadcast.html", broadcast),
)
