"""People's time in the rehearsal: it runs as always, and can be moved on. Never back: what was said stays said."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingState, MeetingStep
from bot.model.notices import Notice, NoticeState
from bot.words.times import at_local, day_of, local

MORNING = time(8, 0)
LATER = timedelta(hours=2)
"""A meeting is over then, and its minutes can be written."""
AWAKE = time(7, 30), time(21, 0)
"""A rehearsal begins by day: in quiet hours nothing would arrive, and a beginner would wait for it."""


class Jump(StrEnum):
    """To where the clock can be moved on."""

    REMINDER = "nhac"
    MEETING = "hop"
    LATER = "lat"
    TOMORROW = "mai"


@dataclass
class Clock:
    """The hour that people call now, kept in a file."""

    file: Path
    moved_on: timedelta = timedelta()
    real: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.real() + self.moved_on

    def move_on_to(self, moment: datetime) -> None:
        """Set it; a moment that has passed changes nothing."""
        self.moved_on = max(self.moved_on, moment - self.real())
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{self.moved_on.total_seconds()}\n", encoding="ascii")
        os.replace(beside, self.file)  # noqa: PTH105 - whole or not at all

    @classmethod
    def kept_in(cls, file: Path, real: Callable[[], datetime] = lambda: datetime.now(UTC)) -> "Clock":
        """The clock as it was left, and new at eight in the morning; never in the middle of the night."""
        if file.exists():
            clock = cls(file, timedelta(seconds=float(file.read_text(encoding="ascii"))), real)
        else:
            clock = cls(file, at_local(day_of(real()), MORNING) - real(), real)
        clock.move_on_to(by_day(clock.now()))
        return clock


def by_day(now: datetime) -> datetime:
    """This moment or, where it is night, the next morning."""
    hour = local(now).time()
    if hour >= AWAKE[1]:
        return at_local(day_of(now) + timedelta(days=1), AWAKE[0])
    return max(now, at_local(day_of(now), AWAKE[0]))


async def moment_of(db: AsyncSession, jump: Jump, cell_id: int, now: datetime) -> datetime | None:
    """Where a jump leads for a cell; None where no meeting of it is to come."""
    if jump is Jump.TOMORROW:
        return at_local(day_of(now) + timedelta(days=1), MORNING)
    if jump is Jump.LATER:
        return now + LATER
    if jump is Jump.MEETING:
        return await _next_meeting(db, cell_id, now)
    return await _next_message(db, cell_id, now)


async def _next_meeting(db: AsyncSession, cell_id: int, now: datetime) -> datetime | None:
    found: datetime | None = await db.scalar(
        select(func.min(Meeting.starts_at)).where(
            Meeting.cell_id == cell_id, Meeting.state == MeetingState.CALLED, Meeting.starts_at > now
        )
    )
    return found


async def _next_message(db: AsyncSession, cell_id: int, now: datetime) -> datetime | None:
    """When the members of the cell are told or reminded next."""
    open_ones = select(Meeting.id).where(
        Meeting.cell_id == cell_id, Meeting.state == MeetingState.CALLED, Meeting.starts_at > now
    )
    step = await db.scalar(
        select(func.min(MeetingStep.due_at)).where(
            MeetingStep.meeting_id.in_(open_ones), MeetingStep.done_at.is_(None), MeetingStep.due_at > now
        )
    )
    notice = await db.scalar(
        select(func.min(Notice.not_before)).where(
            Notice.meeting_id.in_(open_ones), Notice.state == NoticeState.WAITING, Notice.not_before > now
        )
    )
    return min((one for one in (step, notice) if one is not None), default=None)
