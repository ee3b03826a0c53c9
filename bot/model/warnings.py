"""What the leaders of a unit were warned of: each thing once in its period; and what is still to be looked at."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Stage(StrEnum):
    """Who was told."""

    SECRETARY = "secretary"
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"
    """It was looked at, and nothing was to be said."""


class UnitWarning(Base):
    """One warning that was given."""

    __tablename__ = "unit_warnings"
    __table_args__ = (UniqueConstraint("unit_id", "name", "subject", "period", "stage"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(24))
    """What it is about: `not_fixed`, `not_held`, `no_thematic` …"""
    subject: Mapped[str] = mapped_column(String(40), default="", index=True)
    """Of what in the unit, as `meeting:7`; empty: of the unit as a whole."""
    period: Mapped[str] = mapped_column(String(10))
    """`2026-12`, `2026-q4`, a day."""
    stage: Mapped[Stage]
    at: Mapped[datetime]


class RollChange(Base):
    """A roll that was closed or corrected, and whose warnings are to be looked at anew."""

    __tablename__ = "roll_changes"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True, autoincrement=False)
    due_at: Mapped[datetime] = mapped_column(index=True)
    """A while after the last mark: whoever corrects twice in a row hears of it once."""


class RosterCheck(Base):
    """Each quarter a cell says whether its roster is right (rule 5)."""

    __tablename__ = "roster_checks"
    __table_args__ = (UniqueConstraint("unit_id", "quarter"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    quarter: Mapped[str] = mapped_column(String(10), index=True)
    """`2026-q4`."""
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]
    """Whoever follows the cell was told that nobody has answered."""
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(60))
    is_right: Mapped[bool | None]
    wrong: Mapped[str | None] = mapped_column(String(400))
    """What is not right, in the words of whoever answered."""
