"""`chibot template`: the Word files in which letters and minutes are written, of a unit and all below it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, show
from bot.commands.roll_sheets import written
from bot.refusals import NoSuchTemplate
from bot.services import templates, tree
from bot.words import templates as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

if TYPE_CHECKING:
    from bot.reports.document_kinds import DocumentKind

app = typer.Typer(no_args_is_help=True)
Name = Annotated[str, typer.Argument(help=OPTIONS["template"])]
At = Annotated[str, typer.Option("--unit", help=OPTIONS["unit"])]


@app.command("show", help=COMMANDS["template_show"])
def show_one(
    name: Name,
    unit: At,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=OPTIONS["template_out"])] = None,
) -> None:
    """Whose template holds at a unit; with a file, the template itself, to be changed in Word."""
    kind = _kind(name)

    async def work(db: AsyncSession, _now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        found = await templates.whose_template(db, at, name)
        if out is not None:
            written(out, found[0].content if found else kind.shipped())
        return {
            "name": name,
            "unit": at.code,
            "of": found[1].code if found else None,
            "file": str(out) if out else None,
            "names": sorted(kind.sample),
        }

    found = in_transaction(work)
    show(found, lambda: words.shown(found["name"], found["of"], found["file"], found["names"]))


@app.command("set", help=COMMANDS["template_set"])
def set_one(
    name: Name,
    file: Annotated[Path, typer.Argument(help=OPTIONS["template_file"], exists=True, dir_okay=False, readable=True)],
    unit: At,
) -> None:
    """Give a unit a template of its own, once it has been filled in with a sample."""
    kind, content = _kind(name), file.read_bytes()

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        await templates.set_template(db, at, name, content, kind.sample, actor(), now)
        return {"name": name, "unit": at.code, "of": at.code}

    done = in_transaction(work)
    show(done, lambda: words.is_set(done["name"], done["unit"]))


@app.command("reset", help=COMMANDS["template_reset"])
def reset_one(name: Name, unit: At) -> None:
    """Take a unit's own template away."""
    _kind(name)

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        return {"name": name, "unit": at.code, "reset": await templates.reset_template(db, at, name, actor(), now)}

    done = in_transaction(work)
    show(done, lambda: words.is_reset(done["name"], done["unit"], had_one=done["reset"]))


def _kind(name: str) -> "DocumentKind":
    from bot.reports.document_kinds import KINDS

    if name not in KINDS:
        raise NoSuchTemplate(name=name, known=", ".join(KINDS))
    return KINDS[name]
