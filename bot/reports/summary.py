"""A month, quarter or year of a unit as its committee reads it: each child, and the change since the period before."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.scores import Grade
from bot.model.units import Unit
from bot.reports.participation import Sums, names_in, sums_of
from bot.reports.period import Period
from bot.services.rate import Counts, trend_of
from bot.services.rate import Line as Wanted
from bot.services.unit_settings import settings_of
from bot.words.times import day_of, month_of

NOT_GRADED = (0,) * len(Grade)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit over the period: sum over sum (rule 11)."""

    unit_id: int
    code: str
    name: str
    is_cell: bool
    met: int
    due: int
    counts: Counts
    trend: int | None
    """Hundredths of a percent point above the period before; None where either has no rate."""
    is_below: bool
    """The strict rate does not reach the line of the unit that is reported."""
    grades: tuple[int, ...] = NOT_GRADED
    """How many of the regular meetings were graded good, fair, average, poor; see `with_grades`."""

    @property
    def not_met(self) -> int:
        """Meetings owed and not held; a cell that has moved may have met under this unit and owe under another."""
        return max(0, self.due - self.met)

    @property
    def is_hidden(self) -> bool:
        """It has met, and how many came is left out of a file: so few could be named by it."""
        return self.met > 0 and not self.counts.expected


@dataclass(frozen=True, slots=True)
class Summary:
    """The unit itself, and the units right below it by name."""

    period: Period
    kind: MeetingKind
    line: Wanted
    own: Row
    below: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """What a table lists above its total: the units below, or the cell itself, below which there is nothing."""
        return self.below or (self.own,)


async def summary(
    db: AsyncSession, unit: Unit, period: Period, now: datetime, kind: MeetingKind = MeetingKind.REGULAR
) -> Summary:
    """The report of a unit. What waits to be added up must have been added (`roll_up_all`)."""
    line = (await settings_of(db, unit)).line
    found = await sums_of(db, unit, *months_begun(period, now), kind)
    earlier = await sums_of(db, unit, *months_begun(period.before, now), kind)
    before = {one.id: counts for one, (_, _, counts) in earlier}
    names = await names_in(db, [one for one, _ in found], period.last)
    own, *below = [_row(one, names[one.id], sums, before.get(one.id, Counts()), line) for one, sums in found]
    return Summary(period, kind, line, own, tuple(below))


def months_begun(period: Period, now: datetime) -> tuple[str, str]:
    """Its first and last month, none of them still to come: nobody owes a meeting of next month yet."""
    return period.first, min(period.last, month_of(day_of(now)))


def _row(unit: Unit, name: str, sums: Sums, before: Counts, line: Wanted) -> Row:
    met, due, counts = sums
    is_below = not line.is_met(counts.present, counts.expected)
    return Row(unit.id, unit.code, name, unit.is_cell, met, due, counts, trend_of(counts, before), is_below)


def below_line(report: Summary) -> list[Row]:
    """The units below whose rate does not reach the line."""
    return [row for row in report.below if row.is_below]
