"""One line of the roll: a mark, how it is known, who came late or left early. Every change is kept in the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Attendance, Leave, Mark, Noticed, RollLog
from bot.model.meetings import Meeting, MeetingState
from bot.services.deciding import AS_LEAVE

FROM_PAPER = timedelta(hours=12)
"""So long after its beginning nobody is at the meeting any more: what is written then stood on paper."""


@dataclass(frozen=True, slots=True)
class Noting:
    """Who writes, when, and how they know."""

    by: str
    at: datetime
    noticed: Noticed = Noticed.CLERK


@dataclass(frozen=True, slots=True)
class Manner:
    """What is said of somebody present beside that they are; None leaves it as it was."""

    late: bool | None = None
    early: bool | None = None


AS_IT_WAS = Manner()


def known_by(meeting: Meeting, now: datetime, *, from_paper: bool = False) -> Noticed:
    """How a clerk knows what they write at this hour; what changes after the closing is a correction."""
    is_later = now - meeting.starts_at >= FROM_PAPER
    is_first = meeting.state is MeetingState.CALLED
    return Noticed.BACKFILL if is_first and (from_paper or is_later) else Noticed.CLERK


def set_mark(
    db: AsyncSession, meeting: Meeting, row: Attendance, mark: Mark, noting: Noting, manner: Manner = AS_IT_WAS
) -> None:
    """Write it and log it; the same once more changes nothing. Whoever is absent is neither late nor early."""
    _settle_leave(row, mark, noting.by)
    is_there = mark is Mark.PRESENT
    late = is_there and (row.came_late if manner.late is None else manner.late)
    early = is_there and (row.left_early if manner.early is None else manner.early)
    is_news = noting.noticed is Noticed.ON_BEHALF and row.noticed is not Noticed.ON_BEHALF
    if (row.mark, row.came_late, row.left_early) == (mark, late, early) and not is_news:
        return
    _log(db, meeting, row, noting, (mark, late, early))
    if row.mark is not mark or is_news:
        row.noticed = noting.noticed
    if not is_there:
        row.arrived_at = None
    row.mark, row.came_late, row.left_early = mark, late, early


def _settle_leave(row: Attendance, mark: Mark, by: str) -> None:
    if mark is Mark.PRESENT and row.leave is Leave.PENDING:
        row.leave = None  # whoever came needs none
    elif mark is not Mark.PRESENT and row.leave not in {None, AS_LEAVE[mark]}:
        row.leave, row.leave_by = AS_LEAVE[mark], by


def _log(db: AsyncSession, meeting: Meeting, row: Attendance, noting: Noting, now_is: tuple[Mark, bool, bool]) -> None:
    mark, late, early = now_is
    db.add(
        RollLog(
            meeting_id=meeting.id,
            member_id=row.member_id,
            was=row.mark,
            became=mark,
            is_correction=meeting.state is MeetingState.CLOSED,
            noticed=noting.noticed,
            came_late=late,
            left_early=early,
            by=noting.by,
            at=noting.at,
        )
    )
