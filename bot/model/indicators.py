"""Numbers that a committee asks of the units below it: what is asked, planned and answered, with every correction."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class FigureKind(StrEnum):
    """What an answer consists of."""

    NUMBER = "number"
    OF = "of"
    """So many of so many: `98/104`."""
    CLASSES = "classes"
    """How many of each class, in the order of their names."""


class Repeat(StrEnum):
    """How often it is asked."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Indicator(Base):
    """A number that one unit defines and those below it answer, once or again and again."""

    __tablename__ = "indicators"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    counted: Mapped[str] = mapped_column(String(40))
    """What is counted: `đảng viên`; empty where nobody said."""
    kind: Mapped[FigureKind]
    classes: Mapped[list[str]] = mapped_column(JSON)
    is_running: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Counted on from the beginning of the year, within which it cannot fall."""
    repeat: Mapped[Repeat]
    due_on: Mapped[date]
    """Of the first round; the later ones are due on the same day of their periods."""
    lead_days: Mapped[int | None]
    """Asked so many days before it is due; None: on the first day of the period."""
    addressees: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Which units answer: see services/addressees.py. Of two in one line only the upper one is asked."""
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    next_on: Mapped[date | None] = mapped_column(index=True)
    """When the clock begins the next round; None: there is none."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(60))


class IndicatorPlan(Base):
    """What is planned for one unit in every round of a year; of classes, how many are to be classed."""

    __tablename__ = "indicator_plans"
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    planned: Mapped[int]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class IndicatorRound(Base):
    """One time that it is asked, and how far the clock has come with telling people."""

    __tablename__ = "indicator_rounds"
    __table_args__ = (
        UniqueConstraint("indicator_id", "starts_on"),
        Index("ix_indicator_rounds_stage_opens_on", "stage", "opens_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    stage: Mapped[int] = mapped_column(default=0)
    """The last thing that was begun: see services/indicator_asking.py."""
    telling: Mapped[int | None]
    """The thing of which some are still to be told."""
    cursor: Mapped[int] = mapped_column(default=0)
    """They are told in the order of their units; this was the last."""


class IndicatorReport(Base):
    """One unit in one round: asked, and what it has answered so far. Where it stood then stays, however it moves."""

    __tablename__ = "indicator_reports"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        Index("ix_indicator_reports_unit_id", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("indicator_rounds.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    path: Mapped[str] = mapped_column(String(255))
    parts: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    """None: no answer, which is never 0."""
    revision: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(60))
    note: Mapped[str | None] = mapped_column(String(200))
    nudges: Mapped[int] = mapped_column(default=0)
    nudged_at: Mapped[datetime | None]


class IndicatorValue(Base):
    """Every answer that was ever given, append-only."""

    __tablename__ = "indicator_values"
    __table_args__ = (UniqueConstraint("report_id", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("indicator_reports.id"))
    revision: Mapped[int]
    parts: Mapped[list[int]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
