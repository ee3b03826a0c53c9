"""A bar for long work, where people look on; scripts and timers see none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.commands.console import aside


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Gives what is to be told how much has been done since. `total` may be a guess; None: nobody knows."""
    columns = (
        TextColumn(what),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=aside, disable=not aside.is_terminal, transient=True) as shown:
        task = shown.add_task("", total=total)
        yield lambda done: shown.update(task, advance=done)
