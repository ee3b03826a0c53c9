"""Our accounts on the networks: their name, when they last answered, and who may send or poll right now."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Account(Base):
    """One bot token, official account or gateway."""

    __tablename__ = "accounts"
    channel: Mapped[str] = mapped_column(String(24), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(64))
    heard_at: Mapped[datetime | None]
    """When it last answered us, by the real clock; to the half minute."""
    trouble: Mapped[str | None] = mapped_column(String(200))
    """Why it does not work just now."""
    troubled_at: Mapped[datetime | None]
    sending_trouble: Mapped[str | None] = mapped_column(String(200))
    """Why nothing can be sent there just now; it may be heard all the same."""
    sending_troubled_at: Mapped[datetime | None]
    """Real time."""


class Lease(Base):
    """One process at a time does this; the others wait until it ends. Real time, whatever people call the hour."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until_at: Mapped[datetime]
