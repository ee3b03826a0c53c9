"""`chibot directive pass`, `cancel`, `send-again`: what is done with a document that has gone down."""

from datetime import datetime
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, owing, show
from bot.services import directive_again, directives, tree
from bot.services.directive_checks import read_day
from bot.services.directive_passing import pass_on, plan_passing
from bot.services.sureness import demand_sure
from bot.words import directives as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.times import day_of

app = typer.Typer(no_args_is_help=True)
Code = Annotated[str, typer.Argument(help=OPTIONS["unit"])]
Which = Annotated[int, typer.Argument(help=OPTIONS["directive"], min=1, max=LARGEST_ID)]
Sure = Annotated[int | None, typer.Option("--yes", help=OPTIONS["yes"], min=1)]


@app.command("pass", help=COMMANDS["directive_pass"])
def pass_one(
    unit: Code,
    directive: Which,
    note: Annotated[str, typer.Option("--note", help=OPTIONS["directive_note"])] = "",
    due: Annotated[str | None, typer.Option("--due", help=OPTIONS["directive_due"])] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
    yes: Sure = None,
) -> None:
    """By the committee at which it has arrived; raises NotSure for very many people without their number."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, str]:
        at = await tree.unit_of(db, unit)
        due_on = read_day(due, day_of(now)) if due else None
        planned = await plan_passing(db, directive, at, note, due_on, now, harmless=harmless)
        await demand_sure(db, at, planned.people, yes)
        count = await pass_on(db, planned, actor(), now)
        return count, words.passed(count, due_on)

    count, said = owing(work)
    show({"directive_id": directive, "units": count}, lambda: said)


@app.command("cancel", help=COMMANDS["directive_cancel"])
def cancel(directive: Which) -> None:
    """What waits is dropped at once; who has it is told."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, str]:
        number = (await directives.directive_of(db, directive)).number
        return await directives.withdraw(db, directive, actor(), now), number

    dropped, number = owing(work)
    show({"directive_id": directive, "dropped": dropped}, lambda: words.withdrawn(number, dropped))


@app.command("send-again", help=COMMANDS["directive_again"])
def send_again(unit: Code, directive: Which, yes: Sure = None) -> None:
    """To those of a unit and below it whom no message has reached for certain."""

    async def work(db: AsyncSession, now: datetime) -> tuple[int, int]:
        at = await tree.unit_of(db, unit)
        one = await directives.directive_of(db, directive)
        found = await directive_again.unreached(db, one, at)
        await demand_sure(db, at, found.count, yes)
        return await directive_again.again(db, directive, at, actor(), now), found.without_channel

    count, without = owing(work)
    document = {"directive_id": directive, "resent": count, "without_channel": without}
    show(document, lambda: words.sent_again(count) if count else words.nobody_again(without))
