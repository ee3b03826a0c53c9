"""`chibot opinions`: how many, by unit and kind, and what is late; nobody's words."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import in_transaction, show, table_of
from bot.reports.period import quarter_period, read_period
from bot.reports.period_days import span_of
from bot.services import opinion_counts, tree
from bot.services.opinion_counts import COLUMNS, Counted, Late, Row
from bot.words import opinion_counts as counts_words
from bot.words import opinions as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.times import day, day_of
from bot.words.vi import cell as unit_name

app = typer.Typer()


@app.command("opinions", help=COMMANDS["opinions"])
def opinions(
    unit: Annotated[str, typer.Option(help=OPTIONS["unit"])],
    period: Annotated[str | None, typer.Option("--period", help=OPTIONS["opinion_period"])] = None,
    late: Annotated[bool, typer.Option("--late", help=OPTIONS["opinions_late"])] = False,
) -> None:
    """Counts alone; a text is read only by whoever hears opinions where it lies."""
    if late:
        found = in_transaction(lambda db, now: _late(db, unit, now))
        show([_late_document(one) for one in found], lambda: _late_table(found))
        return
    counted, label = in_transaction(lambda db, now: _counted(db, unit, period, now))
    show(_document(counted, label), lambda: _table(counted))


async def _counted(db: AsyncSession, unit: str, period: str | None, now: datetime) -> tuple[Counted, str]:
    """Raises NoSuchUnit or TimeUnreadable."""
    at = await tree.unit_of(db, unit)
    about = read_period(period) if period else quarter_period(day_of(now))
    return await opinion_counts.counts_below(db, at, *span_of(about), now), about.as_value


async def _late(db: AsyncSession, unit: str, now: datetime) -> list[Late]:
    return await opinion_counts.late_below(db, await tree.unit_of(db, unit), now)


def _document(found: Counted, period: str) -> dict[str, Any]:
    """`unit` is null for small cells together; without numbers where too few people stand behind them."""
    return {
        "period": period,
        "too_few": found.is_hidden,
        "total": found.own.total,
        "kinds": {kind.value: count for kind, count in sorted(found.own.kinds.items())},
        "units": [
            {
                "unit": one.unit.code if one.unit else None,
                "total": one.total,
                **{name: one.states[name] for name in COLUMNS},
            }
            for one in found.below
        ],
    }


def _table(found: Counted) -> Table | str:
    if found.is_hidden:
        return counts_words.FEW
    return table_of(*TABLES["opinions"], [_line(one) for one in (*found.below, found.own)], codes=(0,))


def _line(row: Row) -> list[object]:
    code, name = (row.unit.code, unit_name(row.unit.name)) if row.unit else ("", counts_words.small_cells(row.cells))
    return [code, name, row.total, *(row.states[one] for one in COLUMNS)]


def _late_document(one: Late) -> dict[str, Any]:
    return {"id": one.opinion_id, "unit": one.unit.code, "kind": one.kind.value, "due_on": one.due_on.isoformat()}


def _late_table(found: list[Late]) -> Table | str:
    if not found:
        return counts_words.NONE_LATE
    rows = [
        [one.opinion_id, one.unit.code, unit_name(one.unit.name), words.KINDS[one.kind], day(one.due_on)]
        for one in found
    ]
    return table_of(*TABLES["opinions_late"], rows, codes=(1,))
