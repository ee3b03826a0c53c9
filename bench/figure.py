"""One figure: a table for people, a line of JSON for whoever puts them all together."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field

from rich.console import Console
from rich.table import Table

Row = tuple[str, ...]
CONSOLE = Console(stderr=True, width=150)


@dataclass
class Figure:
    """What was asked, what was found, and whether it is what was wanted."""

    name: str
    title: str
    goal: str
    columns: Row
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reached: list[tuple[str, bool]] = field(default_factory=list)
    """Each part of the goal, and whether it was reached."""
    seconds: float = 0.0
    is_quick: bool = False

    def add(self, *cells: object) -> None:
        self.rows.append(tuple(map(written, cells)))

    def wants(self, what: str, *, is_so: bool) -> None:
        self.reached.append((what, is_so))

    def table(self) -> Table:
        table = Table(*self.columns, title=f"{self.title}{' (quick)' if self.is_quick else ''}")
        for row in self.rows:
            table.add_row(*row)
        return table


def written(cell: object) -> str:
    """A number as people read it."""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def say(text: str) -> None:
    """How far it is, for whoever waits."""
    CONSOLE.print(f"  {text}", style="dim", highlight=False)


Measure = Callable[[bool], Awaitable[Figure]]


def main(measure: Measure) -> None:
    """Measure, show the table, and print the figure as one line of JSON."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quick", action="store_true", help="a tenth of it, to see that it works")
    arguments.add_argument("--whole", action="store_true", help="of a figure that measures a tenth by itself, all")
    is_quick = arguments.parse_args().quick
    begun = time.monotonic()
    figure = asyncio.run(run(measure, is_quick=is_quick))
    figure.seconds, figure.is_quick = round(time.monotonic() - begun, 1), is_quick
    CONSOLE.print(figure.table())
    judged = [] if is_quick else figure.reached  # a tenth of it begins as slowly as the whole
    for note in [*figure.notes, *(f"{what}: {'reached' if ok else 'NOT reached'}" for what, ok in judged)]:
        CONSOLE.print(f"  {note}", highlight=False)
    sys.stdout.write(json.dumps(asdict(figure), ensure_ascii=False) + "\n")


async def run(measure: Measure, *, is_quick: bool) -> Figure:
    return await measure(is_quick)
