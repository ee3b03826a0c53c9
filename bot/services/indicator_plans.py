"""What is planned for each unit: typed for a few, from a file for many; all of a file or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import Indicator, IndicatorPlan
from bot.model.units import Unit
from bot.refusals import PlanUnreadable
from bot.services.audit import note
from bot.services.indicator_people import units_asked
from bot.services.indicators import about
from bot.services.roster.workbook import Row
from bot.services.sheets import Bad, BadCell, cell_at, table_in
from bot.services.unit_search import bare, units_named
from bot.words import indicator_plans as words
from bot.words.indicator_figures import LARGEST
from bot.words.indicator_plans import Column
from bot.words.names import fold
from bot.words.times import day_of

Columns = Mapping[Column, int]
AT_ONCE = 2000


@dataclass
class PlanFile:
    """What becomes of every row."""

    new: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    same: dict[int, int] = field(default_factory=dict)
    bad: list[Bad] = field(default_factory=list)


async def plans_of(db: AsyncSession, indicator_id: int, year: int) -> dict[int, int]:
    """By unit."""
    found = await db.execute(
        select(IndicatorPlan.unit_id, IndicatorPlan.planned).where(
            IndicatorPlan.indicator_id == indicator_id, IndicatorPlan.year == year
        )
    )
    return dict(found.all())


async def write_plans(
    db: AsyncSession, indicator: Indicator, year: int, planned: Mapping[int, int], by: str, now: datetime
) -> None:
    """These in the place of what was planned for the same units; two at once do it one after the other."""
    await db.execute(select(Indicator.id).where(Indicator.id == indicator.id).with_for_update())
    known = await db.scalars(
        select(IndicatorPlan)
        .where(IndicatorPlan.indicator_id == indicator.id, IndicatorPlan.year == year)
        .execution_options(populate_existing=True)
    )
    rows = {row.unit_id: row for row in known}
    for unit_id, number in planned.items():
        if (row := rows.get(unit_id)) is None:
            db.add(IndicatorPlan(indicator_id=indicator.id, unit_id=unit_id, year=year, planned=number, by=by, at=now))
        elif row.planned != number:
            row.planned, row.by, row.at = number, by, now
    note(db, by, "indicator_planned", about(indicator.id), now, year=year, units=len(planned))
    await db.flush()


# Typed


async def plan_line(db: AsyncSession, indicator: Indicator, text: str, now: datetime) -> dict[int, int]:
    """`Húc Động 12; Đồng Tâm 8`, `tất cả 5`: the number of each unit. Raises PlanUnreadable."""
    asked = await _units(db, indicator, now)
    try:
        said = words.read_plans(text)
    except ValueError as error:
        raise PlanUnreadable(why=str(error)) from None
    planned: dict[int, int] = {}
    for name, number in said:
        units = list(asked) if fold(name) in words.ALL else [(await _one(db, indicator, asked, name)).id]
        if planned.keys() & set(units):
            raise PlanUnreadable(why=words.twice(name))
        planned |= dict.fromkeys(units, number)
    return planned


async def _units(db: AsyncSession, indicator: Indicator, now: datetime) -> dict[int, Unit]:
    """The units that are asked, and so may have a plan."""
    ids = list(await units_asked(db, indicator, day_of(now)))
    found: dict[int, Unit] = {}
    for first in range(0, len(ids), AT_ONCE):
        some = await db.scalars(select(Unit).where(Unit.id.in_(ids[first : first + AT_ONCE])))
        found |= {unit.id: unit for unit in some}
    return found


async def _one(db: AsyncSession, indicator: Indicator, asked: Mapping[int, Unit], name: str) -> Unit:
    """The only unit of this name that is asked; raises PlanUnreadable."""
    within = await db.get_one(Unit, indicator.unit_id)
    found = [unit for unit in await units_named(db, [within], name) if unit.id in asked]
    if len(found) != 1:
        raise PlanUnreadable(why=words.nobody(name) if not found else words.several(name, len(found)))
    return found[0]


# From a file


async def read_plan_file(db: AsyncSession, indicator: Indicator, year: int, path: Path, now: datetime) -> PlanFile:
    """Nothing is written. Raises UnreadableWorkbook where the file as a whole cannot be used."""
    rows, columns = table_in(path, words.heading, words.WANTED, words.columns_missing, words.NO_FILE)
    known, plan = await plans_of(db, indicator.id, year), PlanFile()
    by_name = _by_name((await _units(db, indicator, now)).values())
    for row in rows:
        try:
            unit_id, number = _said(row, columns, by_name)
            if any(unit_id in which for which in (plan.new, plan.changed, plan.same)):
                raise BadCell(Column.UNIT, words.TWICE)
            which = plan.new if unit_id not in known else plan.same if known[unit_id] == number else plan.changed
            which[unit_id] = number
        except BadCell as bad:
            plan.bad.append(Bad(cell_at(columns[bad.where], row.number), str(bad)))
    return plan


def _by_name(units: Iterable[Unit]) -> dict[str, set[int]]:
    """By code and by name, also without the words before it: `huc dong`."""
    found: dict[str, set[int]] = {}
    for unit in units:
        for name in {fold(unit.code), unit.search_key, bare(unit.search_key)}:
            found.setdefault(name, set()).add(unit.id)
    return found


def _said(row: Row, columns: Columns, by_name: Mapping[str, set[int]]) -> tuple[int, int]:
    """Raises BadCell."""
    named = fold(str(row.at(columns[Column.UNIT]) or ""))
    units = by_name.get(named, set())
    if len(units) != 1:
        raise BadCell(Column.UNIT, words.NO_UNIT if not units else words.SEVERAL)
    return next(iter(units)), _number(row.at(columns[Column.PLANNED]))


def _number(value: object) -> int:
    try:
        number = value if isinstance(value, int) else words.whole(str(value or ""))
    except ValueError:
        raise BadCell(Column.PLANNED, words.NO_NUMBER) from None
    if not 0 <= number <= LARGEST:
        raise BadCell(Column.PLANNED, words.NO_NUMBER)
    return number
