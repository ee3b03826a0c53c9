"""The tables of a unit over some months, whoever asks for them: in the chat, on a page, at a command line."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.reports import public_table, table_a, table_b, table_d
from bot.reports.grades import with_grades
from bot.reports.period import Period
from bot.reports.sheet_shape import Table
from bot.reports.small_cells import without_small_cells
from bot.reports.summary import Summary, summary
from bot.reports.workbook import summary_table
from bot.words import report_words
from bot.words import tables as words


@dataclass(frozen=True, slots=True)
class About:
    """What a table is about, and who takes it away."""

    unit: Unit
    period: Period
    exporter: str
    kind: MeetingKind = MeetingKind.REGULAR
    shows_small: bool = False
    """It stays in the cell that it is about."""
    shows_flagged: bool = False
    """Whoever takes it leads the cell, and may know who has reached an absence line."""
    but: tuple[int, ...] = ()
    """Members of whom nothing is said there: whoever reads it, and who shares their phone."""


Read = Callable[[AsyncSession, About, datetime], Awaitable[list[Table]]]


async def report_of(db: AsyncSession, about: About, now: datetime) -> Summary:
    """With its grades; small cells together, but where it stays in the cell."""
    report = await with_grades(db, await summary(db, about.unit, about.period, now, about.kind), now)
    return report if about.shows_small else await without_small_cells(db, report, now)


async def _summary(db: AsyncSession, about: About, now: datetime) -> list[Table]:
    return [summary_table(await report_of(db, about, now), exporter=about.exporter, at=now)]


async def _a(db: AsyncSession, about: About, now: datetime) -> list[Table]:
    found = await table_a.cell_table(db, about.unit, about.period, now, about.kind, shows_small=about.shows_small)
    return [table_a.table_of(found, exporter=about.exporter, at=now)]


async def _b(db: AsyncSession, about: About, now: datetime) -> list[Table]:
    found = await table_b.sum_table(db, about.unit, about.period, now, shows_small=about.shows_small)
    return [table_b.table_of(found, exporter=about.exporter, at=now)]


async def _d(db: AsyncSession, about: About, now: datetime) -> list[Table]:
    found = await table_d.year_table(db, about.unit, about.period, now, shows_small=about.shows_small)
    if about.shows_flagged:
        found = await table_d.with_flagged(db, found, about.unit, now, about.but)
    return table_d.tables_of(found, exporter=about.exporter, at=now)


async def _public(db: AsyncSession, about: About, now: datetime) -> list[Table]:
    """Small cells stand together in it whoever asks."""
    report = await summary(db, about.unit, about.period, now, about.kind)
    return [public_table.table_of(await without_small_cells(db, report, now), at=now)]


TABLES: Mapping[str, Read] = {"summary": _summary, "a": _a, "b": _b, "d": _d, "public": _public}
TITLES: Mapping[str, str] = {
    "summary": report_words.HEADING,
    "a": words.A_TITLE,
    "b": words.B_TITLE,
    "d": words.D_TITLE,
    "public": words.PUBLIC_MARK,
}


async def tables_of(db: AsyncSession, name: str, about: About, now: datetime) -> Sequence[Table]:
    """One of TABLES, its sheets; what waits to be added up must have been added. Raises TableTooLong."""
    return await TABLES[name](db, about, now)
