"""Meetings, and the steps at which their people are told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class MeetingKind(StrEnum):
    """`domain` section 1.2."""

    REGULAR = "regular"
    THEMATIC = "thematic"
    REGULAR_THEMATIC = "regular_thematic"
    EXTRAORDINARY = "extraordinary"
    CONFERENCE = "conference"
    CONGRESS = "congress"
    COMMITTEE = "committee"
    GROUP = "group"
    REVIEW = "review"
    ADMISSION = "admission"
    STUDY = "study"

    @property
    def counted_as(self) -> "MeetingKind":
        """The kind whose rate it belongs to: rates of different kinds are never merged (rules 13, 14)."""
        return MeetingKind.REGULAR if self is MeetingKind.REGULAR_THEMATIC else self


class MeetingState(StrEnum):
    """Where a meeting stands."""

    CALLED = "called"
    CANCELLED = "cancelled"
    CLOSED = "closed"


class Meeting(Base):
    """One meeting of a cell. Each move is a new revision, so that nobody is told the old time twice."""

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_cell_id_starts_at", "cell_id", "starts_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[MeetingKind]
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.CALLED)
    revision: Mapped[int] = mapped_column(default=1)
    called_by: Mapped[str] = mapped_column(String(60))
    called_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(60))


class Step(StrEnum):
    """Why a message is owed."""

    REPLY = "reply"
    NOTICE = "notice"
    REMINDER = "reminder"
    LAST_REMINDER = "last_reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"
    PASSED_ON = "passed_on"
    NUDGE = "nudge"
    """The secretary had the silent reminded once more."""
    GROUP = "group"
    """The cell's group chat is told, without any name."""
    RESIDENTS = "residents"
    """A committee's text to residents, who are no members."""
    TALLY = "tally"
    """A tally that somebody sees already is edited in place."""


class MeetingStep(Base):
    """A reminder that the clock owes a meeting; done once, whoever ticks."""

    __tablename__ = "meeting_steps"
    __table_args__ = (
        UniqueConstraint("meeting_id", "revision", "step"),
        Index("ix_meeting_steps_done_at_due_at", "done_at", "due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    revision: Mapped[int]
    step: Mapped[Step]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
