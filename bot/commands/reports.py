"""`chibot report`."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_transaction, show, table_of
from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.refusals import TimeUnreadable
from bot.reports.kinds import OfKind, by_kind
from bot.reports.kinds import document_of as document_of_kind
from bot.reports.participation import Line, document_of, participation, read_month
from bot.services import tree
from bot.services.meetings import kind_named
from bot.services.participation import roll_up_all, write_due_months
from bot.words import office
from bot.words.command_help import COMMANDS, OPTIONS, TABLES
from bot.words.vi import KINDS

app = typer.Typer()


@app.command("report", help=COMMANDS["report"])
def report(
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    from_month: Annotated[str, typer.Option("--from", help=OPTIONS["from"])],
    to_month: Annotated[str, typer.Option("--to", help=OPTIONS["to"])],
    kind: Annotated[str, typer.Option("--kind", help=OPTIONS["of_kind"])] = MeetingKind.REGULAR.value,
    each_kind: Annotated[bool, typer.Option("--by-kind", help=OPTIONS["by_kind"])] = False,
) -> None:
    """The unit, then each child; or the unit alone, a line for each kind of meeting."""
    months = month(from_month, "--from"), month(to_month, "--to")
    if months[0] > months[1]:
        raise typer.BadParameter(office.MONTHS_REVERSED)

    wanted = kind_named(kind).counted_as

    async def work(db: AsyncSession, now: datetime) -> list[Line]:
        return await participation(db, await _brought_up(db, unit, now), *months, wanted)

    async def work_by_kind(db: AsyncSession, now: datetime) -> list[OfKind]:
        return await by_kind(db, await _brought_up(db, unit, now), *months)

    if each_kind:
        kinds = in_transaction(work_by_kind)
        show([document_of_kind(one) for one in kinds], lambda: table_by_kind(kinds))
        return
    lines = in_transaction(work)
    show([document_of(line) for line in lines], lambda: table_of_report(lines))


async def _brought_up(db: AsyncSession, code: str, now: datetime) -> Unit:
    """The unit, with everything counted that waits to be."""
    at = await tree.unit_of(db, code)
    await write_due_months(db, now)
    await db.flush()
    await roll_up_all(db, now)
    return at


def table_by_kind(kinds: list[OfKind]) -> Table:
    rows: list[list[object]] = [
        [
            KINDS[one.kind],
            f"{one.counts.present}/{one.counts.expected}",
            office.percent(one.counts.strict),
            one.counts.excused,
            one.counts.unexcused,
            office.percent(one.counts.adjusted),
        ]
        for one in kinds
    ]
    return table_of(*TABLES["by_kind"], rows)


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
