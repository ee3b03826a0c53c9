"""How far a document has come as a workbook, table C of `domain` 10; and who of one's own cell is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from xlsxwriter import Workbook

from bot.messages import Document
from bot.model.directives import Directive, Receipt
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchDirective, NotAllowed
from bot.reports.small_cells import FEWEST, TWO
from bot.services.audit import as_member, note
from bot.services.directive_completion import Row, completion, missing_people
from bot.services.directive_lines import due_at
from bot.services.directive_reading import concerns
from bot.services.directives import directive_of
from bot.services.permissions import Right, demand
from bot.words import directive_progress as words
from bot.words.names import slug
from bot.words.report_words import exported
from bot.words.times import day, day_of, local

TEXT = "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = 3
"""The row of the column heads, counted from 0."""
WIDTHS = (5, 36, 24, 8, 10, 9, 9, 9, 14, 12, 18)


@dataclass(frozen=True, slots=True)
class Extra:
    """What the counts of a unit do not say."""

    made_up: int = 0
    last_at: datetime | None = None
    """When the last person had done it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A unit in the table."""

    row: Row
    extra: Extra
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Table:
    """All that is written, read before."""

    directive: Directive
    own: Line
    lines: Sequence[Line]
    exporter: str
    at: datetime


async def directive_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`directive_sheet:<member>:<directive>:<unit>`; raises NotAllowed or NoSuchDirective. Written down as exported."""
    directive, unit = await _followed(db, member_id, args, now)
    found = await completion(db, directive, unit)
    extras = await _extras(db, directive, unit)
    days = await due_at(db, directive, [unit.id, *(one.unit_id for one in found.below)])
    lines = [Line(one, extras.get(one.unit_id, Extra()), days.get(one.unit_id)) for one in found.below]
    own = Line(found.own, _together(extras.values()), days.get(unit.id))
    exporter = (await db.get_one(Member, member_id)).name
    table = Table(directive, own, without_small_cells(lines), exporter, now)
    note(db, as_member(member_id), "exported", f"unit:{unit.id}", now, what="directive", directive=directive.id)
    return partial(_document, table, f"{slug(directive.number)}-{slug(unit.name)}.xlsx")


