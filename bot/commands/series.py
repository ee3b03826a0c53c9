"""`chibot series`: when a cell meets by itself; set, changed for one month, ended, by the office."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.console import actor, in_transaction, refuse, show
from bot.commands.holidays import day_said
from bot.model.meetings import MeetingKind
from bot.model.series import Series
from bot.model.units import Unit
from bot.services import tree
from bot.services.meetings import kind_named
from bot.services.series import KINDS, checked_monthly, end_series, monthly_of, series_held, series_of, set_series
from bot.services.series_months import Occasion, fix_day, occasions, restore_month, skip_month
from bot.words import series_words as words
from bot.words import vi
from bot.words.command_help import COMMANDS
from bot.words.command_options import OPTIONS
from bot.words.series import ByWeekday, SeriesSaid, read_series, series_line
from bot.words.times import local

app = typer.Typer(no_args_is_help=True)
AHEAD = 12
Cell = Annotated[str, typer.Argument(help=OPTIONS["cell"])]
Kind = Annotated[str, typer.Option(help=OPTIONS["series_kind"])]
Month = Annotated[str, typer.Argument(help=OPTIONS["month"], metavar="MONTH")]


@app.command("show", help=COMMANDS["series_show"])
def show_series(cell: Cell, kind: Kind = "regular") -> None:
    """The series of a kind and its next meetings."""

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        return await _document(db, await tree.cell_of(db, cell), _kind(kind), now)

    found = in_transaction(work)
    show(found, lambda: _text(found))


@app.command("set", help=COMMANDS["series_set"])
def set_one(
    cell: Cell,
    said: Annotated[str, typer.Argument(help=OPTIONS["series_said"])],
    kind: Kind = "regular",
    from_month: Annotated[str | None, typer.Option("--from", help=OPTIONS["series_from"])] = None,
    harmless: Annotated[bool, typer.Option("--harmless", help=OPTIONS["harmless"])] = False,
) -> None:
    """The same words as in the chat; all of day, hour and place."""
    found, first = _read(said), _month(from_month) if from_month else None

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        unit, wanted = await tree.cell_of(db, cell), _kind(kind)
        assert found.rule is not None  # noqa: S101 - read above
        monthly = checked_monthly(found.rule, found.hours[0], found.place, months=found.months, harmless=harmless)
        await set_series(db, unit, monthly, actor(), now, wanted, first)
        return await _document(db, unit, wanted, now)

    done = in_transaction(work)
    show(done, lambda: _text(done))


@app.command("end", help=COMMANDS["series_end"])
def end(cell: Cell, kind: Kind = "regular") -> None:
    """No further meeting is called by itself."""

    async def work(db: AsyncSession, now: datetime) -> tuple[Unit, Series | None]:
        unit = await tree.cell_of(db, cell)
        return unit, await end_series(db, unit, actor(), now, _kind(kind))

    unit, ended = in_transaction(work)
    if ended is None:
        raise refuse(words.none_here(vi.cell(unit.name), _kind(kind)))
    show({"ended": ended.id}, lambda: words.stopped(vi.cell(unit.name), _kind(kind)))


@app.command("skip", help=COMMANDS["series_skip"])
def skip(cell: Cell, month: Month, kind: Kind = "regular") -> None:
    """No meeting in one month."""
    _change(cell, month, kind, lambda db, series, of, now: skip_month(db, series, of, actor(), now))


@app.command("move", help=COMMANDS["series_move"])
def move(cell: Cell, on: Annotated[str, typer.Argument(help=OPTIONS["series_on"])], kind: Kind = "regular") -> None:
    """The meeting of that month is on this day; hour and place stay."""
    wanted = day_said(on)
    _change(cell, f"{wanted:%Y-%m}", kind, lambda db, series, of, now: fix_day(db, series, of, wanted, actor(), now))


@app.command("restore", help=COMMANDS["series_restore"])
def restore(cell: Cell, month: Month, kind: Kind = "regular") -> None:
    """One month goes by the series again."""
    _change(cell, month, kind, lambda db, series, of, now: restore_month(db, series, of, actor(), now))


Change = Callable[[AsyncSession, Series, str, datetime], Awaitable[object]]


def _change(cell: str, month: str, kind: str, change: Change) -> None:
    of = _month(month)

    async def work(db: AsyncSession, now: datetime) -> dict[str, Any]:
        unit, wanted = await tree.cell_of(db, cell), _kind(kind)
        series = await series_of(db, unit.id, wanted, of)
        if series is None:
            raise refuse(words.none_here(vi.cell(unit.name), wanted))
        await change(db, series, of, now)
        return await _document(db, unit, wanted, now)

    done = in_transaction(work)
    show(done, lambda: _text(done))


# What is written on the line


def _kind(text: str) -> MeetingKind:
    if (kind := kind_named(text)) not in KINDS:
        raise typer.BadParameter(OPTIONS["series_kind"])
    return kind


def _month(text: str) -> str:
    """`2027-02`."""
    try:
        return datetime.strptime(text, "%Y-%m").strftime("%Y-%m")  # noqa: DTZ007 - a month, no moment
    except ValueError:
        raise typer.BadParameter(OPTIONS["month"]) from None


def _read(said: str) -> SeriesSaid:
    """A usage error where the day, the hour or the place is missing, or may be two."""
    try:
        found = read_series(said)
    except ByWeekday:
        raise typer.BadParameter(words.WHICH_WEEKDAY) from None
    except ValueError:
        raise typer.BadParameter(words.WRITE_SO) from None
    if found.rule is None or len(found.hours) != 1 or not found.place:
        raise typer.BadParameter(words.WRITE_SO)
    return found


# What is shown


async def _document(db: AsyncSession, unit: Unit, kind: MeetingKind, now: datetime) -> dict[str, Any]:
    held = await series_held(db, unit.id, kind)
    ahead = await occasions(db, unit.id, kind, now, AHEAD)
    return {
        "cell": unit.code,
        "name": unit.name,
        "kind": kind,
        "series": [_one(series) for series in held],
        "next": [_next(one) for one in ahead],
    }


def _one(series: Series) -> dict[str, Any]:
    monthly = monthly_of(series)
    return {
        "id": series.id,
        "rule": series.rule,
        "months": list(monthly.months),
        "hour": f"{series.hour:%H:%M}",
        "place": series.place,
        "from": series.from_month,
        "until": series.until_month,
        "said": series_line(monthly.rule, monthly.hour, monthly.place, monthly.months),
    }


def _next(one: Occasion) -> dict[str, Any]:
    return {
        "month": one.month,
        "at": None if one.is_skipped else local(one.at).isoformat(timespec="seconds"),
        "changed": one.is_changed,
        "day_off": one.clash is not None,
    }


def _text(found: dict[str, Any]) -> str:
    cell, kind = vi.cell(found["name"]), found["kind"]
    if not found["series"]:
        return words.none_here(cell, kind)
    lines = [
        words.from_month(words.shown(cell, one["said"], kind), one["from"])
        if one["from"]
        else words.shown(cell, one["said"], kind)
        for one in found["series"]
    ]
    return "\n".join([*lines, *(words.next_line(one["month"], one["at"], off=one["day_off"]) for one in found["next"])])
