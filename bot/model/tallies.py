"""The live tallies: messages that show how a meeting stands, and are edited in place as it changes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Tally(Base):
    """One message that one person sees; the newest of a phone and meeting is the live one, the older have ended."""

    __tablename__ = "tallies"
    __table_args__ = (Index("ix_tallies_ended_at_meeting_id", "ended_at", "meeting_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    """Who asked for it; without the right, it is edited no more."""
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("endpoints.id"), index=True)
    external_id: Mapped[str] = mapped_column(String(64))
    shown: Mapped[str] = mapped_column(String(64))
    """A digest of what it shows; another one is a reason to edit."""
    round: Mapped[int] = mapped_column(default=0)
    """How often it was edited."""
    edited_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
