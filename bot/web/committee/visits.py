"""Visits of a period: by who went and by cell, the cells to which nobody went; words only for whom they came up to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.reports.period_days import span_of
from bot.services.indicator_sums import names_of
from bot.services.permissions import Right, rights_at
from bot.services.visit_counts import OfCell, VisitReport, visit_report
from bot.services.visit_difficulties import Raised, difficulties_at
from bot.web.committee.figures import Figure
from bot.web.committee.large_units import are_many_cells, smaller_units
from bot.web.committee.levels import has_units
from bot.web.committee.look import Look
from bot.web.committee.rows import Facts, Page
from bot.web.committee.tables import Column, table_of
from bot.words import committee_pages as words
from bot.words import large_units as smaller_said
from bot.words import visit_pages as said
from bot.words.names import fold

PATH = "/di-du"
MOST_CELLS = 2_000
"""They are read one by one."""


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What a cell could not solve, as the committee reads it that has to answer."""

    cell: str
    at: str
    text: str
    state: str
    answer: str


async def visits(look: Look) -> Facts:
    """Of meetings that were held: what is to come stays in the chat of who plans it."""
    first, last = span_of(look.period)
    about = {"heading": said.VISITS, "said": said, "title": said.about(first, last)}
    if await are_many_cells(look, MOST_CELLS):
        return about | {"report": None, "smaller": await smaller_units(look), "smaller_said": smaller_said}
    found = await visit_report(look.db, look.unit, first, last, look.now)
    above = await names_of(look.db, [one.cell.parent_id for one in found.cells if one.cell.parent_id])
    return about | {
        "report": found,
        "figures": _figures(found),
        "cells_title": said.cells_title(len(found.never), len(found.cells)),
        "table": table_of(look, _columns(above), found.cells, usual="so"),
        "above": above,
        **await _difficulties(look),
    }


def _figures(found: VisitReport) -> list[Figure]:
    return [
        Figure(said.HELD, words.count(found.visits), "", "#nguoi"),
        Figure(said.VISITED, words.of(len(found.visited), len(found.cells)), "", "#chi-bo"),
        Figure(said.NEVER, words.count(len(found.never)), "", "#chi-bo"),
        Figure(said.UNANNOUNCED, words.count(found.unannounced), "", "#chi-bo"),
        Figure(said.OPEN, words.count(found.open_difficulties), "", "#kho-khan"),
    ]


def _columns(above: Mapping[int, str]) -> list[Column[OfCell]]:
    """The cells to which nobody went come first."""
    return [
        Column("ten", said.CELL, lambda one: (one.cell.sort_key, one.cell.id), is_text=True),
        Column("thuoc", said.UNDER, lambda one: fold(above.get(one.cell.parent_id or 0, "")), is_text=True),
        Column("so", said.TIMES, lambda one: one.visits),
        Column("dot-xuat", said.OF_THEM, lambda one: one.unannounced),
    ]


async def _difficulties(look: Look) -> dict[str, Any]:
    """As in the chat: words that came up to a committee are nobody's above."""
    plans_here = any(
        at.id == look.unit.id and Right.PLAN_VISITS in rights_at(role.office, at.kind)
        for role, at in look.visitor.offices
    )
    if not plans_here:
        return {"difficulties": None}
    return {"difficulties": [_difficulty(one) for one in await difficulties_at(look.db, look.unit)]}


def _difficulty(one: Raised) -> Difficulty:
    row = one.row
    return Difficulty(
        one.cell.name, said.at_said(row.raised_at), row.text or "", said.STATES[row.state], row.answer or said.NOTHING
    )


PAGES = (Page(PATH, Right.PLAN_VISITS, "visits.html", visits, said.VISITS, has_units),)
