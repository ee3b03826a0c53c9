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
    quota_left: Mapped[int | None]
    """So many messages it would still take that day, by its own last word; None where it tells nobody."""
    quota_at: Mapped[datetime | None]
    """When it said so. Real time."""


class Pass(Base):
    """The tokens of an account whose network changes them: the pair in use, and the one before for diagnosis.

    The refresh token is good once: who asks for a new pair holds this row, and writes down first that it is asked for.
    """

    __tablename__ = "passes"
    channel: Mapped[str] = mapped_column(String(24), primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    access_token: Mapped[str] = mapped_column(String(2048))
    refresh_token: Mapped[str] = mapped_column(String(2048))
    got_at: Mapped[datetime]
    """Real time, as all here."""
    access_until: Mapped[datetime]
    authorised_at: Mapped[datetime]
    """When a person last gave the account into our hands."""
    asked_at: Mapped[datetime | None]
    """A new pair was asked for and no answer is written down: the refresh token may be spent."""
    last_access_token: Mapped[str | None] = mapped_column(String(2048))
    last_refresh_token: Mapped[str | None] = mapped_column(String(2048))


class Alarm(Base):
    """Something that a person has to see to, as long as it lasts."""

    __tablename__ = "alarms"
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    """`zalo_oa:refresh`: one of a kind."""
    text: Mapped[str] = mapped_column(String(400))
    since_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When those who look after the installation were last told."""
    ended_at: Mapped[datetime | None]


class Lease(Base):
    """One process at a time does this; the others wait until it ends. Real time, whatever people call the hour."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until_at: Mapped[datetime]
