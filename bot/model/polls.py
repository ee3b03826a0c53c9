"""Questions with a few answers that a cell asks its people, each answer under its name; never a ballot."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Polled(IntEnum):
    """What one is told of a poll, as the revision of its notices."""

    QUESTION = 1
    NUDGE = 2
    RESULT = 3
    RECALLED = 4


class Poll(Base):
    """One question of a cell."""

    __tablename__ = "polls"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        Index("ix_polls_closed_at_closes_at", "closed_at", "closes_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    number: Mapped[int]
    """By which people of the cell call it: 1, 2, 3."""
    question: Mapped[str] = mapped_column(String(300))
    """Emptied, as the answers, when who said what has had its time."""
    answers: Mapped[list[str]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    nudged_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    """When the result was counted; a poll that was recalled is closed and has none."""
    recalled_at: Mapped[datetime | None]
    recalled_by: Mapped[str | None] = mapped_column(String(60))
    base: Mapped[int | None]
    """How many were asked and still belonged when it was counted."""
    counts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """Of these, how many gave each answer: they stay when who said what has had its time."""


class PollAnswer(Base):
    """A poll and one person who was asked."""

    __tablename__ = "poll_answers"
    __table_args__ = (UniqueConstraint("poll_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    choice: Mapped[int | None]
    """The number of the answer, from 1; None: nothing said yet. The last one counts."""
    answered_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(24))
