"""A file is tried first and written when asked to: what was found in it, and how it ended, said alike everywhere."""

from collections.abc import Sequence

import typer

from bot.commands.console import OUTPUT, people, say, table_of
from bot.services.sheets import Bad
from bot.words import office
from bot.words.command_tables import TABLES

MOST_LINES = 40
"""Of a table on the screen; `--json` has all of them."""


def bad_table(bad: Sequence[Bad], which: str = "bad") -> None:
    lines_table(which, [[one.cell, one.reason] for one in bad])


def lines_table(which: str, lines: Sequence[Sequence[object]]) -> None:
    """The first of these lines and how many more there are; nothing where there are none, or no table is wanted."""
    if not lines or OUTPUT.as_json:
        return
    title, headings = TABLES[which]
    people.print(table_of(f"{title}: {len(lines)}", headings, lines[:MOST_LINES]))
    if len(lines) > MOST_LINES:
        people.print(office.MORE_LINES.format(count=len(lines) - MOST_LINES))


def say_whether_written(*, asked: bool, written: bool) -> None:
    """Exit 1 where it was to be written and could not be."""
    if asked and not written:
        say(office.NOT_WRITTEN)
        raise typer.Exit(1)
    say(office.WRITTEN if written else office.DRY_RUN)
