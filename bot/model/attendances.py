"""Who was invited to a meeting, what they answered, what the roll says; the logs of both are only added to."""

from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.messages import Reason


class Answer(StrEnum):
    """A forecast, not the roll (rule 15)."""

    COMING = "coming"
    AWAY = "away"
    UNDECIDED = "undecided"


class Leave(StrEnum):
    """An absence announced is a request (rule 16)."""

    PENDING = "pending"
    EXCUSED = "excused"
    REFUSED = "refused"


class Mark(StrEnum):
    """What the clerk saw: every expected member has exactly one when the meeting is closed."""

    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class Standing(StrEnum):
    """As what somebody is expected; frozen when the meeting is closed (rule 4)."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    TEMPORARY_IN = "temporary_in"


class Attendance(Base):
    """One member at one meeting: what they answered, and later what the clerk saw."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    standing: Mapped[Standing]
    answer: Mapped[Answer | None]
    is_stale: Mapped[bool] = mapped_column(default=False)
    """The meeting moved after this answer: they are asked anew."""
    reason: Mapped[Reason | None]
    leave: Mapped[Leave | None]
    leave_by: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str | None] = mapped_column(String(24))
    answered_at: Mapped[datetime | None]
    mark: Mapped[Mark | None]


ATTENDANCES = cast(Table, Attendance.__table__)
"""Past the mapper: a third of the work where whole lists are written."""


class AnswerLog(Base):
    """Every answer ever given, in order; nothing here is changed, reasons go by the retention job."""

    __tablename__ = "answer_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    revision: Mapped[int]
    answer: Mapped[Answer]
    reason: Mapped[Reason | None]
    channel: Mapped[str] = mapped_column(String(24))
    endpoint_id: Mapped[int | None] = mapped_column(ForeignKey("endpoints.id"))
    said_by: Mapped[str] = mapped_column(String(60))
    said_at: Mapped[datetime]


class RollLog(Base):
    """Every mark ever set, corrections after the closing included."""

    __tablename__ = "roll_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    was: Mapped[Mark | None]
    became: Mapped[Mark]
    is_correction: Mapped[bool]
    """Set after the meeting was closed."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
