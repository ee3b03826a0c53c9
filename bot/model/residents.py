"""Residents: numbers and chats that asked for their village's announcements. They are no members, and in no roll."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.model.endpoints import ConsentKind


class Registered(StrEnum):
    """How somebody came in."""

    CHAT = "chat"
    SMS = "sms"
    PAPER = "paper"
    """Entered by the office, from a paper that was signed."""
    WEB = "web"


class Resident(Base):
    """A phone number or a chat that is told what concerns one village: once each, as often as it is registered."""

    __tablename__ = "residents"
    __table_args__ = (UniqueConstraint("unit_id", "phone"), UniqueConstraint("unit_id", "endpoint_id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    phone: Mapped[str | None] = mapped_column(String(16), index=True)
    """`+84…`; none of a chat on a network that hides it."""
    endpoint_id: Mapped[int | None] = mapped_column(ForeignKey("endpoints.id"), index=True)
    """The chat in which they registered; none where only the number is known."""
    registered: Mapped[Registered]
    text_version: Mapped[str] = mapped_column(String(24))
    agreed_at: Mapped[datetime]
    """The last time; earlier ones and withdrawals stand in the audit log."""
    consent: Mapped[ConsentKind]
    signed_on: Mapped[date | None]
    """The day on the paper."""
    proof: Mapped[str | None] = mapped_column(String(60))
    """The number of the paper."""
    verified_at: Mapped[datetime | None]
    """When whoever has the number showed that it is theirs."""
    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[str | None] = mapped_column(String(60))
    entered_by: Mapped[str | None] = mapped_column(String(60))


class ResidentMessage(Base):
    """One text of a committee to the residents of a unit and all below it."""

    __tablename__ = "resident_messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    text: Mapped[str | None] = mapped_column(String(600))
    """Emptied when it has had its time."""
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(index=True)
    people: Mapped[int]
    """To so many it was owed."""
    parts: Mapped[int]
    """Short messages for one of them; 0 where none goes by SMS."""
    cost: Mapped[int]
    """Đồng, as it was said before it was confirmed."""
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(60))


class CodePurpose(StrEnum):
    """What somebody wants to do with a number, once they have shown that it is theirs."""

    JOIN = "join"
    STOP = "stop"


class ResidentCode(Base):
    """A code that was sent to a number: only as a hash, once, for minutes, with few tries."""

    __tablename__ = "resident_codes"
    __table_args__ = (Index("ix_resident_codes_made_from_made_at", "made_from", "made_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of what the page holds: the number itself is not in it."""
    code_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[CodePurpose]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """Of which village; none: of all, for a stop."""
    phone: Mapped[str] = mapped_column(String(16), index=True)
    made_from: Mapped[str] = mapped_column(String(64))
    """A hash of where it was asked for, to count by."""
    made_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
