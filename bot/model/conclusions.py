"""What a meeting concluded, and who is to do it until when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Conclusion(Base):
    """One conclusion of a meeting, one line; a task where it has a person or a day."""

    __tablename__ = "conclusions"
    __table_args__ = (Index("ix_conclusions_done_at_due_on", "done_at", "due_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    position: Mapped[int]
    """From 1, as it is shown; those that were taken out leave no gap."""
    text: Mapped[str] = mapped_column(String(500))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(60))
    reminded_on: Mapped[date | None]
    """The last day on which the person was reminded of it."""
    overdue_at: Mapped[datetime | None]
    """When whoever leads the cell was told that it is late."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
