"""Breaches of personal data: when one was found, how far it goes, until when the authority is told."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Breach(Base):
    """One breach; the text says what happened and names nobody."""

    __tablename__ = "breaches"
    id: Mapped[int] = mapped_column(primary_key=True)
    found_at: Mapped[datetime]
    scope: Mapped[str] = mapped_column(String(600))
    people: Mapped[int | None]
    """About so many are concerned; None: nobody knows yet."""
    is_sensitive: Mapped[bool]
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    """When the authority was told."""
    reported_by: Mapped[str | None] = mapped_column(String(60))
