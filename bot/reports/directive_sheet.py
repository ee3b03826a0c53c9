"""How far a document has come as a workbook, table C of `domain` 10; and who of one's own cell is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.directives import Directive, Receipt
from bot.model.members import Member
from bot.model.units import Unit
from bot.refusals import NoSuchDirective, NotAllowed
from bot.reports.sheet_files import written
from bot.reports.small_cells import FEWEST, joined
from bot.reports.table_c import Extra, Line, ProgressTable, table_of
from bot.services.audit import as_member, note
from bot.services.directive_completion import completion, missing_people, own_row
from bot.services.directive_lines import due_at
from bot.services.directive_reading import does_concern
from bot.services.directives import directive_of
from bot.services.names_seen import names_seen
from bot.services.permissions import Right, demand
from bot.words import directive_progress as words
from bot.words.names import slug
from bot.words.times import day_of

TEXT = "text/plain"


async def directive_sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`directive_sheet:<member>:<directive>:<unit>`; raises NotAllowed or NoSuchDirective. Written down as exported."""
    return await _sheet(db, member_id, args, now, "xlsx")


async def directive_csv(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`directive_csv:<member>:<directive>:<unit>`: the same as a .csv."""
    return await _sheet(db, member_id, args, now, "csv")


async def _sheet(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime, form: str) -> partial[Document]:
    directive, unit = await _followed(db, member_id, args, now)
    exporter = (await db.get_one(Member, member_id)).name
    found = await progress_table(db, directive, unit)
    by = as_member(member_id)
    note(db, by, "exported", f"unit:{unit.id}", now, what="directive", directive=directive.id, form=form)
    name = f"{slug(directive.number)}-{slug(unit.name)}"
    return partial(written, [table_of(found, exporter=exporter, at=now)], name, found.title, form, now)


async def progress_table(db: AsyncSession, directive: Directive, unit: Unit) -> ProgressTable:
    """What table C says of a document at a unit; small cells stand together in it."""
    found = await completion(db, directive, unit)
    extras = await _extras(db, directive, unit)
    days = await due_at(db, directive, [unit.id, *(one.unit_id for one in found.below)])
    lines = [Line(one, extras.get(one.unit_id, Extra()), days.get(one.unit_id)) for one in found.below]
    own = Line(found.own, _together(extras.values()), days.get(unit.id))
    return ProgressTable(directive.number, directive.must_study, own, without_small_cells(lines))


async def _followed(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> tuple[Directive, Unit]:
    directive_id, unit_id = map(int, args)
    unit = await db.get(Unit, unit_id)
    if unit is None:
        raise NotAllowed
    await demand(db, member_id, Right.DIRECT, unit, day_of(now))
    return await concerning(db, directive_id, unit), unit


async def concerning(db: AsyncSession, directive_id: int, unit: Unit) -> Directive:
    """A document that concerns the unit; raises NoSuchDirective for another, too."""
    directive = await directive_of(db, directive_id)
    if not await does_concern(db, directive_id, unit):
        raise NoSuchDirective(which=directive_id)
    return directive


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
    small, _ = joined((one, one.row.expected, one.row.is_cell) for one in lines if one.row.expected)
    if not small:
        return lines
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


# Names, in the own cell


async def directive_names(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`directive_names:<member>:<directive>:<cell>`: who has still to do it. Raises NotAllowed."""
    directive, unit = await _followed(db, member_id, args, now)
    seen = await names_seen(db, member_id, unit, day_of(now)) if unit.is_cell else None
    if seen is None:
        raise NotAllowed
    people = await missing_people(db, directive, unit, seen.covers(Member.id, day_of(now)))
    note(db, as_member(member_id), "names_seen", f"unit:{unit.code}", now, count=len(people))
    in_all = len(people) if seen.every else (await own_row(db, directive, unit)).missing
    title = words.missing_title(directive.number, unit.name, in_all)
    lines = [title, *seen.said(len(people)), *(one.name for one in people)]
    return partial(Document, f"{slug(directive.number)}.txt", "\n".join(lines).encode(), f"{TEXT}; charset=utf-8")
