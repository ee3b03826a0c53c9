"""`chibot report`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, in_transaction, show, table_of
from bot.commands.report_files import FileAsked, brought_up, file_of, period_of
from bot.model.meetings import MeetingKind
from bot.refusals import TimeUnreadable
from bot.reports.kinds import OfKind, by_kind
from bot.reports.kinds import document_of as document_of_kind
from bot.reports.participation import Line, document_of, participation, read_month
from bot.services.meetings import kind_named
from bot.words import office
from bot.words import report_files as file_words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.vi import KINDS

app = typer.Typer()


@app.command("report", help=COMMANDS["report"])
def report(
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    from_month: Annotated[str, typer.Option("--from", help=OPTIONS["from"])],
    to_month: Annotated[str, typer.Option("--to", help=OPTIONS["to"])],
    kind: Annotated[str, typer.Option("--kind", help=OPTIONS["of_kind"])] = MeetingKind.REGULAR.value,
    each_kind: Annotated[bool, typer.Option("--by-kind", help=OPTIONS["by_kind"])] = False,
    table: Annotated[str | None, typer.Option("--table", help=OPTIONS["report_table"])] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=OPTIONS["report_out"])] = None,
    directive: Annotated[
        int | None, typer.Option("--directive", help=OPTIONS["report_directive"], min=1, max=LARGEST_ID)
    ] = None,
) -> None:
    """The unit, then each child; or the unit alone, a line for each kind of meeting; or a file of either."""
    months = month(from_month, "--from"), month(to_month, "--to")
    if months[0] > months[1]:
        raise typer.BadParameter(office.MONTHS_REVERSED)

    wanted = kind_named(kind).counted_as
    if table or out:
        asked = FileAsked(unit, period_of(*months), wanted, table, out, directive)
        target = in_transaction(lambda db, now: file_of(db, asked, now))
        show({"unit": unit, "table": asked.name, "file": str(target)}, lambda: file_words.written(str(target)))
        return

    async def work(db: AsyncSession, now: datetime) -> list[Line]:
        return await participation(db, await brought_up(db, unit, now), *months, wanted)

    async def work_by_kind(db: AsyncSession, now: datetime) -> list[OfKind]:
        return await by_kind(db, await brought_up(db, unit, now), *months)

    if each_kind:
        kinds = in_transaction(work_by_kind)
        show([document_of_kind(one) for one in kinds], lambda: table_by_kind(kinds))
        return
    lines = in_transaction(work)
    show([document_of(line) for line in lines], lambda: table_of_report(lines))


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
    return table_of(title, headings[first:], [_row(line)[first:] for line in lines], codes=(0,) if with_codes else ())


def _row(line: Line) -> list[object]:
    marks = [office.BELOW_LINE] * line.is_below + [office.NOT_MET] * line.has_not_met
    counts = line.counts
    met, present = f"{line.met}/{line.due}", f"{counts.present}/{counts.expected}"
    rates = office.percent(counts.strict), office.percent(counts.adjusted)
    return [line.code, line.name, met, present, rates[0], counts.excused, counts.unexcused, rates[1], ", ".join(marks)]
