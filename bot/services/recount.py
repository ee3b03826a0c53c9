"""The proof of the participation: every row computed anew out of the rolls, the due months and the tree of each day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance, Mark
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.participations import DueMonth, Participation
from bot.services.participation import COUNTS, Row
from bot.services.tree import lines_of_days
from bot.words.times import day_of, month_of


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the rolls do not bear out."""

    unit_id: int
    month: str
    kind: MeetingKind
    stored: dict[str, int]
    recounted: dict[str, int]


async def recount(db: AsyncSession, since: str) -> list[Difference]:
    """Compute every row from a month on anew, out of the rolls, the due months and the tree of each day.

    Returns what differs. Months whose rolls the retention has taken away cannot be recounted.
    """
    truth = {key: counts for key, counts in (await _truth(db)).items() if key[2] >= since}
    stored = {
        (row.unit_id, row.under_id, row.month, row.kind): {name: getattr(row, name) for name in COUNTS}
        for row in await db.scalars(
            select(Participation).where(Participation.month >= since).execution_options(populate_existing=True)
        )
    }
    nothing = dict.fromkeys(COUNTS, 0)
    return [
        Difference(key[0], key[2], key[3], stored.get(key, nothing), truth.get(key, nothing))
        for key in sorted(stored.keys() | truth.keys())
        if stored.get(key, nothing) != truth.get(key, nothing)
    ]


async def _truth(db: AsyncSession) -> dict[Row, dict[str, int]]:
    sums: defaultdict[Row, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    line = await lines_of_days(db)

    def add(cell_id: int, on: date, month: str, kind: MeetingKind, **counts: int) -> None:
        for unit, above in pairwise([*line(cell_id, on), 0]):
            for name, count in counts.items():
                sums[unit, above, month, kind][name] += count

    for due in await db.scalars(select(DueMonth)):
        add(due.cell_id, due.held_on, due.month, MeetingKind.REGULAR, due=1)
    met: set[tuple[int, str, MeetingKind]] = set()
    for meeting, counts in await _closed_rolls(db):
        on, kind = day_of(meeting.starts_at), meeting.kind.counted_as
        once = (meeting.cell_id, month_of(on), kind)
        add(meeting.cell_id, on, month_of(on), kind, met=int(once not in met), **counts)
        met.add(once)
    return dict(sums)


async def _closed_rolls(db: AsyncSession) -> list[tuple[Meeting, dict[str, int]]]:
    """Every closed meeting, in the order of closing, with the marks of its roll counted."""
    marks: defaultdict[int, dict[str, int]] = defaultdict(lambda: {"expected": 0} | {mark.value: 0 for mark in Mark})
    counted = await db.execute(
        select(Attendance.meeting_id, Attendance.mark, func.count())
        .where(Attendance.mark.is_not(None), IS_COUNTED)
        .group_by(Attendance.meeting_id, Attendance.mark)
    )
    for meeting_id, mark, count in counted:
        marks[meeting_id]["expected"] += count
        marks[meeting_id][str(mark)] += count
    closed = await db.scalars(
        select(Meeting).where(Meeting.state == MeetingState.CLOSED).order_by(Meeting.closed_at, Meeting.id)
    )
    return [(meeting, marks[meeting.id]) for meeting in closed]
