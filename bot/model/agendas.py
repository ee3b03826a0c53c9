"""What a unit usually talks about at its meetings; that of one meeting stands with the meeting."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.model.meetings import MeetingKind


class AgendaTemplate(Base):
    """The usual agenda of one kind of meeting, for a unit and all below it that have none of their own."""

    __tablename__ = "agenda_templates"
    __table_args__ = (UniqueConstraint("unit_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[MeetingKind]
    items: Mapped[list[str]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
