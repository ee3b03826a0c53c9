"""What leaves the house as a file compares no cell so small that its count could name a person (`domain` rule 41)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.reports.month_sizes import Months, month_sizes
from bot.reports.summary import NOT_GRADED, Row, Summary, months_begun
from bot.services.rate import Counts
from bot.words import report_words as words
from bot.words.times import day_of, month_of

FEWEST = 5
"""Expected at a meeting."""
TWO = 2
T = TypeVar("T")


async def without_small_cells(db: AsyncSession, report: Summary, now: datetime) -> Summary:
    """Small cells stand together in one line, so that the total stays true and nobody finds one by subtracting.

    A small one takes the next larger unit with it; where there is none, its numbers are left out. Which stand together
    is the same in every month, quarter and total of a year: else one export would tell what another keeps back.
    """
    counted = [row for row in report.rows if row.counts.expected]
    year = f"{report.period.first[:4]}-01", min(f"{report.period.last[:4]}-12", month_of(day_of(now)))
    sizes = await month_sizes(db, [row.unit_id for row in report.rows], report.kind, *year)
    together = _together_all_year(sizes)
    within = _within(sizes, *months_begun(report.period, now))
    small = [row for row in counted if row.unit_id in together]
    if not _is_any_small(small, within):
        return report if len(small) < TWO else _with_one_line(report, small)
    if _is_enough([(row, within[row.unit_id], True) for row in small]):
        return _with_one_line(report, small)
    return _left_out(report, small if len(small) > 1 else counted)


def _with_one_line(report: Summary, small: Sequence[Row]) -> Summary:
    return replace(report, below=(*(row for row in report.below if row not in small), _together(report, small)))


def _within(sizes: Mapping[int, Months], first: str, last: str) -> dict[int, int]:
    """Of each unit the fewest of any month of the period."""
    found = {one: [size for month, size in of.items() if first <= month <= last] for one, of in sizes.items()}
    return {one: min(some) for one, some in found.items() if some}


def _is_any_small(rows: Sequence[Row], within: Mapping[int, int]) -> bool:
    return any(within.get(row.unit_id, 0) < FEWEST for row in rows)


def _together_all_year(sizes: Mapping[int, Months]) -> set[int]:
    """The units that are small in any month, and as many of the next larger as each of these months needs."""
    by_size = sorted((min(months.values()), one) for one, months in sizes.items() if months)
    found = [one for size, one in by_size if size < FEWEST]
    others = [one for size, one in by_size if size >= FEWEST]
    for month in sorted({month for one in found for month, size in sizes[one].items() if size < FEWEST}):
        here = [one for one in others if month in sizes[one]]
        while here and not _is_enough([(one, sizes[one][month], True) for one in found if month in sizes[one]]):
            found.append(here.pop(0))
            others.remove(found[-1])
    return set(found)


def joined(rows: Iterable[tuple[T, int, bool]]) -> tuple[list[T], bool]:
    """Which of these rows (each with its size, and whether a small size could name somebody) stand together.

    Those that are too small, and the next larger ones as long as they are not enough; False: they never are.
    """
    counted = sorted(rows, key=lambda one: (not one[2], one[1]))
    small = [one for one in counted if one[2] and one[1] < FEWEST]
    while small and len(small) < len(counted) and not _is_enough(small):
        small.append(counted[len(small)])
    return [row for row, *_ in small], _is_enough(small)


def is_few(counts: Counts, met: int, *, is_cell: bool) -> bool:
    """Whether what was met in a month, or of a kind, could name somebody: by the mean list of a cell, else in all."""
    size = counts.expected // max(1, met) if is_cell else counts.expected
    return counts.expected > 0 and size < FEWEST


def _is_enough(rows: Sequence[tuple[T, int, bool]]) -> bool:
    return len(rows) >= TWO and sum(size for _, size, _ in rows) >= FEWEST


def _together(report: Summary, small: Sequence[Row]) -> Row:
    counts = sum((row.counts for row in small), Counts())
    met, due = sum(row.met for row in small), sum(row.due for row in small)
    is_below = not report.line.is_met(counts.present, counts.expected)
    grades = tuple(map(sum, zip(*(row.grades for row in small), strict=True)))
    return Row(0, "", words.small_cells(len(small)), False, met, due, counts, None, is_below, grades)


def _left_out(report: Summary, small: Sequence[Row]) -> Summary:
    """The total too: it would be the same numbers."""
    hidden = {row.unit_id for row in small}
    below = tuple(_without_counts(row) if row.unit_id in hidden else row for row in report.below)
    return replace(report, own=_without_counts(report.own), below=below)


def _without_counts(row: Row) -> Row:
    name = words.too_small(row.name) if row.is_cell or row.counts.expected < FEWEST else row.name
    return replace(row, name=name, counts=Counts(), trend=None, is_below=False, grades=NOT_GRADED)
