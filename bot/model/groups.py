"""Group chats of units: nameless notices go there, and nothing that is said in them is heard."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class UnitGroup(Base):
    """The group chat of a unit on one network, from when it was named until it ends."""

    __tablename__ = "unit_groups"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("endpoints.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    named_by: Mapped[str] = mapped_column(String(60))
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
