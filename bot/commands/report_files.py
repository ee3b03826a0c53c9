"""The files of `chibot report`: tables as .xlsx or .csv, the report on paper as .docx."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor
from bot.commands.roll_sheets import written
from bot.messages import Document
from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.reports.period import Period, month_period, quarter_period, year_period
from bot.services.audit import note
from bot.services.participation import roll_up_all, write_due_months
from bot.services.tree import unit_of
from bot.words import report_files as words
from bot.words.names import slug

TABLES = {"a": "a", "b": "b", "c": "c", "d": "d", "public": "public"}
FORMS, PAPER = ("xlsx", "csv"), "docx"


@dataclass(frozen=True, slots=True)
class FileAsked:
    """What somebody at the command line wants as a file."""

    unit: str
    period: Period
    kind: MeetingKind
    table: str | None
    out: Path | None
    directive: int | None

    @property
    def name(self) -> str:
        """One of the tables, `summary` where none is named, `report` on paper; a usage error for another."""
        if self.form == PAPER:
            if self.table:
                raise typer.BadParameter(words.NO_TABLE_ON_PAPER)
            return "report"
        if self.table is None:
            return "summary"
        if self.table.lower() not in TABLES:
            raise typer.BadParameter(words.TABLE_WANTED)
        return self.table.lower()

    @property
    def form(self) -> str:
        """By the end of the file's name; an .xlsx where no file is named."""
        form = self.out.suffix.lower().removeprefix(".") if self.out else FORMS[0]
        if form not in {*FORMS, PAPER}:
            raise typer.BadParameter(words.FORM_WANTED)
        return form


def period_of(first: str, last: str) -> Period:
    """A month, a quarter or a year; a usage error for other months."""
    on = date.fromisoformat(f"{first}-01")
    found = [make(on) for make in (month_period, quarter_period, year_period)]
    period = next((one for one in found if (one.first, one.last) == (first, last)), None)
    if period is None:
        raise typer.BadParameter(words.WHOLE_PERIOD)
    return period


async def brought_up(db: AsyncSession, code: str, now: datetime) -> Unit:
    """The unit, with everything counted that waits to be."""
    at = await unit_of(db, code)
    await write_due_months(db, now)
    await db.flush()
    await roll_up_all(db, now)
    return at


async def file_of(db: AsyncSession, asked: FileAsked, now: datetime) -> Path:
    """Written where it was asked for, or here under its own name; as those above a cell get it: without small cells."""
    name = asked.name
    if name == "c" and asked.directive is None:
        raise typer.BadParameter(words.DIRECTIVE_WANTED)
    unit = await brought_up(db, asked.unit, now)
    document = await _document(db, asked, name, unit, now)
    what = f"{name}_{asked.form}"
    note(db, actor(), "exported", f"unit:{unit.id}", now, what=what, period=asked.period.as_value)
    return written(asked.out or Path(document.name), document.content)


async def _document(db: AsyncSession, asked: FileAsked, name: str, unit: Unit, now: datetime) -> Document:
    from bot.reports.sheet_files import written as as_file
    from bot.reports.unit_tables import TITLES, About, tables_of
    from bot.words.tables import FILES

    file = f"{FILES[name]}-{slug(unit.name)}-{slug(asked.period.label)}"
    about = About(unit, asked.period, actor(), asked.kind)
    if name == "report":
        from bot.reports.table_makers import paper_of

        return (await paper_of(db, about, f"{file}.{PAPER}", now))()
    if name == "c":
        return await _progress(db, asked, unit, now)
    return as_file(await tables_of(db, name, about, now), file, TITLES[name], asked.form, now)


async def _progress(db: AsyncSession, asked: FileAsked, unit: Unit, now: datetime) -> Document:
    """Table C, of the document that is named."""
    from bot.reports.directive_sheet import concerning, progress_table
    from bot.reports.sheet_files import written as as_file
    from bot.reports.table_c import table_of

    directive = await concerning(db, asked.directive or 0, unit)
    found = await progress_table(db, directive, unit)
    name = f"{slug(directive.number)}-{slug(unit.name)}"
    return as_file([table_of(found, exporter=actor(), at=now)], name, found.title, asked.form, now)
