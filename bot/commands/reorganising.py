"""`chibot reorganise`: the tree changes as an office wrote it in a file; looked through first."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import (
    LARGEST_ID,
    OUTPUT,
    actor,
    aside,
    in_transaction,
    in_trial,
    owing,
    refuse,
    say,
    show,
    table_of,
)
from bot.model.tree_changes import TreeChange
from bot.services.reorganising import plans
from bot.services.reorganising.changes import Change
from bot.services.reorganising.drafts import lines_of
from bot.services.reorganising.file import Bad, Written, read_file
from bot.services.reorganising.plans import Look, NotWritten, Outcome
from bot.services.roster.records import UnreadableWorkbook
from bot.words import reorganising as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import day

app = typer.Typer()


@app.command("reorganise", help=COMMANDS["reorganise"])
def reorganise(
    file: Annotated[Path | None, typer.Argument(help=OPTIONS["reorganise_file"])] = None,
    members: Annotated[Path | None, typer.Option(help=OPTIONS["reorganise_members"])] = None,
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
    template: Annotated[Path | None, typer.Option(help=OPTIONS["reorganise_template"])] = None,
    planned: Annotated[bool, typer.Option("--planned", help=OPTIONS["reorganise_planned"])] = False,
    cancel: Annotated[int | None, typer.Option(help=OPTIONS["reorganise_cancel"], min=1, max=LARGEST_ID)] = None,
) -> None:
    """Exit 1 where the file cannot be read, or a line is wrong and it was to be written."""
    if [file is not None, template is not None, planned, cancel is not None].count(True) != 1:
        raise typer.BadParameter(words.ONE_OF_FOUR)
    if template is not None:
        _write_template(template)
    elif planned:
        rows = in_transaction(_planned)
        show(rows, lambda: _planned_table(rows) if rows else words.NONE_PLANNED)
    elif cancel is not None:
        count = in_transaction(lambda db, now: _cancel(db, cancel, now))
        show({"cancelled": count}, lambda: words.cancelled(count))
    elif file is not None:
        _from_file(file, members, write=write)


def _write_template(path: Path) -> None:
    from bot.reports.reorganising_sheet import reorganising_template

    try:
        with path.open("xb") as made:
            made.write(reorganising_template())
    except OSError:
        raise refuse(words.NO_TEMPLATE) from None
    show({"template": str(path)}, lambda: words.template_written(str(path)))


def _from_file(file: Path, members: Path | None, *, write: bool) -> None:
    """Looked through first even if it is to be written: nobody waits for that, and mostly a line is wrong."""
    said, look = in_trial(lambda db, now: _look_through(db, file, members, now))
    bad, written = said.bad, False
    if write and not bad and not look.wrong:
        look, written = owing(lambda db, now: _write(db, said.changes, now, look))
    show(_document(look, bad, written=written), lambda: _table(look, bad, written=written))
    if write and not written:
        say(words.NOT_WRITTEN)
        raise typer.Exit(1)
    if not look.new and not look.wrong and not bad:
        say(words.NOTHING_NEW)
    else:
        say(words.WRITTEN if written else words.NOT_WRITTEN if look.wrong or bad else words.DRY_RUN)


async def _look_through(db: AsyncSession, file: Path, members: Path | None, now: datetime) -> tuple[Written, Look]:
    try:
        said = await read_file(db, file, members)
    except UnreadableWorkbook as refusal:
        raise refuse(str(refusal)) from None
    return said, await plans.look_through(db, said.changes, actor(), now)


async def _write(db: AsyncSession, changes: Sequence[Change], now: datetime, tried: Look) -> tuple[Look, bool]:
    """Whether it was written; not where something has come between."""
    try:
        return await plans.write(db, changes, actor(), now, tried), True
    except NotWritten as wrong:
        return wrong.look, False


def _document(look: Look, bad: Sequence[Bad], *, written: bool) -> dict[str, Any]:
    """As scripts read it."""
    return {
        "written": written,
        "people": look.people,
        "changes": [_change(one) for one in look.outcomes],
        "bad": [{"row": one.row, "sheet": "members" if one.is_person else "changes", "why": one.reason} for one in bad],
    }


def _change(one: Outcome) -> dict[str, Any]:
    said = one.change.as_json()
    kept = {name: said[name] for name in ("on", "kind", "unit", "to", "name", "new_code")}
    return {"row": one.change.row, **kept, "state": one.fate.value, "says": lines_of(one)}


def _table(look: Look, bad: Sequence[Bad], *, written: bool) -> Table:
    fates = words.FATES_WRITTEN if written else words.FATES
    rows = [_row(one, fates[one.fate]) for one in look.outcomes]
    if bad and not OUTPUT.as_json:
        for one in bad:
            aside.print(words.bad_line(one.row, one.reason, is_person=one.is_person), markup=False)
    return table_of(words.TITLE, words.HEADINGS, rows, codes=(3, 4))


def _row(one: Outcome, fate: str) -> list[object]:
    change: Change = one.change
    place = change.unit or change.new_code or change.name
    said = "\n".join([fate, *lines_of(one)])
    return [change.row, day(change.on), words.KINDS[change.kind], place, change.to, said]


# What is kept for its day


async def _planned(db: AsyncSession, _now: datetime) -> list[dict[str, Any]]:
    return [_waiting(one) for one in await plans.planned(db)]


def _waiting(row: TreeChange) -> dict[str, Any]:
    change = Change.read(row.facts)
    return {
        "id": row.id,
        "on": row.on.isoformat(),
        "kind": row.kind.value,
        "unit": change.unit or change.new_code or change.name,
        "to": change.to,
        "trouble": row.trouble,
    }


def _planned_table(rows: Sequence[dict[str, Any]]) -> Table:
    lines = [[one["id"], one["on"], words.KINDS[one["kind"]], one["unit"], one["to"], one["trouble"]] for one in rows]
    return table_of(words.PLANNED_TITLE, words.PLANNED_HEADINGS, lines, codes=(3, 4))


async def _cancel(db: AsyncSession, change_id: int, now: datetime) -> int:
    return len(await plans.cancel(db, change_id, actor(), now))
