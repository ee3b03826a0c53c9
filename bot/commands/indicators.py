"""`chibot indicator`: numbers asked of the units below, their plans, what they come to, and answers on paper."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, owing, refuse, show
from bot.commands.tried_files import bad_table, say_whether_written
from bot.model.indicators import Indicator
from bot.refusals import IndicatorWrong
from bot.services import indicator_plans, indicators, tree
from bot.services.indicator_plans import PlanFile, read_plan_file
from bot.services.indicators import Preview
from bot.services.roster.records import UnreadableWorkbook
from bot.services.sureness import demand_sure
from bot.words import indicator_definitions as definitions
from bot.words import indicator_making as making_words
from bot.words import indicator_pages as page_words
from bot.words import indicator_plans as plan_words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.indicator_definitions import Definition
from bot.words.times import day_of
from bot.words.vi import channel_name

app = typer.Typer(no_args_is_help=True)
Code = Annotated[str, typer.Argument(help=OPTIONS["unit"])]
Which = Annotated[int, typer.Argument(help=OPTIONS["indicator"], min=1, max=LARGEST_ID)]


# Defining


@app.command("new", help=COMMANDS["indicator_new"])
def new(
    unit: Code,
    said: Annotated[str, typer.Argument(help=OPTIONS["indicator_said"])],
    ask: Annotated[bool, typer.Option("--ask", help=OPTIONS["indicator_ask"])] = False,
    yes: Annotated[int | None, typer.Option("--yes", help=OPTIONS["yes"], min=1)] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """Without --ask only what would be asked, and of whom."""

    async def work(db: AsyncSession, now: datetime) -> tuple[Preview, Definition, int | None]:
        at, today = await tree.unit_of(db, unit), day_of(now)
        definition = indicators.checked(_definition(said, today), today, harmless=harmless)
        found = await indicators.preview(db, at, definition, now)
        if not ask:
            return found, definition, None
        await demand_sure(db, at, found.people, yes)
        made = await indicators.define(db, at, definition, actor(), now)
        return found, definition, made.id

    found, definition, made = owing(work)
    show(_new_document(found, made), lambda: _new_lines(found, definition, made))


def _definition(said: str, today: date) -> Definition:
    try:
        return definitions.read_definition(said, Definition(), today)
    except ValueError as error:
        raise IndicatorWrong(why=str(error)) from None


def _new_document(found: Preview, made: int | None) -> dict[str, Any]:
    return {
        "indicator_id": made,
        "units": found.units,
        "people": found.people,
        "by_channel": found.by_channel,
        "unreached": found.unreached,
        "leaderless": found.leaderless,
        "opens_on": found.period.opens_on.isoformat(),
        "due_on": found.period.due_on.isoformat(),
        "cost": found.plan.total.cost,
    }


def _new_lines(found: Preview, said: Definition, made: int | None) -> str:
    ways = [f"{channel_name(channel)} {count}" for channel, count in sorted(found.by_channel.items())]
    lines = definitions.defined(said)
    lines.append(making_words.reach(found.units, definitions.WHO[said.who], ways, found.unreached, found.leaderless))
    if made is None:
        return "\n".join([*lines, making_words.NOT_ASKED])
    return "\n".join([*lines, making_words.defined(made, found.units, found.asks_at)])


@app.command("end", help=COMMANDS["indicator_end"])
def end(which: Which) -> None:
    async def work(db: AsyncSession, now: datetime) -> int:
        indicator = await indicators.indicator_of(db, which)
        await indicators.end_indicator(db, indicator, actor(), now)
        return indicator.id

    ended = in_transaction(work)
    show({"indicator_id": ended}, lambda: page_words.ended(ended))


# Plans


@app.command("plan", help=COMMANDS["indicator_plan"])
def plan(
    which: Which,
    file: Annotated[Path, typer.Argument(help=OPTIONS["indicator_file"])],
    year: Annotated[int | None, typer.Option(help=OPTIONS["year"], min=2000, max=2099)] = None,
    write: Annotated[bool, typer.Option("--write", help=OPTIONS["write"])] = False,
) -> None:
    """All of the file or nothing; exit 1 where it was to be written and a row is bad."""

    async def work(db: AsyncSession, now: datetime) -> tuple[PlanFile, bool]:
        indicator = await indicators.indicator_of(db, which)
        of_year = year or await _year(db, indicator)
        try:
            found = await read_plan_file(db, indicator, of_year, file, now)
        except UnreadableWorkbook as refusal:
            raise refuse(str(refusal)) from None
        writes = write and not found.bad
        if writes:
            planned = found.new | found.changed
            await indicator_plans.write_plans(db, indicator, of_year, planned, actor(), now)
        return found, writes

    found, written = in_transaction(work)
    show(_plan_document(found, written=written), lambda: _tell_plan(found))
    say_whether_written(asked=write, written=written)


async def _year(db: AsyncSession, indicator: Indicator) -> int:
    """Of the round that is asked now or will be first."""
    rounds = await indicators.rounds_of(db, indicator.id)
    return (rounds[0].ends_on if rounds else indicator.due_on).year


def _plan_document(found: PlanFile, *, written: bool) -> dict[str, Any]:
    return {
        "new": len(found.new),
        "changed": len(found.changed),
        "same": len(found.same),
        "bad": [{"cell": one.cell, "reason": one.reason} for one in found.bad],
        "written": written,
    }


def _tell_plan(found: PlanFile) -> str:
    bad_table(found.bad)
    return plan_words.summary(len(found.new), len(found.changed), len(found.same), len(found.bad))
