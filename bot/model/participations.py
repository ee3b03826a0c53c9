"""The participation of every unit: counts per month and kind, kept at every level; percentages are computed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.model.meetings import MeetingKind


class Participation(Base):
    """One unit under one parent, one month, one kind of meeting: the sum over its cells, its own row for a cell.

    The parent is part of the key: a cell that moves within a month has a row under each, and both parents' sums hold.
    """

    __tablename__ = "participations"
    __table_args__ = (
        UniqueConstraint("unit_id", "under_id", "month", "kind"),
        Index("ix_participations_under_id_month", "under_id", "month"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    under_id: Mapped[int]
    """The unit above on the day of the meeting; 0 above the root."""
    month: Mapped[str] = mapped_column(String(7))
    """`2026-12`, people's time."""
    kind: Mapped[MeetingKind]
    due: Mapped[int] = mapped_column(default=0)
    """Cells that owe a meeting this month."""
    met: Mapped[int] = mapped_column(default=0)
    """Cells that closed at least one."""
    expected: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)
    excused: Mapped[int] = mapped_column(default=0)
    unexcused: Mapped[int] = mapped_column(default=0)


class ParticipationDelta(Base):
    """What a closing, a correction or a due month adds to all units above a cell; applied once, then done."""

    __tablename__ = "participation_deltas"
    __table_args__ = (
        Index("ix_participation_deltas_applied_at", "applied_at"),
        Index("ix_participation_deltas_cell_id_held_on", "cell_id", "held_on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    held_on: Mapped[date]
    """The tree of this day says who stands above."""
    month: Mapped[str] = mapped_column(String(7))
    kind: Mapped[MeetingKind]
    due: Mapped[int] = mapped_column(default=0)
    met: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    present: Mapped[int] = mapped_column(default=0)
    excused: Mapped[int] = mapped_column(default=0)
    unexcused: Mapped[int] = mapped_column(default=0)
    applied_at: Mapped[datetime | None]


class DueMonth(Base):
    """A cell owes a regular meeting in this month: a row, so that "not met" is a fact and not a hole."""

    __tablename__ = "due_months"
    __table_args__ = (UniqueConstraint("cell_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    month: Mapped[str] = mapped_column(String(7))
    held_on: Mapped[date]
    """The day whose tree says who stands above: the first of the month, or the cell's first day in it."""
