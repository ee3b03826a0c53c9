"""Summaries to be shown: the worked example of rule 11 in a real database, and invented ones."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.units import Unit
from bot.reports.period import quarter_period
from bot.reports.summary import Row, Summary
from bot.services.participation import roll_up_all, write_due_months
from bot.services.rate import Counts, Line
from tests import village
from tests.village import at

USUAL = Line(">=", 95)


async def three_cells(db: AsyncSession) -> Unit:
    """Rule 11: in November cells of 10, 20 and 60 held their meetings with 9, 17 and 45 of them."""
    top = await village.commune(db)
    for code, size, away in (("a", 10, 1), ("b", 20, 3), ("c", 60, 15)):
        cell = await village.cell(db, top, code)
        await village.members(db, cell, size)
        await village.held(db, cell, at(2026, 11, 20), unexcused=away)
    await added_up(db)
    return top


async def added_up(db: AsyncSession, month: int = 11) -> None:
    """All that waits is in the sums, and what is due up to this month of 2026."""
    await write_due_months(db, at(2026, month, 28))
    await db.flush()
    await roll_up_all(db, at(2026, month, 28))


def row(name: str = "Thôn Đông", present: int = 9, expected: int = 10, *, met: int = 1, due: int = 1) -> Row:
    counts = Counts(expected, present, 0, expected - present)
    return Row(1, "thon", name, True, met, due, counts, None, not USUAL.is_met(present, expected))


def summary_of(below: Sequence[Row], line: Line = USUAL) -> Summary:
    """A committee with these rows below it, in the last quarter of 2026."""
    counts = sum((one.counts for one in below), Counts())
    met, due = sum(one.met for one in below), sum(one.due for one in below)
    own = Row(9, "xa", "Đảng ủy xã Suối Trong", False, met, due, counts, -210, not line.is_met(*_parts(counts)))
    return Summary(quarter_period(date(2026, 12, 1)), MeetingKind.REGULAR, line, own, tuple(below))


def _parts(counts: Counts) -> tuple[int, int]:
    return counts.present, counts.expected
