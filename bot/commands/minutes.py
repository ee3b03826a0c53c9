"""`chibot minutes`: the minutes of a meeting as a file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, show
from bot.commands.roll_sheets import written
from bot.model.meetings import MeetingState
from bot.services.meetings import meeting_of
from bot.services.minutes import demand_begun
from bot.words import minutes as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

app = typer.Typer()


@app.command("minutes", help=COMMANDS["minutes"])
def minutes(
    meeting: Annotated[int, typer.Argument(help=OPTIONS["meeting"], min=1, max=LARGEST_ID)],
    out: Annotated[Path | None, typer.Option("--out", "-o", help=OPTIONS["minutes_out"])] = None,
    with_reasons: Annotated[bool, typer.Option("--with-reasons", help=OPTIONS["minutes_reasons"])] = False,
) -> None:
    """What the chat hands to whoever leads the cell; why people were away only where that is asked for."""
    from bot.reports.minutes_maker import minutes_document

    async def work(db: AsyncSession, now: datetime) -> tuple[Path, bool]:
        held = await meeting_of(db, meeting)
        demand_begun(held, now)
        document = (await minutes_document(db, held, actor(), now, with_reasons=with_reasons))()
        return written(out or Path(document.name), document.content), held.state is not MeetingState.CLOSED

    target, is_draft = in_transaction(work)
    told = {"meeting_id": meeting, "file": str(target), "is_draft": is_draft}
    show(told, lambda: words.file_written(str(target), is_draft=is_draft))
