"""`chibot holidays`: the days off, and the working days that make up for some, as the office keeps them."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, refuse, show, table_of
from bot.commands.tried_files import bad_table, say_whether_written
from bot.model.holidays import Holiday, HolidayKind
from bot.services import holiday_import, holidays
from bot.services.holiday_import import HolidayPlan
from bot.services.roster.records import UnreadableWorkbook
from bot.services.sheets import BadCell
from bot.words import holidays as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import day, day_of

app = typer.Typer(no_args_is_help=True)
Day = Annotated[str, typer.Argument(help=OPTIONS["holiday"])]


def day_said(text: str) -> date:
    """`24/11/2026` or `2026-11-24`; a usage error otherwise."""
    try:
        return holiday_import.read_day(text, words.Field.DAY, words.NO_DAY)
    except BadCell as bad:
        raise typer.BadParameter(str(bad)) from None


@app.command("list", help=COMMANDS["holidays_list"])
def list_days(year: Annotated[int | None, typer.Option(help=OPTIONS["year"], min=2000, max=2099)] = None) -> None:
    """Those of one year; without a year of this one and the next."""

    async def work(db: AsyncSession, now: datetime) -> list[Holiday]:
        this = year or day_of(now).year
        last = year or this + 1
        for one in range(this, last + 1):
            await holidays.write_year(db, one, actor(), now)
        return await holidays.days_of(db, date(this, 1, 1), date(last, 12, 31))

    found = in_transaction(work)
    rows = [
        [words.on_day(one.on), one.name, words.KINDS[one.kind], one.source, one.source_date and day(one.source_date)]
        for one in found
    ]
    show([_document(one) for one in found], lambda: table_of(*TABLES["holidays"], rows))


def _document(one: Holiday) -> dict[str, Any]:
    return {
        "on": one.on.isoformat(),
        "name": one.name,
        "kind": one.kind,
        "source": one.source,
        "source_date": one.source_date.isoformat() if one.source_date else None,
    }


@app.command("add", help=COMMANDS["holidays_add"])
def add(
    on: Day,
    name: Annotated[str, typer.Argument(help=OPTIONS["holiday_name"])],
    source: Annotated[str, typer.Option(help=OPTIONS["holiday_source"])],
    source_date: Annotated[str, typer.Option(help=OPTIONS["holiday_source_date"])],
    working: Annotated[bool, typer.Option("--working", help=OPTIONS["holiday_working"])] = False,
) -> None:
    """One day, in the place of what was written of it."""
    kind = HolidayKind.WORKING if working else HolidayKind.OFF
    said = holidays.Said(day_said(on), name, kind, source, day_said(source_date))
    if not name.strip() or not source.strip() or len(name) > holidays.LONGEST_NAME or len(source) > 200:
        raise typer.BadParameter(words.LONG if name.strip() and source.strip() else words.NO_NAME)

    async def work(db: AsyncSession, now: datetime) -> Holiday:
        return await holidays.set_day(db, said, actor(), now)

    row = in_transaction(work)
    show(_document(row), lambda: words.added(row.on, row.name, row.kind))


@app.command("remove", help=COMMANDS["holidays_remove"])
def remove(on: Day) -> None:
    """The day is again what its weekday says."""
    wanted = day_said(on)

    async def work(db: AsyncSession, now: datetime) -> Holiday:
        return await holidays.remove_day(db, wanted, actor(), now)

    row = in_transaction(work)
    show(_document(row), lambda: words.removed(row.on, row.name))


@app.command("import", help=COMMANDS["holidays_import"])
def import_file(
    file: Annotated[Path, typer.Argument(help=OPTIONS["holidays_file"])],
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
) -> None:
    """All of the file or nothing; exit 1 where it was to be written and a row is bad."""

    async def work(db: AsyncSession, now: datetime) -> tuple[HolidayPlan, bool]:
        try:
            plan = await holiday_import.plan_holidays(db, file)
        except UnreadableWorkbook as refusal:
            raise refuse(str(refusal)) from None
        writes = write and not plan.bad
        if writes:
            await holiday_import.write_holidays(db, plan, actor(), now)
        return plan, writes

    plan, written = in_transaction(work)
    show(_plan_document(plan, written=written), lambda: _tell(plan))
    say_whether_written(asked=write, written=written)


def _plan_document(plan: HolidayPlan, *, written: bool) -> dict[str, Any]:
    return {
        "new": [one.on.isoformat() for one in plan.new],
        "changed": [one.on.isoformat() for one in plan.changed],
        "same": len(plan.same),
        "bad": [{"cell": one.cell, "reason": one.reason} for one in plan.bad],
        "written": written,
    }


def _tell(plan: HolidayPlan) -> str:
    bad_table(plan.bad)
    return words.summary(len(plan.new), len(plan.changed), len(plan.same), len(plan.bad))
