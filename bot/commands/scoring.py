"""`chibot scoring`: the score sheets of meetings."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, refuse, show, table_of
from bot.services import tree
from bot.services.audit import note
from bot.services.meetings import guard
from bot.services.scoring.kept_sheets import Sheet, keep_sheet, sheet_named, sheets_at
from bot.services.scoring.sheets import profile_from, shipped, shipped_texts
from bot.services.unit_settings import change
from bot.words import scoring as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES

app = typer.Typer(no_args_is_help=True)
Named = Annotated[str, typer.Argument(help=OPTIONS["scoring_name"])]
At = Annotated[str | None, typer.Option("--unit", help=OPTIONS["scoring_unit"])]
NONE = "none"


@app.command("list", help=COMMANDS["scoring_list"])
def list_sheets(unit: At = None) -> None:
    """Those that come with us; with a unit also those of the offices from there upward."""
    sheets = _sheets(unit)
    rows = [
        [
            one.profile.name,
            one.profile.title,
            one.unit.name if one.unit else words.OURS,
            words.measured(one.profile.most),
        ]
        for one in sheets
    ]
    show([_document(one) for one in sheets], lambda: table_of(*TABLES["scoring"], rows))


def _sheets(code: str | None) -> list[Sheet]:
    """Without a unit no database is needed."""
    if code is None:
        return [Sheet(one, None, shipped_texts()[name]) for name, one in shipped().items()]

    async def work(db: AsyncSession, _now: datetime) -> list[Sheet]:
        return await sheets_at(db, await tree.unit_of(db, code))

    return in_transaction(work)


def _document(one: Sheet) -> dict[str, Any]:
    return {
        "name": one.profile.name,
        "title": one.profile.title,
        "source": one.profile.source,
        "note": one.profile.note,
        "unit": one.unit.code if one.unit else None,
        "points": one.profile.most,
        "criteria": len(one.profile.criteria),
    }


@app.command("show", help=COMMANDS["scoring_show"])
def show_sheet(name: Named, unit: At = None) -> None:
    """As it is written: a copy of it can be changed and given back."""
    sheets = {one.profile.name: one for one in _sheets(unit)}
    if name not in sheets:
        raise refuse(words.no_sheet(name, ", ".join(sheets)))
    show({**_document(sheets[name]), "text": sheets[name].text}, lambda: sheets[name].text)


@app.command("set", help=COMMANDS["scoring_set"])
def set_sheet(
    unit: Annotated[str, typer.Argument(help=OPTIONS["unit"])],
    name: Named,
    file: Annotated[Path | None, typer.Option("--file", help=OPTIONS["scoring_file"])] = None,
) -> None:
    """A sheet for a unit and all below it; with a file the office's own is written down first."""
    text = None if file is None else _read(file)
    if name == NONE and file is not None:
        raise typer.BadParameter(words.BAD_NAME)

    async def work(db: AsyncSession, now: datetime) -> tuple[str, str]:
        at = await tree.unit_of(db, unit)
        if text is not None:
            await keep_sheet(db, at, name, text, actor(), now)
        title = words.CELL_CHOOSES if name == NONE else (await sheet_named(db, at, name)).title
        change(at, "scoring_profile", name)
        note(db, actor(), "setting_changed", f"unit:{at.code}", now, name="scoring_profile", value=name)
        return at.name, title

    unit_name, title = in_transaction(work)
    show({"unit": unit, "name": name, "title": title}, lambda: words.chosen(unit_name, title))


@app.command("check", help=COMMANDS["scoring_check"])
def check(file: Annotated[Path, typer.Argument(help=OPTIONS["scoring_file"])]) -> None:
    """Whether a file could be used; nothing is written."""
    profile = profile_from("checked", _read(file))
    document = {"title": profile.title, "criteria": len(profile.criteria), "points": profile.most}
    show(document, lambda: words.is_good(profile.title, len(profile.criteria)))


def _read(file: Path) -> str:
    """The text of a file that bears no mark; raises a refusal before anything of it is kept."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise refuse(words.no_file(str(file))) from None
    guard((file.name, text), harmless=False)
    return text
