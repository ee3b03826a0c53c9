"""Who is at a meeting without being on its list: counted apart, never in a rate (`domain` rule 10)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class GuestKind(StrEnum):
    """As what they are there."""

    GUEST = "guest"
    UPPER = "upper"
    """Sent by the committee above."""
    OWN = "own"
    """A member of the cell who is exempt, sent out or on special duty, and came all the same."""


class Guest(Base):
    """Somebody who is invited beside the list, or came so; a member of the cell by `member_id`, the others by name."""

    __tablename__ = "guests"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[GuestKind]
    name: Mapped[str | None] = mapped_column(String(120))
    """None: it is the member's."""
    title: Mapped[str | None] = mapped_column(String(120))
    organisation: Mapped[str | None] = mapped_column(String(200))
    came: Mapped[bool | None]
    """None: nobody has said yet."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
