"""Meetings are closed, so many a second, while another process adds what they come to to the units above."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.db.sessions import Sessions
from bot.db.writing import write_at_once
from bot.model.attendances import Attendance, Mark
from bot.model.meetings import Meeting, MeetingState
from bot.model.participations import ParticipationDelta
from bot.services.meetings import held_to_close
from bot.services.participation import counting
from bot.services.rate import Counts
from bot.services.roll import close_roll

AT_ONCE = 8
"""As many as a server's connections that work at one time."""
WARMING = 20 * AT_ONCE
"""Closings that are not counted: every connection prepares each statement once, and plans it anew the first times."""
KEPT_UP = 60.0


@dataclass
class Closings:
    """Milliseconds of each, and how far behind the units above were."""

    own_rows: list[float] = field(default_factory=list)
    """What a closing writes of the counts: the cell's own row and what waits for those above."""
    whole: list[float] = field(default_factory=list)
    """All of a closing, with its commit."""
    seconds: float = 0.0
    most_waiting: int = 0
    behind: float = 0.0
    """Seconds from the last closing until nothing waited."""

    @property
    def a_second(self) -> float:
        return len(self.whole) / self.seconds


async def own_rows(sessions: Sessions, meetings: Sequence[int]) -> list[float]:
    """What it takes to find out what each of these adds and to write it, undone afterwards."""
    took = []
    for meeting_id in meetings:
        async with sessions() as db:
            (meeting, cell), counts = await held_to_close(db, meeting_id), await _counts(db, meeting_id)
            begun = time.monotonic()
            await write_at_once(db, await counting(db, meeting, cell, counts))
            took.append((time.monotonic() - begun) * 1000)
            await db.rollback()
    return took


async def _counts(db: AsyncSession, meeting_id: int) -> Counts:
    of = [func.count().filter(Attendance.mark == mark) for mark in (Mark.PRESENT, Mark.EXCUSED, Mark.UNEXCUSED)]
    found = (await db.execute(select(func.count(), *of).where(Attendance.meeting_id == meeting_id))).one()
    expected, present, excused, unexcused = map(int, found)
    return Counts(expected, present, excused, unexcused)


async def closed(sessions: Sessions, engine: AsyncEngine, meetings: Sequence[int], a_second: float) -> Closings:
    """Close them at this pace, or as fast as it goes; then wait until the units above have it all.

    In this one process, as `chibot serve` closes them, each in a transaction of its own. The first `WARMING` of them
    only warm the connections up.
    """
    found, gate = Closings(), asyncio.Semaphore(AT_ONCE)
    warming = min(WARMING, len(meetings) // 2)
    for begin in range(0, warming, AT_ONCE):
        some = meetings[begin : min(begin + AT_ONCE, warming)]
        await asyncio.gather(*(_closed_one(sessions, meeting_id) for meeting_id in some))
    watching = asyncio.create_task(_watch(engine, found))
    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number, meeting_id in enumerate(meetings[warming:]):
            await asyncio.sleep(max(0.0, begun + number / a_second - time.monotonic()))
            await gate.acquire()
            group.create_task(_close(sessions, meeting_id, found, gate))
    found.seconds = time.monotonic() - begun
    ended = time.monotonic()
    while await waiting(engine) and time.monotonic() < ended + KEPT_UP:
        await asyncio.sleep(0.05)
    found.behind = time.monotonic() - ended
    watching.cancel()
    return found


async def _close(sessions: Sessions, meeting_id: int, found: Closings, gate: asyncio.Semaphore) -> None:
    begun = time.monotonic()
    try:
        await _closed_one(sessions, meeting_id)
    finally:
        gate.release()
    found.whole.append((time.monotonic() - begun) * 1000)


async def _closed_one(sessions: Sessions, meeting_id: int) -> None:
    async with sessions.begin() as db:
        await close_roll(db, meeting_id, "bench", datetime.now(UTC))


async def _watch(engine: AsyncEngine, found: Closings) -> None:
    while True:
        found.most_waiting = max(found.most_waiting, await waiting(engine))
        await asyncio.sleep(0.5)


async def waiting(engine: AsyncEngine) -> int:
    """How many closings the units above do not have yet."""
    async with engine.connect() as db:
        asked = select(func.count()).where(ParticipationDelta.applied_at.is_(None))
        return int(await db.scalar(asked) or 0)


async def open_meetings(engine: AsyncEngine, most: int) -> list[int]:
    async with engine.connect() as db:
        asked = select(Meeting.id).where(Meeting.state == MeetingState.CALLED).order_by(Meeting.id).limit(most)
        return list((await db.execute(asked)).scalars())
