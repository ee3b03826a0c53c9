"""The file of an office, .xlsx or .csv, as changes; what cannot be read is said row by row."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.tree_changes import TreeChangeKind
from bot.model.units import UnitKind
from bot.services.reorganising.changes import Change
from bot.services.reorganising.leavers import Leaver, people_of_splits
from bot.services.roster.records import UnreadableWorkbook
from bot.services.roster.workbook import Row
from bot.services.sheets import HandedIn, table_in
from bot.words import reorganising_sheet as words
from bot.words.names import tidy
from bot.words.reorganising_sheet import Field, PeopleField

MOST_ROWS = 5000
FIRST_YEAR, LAST_YEAR = 1930, 2999
WRITTEN = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Bad:
    """A row that cannot be read, and what to write instead; 0: the file as a whole."""

    row: int
    reason: str
    is_person: bool = False
    """It stands in the list of members."""


@dataclass
class Written:
    """What a file says."""

    changes: list[Change] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


@dataclass
class Opened:
    """The same before anybody is looked for."""

    changes: list[Change] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    leavers: Sequence[Leaver] = ()


class BadRow(ValueError):
    """Its text says why."""


Reach = Callable[[Sequence[Change]], Awaitable[Sequence[Change]]]
"""Which of these are not for whoever brings them; of those nobody's name is looked for."""


async def read_file(db: AsyncSession, path: Path | HandedIn, people_path: Path | None = None) -> Written:
    """What `opened` says and whom it means."""
    return await understood(db, opened(path, people_path))


def opened(path: Path | HandedIn, people_path: Path | None = None, most: int = MOST_ROWS) -> Opened:
    """Raises UnreadableWorkbook where the file as a whole cannot be used.

    The members of splits stand in another sheet of the workbook, or in a file of their own.
    """
    rows, columns = table_in(path, words.heading, words.WANTED, words.columns_missing, words.NO_FILE)
    if len(rows) > most:
        raise UnreadableWorkbook(words.too_many(most))
    if not rows:
        raise UnreadableWorkbook(words.EMPTY)
    found = Opened()
    for row in rows:
        try:
            found.changes.append(_change(row, columns))
        except BadRow as bad:
            found.bad.append(Bad(row.number, str(bad)))
    found.leavers = _leavers(path if people_path is None else people_path, must=people_path is not None)
    return found


async def understood(db: AsyncSession, said: Opened, foreign: Reach | None = None) -> Written:
    written = Written([*said.changes], [*said.bad])
    for change in await foreign(written.changes) if foreign else ():
        written.changes.remove(change)
        written.bad.append(Bad(change.row, words.FOREIGN))
    written.changes, bad_people = await people_of_splits(db, written.changes, said.leavers)
    written.bad += [Bad(one.row, one.reason, is_person=True) for one in bad_people]
    return written


def _change(row: Row, columns: Mapping[Field, int]) -> Change:
    text = {one: _text(row, columns.get(one)) for one in Field}
    kind = words.kind_named(text[Field.KIND])
    if kind is None:
        raise BadRow(words.NO_KIND)
    unit_kind = words.unit_kind_named(text[Field.UNIT_KIND])
    if text[Field.UNIT_KIND] and unit_kind is None:
        raise BadRow(words.NO_UNIT_KIND)
    return Change(
        _day(row, columns),
        TreeChangeKind(kind),
        text[Field.UNIT].lower(),
        text[Field.TO].lower(),
        text[Field.NAME],
        text[Field.NEW_CODE].lower(),
        UnitKind(unit_kind) if unit_kind else None,
        row=row.number,
    )


def _day(row: Row, columns: Mapping[Field, int]) -> date:
    value = row.at(columns[Field.DAY])
    if isinstance(value, date):
        return _within(date(value.year, value.month, value.day))
    return read_day(str(value or ""))


def read_day(text: str) -> date:
    """`01/07/2025`; raises BadRow."""
    for form in WRITTEN:
        try:
            day = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return _within(day)
    raise BadRow(words.NO_DAY)


def _within(day: date) -> date:
    """A year that was mistyped has no days around it to reckon with; raises BadRow."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadRow(words.NO_SUCH_YEAR.format(year=day.year, first=FIRST_YEAR, last=LAST_YEAR))
    return day


def _leavers(path: Path | HandedIn, *, must: bool) -> Sequence[Leaver]:
    """None where a workbook has no such sheet; raises UnreadableWorkbook where a file of its own was named."""
    try:
        rows, columns = table_in(
            path, words.people_heading, words.PEOPLE_WANTED, words.people_columns_missing, words.NO_FILE
        )
    except UnreadableWorkbook:
        if must:
            raise
        return []
    return [Leaver(row.number, *(_text(row, columns.get(one)) for one in PeopleField)) for row in rows]


def _text(row: Row, column: int | None) -> str:
    value = row.at(column) if column is not None else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)) if isinstance(value, str | int | float) else ""
