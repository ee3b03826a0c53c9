"""A file of days off, as the office writes it down from the notice of the year: checked as a whole first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.holidays import Holiday, HolidayKind
from bot.services.holidays import LONGEST_NAME, LONGEST_SOURCE, Said, set_day
from bot.services.roster.dates import read_date
from bot.services.roster.workbook import Row, Value
from bot.services.sheets import Bad, BadCell, cell_at, table_in
from bot.services.usual_holidays import FIRST_YEAR, LAST_YEAR
from bot.words import holidays as words
from bot.words.holidays import Field
from bot.words.names import fold, tidy

Columns = Mapping[Field, int]


@dataclass
class HolidayPlan:
    """What becomes of every row."""

    new: list[Said] = field(default_factory=list)
    changed: list[Said] = field(default_factory=list)
    same: list[Said] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


async def plan_holidays(db: AsyncSession, path: Path) -> HolidayPlan:
    """Nothing is written. Raises UnreadableWorkbook where the file as a whole cannot be used."""
    rows, columns = table_in(path, words.heading, words.WANTED, words.columns_missing, words.NO_FILE)
    plan, seen = HolidayPlan(), dict[date, Said]()
    for row in rows:
        try:
            said = _said(row, columns)
            if said.on in seen:
                raise BadCell(Field.DAY, words.TWICE)
            seen[said.on] = said
        except BadCell as bad:
            plan.bad.append(Bad(cell_at(columns[bad.where], row.number), str(bad)))
    known = {one.on: one for one in await db.scalars(select(Holiday).where(Holiday.on.in_(list(seen))))}
    for on, said in seen.items():
        row_of = known.get(on)
        which = plan.new if row_of is None else plan.same if said.is_as(row_of) else plan.changed
        which.append(said)
    return plan


async def write_holidays(db: AsyncSession, plan: HolidayPlan, by: str, now: datetime) -> None:
    for said in (*plan.new, *plan.changed):
        await set_day(db, said, by, now)


def _said(row: Row, columns: Columns) -> Said:
    """Raises BadCell."""
    on = read_day(_value(row, columns, Field.DAY), Field.DAY, words.NO_DAY)
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise BadCell(Field.DAY, words.FAR_DAY)
    name = _text(row, columns, Field.NAME, words.NO_NAME, LONGEST_NAME)
    source = _text(row, columns, Field.SOURCE, words.NO_SOURCE, LONGEST_SOURCE)
    said_on = read_day(_value(row, columns, Field.SOURCE_DAY), Field.SOURCE_DAY, words.NO_SOURCE_DAY)
    return Said(on, name, _kind(row, columns), source, said_on)


def read_day(value: Value, where: Field, reason: str) -> date:
    """A whole day: a month or a year alone is none. Raises BadCell."""
    try:
        first, last = read_date(value, LAST_YEAR), read_date(value, LAST_YEAR, end=True)
    except ValueError:
        raise BadCell(where, reason) from None
    if first != last:
        raise BadCell(where, reason)
    return first


def _text(row: Row, columns: Columns, where: Field, reason: str, longest: int) -> str:
    text = tidy(str(_value(row, columns, where) or ""))
    if not text or len(text) > longest:
        raise BadCell(where, words.LONG if text else reason)
    return text


def _kind(row: Row, columns: Columns) -> HolidayKind:
    said = fold(str(_value(row, columns, Field.KIND) or "")).strip()
    if said in words.OFF:
        return HolidayKind.OFF
    if said not in words.WORKING:
        raise BadCell(Field.KIND, words.NO_KIND)
    return HolidayKind.WORKING


def _value(row: Row, columns: Columns, where: Field) -> Value:
    return row.at(columns[where]) if where in columns else None
