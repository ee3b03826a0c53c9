"""Reports that went out by themselves: a row for each that was looked at, so that none goes out twice."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class OwnReportKind(StrEnum):
    """What is said without anybody asking for it."""

    MONTH = "month"
    QUARTER = "quarter"
    NOT_FIXED = "not_fixed"
    """The cells whose regular meeting of the running month is not fixed."""
    NOT_HELD = "not_held"
    """The cells that have not met in the month that is over."""


class OwnReport(Base):
    """One unit and one report: told to whoever holds an office there, or nothing was to be said."""

    __tablename__ = "own_reports"
    __table_args__ = (UniqueConstraint("unit_id", "kind", "period"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[OwnReportKind]
    period: Mapped[str] = mapped_column(String(10))
    """`m2026-11`, `q2026-4`, as buttons carry it."""
    at: Mapped[datetime] = mapped_column(index=True)
