"""`chibot report`."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_transaction, show, table_of
from bot.refusals import TimeUnreadable
from bot.reports.participation import Line, document_of, participation, read_month
from bot.services import tree
from bot.services.participation import roll_up_all, write_due_months
from bot.words import office
from bot.words.command_help import COMMANDS, OPTIONS, TABLES

app = typer.Typer()


@app.command("report", help=COMMANDS["report"])
def report(
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    from_month: Annotated[str, typer.Option("--from", help=OPTIONS["from"])],
    to_month: Annotated[str, typer.Option("--to", help=OPTIONS["to"])],
) -> None:
    """The unit, then each child."""
    months = month(from_month, "--from"), month(to_month, "--to")
    if months[0] > months[1]:
        raise typer.BadParameter(office.MONTHS_REVERSED)

    async def work(db: AsyncSession, now: datetime) -> list[Line]:
        at = await tree.unit_of(db, unit)
        await write_due_months(db, now)
        await db.flush()
        await roll_up_all(db, now)
        return await participation(db, at, *months)

    lines = in_transaction(work)
    show([document_of(line) for line in lines], lambda: table_of_report(lines))


def month(text: str, option: str) -> str:
    try:
        return read_month(text)
    except TimeUnreadable:
        raise typer.BadParameter(office.month_unreadable(option)) from None


def table_of_report(lines: list[Line], *, with_codes: bool = True) -> Table:
    title, headings = TABLES["report"]
    first = 0 if with_codes else 1
    return table_of(title, headings[first:], [_row(line)[first:] for line in lines])


def _row(line: Line) -> list[object]:
    marks = [office.BELOW_LINE] * line.is_below + [office.NOT_MET] * line.has_not_met
    counts = line.counts
    met, present = f"{line.met}/{line.due}", f"{counts.present}/{counts.expected}"
    rates = office.percent(counts.strict), office.percent(counts.adjusted)
    return [line.code, line.name, met, present, rates[0], counts.excused, counts.unexcused, rates[1], ", ".join(marks)]
