"""A list of assignments as a file of the office: who goes to which cell when; checked as a whole first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.units import Unit
from bot.model.visits import WorkingGroup
from bot.refusals import AssignmentPast, DoubtfulWords, NoteTooLong, SecrecyMarked
from bot.services.assignments import AssignmentPlan, Wanted, assign, check_note, plan_assignments
from bot.services.member_search import people_named
from bot.services.roster.workbook import Row
from bot.services.sheets import Bad, BadCell, cell_at, table_in
from bot.services.tree import find_unit
from bot.services.unit_search import units_named
from bot.services.working_groups import group_named
from bot.words import assignment_import as words
from bot.words.assignment_import import Field
from bot.words.names import fold, tidy
from bot.words.times import day_of
from bot.words.visit_days import Span, take_span
from bot.words.visit_lines import is_group

Columns = Mapping[Field, int]


@dataclass
class ImportPlan:
    """What becomes of every row."""

    new: list[AssignmentPlan] = field(default_factory=list)
    known: int = 0
    bad: list[Bad] = field(default_factory=list)


async def plan_import(db: AsyncSession, unit: Unit, path: Path, now: datetime) -> ImportPlan:
    """Nothing is written. Raises UnreadableWorkbook where the file as a whole cannot be used."""
    rows, columns = table_in(path, words.heading, words.WANTED, words.columns_missing, words.NO_FILE)
    plan, seen = ImportPlan(), dict[tuple[object, ...], list[Span]]()
    for row in rows:
        try:
            planned = await _planned(db, unit, row, columns, now)
            _demand_new(planned.wanted, seen)
        except BadCell as bad:
            column = columns.get(bad.where, columns[Field.VISITOR])
            plan.bad.append(Bad(cell_at(column, row.number), str(bad)))
            continue
        plan.known += len(planned.known)
        plan.new += [planned] if planned.new else []
    return plan


async def write_import(db: AsyncSession, plan: ImportPlan, by: str, now: datetime) -> int:
    """Assign the good rows; returns how many cells are new."""
    written = [await assign(db, one, by, now) for one in plan.new]
    return sum(map(len, written))


def _demand_new(wanted: Wanted, seen: dict[tuple[object, ...], list[Span]]) -> None:
    """Raises BadCell where a row above says the same of some of these days."""
    key = (type(wanted.visitor).__name__, wanted.visitor.id, *(one.id for one in wanted.cells))
    spans = seen.setdefault(key, [])
    if any(one.first <= wanted.last and one.last >= wanted.first for one in spans):
        raise BadCell(Field.CELL, words.TWICE)
    spans.append(Span(wanted.first, wanted.last))


async def _planned(db: AsyncSession, unit: Unit, row: Row, columns: Columns, now: datetime) -> AssignmentPlan:
    """Raises BadCell."""
    visitor = await _visitor(db, unit, _text(row, columns, Field.VISITOR), now)
    cell = await _cell(db, unit, _text(row, columns, Field.CELL), _text(row, columns, Field.COMMUNE))
    span = _span(row, columns, day_of(now))
    note = _text(row, columns, Field.NOTE) or None
    is_announced = _is_announced(fold(_text(row, columns, Field.MANNER)))
    try:
        check_note(note, harmless=False)
        wanted = Wanted(visitor, [cell], span.first, span.last, None, is_announced, note)
        return await plan_assignments(db, unit, wanted, now)
    except AssignmentPast:
        raise BadCell(Field.DAYS, words.PAST) from None
    except NoteTooLong:
        raise BadCell(Field.NOTE, words.LONG_NOTE) from None
    except (SecrecyMarked, DoubtfulWords):
        raise BadCell(Field.NOTE, words.SECRET_NOTE) from None


async def _visitor(db: AsyncSession, unit: Unit, said: str, now: datetime) -> WorkingGroup | Member:
    found = await group_named(db, unit, said, day_of(now)) if said else None
    if found is not None:
        return found.group
    if not said or is_group(said):
        raise BadCell(Field.VISITOR, words.NO_VISITOR)
    people = {one.id: one for one, _ in await people_named(db, [unit], said, now)}
    if len(people) != 1:
        raise BadCell(Field.VISITOR, words.NO_PERSON)
    return next(iter(people.values()))


async def _cell(db: AsyncSession, unit: Unit, said: str, above: str) -> Unit:
    """By its code, or by its name, with the committee above it where several are called so."""
    coded = await find_unit(db, said) if said else None
    if coded is not None and coded.path.startswith(unit.path) and coded.is_cell:
        return coded
    within = await units_named(db, [unit], above) if above else [unit]
    found = [one for one in await units_named(db, within, said) if one.is_cell]
    if len(found) != 1:
        raise BadCell(Field.CELL, words.SEVERAL_CELLS if found else words.NO_CELL)
    return found[0]


def _span(row: Row, columns: Columns, today: date) -> Span:
    value = row.at(columns[Field.DAYS])
    if isinstance(value, date):
        on = date(value.year, value.month, value.day)
        return Span(on, on)
    try:
        rest, span = take_span(str(value or ""), today)
    except ValueError:
        raise BadCell(Field.DAYS, words.NO_DAYS) from None
    if span is None or rest:
        raise BadCell(Field.DAYS, words.NO_DAYS)
    return span


def _is_announced(said: str) -> bool:
    if said in words.ANNOUNCED:
        return True
    if said not in words.UNANNOUNCED:
        raise BadCell(Field.MANNER, words.NO_MANNER)
    return False


def _text(row: Row, columns: Columns, one: Field) -> str:
    value = row.at(columns[one]) if one in columns else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)) if isinstance(value, str | int | float) else ""
