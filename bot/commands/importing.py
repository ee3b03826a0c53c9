"""`chibot import`: read the workbook, show the plan, and write all of it, the good rows of it, or nothing."""

from datetime import datetime
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, aside, in_house, refuse, say, show
from bot.commands.tried_files import lines_table, say_whether_written
from bot.db.bell import ring_at_commit
from bot.house import House
from bot.services.audit import note
from bot.services.import_writing import write_import
from bot.services.importing import Change, Plan, plan_import
from bot.services.meetings import guard
from bot.services.roster.reading import Sheet, UnreadableWorkbook, read_roster, save_bad_rows
from bot.words import office
from bot.words.times import day_of


def run_import(file: Path, under: str, name: str | None, *, write: bool, skip_bad: bool) -> None:
    """Exit 1 where the file is refused, or where it was to be written and a row is bad."""

    async def run(house: House) -> tuple[Sheet, Plan, bool]:
        sheet = _read(file, house.now())
        async with house.sessions.begin() as db:
            plan = await plan_import(db, under, sheet, day_of(house.now()))
            written = await _maybe_write(db, house.now(), under, name, sheet, plan, write=write, skip_bad=skip_bad)
        return sheet, plan, written

    sheet, plan, written = in_house(run)
    show(document_of(sheet, plan, written=written), lambda: _tell(sheet, plan))
    _conclude(file, sheet, write=write, written=written)


def _read(file: Path, now: datetime) -> Sheet:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    try:
        with Progress(*columns, console=aside, transient=True) as bar:
            task = bar.add_task(office.READING)
            return read_roster(file, day_of(now), lambda done, total: bar.update(task, completed=done, total=total))
    except UnreadableWorkbook as refusal:
        raise refuse(str(refusal)) from None


async def _maybe_write(
    db: AsyncSession,
    now: datetime,
    under: str,
    name: str | None,
    sheet: Sheet,
    plan: Plan,
    *,
    write: bool,
    skip_bad: bool,
) -> bool:
    guard((name or "",), harmless=False)
    if not write or (sheet.bad and not skip_bad):
        if plan.absent:
            note(db, actor(), "names_seen", f"unit:{under}"[:60], now, count=len(plan.absent))
        return False
    await write_import(db, under, name or sheet.title or under, plan, actor(), now)
    await ring_at_commit(db)  # newcomers are invited to what is called already
    return True


def document_of(sheet: Sheet, plan: Plan, *, written: bool) -> dict[str, Any]:
    return {
        "added": len(plan.added),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "absent": [member.name for member in plan.absent],
        "bad": [{"cell": bad.cell, "reason": bad.reason} for bad in sheet.bad],
        "warnings": sheet.warnings,
        "written": written,
    }


def _tell(sheet: Sheet, plan: Plan) -> str:
    """Tables of what would change, then the sum of it."""
    lines_table("added", [_line(change) for change in plan.added])
    changed = [[*_line(change), _facts(change)] for change in plan.changed]
    lines_table("changed", changed)
    lines_table("absent", [[member.name] for member in plan.absent])
    lines_table("bad", [[bad.cell, bad.reason] for bad in sheet.bad])
    lines_table("warnings", [[warning] for warning in sheet.warnings])
    return office.import_summary(
        len(plan.added), len(plan.changed), plan.unchanged, len(plan.absent), len(sheet.bad), len(sheet.warnings)
    )


def _line(change: Change) -> list[object]:
    return [change.person.where, change.person.name, change.person.cell]


def _facts(change: Change) -> str:
    return ", ".join(office.CHANGED_FACTS[what] for what in change.what)


def _conclude(file: Path, sheet: Sheet, *, write: bool, written: bool) -> None:
    if written and sheet.bad:
        beside = file.with_name(office.BAD_FILE.format(stem=file.stem))
        beside.touch(mode=0o600)  # names and phones
        save_bad_rows(beside, sheet)
        say(office.BAD_SAVED.format(path=beside.name))
    say_whether_written(asked=write, written=written)
