"""A unit's answer: checked against what it said last and what was planned, every correction kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.indicators import (
    FigureKind,
    Indicator,
    IndicatorValue,
)
from bot.refusals import FigureChanged, FigureDoubtful, FigureSettled, FigureUnreadable
from bot.services.audit import note
from bot.services.indicator_doubts import doubts
from bot.services.indicator_reports import SETTLED, Report, end_of, report_of
from bot.services.indicators import about
from bot.services.meetings import guard
from bot.words import indicator_answers as answer_words
from bot.words import indicator_figures as figures


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answers; make it with `read`."""

    parts: tuple[int, ...]
    note: str | None = None

    def is_whole(self, indicator: Indicator) -> bool:
        """Of classes all have been said."""
        return indicator.kind is not FigureKind.CLASSES or len(self.parts) == len(indicator.classes)


def read(indicator: Indicator, text: str, planned: int | None = None, *, harmless: bool = False) -> Said:
    """What was typed; raises FigureUnreadable, or SecrecyMarked and DoubtfulWords for its note.

    Where one number is asked for, `92/120` is taken if 120 is what was planned.
    """
    guard((text,), harmless=harmless)
    try:
        said, remark = figures.without_note(text)
        if indicator.kind is FigureKind.NUMBER and planned is not None and "/" in said:
            said = _without_plan(said, planned)
        return Said(figures.read_figure(said, indicator.kind, indicator.classes), remark)
    except ValueError as error:
        raise FigureUnreadable(why=str(error)) from None


def _without_plan(text: str, planned: int) -> str:
    """Raises ValueError, whose words say why, for another plan than there is."""
    found = figures.numbers_in(text, 2)
    if len(found) == 2 and found[1] != planned:
        raise ValueError(answer_words.other_plan(found[1], planned))
    return str(found[0])


# Taking it


async def record_figure(
    db: AsyncSession,
    report_id: int,
    said: Said,
    by: str,
    now: datetime,
    *,
    is_sure: bool,
    revision: int | None = None,
    is_office: bool = False,
) -> Report:
    """Take an answer or a correction; the same once more changes nothing. The unit's right is asked before.

    `revision`: what was shown when it was confirmed; FigureChanged where somebody has answered meanwhile. Raises
    FigureDoubtful where something does not fit and nobody is sure, FigureSettled where it is too late for the chat,
    FigureUnreadable where not all classes were said.
    """
    report = await report_of(db, report_id, lock=True)
    _demand_open(report, now, is_office=is_office)
    if not said.is_whole(report.indicator):
        raise FigureUnreadable(why=figures.class_numbers(report.indicator.classes))
    if revision not in {None, report.row.revision}:
        raise FigureChanged(said=figures.figure(report.parts or (), report.indicator.kind, report.indicator.classes))
    found = [] if is_sure else doubts(report, said.parts)
    if found:
        raise FigureDoubtful(why=" ".join(answer_words.doubt(one.why, one.said, one.against) for one in found))
    if (report.parts, report.row.note) != (said.parts, said.note):
        await _write(db, report, said, by, now)
    return report


def _demand_open(report: Report, now: datetime, *, is_office: bool) -> None:
    until = report.round.due_on + SETTLED
    if report.indicator.ended_at is not None or (now >= end_of(until) and not is_office):
        raise FigureSettled(on=until)


async def _write(db: AsyncSession, report: Report, said: Said, by: str, now: datetime) -> None:
    row = report.row
    if report.parts != said.parts:
        row.parts, row.revision = list(said.parts), row.revision + 1
        db.add(IndicatorValue(report_id=row.id, revision=row.revision, parts=list(said.parts), by=by, at=now))
    row.note, row.first_at, row.answered_at, row.answered_by = said.note, row.first_at or now, now, by
    note(db, by, "figure_reported", about(report.indicator.id), now, unit=report.unit.code, revision=row.revision)
    await db.flush()
