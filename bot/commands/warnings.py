"""`chibot warnings`: how many early warnings stand, by unit and kind."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_transaction, show, table_of
from bot.commands.reports import month
from bot.services import tree
from bot.services.roster_checks import Checked, checked_below, quarter_of
from bot.services.warning_counts import Counted, counts_by_unit
from bot.words import warnings as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import day_of

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Found:
    """What stands below a unit."""

    name: str
    since: date
    counted: list[Counted]
    quarter: str
    rosters: Checked


@app.command("warnings", help=COMMANDS["warnings"])
def warnings(
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    from_month: Annotated[str | None, typer.Option("--from", help=OPTIONS["from"])] = None,
) -> None:
    """Counts alone, since the beginning of the year or of a month."""
    first = date.fromisoformat(f"{month(from_month, '--from')}-01") if from_month else None

    async def work(db: AsyncSession, now: datetime) -> Found:
        at, today = await tree.unit_of(db, unit), day_of(now)
        since = first or date(today.year, 1, 1)
        counted = await counts_by_unit(db, at, since, now)
        quarter = quarter_of(today)
        return Found(at.name, since, counted, quarter, await checked_below(db, at, quarter))

    found = in_transaction(work)
    show(document_of(found), lambda: text_of(found))


def document_of(found: Found) -> dict[str, Any]:
    rosters = found.rosters
    return {
        "since": found.since.isoformat(),
        "warnings": [
            {"unit": one.unit.code if one.unit else None, "name": one.name, "count": one.count} for one in found.counted
        ],
        "rosters": {
            "quarter": found.quarter,
            "asked": rosters.asked,
            "right": rosters.right,
            "wrong": rosters.wrong,
            "open": rosters.open,
        },
    }


def text_of(found: Found) -> Table | str:
    title, headings = TABLES["early_warnings"]
    rows: list[list[object]] = [
        [
            one.unit.code if one.unit else "",
            one.unit.name if one.unit else words.FEW_PEOPLE,
            words.NAMES.get(one.name, one.name),
            one.count,
        ]
        for one in found.counted
    ]
    if found.rosters.asked:
        rows.append(["", found.name, words.rosters_kind(found.quarter), f"{found.rosters.open}/{found.rosters.asked}"])
    if not rows:
        return f"{words.counts_title(found.name, found.since)}\n{words.NOTHING_COUNTED}"
    return table_of(title, headings, rows, codes=(0,))
