"""The monthly series of a cell: when and where it meets unless somebody says otherwise."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.model.meetings import MeetingKind


class Series(Base):
    """One series; at most one of a cell and kind holds (`ended_at` is None): a changed one ends, a new one begins."""

    __tablename__ = "series"
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    kind: Mapped[MeetingKind]
    rule: Mapped[str] = mapped_column(String(24))
    """`day:3`: on that day of each month, on the last one where the month is shorter."""
    hour: Mapped[time]
    """On the clocks of Viet Nam."""
    place: Mapped[str] = mapped_column(String(200))
    called_through: Mapped[str | None] = mapped_column(String(7))
    """The last month (`2026-12`) whose meeting the clock has called or found called already."""
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
