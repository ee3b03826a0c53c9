"""A cell's own past: month by month, and the meetings of a month. Counts alone; names are in neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.participations import Participation
from bot.model.units import Unit
from bot.reports.period import Period
from bot.reports.summary import months_begun
from bot.services.rate import Counts
from bot.services.unit_settings import settings_of
from bot.words.times import at_local, month_after


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a cell."""

    month: str
    met: int
    due: int
    counts: Counts
    is_below: bool


@dataclass(frozen=True, slots=True)
class Held:
    """One meeting, called or closed; no counts before its roll is closed, nor after its rows have had their time."""

    meeting_id: int
    kind: MeetingKind
    starts_at: datetime
    state: MeetingState
    counts: Counts | None
    late: int = 0
    """Of those present, as the next."""
    early: int = 0


async def months_of(db: AsyncSession, cell: Unit, period: Period, now: datetime) -> list[Month]:
    """The months of the period in which something was due or counted, the newest first."""
    first, last = months_begun(period, now)
    names = ("met", "due", "expected", "present", "excused", "unexcused")
    found = await db.execute(
        select(Participation.month, *(func.sum(getattr(Participation, name)) for name in names))
        .where(
            Participation.unit_id == cell.id,
            Participation.kind == MeetingKind.REGULAR,
            Participation.month >= first,
            Participation.month <= last,
        )
        .group_by(Participation.month)
        .order_by(Participation.month.desc())
    )
    line = (await settings_of(db, cell)).line
    months = []
    for month, *sums in found:
        met, due, *counted = map(int, sums)  # PostgreSQL adds up to Decimal
        counts = Counts(*counted)
        months.append(Month(month, met, due, counts, not line.is_met(counts.present, counts.expected)))
    return months


async def meetings_of(db: AsyncSession, cell: Unit, period: Period) -> Sequence[Held]:
    """What was called in the period and not called off, the earliest first."""
    found = await db.scalars(
        select(Meeting)
        .where(
            Meeting.cell_id == cell.id,
            Meeting.state.in_((MeetingState.CALLED, MeetingState.CLOSED)),
            Meeting.starts_at >= _begin(period.first),
            Meeting.starts_at < _begin(month_after(period.last)),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    meetings = found.all()
    counted = await rolls_of(db, [one.id for one in meetings if one.state is MeetingState.CLOSED])
    return [Held(one.id, one.kind, one.starts_at, one.state, *counted.get(one.id, (None, 0, 0))) for one in meetings]


async def rolls_of(db: AsyncSession, meeting_ids: Sequence[int]) -> dict[int, tuple[Counts, int, int]]:
    """What each roll comes to, how many came late and how many left early."""
    if not meeting_ids:
        return {}
    marks = [func.count().filter(Attendance.mark == mark) for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)]
    beside = func.count().filter(Attendance.came_late), func.count().filter(Attendance.left_early)
    found = await db.execute(
        select(Attendance.meeting_id, *beside, func.count(), *marks)
        .where(Attendance.meeting_id.in_(meeting_ids), IS_COUNTED)
        .group_by(Attendance.meeting_id)
    )
    return {meeting_id: (Counts(*counted), late, early) for meeting_id, late, early, *counted in found}


def _begin(month: str) -> datetime:
    return at_local(date.fromisoformat(f"{month}-01"), time())
