"""Commands for mistakes: stop what is sent, let it go on, tell again whom nothing reached."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, owing, show
from bot.commands.plan import priced
from bot.model.units import Unit
from bot.services import halts, outlays, resending, tree
from bot.services.meetings import meeting_of
from bot.services.reach import Plan
from bot.words import stops as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS

app = typer.Typer()
Code = Annotated[str | None, typer.Argument(help=OPTIONS["stop_at"])]
Deed = Callable[[AsyncSession, Unit | None, str, datetime], Awaitable[int]]


def _at(code: str | None, deed: Deed) -> tuple[str, int, int]:
    """Do it at a unit or everywhere; where it was, how many wait there, and how many stops there are now."""

    async def work(db: AsyncSession, now: datetime) -> tuple[str, int, int]:
        unit = await tree.unit_of(db, code) if code is not None else None
        waiting = await deed(db, unit, actor(), now)
        halted = await halts.halted_units(db)
        name = words.place(unit.name, is_cell=unit.is_cell) if unit else words.EVERYWHERE
        return name, waiting, halted.everything + len(halted.paths)

    return owing(work)


@app.command("stop", help=COMMANDS["stop"])
def stop(unit: Code = None) -> None:
    """Nothing about meetings leaves any more; it bites within a second in every process."""
    name, waiting, stops = _at(unit, halts.halt)
    command = " ".join(["chibot go", *([unit] if unit else [])])
    show({"unit": unit, "waiting": waiting, "stops": stops}, lambda: words.office_stopped(name, waiting, command))


@app.command("go", help=COMMANDS["go"])
def go(unit: Code = None) -> None:
    """End the stop that was made with the same words."""
    name, waiting, stops = _at(unit, halts.go_on)
    show({"unit": unit, "waiting": waiting, "stops": stops}, lambda: words.office_goes_on(name, waiting, stops))


@app.command("resend", help=COMMANDS["resend"])
def resend(meeting: Annotated[int, typer.Argument(help=OPTIONS["meeting"], min=1, max=LARGEST_ID)]) -> None:
    """A new round to whoever was not reached; the command is itself the confirmation."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, int, Plan]:
        called = await meeting_of(db, meeting)
        plan = await outlays.of_resending(db, called, (await resending.unreached(db, called, now)).by_step, now)
        count = await resending.again(db, called, actor(), now)
        return count, (await resending.unreached(db, called, now)).without_channel, plan

    count, without, plan = owing(work)
    document = {"meeting_id": meeting, "resent": count, "without_channel": without, "cost": plan.total.cost}
    show(document, lambda: words.office_resent(count, without) + priced(plan))
