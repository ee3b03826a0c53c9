"""How a command opens the house, and says what came of it: a table for people, or one JSON document for scripts."""

import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.config import read_settings
from bot.db.bell import ring_at_commit
from bot.db.trials import trial
from bot.house import House, open_house
from bot.words import office

T = TypeVar("T")


@dataclass
class Output:
    """`--json` stands anywhere on the line; then stdout is exactly one JSON document and all else goes to stderr."""

    as_json: bool = False


OUTPUT = Output()
LARGEST_ID = 2**53
"""No table counts so far, and every database and script can hold it."""
SHORT = 10
"""Cells of so many letters are not broken: numbers, rates, marks."""
NAMED = 12
"""So many letters of a name stand in a line at least, where codes leave little room."""
WIDEST = 1_000
people = Console(highlight=False)
aside = Console(stderr=True, highlight=False)


def actor() -> str:
    """How this command stands in logs: whoever may run it may do all that it does."""
    try:
        return f"command-line:{getpass.getuser()}"[:60]
    except (KeyError, OSError):
        return "command-line"


def in_house(work: Callable[[House], Awaitable[T]]) -> T:
    """Run something with settings and database."""

    async def run() -> T:
        settings = read_settings()
        if settings.clock_offset:
            say(office.clock_is_off(settings.clock_offset, settings.now()))
        async with open_house(settings) as house:
            return await work(house)

    return asyncio.run(run())


def in_transaction(work: Callable[[AsyncSession, datetime], Awaitable[T]]) -> T:
    """Run something in one transaction: all of it is kept, or nothing."""

    async def run(house: House) -> T:
        async with house.sessions.begin() as db:
            return await work(db, house.now())

    return in_house(run)


def in_trial(work: Callable[[AsyncSession, datetime], Awaitable[T]]) -> T:
    """The same for what only says what would happen: nothing of it is kept, and on SQLite nobody waits for it."""

    async def run(house: House) -> T:
        async with trial(house.sessions, house.reading) as db:
            return await work(db, house.now())

    return in_house(run)


def owing(work: Callable[[AsyncSession, datetime], Awaitable[T]]) -> T:
    """As `in_transaction`, for what leaves something to send: whoever sends hears of it at once."""

    async def rung(db: AsyncSession, now: datetime) -> T:
        done = await work(db, now)
        await ring_at_commit(db)
        return done

    return in_transaction(rung)


def say(sentence: str) -> None:
    """Something beside the result."""
    aside.print(sentence, markup=False)


def show(document: Any, table: Callable[[], Table | str]) -> None:
    """The result."""
    if OUTPUT.as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        sys.stdout.flush()  # a command that goes on working is read by a script meanwhile
        return
    shown = table()
    if isinstance(shown, str):
        people.print(shown, markup=False)
    else:
        people.print(shown, crop=False)


class WideTable(Table):
    """One with codes: wider than the screen where some column would else be cut, or left out."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        least = Measurement.get(console, options.update(width=WIDEST), self).minimum
        return super().__rich_console__(console, options.update(width=max(least, options.max_width)))


def table_of(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], codes: Collection[int] = ()
) -> Table:
    """A table whose cells are plain text, whatever they look like.

    `codes`: columns with codes, which are copied and so never broken, even where the table gets wider than the screen.
    """
    shape = WideTable if codes else Table
    table = shape(title=Text(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(headings):
        cells = [str(row[number] or "") for row in rows]
        longest = max(map(len, cells), default=0)
        is_code, is_short = number in codes, longest <= SHORT
        least = _least([heading, *cells], is_code=is_code) if codes else None
        table.add_column(heading, overflow="fold", no_wrap=is_code or is_short, min_width=least)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    return table


def _least(cells: Sequence[str], *, is_code: bool) -> int:
    """Beside codes that take much room: whole codes, whole short cells, and of names some words in each line."""
    longest = max(len(line) for cell in cells for line in cell.splitlines() or [""])
    return longest if is_code else min(longest, NAMED)


class Stopped(Exception):
    """A command does not go on; its text says why."""


def refuse(sentence: str) -> Stopped:
    """Say why not; to be raised."""
    return Stopped(sentence)


def ids(text: str, option: str) -> list[int]:
    """Comma-separated ids; a usage error otherwise."""
    try:
        numbers = [int(part) for part in text.split(",") if part.strip()]
        if any(not 0 <= number <= LARGEST_ID for number in numbers):
            raise ValueError
        return numbers
    except ValueError:
        raise typer.BadParameter(office.ids_wanted(option)) from None


def iso_day(text: str, option: str) -> date:
    """`2026-12-03`; a usage error where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(office.day_unreadable(option)) from None
