"""`chibot import-assignments`: who goes to which cell, as the office has it in a file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, owing, refuse, show
from bot.commands.tried_files import bad_table, say_whether_written
from bot.services import assignment_import as importing
from bot.services import tree
from bot.services.roster.records import UnreadableWorkbook
from bot.words import assignment_import as import_words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

app = typer.Typer()


@app.command("import-assignments", help=COMMANDS["import-assignments"])
def import_assignments(
    unit: Annotated[str, typer.Argument(help=OPTIONS["visits_unit"])],
    file: Annotated[Path, typer.Argument(help=OPTIONS["assignments_file"])],
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=OPTIONS["skip_bad_only"])] = False,
) -> None:
    """Exit 1 where the file is refused, or where it was to be written and a row is bad."""

    async def work(db: AsyncSession, now: datetime) -> tuple[importing.ImportPlan, bool]:
        at = await tree.unit_of(db, unit)
        try:
            plan = await importing.plan_import(db, at, file, now)
        except UnreadableWorkbook as refusal:
            raise refuse(str(refusal)) from None
        writes = write and (skip_bad or not plan.bad)
        if writes:
            await importing.write_import(db, plan, actor(), now)
        return plan, writes

    plan, written = owing(work)
    new = sum(len(one.new) for one in plan.new)
    bad = [{"cell": one.cell, "reason": one.reason} for one in plan.bad]
    bad_table(plan.bad)
    show(
        {"new": new, "known": plan.known, "bad": bad, "written": written},
        lambda: import_words.summary(new, plan.known, len(bad)),
    )
    say_whether_written(asked=write, written=written)
