"""The minutes of meetings: what only people know of them, and the head counts as they were at the closing."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class MeetingMinutes(Base):
    """What the software cannot know of a meeting; None: nobody has said yet."""

    __tablename__ = "meeting_minutes"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    ended_at: Mapped[datetime | None]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    clerk_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    opinions: Mapped[int | None]
    """How many times somebody took the floor."""
    has_resolution: Mapped[bool | None]
    resolution_no: Mapped[int | None]
    """The number within the year of the cell, where the resolution's own begins with one."""
    resolution: Mapped[str | None] = mapped_column(String(60))
    """`07-NQ/CB`."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    """When every question had its answer and somebody said that the minutes are written."""
    done_by: Mapped[str | None] = mapped_column(String(60))


class Headcount(Base):
    """Of whom a cell consisted when a roll was closed, and who of them came; later changes leave it (rule 4)."""

    __tablename__ = "headcounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    official: Mapped[int]
    """The cell's own full members, whoever is exempt or away among them."""
    probationary: Mapped[int]
    temporary_in: Mapped[int]
    exempt: Mapped[int]
    temporary_out: Mapped[int]
    special_duty: Mapped[int]
    present_official: Mapped[int]
    present_probationary: Mapped[int]
    present_temporary_in: Mapped[int]
    excused: Mapped[int]
    unexcused: Mapped[int]
    at: Mapped[datetime]
