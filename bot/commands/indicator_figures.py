"""`chibot indicator`: what numbers come to, who has not answered, answers on paper."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import LARGEST_ID, actor, in_transaction, refuse, show, table_of
from bot.model.indicators import Indicator, IndicatorRound
from bot.model.units import Unit
from bot.refusals import NoSuchIndicator
from bot.services import indicators, tree
from bot.services.audit import note
from bot.services.indicator_reports import own_report, report_of, reports_meant
from bot.services.indicator_sums import Row, Sums, missing_below
from bot.services.indicator_sums import table_of as sums_at
from bot.services.indicator_values import read, record_figure
from bot.services.indicators import Asked
from bot.words import indicator_making as making_words
from bot.words import indicator_pages as page_words
from bot.words import indicators as words
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.command_tables import TABLES
from bot.words.indicator_figures import figure
from bot.words.times import month_of

app = typer.Typer()
Code = Annotated[str, typer.Argument(help=OPTIONS["unit"])]
Which = Annotated[int, typer.Argument(help=OPTIONS["indicator"], min=1, max=LARGEST_ID)]


@app.command("list", help=COMMANDS["indicator_list"])
def list_all(unit: Code) -> None:
    async def work(db: AsyncSession, now: datetime) -> list[dict[str, Any]]:
        at = await tree.unit_of(db, unit)
        begun = [
            _listed(one, (await sums_at(db, one, at, now)).own.sums) for one in await indicators.concerning(db, at)
        ]
        return begun + [_to_come(one, at) for one in await indicators.still_to_begin(db, at)]

    found = in_transaction(work)
    show(found, lambda: table_of(*TABLES["indicators"], [list(one.values()) for one in found]))


def _listed(asked: Asked, sums: Sums) -> dict[str, Any]:
    indicator, round_ = asked.indicator, asked.round
    return {
        "indicator_id": indicator.id,
        "name": indicator.name,
        "unit": asked.unit.code,
        "period": words.period(indicator.repeat, round_.starts_on, round_.ends_on),
        "due_on": round_.due_on.isoformat(),
        "answered": sums.answered,
        "asked": sums.asked,
        "sum": _said(indicator, sums),
    }


def _said(indicator: Indicator, sums: Sums) -> str | None:
    if sums.parts is None:
        return None
    return page_words.in_short(sums.parts, indicator.kind, indicator.classes, sums.of, sums.rate)


def _to_come(indicator: Indicator, unit: Unit) -> dict[str, Any]:
    return {
        "indicator_id": indicator.id,
        "name": indicator.name,
        "unit": unit.code,
        "period": "",
        "due_on": indicator.due_on.isoformat(),
        "answered": 0,
        "asked": 0,
        "sum": None,
    }


@app.command("show", help=COMMANDS["indicator_show"])
def show_one(
    which: Which,
    unit: Annotated[str | None, typer.Option("--unit", help=OPTIONS["indicator_unit"])] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help=OPTIONS["indicator_out"])] = None,
) -> None:
    """The newest round: each unit right below, who is missing; or all units in a workbook."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        asked, at = await _newest(db, which, unit)
        if out is not None:
            await _write_sheet(db, asked, at, out, now)
        table = await sums_at(db, asked, at, now)
        missing = await missing_below(db, asked, at, now)
        return {
            **_listed(asked, table.own.sums),
            "parts": table.own.sums.parts,
            "planned": table.own.sums.planned,
            "rate": table.own.sums.rate,
            "below": [_row(asked.indicator, row) for row in table.below],
            "missing": [one.name for one in missing],
        }

    found = in_transaction(work)
    title = f"{found['indicator_id']}. {found['name']}: {found['sum'] or ''} ({found['answered']}/{found['asked']})"
    show(found, lambda: table_of(title, TABLES["indicator"][1], [list(one.values()) for one in found["below"]]))


async def _newest(db: AsyncSession, which: int, unit: str | None) -> tuple[Asked, Unit]:
    indicator = await indicators.indicator_of(db, which)
    rounds = await indicators.rounds_of(db, which)
    if not rounds:
        raise NoSuchIndicator(which=which)
    at = await tree.unit_of(db, unit) if unit else await db.get_one(Unit, indicator.unit_id)
    asked = await indicators.asked_in(db, rounds[0].id)
    await indicators.demand_concerned(db, asked, at)
    return asked, at


def _row(indicator: Indicator, row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "sum": _said(indicator, row.sums),
        "rate": row.sums.rate,
        "planned": row.sums.planned,
        "answered": row.sums.answered,
        "asked": row.sums.asked,
    }


async def _write_sheet(db: AsyncSession, asked: Asked, unit: Unit, out: Path, now: datetime) -> None:
    from bot.reports.indicator_makers import sheet_of

    content = await sheet_of(db, asked, unit, now, exporter=actor())
    _write(out, content())
    note(db, actor(), "exported", indicators.about(asked.indicator.id), now, what="workbook", unit=unit.code)


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError:
        raise refuse(making_words.CANNOT_WRITE) from None


# An answer on paper


@app.command("report", help=COMMANDS["indicator_report"])
def report(
    which: Which,
    unit: Code,
    said: Annotated[str, typer.Argument(help=OPTIONS["indicator_value"])],
    month: Annotated[str | None, typer.Option(help=OPTIONS["indicator_month"])] = None,
    sure: Annotated[bool, typer.Option("--sure", help=OPTIONS["indicator_sure"])] = False,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """Of the unit's only round that is open, or of that of a month; also long after it was due."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        at = await tree.unit_of(db, unit)
        report_id = await _report_at(db, which, at, month, now)
        found = await report_of(db, report_id)
        value = read(found.indicator, said, found.planned, harmless=harmless)
        taken = await record_figure(db, report_id, value, actor(), now, is_sure=sure, is_office=True)
        parts = taken.row.parts or []
        shown = figure(parts, taken.indicator.kind, taken.indicator.classes)
        return {"indicator_id": which, "unit": at.code, "parts": parts, "late": taken.is_late, "said": shown}

    found = in_transaction(work)
    show(found, lambda: making_words.noted(found["unit"], found["said"], is_late=found["late"]))


async def _report_at(db: AsyncSession, which: int, unit: Unit, month: str | None, now: datetime) -> int:
    """Raises NoSuchIndicator where the unit was not asked; refuses where several may be meant."""
    if month is None:
        found = [one.id for one in await reports_meant(db, which, [unit.id], now)]
    else:
        rounds = [one.id for one in await indicators.rounds_of(db, which) if _is_of(one, month)]
        found = [one.id for one in [await own_report(db, round_id, unit.id) for round_id in rounds] if one is not None]
    if not found:
        raise NoSuchIndicator(which=which)
    if len(found) > 1:
        raise refuse(making_words.WHICH_MONTH)
    return found[0]


def _is_of(round_: IndicatorRound, month: str) -> bool:
    """`2026-11`."""
    return month_of(round_.starts_on) <= month <= month_of(round_.ends_on)
