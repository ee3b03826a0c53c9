"""The documents of a unit and of those below it: which there are, and how far each has come."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import load_only

from bot.model.directives import Directive, Haste
from bot.services.directive_completion import Row, own_rows
from bot.services.directive_lines import lines_of
from bot.services.directive_reading import MOST_LISTED, concerns
from bot.services.permissions import Right
from bot.web.committee.directive import FILE, ONE, PATH, PICTURE, WANTING, chart, directive, missing, sheet, state_of
from bot.web.committee.levels import has_units
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import directive_tables as said
from bot.words.times import day_of

LONGEST = 40
"""Of so many the counts are read at once."""
HASTES = list(Haste)
SHOWN = (
    Directive.number,
    Directive.kind,
    Directive.haste,
    Directive.issued_on,
    Directive.due_on,
    Directive.must_study,
    Directive.cancelled_at,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document; `due_on`: the day that holds at the unit."""

    id: int
    number: str
    kind: str
    haste: str
    issued_on: date
    due_on: date | None
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How far it has come at the unit and all below it, and how that is called."""

    row: Row
    state: str


async def directives(look: Look) -> Facts:
    """Counted is only what is shown: four queries, however many documents there are."""
    found = {one.id: one for one in await look.db.scalars(await _newest(look))}
    lines = await lines_of(look.db, [(one, look.unit.id) for one in found])
    listed = [_listed(one, lines.at(one, look.unit.id).due_on) for one in found.values()]
    table = table_of(look, _columns(), listed, longest=LONGEST)
    rows = await own_rows(look.db, [found[one.id] for one in table.rows], look.unit)
    return {
        "heading": said.DIRECTIVES,
        "has_period": False,
        "said": said,
        "note": said.LIST_NOTE if has_units(look.unit) else said.OWN_NOTE,
        "is_cut": len(found) == MOST_LISTED,
        "table": table,
        "counts": {one.id: _counted(look, one, rows[one.id]) for one in table.rows},
    }


async def _newest(look: Look) -> Select[Directive]:
    """Without their texts and addressees: nothing here shows them."""
    every = (
        select(Directive).order_by(Directive.id.desc()).limit(MOST_LISTED).options(load_only(*SHOWN, raiseload=True))
    )
    return every.where(await concerns(look.db, look.unit))


def _listed(one: Directive, due_on: date | None) -> Listed:
    return Listed(one.id, one.number, one.kind, one.haste, one.issued_on, due_on, one.cancelled_at is not None)


def _counted(look: Look, one: Listed, row: Row) -> Counted:
    return Counted(row, state_of(row, one.due_on, day_of(look.now), is_gone=one.is_gone))


def _columns() -> list[Column[Listed]]:
    return [
        Column("so", said.NUMBER, lambda one: one.number, is_text=True),
        Column("ro", said.KNOWN),
        Column("hoc", said.STUDIED),
        Column("bao-cao", said.REPORTED),
        Column("tinh-trang", said.STATE, is_text=True),
        Column("han", said.DUE, lambda one: one.due_on, is_text=True),
        Column("loai-vb", said.KIND, lambda one: said.KINDS[one.kind], is_text=True),
        Column("ngay", said.ISSUED, lambda one: one.issued_on, is_text=True),
        Column("khan", said.HASTE, lambda one: HASTES.index(Haste(one.haste)), is_text=True),
    ]


FOLLOW = Right.DIRECT
PAGES = (
    Page(PATH, FOLLOW, "directives.html", directives, said.DIRECTIVES),
    Page(ONE, FOLLOW, "directive.html", directive),
    Page(WANTING, FOLLOW, "directive_missing.html", missing),
    Page(PICTURE, FOLLOW, "", chart),
    Page(FILE, FOLLOW, "", sheet, is_written_down=True),
)