async def _followed(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> tuple[Directive, Unit]:
    directive_id, unit_id = map(int, args)
    unit = await db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await demand(db, member_id, Right.DIRECT, unit, day_of(now))
    directive = await directive_of(db, directive_id)
    if await db.scalar(select(Directive.id).where(Directive.id == directive_id, concerns(unit))) is None:
        raise NoSuchDirective(which=directive_id)
    return directive, unit


async def _extras(db: AsyncSession, directive: Directive, unit: Unit) -> dict[int, Extra]:
    """By the units right below, in one query over the cells."""
    done_at = Receipt.studied_at if directive.must_study else Receipt.acknowledged_at
    made_up = Receipt.studied_at.is_not(None) & Receipt.study_meeting_id.is_(None)
    found = await db.execute(
        select(Unit.path, func.count().filter(made_up), func.max(done_at))
        .join(Receipt, Receipt.unit_id == Unit.id)
        .where(Receipt.directive_id == directive.id, Unit.path.startswith(unit.path))
        .group_by(Unit.id, Unit.path)
    )
    by_child: dict[int, list[Extra]] = {}
    for path, count, last_at in found:
        child = path.removeprefix(unit.path).partition("/")[0] or str(unit.id)
        by_child.setdefault(int(child), []).append(Extra(count, last_at))
    return {child: _together(some) for child, some in by_child.items()}


def _together(some: Any) -> Extra:
    extras = list(some)
    return Extra(sum(one.made_up for one in extras), max((one.last_at for one in extras if one.last_at), default=None))


def without_small_cells(lines: Sequence[Line]) -> Sequence[Line]:
    """Cells so small that a count could name a person stand together in one line (rule 41).

    A single small one takes the next larger unit with it, so that nobody finds it by subtracting; where that is not
    enough either, the line has no counts.
    """
    counted = sorted(lines, key=lambda one: (not one.row.is_cell, one.row.expected))
    small = [one for one in counted if one.row.is_cell and 0 < one.row.expected < FEWEST]
    if not small:
        return lines
    others = [one for one in counted if one not in small and one.row.expected]
    while others and (len(small) < TWO or sum(one.row.expected for one in small) < FEWEST):
        small.append(others.pop(0))
    return [*(one for one in lines if one not in small), _one_line(small)]


def _one_line(small: Sequence[Line]) -> Line:
    names = ("expected", "acknowledged", "studied", "cells", "reported", "waiting", "classes")
    sums = {name: sum(getattr(one.row, name) for one in small) for name in names}
    days = [one.due_on for one in small if one.due_on]
    row = replace(small[0].row, unit_id=0, name=words.small_cells(len(small)), **sums)
    line = Line(row, _together(one.extra for one in small), min(days, default=None))
    return line if sums["expected"] >= FEWEST else _without_people(line)


def _without_people(line: Line) -> Line:
    """Neither how many, nor how many made up for it, nor when the last of them did."""
    return replace(line, row=replace(line.row, expected=0, acknowledged=0, studied=0), extra=Extra())


# Written


def _document(table: Table, name: str) -> Document:
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        created = local(table.at).replace(tzinfo=None)
        book.set_properties({"title": words.SHEET_NAME, "created": created})
        _write(book, book.add_worksheet(words.SHEET_NAME), table)
    return Document(name, content.getvalue(), XLSX)


def _formats(book: Workbook) -> Mapping[str, Any]:
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    grid = {"border": 1, "valign": "top"}
    return {
        "title": book.add_format(text | {"bold": True, "font_size": 14}),
        "head": book.add_format(text | grid | {"bold": True, "text_wrap": True, "align": "center"}),
        "text": book.add_format(text | grid | {"text_wrap": True}),
        "count": book.add_format(grid | {"num_format": "0"}),
        "rate": book.add_format(grid | {"num_format": "0.00", "align": "right"}),
        "plain": book.add_format(text),
    }


def _write(book: Workbook, page: Any, table: Table) -> None:
    looks = _formats(book)
    page.freeze_panes(HEAD + 1, 2)
    page.repeat_rows(HEAD)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    for column, width in enumerate(WIDTHS):
        page.set_column(column, column, width)
    page.write_string(0, 0, words.sheet_title(table.directive.number), looks["title"])
    page.write_string(1, 0, table.own.row.name, looks["title"])
    heads = words.COLUMNS if table.directive.must_study else words.ACK_COLUMNS
    for column, head in enumerate(heads):
        page.write_string(HEAD, column, head, looks["head"])
    for number, line in enumerate(table.lines, 1):
        page.write_number(HEAD + number, 0, number, looks["count"])
        _write_line(page, HEAD + number, line, table, looks)
    last = HEAD + len(table.lines) + 1
    own = replace(table.own, row=replace(table.own.row, name=words.TOTAL))
    page.write_blank(last, 0, None, looks["count"])
    _write_line(page, last, _hidden_with(own, table.lines), table, looks)
    page.write_string(last + 2, 1, exported(table.exporter, table.at), looks["plain"])


def _hidden_with(own: Line, lines: Sequence[Line]) -> Line:
    """Where a line stands without counts for being too small, the total would say them."""
    if any(not one.row.unit_id and not one.row.expected for one in lines):
        return _without_people(own)
    return own


def _write_line(page: Any, at: int, line: Line, table: Table, looks: Mapping[str, Any]) -> None:
    row = line.row
    page.write_string(at, 1, row.name, looks["text"])
    page.write_string(at, 2, table.directive.number, looks["text"])
    counts = {3: row.classes, 4: row.done, 5: row.expected, 7: line.extra.made_up}
    for column, count in counts.items():
        page.write_number(at, column, count, looks["count"])
    if row.rate is None:
        page.write_string(at, 6, words.NOTHING, looks["rate"])
    else:
        page.write_number(at, 6, float(row.rate), looks["rate"])
    done_on = day_of(line.extra.last_at) if row.is_whole and row.expected and line.extra.last_at else None
    page.write_string(at, 8, day(done_on) if done_on else words.NOTHING, looks["text"])
    page.write_string(at, 9, day(line.due_on) if line.due_on else words.NOTHING, looks["text"])
    page.write_string(at, 10, words.STATES[state_of(line, done_on, day_of(table.at))], looks["text"])


def state_of(line: Line, done_on: date | None, today: date) -> str:
    """Late is after the day itself (rule 35)."""
    if done_on is not None:
        return "late_whole" if line.due_on and done_on > line.due_on else "whole"
    return "late" if line.due_on and today > line.due_on else "open"


# Names, in the own cell


async def directive_names(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`directive_names:<member>:<directive>:<cell>`: who has still to do it. Raises NotAllowed."""
    directive, unit = await _followed(db, member_id, args, now)
    if not unit.is_cell:
        raise NotAllowed
    await demand(db, member_id, Right.SEE_NAMES, unit, day_of(now))
    people = await missing_people(db, directive, unit)
    note(db, as_member(member_id), "names_seen", f"unit:{unit.code}", now, count=len(people))
    lines = [words.missing_title(directive.number, unit.name, len(people)), *(one.name for one in people)]
    return partial(Document, f"{slug(directive.number)}.txt", "\n".join(lines).encode(), f"{TEXT}; charset=utf-8")
