"""Months that have their meeting already, called or held: no series calls another."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.words.times import day_of, month_of

CLOCK = "clock"
LOOK_BACK = timedelta(days=62)
"""A meeting may have been moved so far away from its month."""


async def months_taken(db: AsyncSession, cell_id: int, kind: MeetingKind, now: datetime) -> set[str]:
    """The months from now on that have their meeting of this kind, called or held.

    One that the clock has called stands for its month, whatever day it is moved to.
    """
    return (await months_taken_at(db, [cell_id], kind, now))[cell_id]


async def months_taken_at(
    db: AsyncSession, cell_ids: Sequence[int], kind: MeetingKind, now: datetime
) -> dict[int, set[str]]:
    """The same for several cells, in one query."""
    found = await db.execute(
        select(Meeting.cell_id, Meeting.kind, Meeting.starts_at, Meeting.called_by).where(
            Meeting.cell_id.in_(cell_ids),
            Meeting.state.in_((MeetingState.CALLED, MeetingState.CLOSED)),
            Meeting.starts_at > now - LOOK_BACK,
        )
    )
    taken: dict[int, set[str]] = {cell_id: set() for cell_id in cell_ids}
    for cell_id, held, starts_at, by in found:
        if satisfies(held, kind):
            taken[cell_id].add(_month_of(starts_at, by))
    return taken


def satisfies(held: MeetingKind, kind: MeetingKind) -> bool:
    """Whether such a meeting is the one that a series of this kind owes; both in one sitting is both (rule 13)."""
    return held.counted_as is kind.counted_as or (kind is MeetingKind.THEMATIC and held is MeetingKind.REGULAR_THEMATIC)


def called_for(month: str) -> str:
    """How a meeting that the clock called for a month says so."""
    return f"{CLOCK}:{month}"


def _month_of(starts_at: datetime, called_by: str) -> str:
    by, _, month = called_by.partition(":")
    return month if by == CLOCK and month else month_of(day_of(starts_at))
