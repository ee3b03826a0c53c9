"""Tables of examples: one test for a whole table, which names every row that is wrong."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def wrong(rows: Iterable[tuple[Row, object]], read: Callable[[Row], object]) -> dict[Row, object]:
    """The rows that are not read as they should be, with what was made of them instead."""
    found: dict[Row, object] = {}
    for row, want in rows:
        try:
            made = read(row)
        except Exception as error:  # the other rows are to be seen as well
            made = error
        if made != want:
            found[row] = made
    return found


def all_are(want: object, rows: Iterable[Row]) -> list[tuple[Row, object]]:
    """A table whose rows are all to be read as the same."""
    return [(row, want) for row in rows]


def refused(read: Callable[[Row], object], kind: type[Exception], match: str = "") -> Callable[[Row], object]:
    """Whether a row is refused like this; where it is not, what was made of it."""

    def ask(row: Row) -> object:
        try:
            made = read(row)
        except kind as error:
            return re.search(match, str(error)) is not None
        return ("not refused", made)

    return ask
