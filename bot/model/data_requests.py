"""What members ask for about their own data, each with its clock."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class RequestKind(StrEnum):
    """A right of `domain` section 7."""

    ACCESS = "access"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    """Of the consent to messages."""
    RESTRICTION = "restriction"
    """The data stay, and nothing is sent any more."""
    DELETION = "deletion"


class Outcome(StrEnum):
    """How a request ended."""

    MET = "met"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    """By the person."""


class DataRequest(Base):
    """One request. What is to be corrected is kept only until it is answered."""

    __tablename__ = "data_requests"
    __table_args__ = (Index("ix_data_requests_answered_at_remind_on", "answered_at", "remind_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[RequestKind]
    proposed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Of a correction: the field and what it should say."""
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    """The last day of its working days."""
    remind_on: Mapped[date]
    """The next day on which whoever must answer is reminded."""
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(60))
    outcome: Mapped[Outcome | None]
