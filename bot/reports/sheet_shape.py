"""A table that is handed over as a file, whatever the file: its columns, its rows, what is summed, what is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.services.rate import percent

Value = str | int | None
"""A text of people or of ours; a count; None: nobody knows, which is not 0. Rates are text with two places, `84.00`."""


class Look(StrEnum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    RATE = "rate"
    """Percent, `84.00`; None: nothing to divide by."""
    TREND = "trend"
    """Hundredths of a percent point."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of which columns a rate is made, by their numbers: `part / (whole - less)`."""

    part: int
    whole: int
    less: int | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` in letters."""

    head: str
    width: int
    look: Look = Look.COUNT
    is_summed: bool = False
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart of a sheet: bars beside each other or, of months, lines. `names` and `values` are columns."""

    title: str
    names: int
    values: tuple[int, ...]
    are_lines: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: `titles` stand above it, `notes` below. Sums are made of the rows where `total` is a row of texts."""

    name: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    """What stands in the last row where nothing is summed; None: there is no such row."""
    notes: tuple[str, ...] = ()
    drawing: Drawing | None = None

    def sum_of(self, column: int) -> int:
        """What is not known is left out."""
        return sum(value for row in self.rows if isinstance(value := row[column], int))

    def rate_of(self, share: Share) -> str | None:
        """Sum over sum (rule 11)."""
        less = self.sum_of(share.less) if share.less is not None else 0
        return percent(self.sum_of(share.part), self.sum_of(share.whole) - less)


def total_of(columns: Sequence[Column], texts: Mapping[int, Value]) -> tuple[Value, ...]:
    """A row of sums with these texts in it."""
    return tuple(texts.get(number) for number in range(len(columns)))
