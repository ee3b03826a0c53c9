"""What a cell announces to its own people."""

from datetime import datetime
from enum import IntEnum

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Announced(IntEnum):
    """What one is told of an announcement, as the revision of its notices."""

    TEXT = 1
    RECALLED = 2


class Announcement(Base):
    """One text to everybody in a cell who is not away."""

    __tablename__ = "announcements"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    text: Mapped[str | None] = mapped_column(String(600))
    """Emptied when it has had its time."""
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(index=True)
    until_at: Mapped[datetime]
    """What has not left by then is dropped."""
    people: Mapped[int]
    """To so many it was owed."""
    to_group: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Also to the group chat of the cell: it names nobody."""
    recalled_at: Mapped[datetime | None]
    recalled_by: Mapped[str | None] = mapped_column(String(60))
