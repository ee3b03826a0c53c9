"""The links by which a member reads one call and answers it without a login."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class PersonalLink(Base):
    """A link of one member to one meeting. It ends with the meeting, and is taken away when it must not open."""

    __tablename__ = "personal_links"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    endpoint_id: Mapped[int | None] = mapped_column(ForeignKey("endpoints.id"))
    """The phone it was sent to; none where it was handed over by a person or on paper."""
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
