"""The series of a cell: when and where it meets unless somebody says otherwise, and where somebody did."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.model.meetings import MeetingKind


class Series(Base):
    """One series. Those of a cell and kind that hold (`ended_at` is None) share no month: a changed one ends."""

    __tablename__ = "series"
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[MeetingKind]
    rule: Mapped[str] = mapped_column(String(24))
    """`day:3`, on the last day where the month is shorter; `nth:1:thu`, `nth:-1:fri`; `workday:1`, `workday:-1`."""
    months: Mapped[str | None] = mapped_column(String(40))
    """`3,6,9,12`: the months of the year in which it meets; None: in each."""
    from_month: Mapped[str | None] = mapped_column(String(7))
    """`2027-03`: nothing before; the months before that are another's."""
    until_month: Mapped[str | None] = mapped_column(String(7))
    """`2027-02`: the last one."""
    hour: Mapped[time]
    """On the clocks of Viet Nam."""
    place: Mapped[str] = mapped_column(String(200))
    called_through: Mapped[str | None] = mapped_column(String(7))
    """The last month (`2026-12`) whose meeting the clock has called or found called already."""
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SeriesException(Base):
    """One month of a series that goes otherwise: left out, on another day of it, at another hour or place."""

    __tablename__ = "series_exceptions"
    __table_args__ = (UniqueConstraint("series_id", "month"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    month: Mapped[str] = mapped_column(String(7))
    on: Mapped[date | None] = mapped_column(index=True)
    """The day that was decided, the rule's own one too; None: no meeting in this month."""
    hour: Mapped[time | None]
    """None: that of the series."""
    place: Mapped[str | None] = mapped_column(String(200))
    """None: that of the series."""
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]


class SeriesProposal(Base):
    """A day of a series that is off: the secretary is asked which day it shall be; the answer is an exception."""

    __tablename__ = "series_proposals"
    __table_args__ = (
        UniqueConstraint("series_id", "month"),
        Index("ix_series_proposals_decided_at_on", "decided_at", "on"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    month: Mapped[str] = mapped_column(String(7))
    on: Mapped[date]
    """The day by the rule."""
    first_on: Mapped[date | None]
    """The working day before it, or the nearest; None: no working day is left in this month."""
    second_on: Mapped[date | None]
    """The working day after it, or the next nearest."""
    made_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    passed_on_at: Mapped[datetime | None]
    """When the assigned supervisor was told that nothing is decided yet."""
    decided_at: Mapped[datetime | None]
