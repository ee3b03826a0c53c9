"""Meetings, and the steps at which their people are told."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
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
    BRIEFING = "briefing"
    """Giao ban: a committee meets the holders of offices in the units below it."""

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
    """One meeting of a cell, of a group of it or of a committee (`cell_id`: whichever unit holds it).

    Each move is a new revision, so that nobody is told the old time twice.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        Index("ix_meetings_cell_id_starts_at", "cell_id", "starts_at"),
        Index("ix_meetings_cell_id_called_at", "cell_id", "called_at"),
        Index("ix_meetings_closed_at", "closed_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[MeetingKind]
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str | None] = mapped_column(String(300))
    is_extended: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Mở rộng: people who are not on the list may be there as well; see model/guests.py."""
    audience: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of a briefing, whose list is not the roster: see services/expected_lists.py."""
    agenda: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """What it is about, item by item; None: nobody has said, the shipped agenda of its kind holds."""
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
    CONTENT = "content"
    """The agenda was changed after the call, and the secretary has people told."""
    PAPERS = "papers"
    """Papers came after the call: a day before the meeting people are told where they are."""
    RESIDENTS = "residents"
    """A committee's text to residents, who are no members."""
    DIRECTIVE = "directive"
    """What came from above and is passed down."""
    DIRECTIVE_REMINDER = "directive_reminder"
    """To those who have not taken note of it yet, or not reported on it."""
    ANNOUNCEMENT = "announcement"
    """A cell's own announcement to its members."""
    POLL = "poll"
    """A question with a few answers, each under its name; never a ballot."""
    INDICATOR = "indicator"
    """A committee asks for a number."""
    INDICATOR_REMINDER = "indicator_reminder"
    VISIT = "visit"
    """A working group or a supervisor is told of the meeting that they attend."""
    REPORT = "report"
    """A report that goes out by itself."""
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
