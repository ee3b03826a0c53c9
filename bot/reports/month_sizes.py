"""How few people stand behind a count: of each unit and month of a year the shortest list of a meeting."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from itertools import chain

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import IS_COUNTED, Attendance
from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.participations import Participation
from bot.model.units import CELLS, Unit
from bot.words.times import at_local, day_of, month_after, month_of

Months = Mapping[str, int]
"""People by month, of those in which there was a meeting."""
FEW_CELLS = 5
"""Fewer than so many of a committee may be fewer than so many people."""


async def month_sizes(
    db: AsyncSession, unit_ids: Sequence[int], kind: MeetingKind, first: str, last: str
) -> dict[int, Months]:
    """Of a committee the lists of its cells together; of meetings so old that no name is kept any more, the mean."""
    kept = await _kept(db, unit_ids, kind, first, last)
    doubtful = {one for one, months in kept.items() if any(met < FEW_CELLS for met, _ in months.values())}
    below = await _cells_below(db, doubtful)
    lists = await _shortest(db, {*unit_ids, *chain.from_iterable(below.values())}, kind, first, last)
    return {
        one: {
            month: lists.get((one, month))
            or sum(lists.get((cell, month), 0) for cell in below.get(one, ()))
            or expected // max(1, met)
            for month, (met, expected) in months.items()
        }
        for one, months in kept.items()
    }


async def _kept(
    db: AsyncSession, unit_ids: Sequence[int], kind: MeetingKind, first: str, last: str
) -> dict[int, dict[str, tuple[int, int]]]:
    """By unit and month how many cells met, and how many were expected."""
    found = await db.execute(
        select(
            Participation.unit_id, Participation.month, func.sum(Participation.met), func.sum(Participation.expected)
        )
        .where(Participation.unit_id.in_(unit_ids), Participation.kind == kind, Participation.expected > 0)
        .where(Participation.month >= first, Participation.month <= last)
        .group_by(Participation.unit_id, Participation.month)
    )
    kept: defaultdict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for unit_id, month, met, expected in found:
        kept[unit_id][month] = int(met), int(expected)
    return kept


async def _cells_below(db: AsyncSession, unit_ids: Collection[int]) -> dict[int, list[int]]:
    committees = await db.execute(select(Unit.id, Unit.path).where(Unit.id.in_(unit_ids), Unit.kind.not_in(CELLS)))
    paths = {path: one for one, path in committees}
    if not paths:
        return {}
    found = await db.execute(
        select(Unit.id, Unit.path).where(Unit.kind.in_(CELLS), or_(*(Unit.path.startswith(path) for path in paths)))
    )
    below: defaultdict[int, list[int]] = defaultdict(list)
    for cell_id, path in found:
        for above, one in paths.items():
            if path.startswith(above):
                below[one].append(cell_id)
    return below


async def _shortest(
    db: AsyncSession, unit_ids: Collection[int], kind: MeetingKind, first: str, last: str
) -> dict[tuple[int, str], int]:
    begins, ends = (at_local(date.fromisoformat(f"{month}-01"), time()) for month in (first, month_after(last)))
    found = await db.execute(
        select(Meeting.cell_id, Meeting.kind, Meeting.starts_at, func.count())
        .join(Attendance, Attendance.meeting_id == Meeting.id)
        .where(
            Meeting.cell_id.in_(unit_ids),
            Meeting.state == MeetingState.CLOSED,
            Meeting.starts_at >= begins,
            Meeting.starts_at < ends,
            IS_COUNTED,
        )
        .group_by(Meeting.id, Meeting.cell_id, Meeting.kind, Meeting.starts_at)
    )
    shortest: dict[tuple[int, str], int] = {}
    for cell_id, held, starts_at, count in found:
        if held.counted_as is kind:
            key = cell_id, month_of(day_of(starts_at))
            shortest[key] = min(count, shortest.get(key, count))
    return shortest
