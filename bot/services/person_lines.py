"""Person lines (rule 28): what the rolls of a year say of somebody that whoever leads the cell has to know.

They flag and nothing else: nobody's status changes by them, nothing is proposed, and no member is told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Reason
from bot.model.attendances import Attendance, Mark
from bot.model.meetings import Meeting, MeetingState
from bot.services.persons_kept import REASONS_END
from bot.services.records import REGULAR
from bot.services.unit_settings import UnitSettings
from bot.words.times import at_local, day_of, month_of

PERSONAL = frozenset({Reason.FAMILY, Reason.OTHER})
"""Personal business: what people call that is understood as one of these; illness, duty, shifts and study are not."""


class Line(StrEnum):
    """What is flagged; of the months without leave the heavier comes later."""

    EXCUSED_RUNNING = "excused_running"
    PERSONAL = "personal_excuses"
    NOTE = "unexcused_note"
    WARNING = "unexcused_warning"
    CONSIDER = "unexcused_consider"


MONTHS = (Line.NOTE, Line.WARNING, Line.CONSIDER)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one regular roll says of somebody."""

    on: date
    mark: Mark
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One thing that is flagged, and the meetings that it is counted from."""

    line: Line
    period: str
    """The year; of absences running the day of the first, for there may be several such in a year."""
    days: tuple[date, ...]

    @property
    def months(self) -> list[str]:
        return sorted({month_of(on) for on in self.days})


def lines_of(seen: Sequence[Seen], year: int, settings: UnitSettings, *, has_reasons: bool = True) -> list[PersonLine]:
    """What the rolls of a year, in their order, come to; all levels that are reached, the heaviest last.

    `has_reasons`: reasons go some months after the year, and then nothing can be said of personal business.
    """
    of_year = [one for one in seen if one.on.year == year]
    personal = [one.on for one in of_year if one.mark is Mark.EXCUSED and one.reason in PERSONAL]
    lines = [PersonLine(Line.EXCUSED_RUNNING, f"{run[0]}", run) for run in _runs(of_year, settings.excused_running)]
    if has_reasons and 0 < settings.personal_excuses <= len(personal):
        lines.append(PersonLine(Line.PERSONAL, f"{year}", tuple(personal)))
    missed = tuple(one.on for one in of_year if one.mark is Mark.UNEXCUSED)
    months = len({month_of(on) for on in missed})
    reached = (line for line, least in zip(MONTHS, settings.unexcused_months, strict=True) if months >= least)
    return [*lines, *(PersonLine(line, f"{year}", missed) for line in reached)]


def _runs(seen: Iterable[Seen], least: int) -> list[tuple[date, ...]]:
    """The days of each row of leaves that nothing interrupts and that is so long."""
    runs: list[list[date]] = [[]]
    for one in seen:
        if one.mark is Mark.EXCUSED:
            runs[-1].append(one.on)
        elif runs[-1]:
            runs.append([])
    return [tuple(run) for run in runs if 0 < least <= len(run)]


def heaviest(lines: Iterable[PersonLine]) -> list[PersonLine]:
    """What people are shown: of the months without leave one level, and not all that it includes."""
    found = list(lines)
    levels = [one for one in found if one.line in MONTHS]
    return [one for one in found if one.line not in MONTHS] + levels[-1:]


def keeps_reasons(year: int, today: date) -> bool:
    """Whether the reasons of a year are still there."""
    return today < date(year + 1, *REASONS_END)


async def seen_in(db: AsyncSession, member_ids: Collection[int], year: int) -> dict[int, list[Seen]]:
    """What the closed regular rolls of a year say of each of these, wherever they were, by the order of meetings."""
    days = await _meetings_of(db, member_ids, year)
    found = await db.execute(
        select(Attendance.meeting_id, Attendance.member_id, Attendance.mark, Attendance.reason).where(
            Attendance.member_id.in_(member_ids), Attendance.mark.is_not(None)
        )
    )
    seen: defaultdict[int, list[Seen]] = defaultdict(list)
    of_year = (row for row in found if row[0] in days)
    for meeting_id, member_id, mark, reason in sorted(of_year, key=lambda row: days[row[0]]):
        if mark is not None:
            seen[member_id].append(Seen(days[meeting_id][-1], mark, reason))
    return dict(seen)


async def _meetings_of(
    db: AsyncSession, member_ids: Collection[int], year: int
) -> dict[int, tuple[datetime, int, date]]:
    """By number, when the closed regular meetings of a year began that any of these were at, to be sorted by."""
    theirs = (
        select(Attendance.meeting_id)
        .where(Attendance.member_id.in_(member_ids))
        .distinct()
        .cte("theirs")
        .prefix_with("MATERIALIZED")  # SQLite would rather read all meetings of the year, and each person in each
    )
    found = await db.execute(
        select(Meeting.id, Meeting.starts_at)
        .join(theirs, theirs.c.meeting_id == Meeting.id)
        .where(
            Meeting.state == MeetingState.CLOSED,
            Meeting.kind.in_(REGULAR),
            Meeting.starts_at >= at_local(date(year, 1, 1), time()),
            Meeting.starts_at < at_local(date(year + 1, 1, 1), time()),
        )
    )
    return {meeting_id: (at, meeting_id, day_of(at)) for meeting_id, at in found}
