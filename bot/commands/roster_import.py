"""The command that reads a roster workbook."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.console import refuse
from bot.words import office
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

app = typer.Typer()


@app.command("import", help=COMMANDS["import"])
def import_roster(
    file: Annotated[Path, typer.Argument(help=OPTIONS["file"])],
    under: Annotated[str, typer.Option(help=OPTIONS["under"])],
    name: Annotated[str | None, typer.Option(help=OPTIONS["name"])] = None,
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=OPTIONS["skip_bad"])] = False,
) -> None:
    """Read a roster workbook; a dry run unless told to write."""
    from bot.commands.importing import run_import  # openpyxl is for this command alone

    if not file.is_file():
        raise refuse(office.NO_FILE.format(path=file))
    run_import(file, under, name, write=write or skip_bad, skip_bad=skip_bad)
