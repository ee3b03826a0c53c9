"""Days that are off, and the working days that stand for some of them: data of the office, with their source."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class HolidayKind(StrEnum):
    """What a day is, whatever weekday it has."""

    OFF = "off"
    WORKING = "working"
    """A Saturday or Sunday on which offices work."""


class Holiday(Base):
    """One day of the calendar that is not what its weekday says, or off as its weekday says already."""

    __tablename__ = "holidays"
    id: Mapped[int] = mapped_column(primary_key=True)
    on: Mapped[date] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[HolidayKind]
    source: Mapped[str] = mapped_column(String(200))
    """The document that says so."""
    source_date: Mapped[date | None]
    """The day of that document."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class HolidayYear(Base):
    """A year whose usual holidays were written once: what the office takes away later stays away."""

    __tablename__ = "holiday_years"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    written_at: Mapped[datetime]
