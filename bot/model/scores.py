"""How meetings were graded, and the score sheets of units by which they are; those of everybody are data files."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Grade(StrEnum):
    """Tốt, khá, trung bình, kém: from the best to the worst."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"


class MeetingScore(Base):
    """How one meeting was graded: what people said of it, and each part of the sum as it was when it was made."""

    __tablename__ = "meeting_scores"
    __table_args__ = (Index("ix_meeting_scores_held_on_cell_id", "held_on", "cell_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    held_on: Mapped[date]
    profile: Mapped[str] = mapped_column(String(40))
    """The score sheet, by its name."""
    said: Mapped[dict[str, int]] = mapped_column(JSON)
    """By criterion what people gave it: points, or 1 and 0 for met and not met."""
    parts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    """Each criterion with what it got and where that came from; None until all is said."""
    points: Mapped[int | None]
    most: Mapped[int | None]
    """None of both: the sheet has no points, only what must be met."""
    grade: Mapped[Grade | None]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    """When the supervisor was asked to confirm it."""
    confirmed_by: Mapped[str | None] = mapped_column(String(60))
    confirmed_at: Mapped[datetime | None]


class ScoringProfile(Base):
    """A score sheet that an office wrote for its unit and all below it."""

    __tablename__ = "scoring_profiles"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(40))
    content: Mapped[str] = mapped_column(Text)
    """As it was written, TOML."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
