"""The command that writes a roll on paper: for a meeting where no network reaches."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, show
from bot.words import roll_paper as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

app = typer.Typer()


@app.command("roll-sheet", help=COMMANDS["roll-sheet"])
def roll_sheet(
    meeting: Annotated[int, typer.Option("--meeting", help=OPTIONS["meeting"], min=1, max=LARGEST_ID)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help=OPTIONS["roll_sheet_out"])] = None,
) -> None:
    """A .docx to print; its numbers are kept, and the line that comes back later is read by them."""
    from bot.reports.roll_paper import paper_of

    async def work(db: AsyncSession, now: datetime) -> Path:
        document = (await paper_of(db, meeting, actor(), now))()
        return written(out or Path(document.name), document.content)

    target = in_transaction(work)
    show({"meeting_id": meeting, "file": str(target)}, lambda: words.written(str(target)))


def written(target: Path, content: bytes) -> Path:
    """No number is kept for a sheet that nobody has."""
    try:
        target.touch(mode=0o600)  # names
        target.write_bytes(content)
    except OSError:
        raise typer.BadParameter(words.cannot_write(str(target))) from None
    return target
