"""People: who belongs to which cell, since when, with which status. No more than the law of data asks for."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class StatusKind(StrEnum):
    """`domain` rule 3. Being received from elsewhere (temporary_in) is a membership that is temporary."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"
    TEMPORARY_OUT = "temporary_out"
    SPECIAL_DUTY = "special_duty"


AWAY = (StatusKind.EXEMPT, StatusKind.TEMPORARY_OUT, StatusKind.SPECIAL_DUTY)
"""Whoever has one of these leaves the denominator, once, however many they have."""


class Member(Base):
    """A party member. Sorted and searched by own keys, since neither database sorts Vietnamese names."""

    __tablename__ = "members"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(600))
    search_key: Mapped[str] = mapped_column(String(120), index=True)
    birth_year: Mapped[int | None]
    phone: Mapped[str | None] = mapped_column(String(16), index=True)
    merged_into_id: Mapped[int | None]
    """A second entry of the same person, whose history is all there; this one only keeps its number from others.

    No foreign key: SQLite would have to write the table anew, to which most others point.
    """
    erased_at: Mapped[datetime | None]
    """When name, year and phone were taken away at the person's wish; counts and rolls stay, without a name."""


class Membership(Base):
    """A member in a cell, from a day (None: always) until a day, that day not included (None: still)."""

    __tablename__ = "memberships"
    __table_args__ = (Index("ix_memberships_unit_id_until_on", "unit_id", "until_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    """The group of this cell that they are in today; lists keep what it was (model/attendances.py)."""
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    is_temporary: Mapped[bool] = mapped_column(default=False)
    """Received from elsewhere for a time: counted as the unit's setting says, never in the voting base."""
    decision: Mapped[str | None] = mapped_column(String(60))


class MemberStatus(Base):
    """A status from a day (None: always) through a day, that day included (None: open), with its decision's number."""

    __tablename__ = "member_statuses"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[StatusKind]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    decision: Mapped[str | None] = mapped_column(String(60))
    from_roster: Mapped[bool] = mapped_column(default=False)
    """Read out of a workbook: a newer workbook may end it; what a person entered, a workbook never ends."""
