"""Stops: nothing about meetings leaves below a unit until somebody says that it may go on."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Halt(Base):
    """One stop, of everything or of a unit and all below it. Ended ones stay: who stopped what is asked later."""

    __tablename__ = "halts"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """None: everything."""
    by: Mapped[str] = mapped_column(String(60))
    since_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(60))
