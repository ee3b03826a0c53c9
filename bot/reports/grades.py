"""How many meetings of a report were graded good, fair, average, poor (`domain` 10, table B); counts, and no names."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.scores import Grade
from bot.reports.summary import Row, Summary, months_begun
from bot.services.scoring.grades import grades_of


async def with_grades(db: AsyncSession, report: Summary, now: datetime) -> Summary:
    """The same report with the grades of its regular meetings; of other kinds nobody sums any up."""
    if report.kind is not MeetingKind.REGULAR:
        return report
    rows = (report.own, *report.below)
    found = await grades_of(db, [row.unit_id for row in rows], *months_begun(report.period, now))
    own, *below = [_graded(row, found[row.unit_id]) for row in rows]
    return replace(report, own=own, below=tuple(below))


def _graded(row: Row, found: Mapping[Grade, int]) -> Row:
    return replace(row, grades=tuple(found[grade] for grade in Grade))
