"""What units answered to an indicator, against its plan; of classes the share of each, side by side."""

from collections.abc import Sequence
from typing import Any

from bot.model.indicators import FigureKind, Indicator
from bot.reports.charts.bars import Bar, chart, stacked
from bot.reports.charts.look import MOST_ROWS, page_count, page_of
from bot.services.indicator_sums import Row, Table
from bot.words import charts as words
from bot.words import indicator_sheet


def rows_of(table: Table) -> Sequence[Row]:
    """Those right below; of a unit that answers itself its own."""
    return table.below or (table.own,)


def pages_of(table: Table) -> int:
    return page_count(len(rows_of(table)))


def spec(indicator: Indicator, titles: Sequence[str], table: Table, page: int = 1) -> dict[str, Any]:
    """`titles`: what was asked, and of whom; 40 rows to a page, IndexError for one that is none."""
    rows = rows_of(table)
    shown = page_of(rows, page)
    first = 1 + MOST_ROWS * (page - 1)
    title = f"{titles[0]}{words.page(page, pages_of(table))}"
    notes = [*titles[1:], indicator_sheet.NOTE]
    if indicator.kind is FigureKind.CLASSES:
        parts = [_parts(place, row) for place, row in enumerate(shown, first)]
        return stacked(title, notes, indicator.classes, parts, _said(title, parts))
    is_rated = any(row.sums.of for row in rows)
    most = max([1, *(row.sums.parts[0] for row in rows if row.sums.parts)])
    bars = [_bar(place, row, most, is_rated=is_rated) for place, row in enumerate(shown, first)]
    notes.append(words.figure_note(is_rated=is_rated))
    return chart(title, notes, bars, _said(title, bars), line=PLAN if is_rated else None)


PLAN = 0.8
"""Where the plan stands: a bar goes on to a quarter more, and what is above that ends there with its number."""


def _bar(place: int, row: Row, most: int, *, is_rated: bool) -> Bar:
    share = _share(row, most, is_rated=is_rated)
    return Bar(words.numbered(place, row.name), () if share is None else (share,), _label(row))


def _share(row: Row, most: int, *, is_rated: bool) -> float | None:
    if row.sums.parts is None:
        return None
    if not is_rated:
        return row.sums.parts[0] / most
    of = row.sums.of
    return PLAN * of[0] / of[1] if of and of[1] else None


def _parts(place: int, row: Row) -> Bar:
    """The share of each class."""
    parts = row.sums.parts or ()
    shares = tuple(part / sum(parts) for part in parts) if sum(parts) else ()
    return Bar(words.numbered(place, row.name), shares, _label(row))


def _label(row: Row) -> str:
    sums = row.sums
    return indicator_sheet.bar(sums.of, sums.parts, sums.rate, sums.answered, sums.asked)


def _said(title: str, bars: Sequence[Bar]) -> str:
    return words.said(title, [(one.name, one.label) for one in bars])
