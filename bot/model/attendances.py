"""Who was invited to a meeting, what they answered, what the roll says; the logs of both are only added to."""

from datetime import datetime
from enum import StrEnum
from typing import cast

from sqlalchemy import ForeignKey, Index, String, Table, UniqueConstraint, false, or_, text
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


class Noticed(StrEnum):
    """How a mark came onto the roll; it counts the same whichever way."""

    CLERK = "clerk"
    QR = "qr"
    """They scanned what the secretary's phone showed."""
    SPOKEN = "spoken"
    """They typed the code that was said in the room."""
    SMS = "sms"
    """The same by a short message."""
    ON_BEHALF = "on_behalf"
    """Somebody else spoke for them, and the clerk wrote it down."""
    BACKFILL = "backfill"
    """Written down from paper, or a day or more after the meeting."""


WITH_REASON = text("reason IS NOT NULL")
"""Few rows: reasons are taken away when they have had their time."""


class Attendance(Base):
    """One member at one meeting: what they answered, and later what the clerk saw."""

    __tablename__ = "attendances"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        Index("ix_attendances_with_reason", "meeting_id", sqlite_where=WITH_REASON, postgresql_where=WITH_REASON),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    standing: Mapped[Standing]
    is_optional: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Invited, but counted (as expected and as present) only if they come: see `IS_COUNTED`."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The group of the cell that they belonged to, frozen with the list."""
    answer: Mapped[Answer | None]
    is_stale: Mapped[bool] = mapped_column(default=False)
    """The meeting moved after this answer: they are asked anew."""
    reason: Mapped[Reason | None]
    leave: Mapped[Leave | None]
    leave_by: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str | None] = mapped_column(String(24))
    answered_at: Mapped[datetime | None]
    mark: Mapped[Mark | None]
    noticed: Mapped[Noticed | None]
    """How the present mark came here; None where there is none, or from before this was kept."""
    arrived_at: Mapped[datetime | None]
    """When they checked in themselves; the clerk's mark knows no hour."""
    came_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Present all the same, and shown apart."""
    left_early: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def is_counted(self) -> bool:
        """What `IS_COUNTED` asks."""
        return not self.is_optional or self.mark is Mark.PRESENT


IS_COUNTED = or_(Attendance.is_optional.is_(False), Attendance.mark == Mark.PRESENT)
"""Part of the roll's figures: at a congress the exempt and those sent out are so only if they came (rule 10)."""
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
    noticed: Mapped[Noticed | None]
    came_late: Mapped[bool | None]
    """As what was then true; such a change alone leaves the mark as it was."""
    left_early: Mapped[bool | None]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
