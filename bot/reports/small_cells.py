"""What leaves the house as a file compares no cell so small that its count could name a person (`domain` rule 41)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

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
Sizes = Mapping[int, int]
"""Of each cell the shortest list of its meetings."""


async def without_small_cells(db: AsyncSession, report: Summary, now: datetime) -> Summary:
    """Small cells stand together in one line, so that the total stays true and nobody finds one by subtracting.

    A single small one takes the next larger unit with it; where there is none, its numbers are left out.
    """
    sizes = await _sizes(db, report, now)
    counted = [row for row in report.rows if row.counts.expected]
    counted.sort(key=lambda row: (not _is_small_unit(row, report.kind), _size(row, sizes)))
    small = [row for row in counted if _is_small_unit(row, report.kind) and _size(row, sizes) < FEWEST]
    if not small:
        return report
    while len(small) < len(counted) and (len(small) < TWO or sum(_size(row, sizes) for row in small) < FEWEST):
        small.append(counted[len(small)])
    if len(small) < TWO or sum(_size(row, sizes) for row in small) < FEWEST:
        return _left_out(report, small)
    return replace(report, below=(*(row for row in report.below if row not in small), _together(report, small)))


def _is_small_unit(row: Row, kind: MeetingKind) -> bool:
    """A cell, and of meetings of a group or a committee the unit that held them: they call few as well."""
    return row.is_cell or kind in {MeetingKind.GROUP, MeetingKind.BRIEFING}


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
    name = words.too_small(row.name) if row.is_cell else row.name
    return replace(row, name=name, counts=Counts(), trend=None, is_below=False, grades=NOT_GRADED)
