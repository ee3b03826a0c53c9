"""What leaves the house as a file compares no cell so small that its count could name a person (`domain` rule 41)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.reports.summary import NOT_GRADED, Row, Summary, months_begun
from bot.services.rate import Counts
from bot.words import report_words as words
from bot.words.times import at_local, month_after

FEWEST = 5
"""Expected at a meeting."""
TWO = 2
T = TypeVar("T")
Sizes = Mapping[int, int]
"""Of each cell the shortest list of its meetings."""


async def without_small_cells(db: AsyncSession, report: Summary, now: datetime) -> Summary:
    """Small cells stand together in one line, so that the total stays true and nobody finds one by subtracting.

    A single small one takes the next larger unit with it; where there is none, its numbers are left out.
    """
    sizes = await _sizes(db, report, now)
    small, is_enough = joined(
        (row, _size(row, sizes), _is_small_unit(row, report.kind)) for row in report.rows if row.counts.expected
    )
    if not small:
        return report
    if not is_enough:
        return _left_out(report, small)
    return replace(report, below=(*(row for row in report.below if row not in small), _together(report, small)))


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


def _is_small_unit(row: Row, kind: MeetingKind) -> bool:
    """A cell, and of meetings of a group or a committee the unit that held them: they call few as well.

    So is a committee of which nobody else has met: its count is that of a small cell.
    """
    return row.is_cell or kind in {MeetingKind.GROUP, MeetingKind.BRIEFING} or row.counts.expected < FEWEST


async def _sizes(db: AsyncSession, report: Summary, now: datetime) -> dict[int, int]:
    first, last = months_begun(report.period, now)
    begins, ends = (at_local(date.fromisoformat(f"{month}-01"), time()) for month in (first, month_after(last)))
    found = await db.execute(
        select(Meeting.cell_id, Meeting.kind, func.count())
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.cell_id.in_([row.unit_id for row in report.rows]),
            Meeting.state == MeetingState.CLOSED,
            Meeting.starts_at >= begins,
            Meeting.starts_at < ends,
            IS_COUNTED,
        )
        .group_by(Meeting.id, Meeting.cell_id, Meeting.kind)
    )
    sizes: dict[int, int] = {}
    for cell_id, kind, count in found:
        if kind.counted_as is report.kind:
            sizes[cell_id] = min(count, sizes.get(cell_id, count))
    return sizes


def _size(row: Row, sizes: Sizes) -> int:
    """Of meetings so old that nobody's name is kept any more, the mean."""
    return sizes.get(row.unit_id, row.counts.expected // max(1, row.met))


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
