"""Where people are reached: phones and chats, whose they are, what they agreed to, the codes that link them."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

PUT_AWAY = [["0) put away", "put_away"]]
"""In place of a list that was taken away: a number typed to it must not become the answer to something else."""


class Endpoint(Base):
    """One phone or chat, with what was offered to it last and the step that its next words belong to."""

    __tablename__ = "endpoints"
    __table_args__ = (UniqueConstraint("channel", "account", "external_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(24))
    account: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(64))
    step: Mapped[str | None] = mapped_column(String(64))
    offered: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """[[label, value], …] of the last list that was offered; a bare number belongs to it."""
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What is being put together here step by step, `{"no": 812, "what": "call", …}`; it outlives a restart."""
    heard_at: Mapped[datetime | None]
    """When somebody last wrote or pressed here, on networks where what may be said depends on it."""
    dead_at: Mapped[datetime | None]
    dead_reason: Mapped[str | None] = mapped_column(String(200))
    wrong_codes: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    """Real time, not the people's: an offset must not open a lock."""


class Address(Base):
    """A member at an endpoint. One phone may serve two members; a new phone ends the old one's address."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("member_id", "endpoint_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("endpoints.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    """The order in which this member's channels are tried."""
    linked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    """They asked for no more messages here; nothing else changes."""


class ConsentKind(StrEnum):
    """How the consent was given."""

    TAPPED = "tapped"
    TYPED = "typed"
    PAPER = "paper"


class Consent(Base):
    """A consent to messages on one channel (`*`: the paper names them all). Never changed, only withdrawn."""

    __tablename__ = "consents"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    channel: Mapped[str] = mapped_column(String(24))
    kind: Mapped[ConsentKind]
    text_version: Mapped[str] = mapped_column(String(24))
    given_at: Mapped[datetime]
    signed_on: Mapped[date | None]
    """The day on the paper."""
    entered_by: Mapped[str | None] = mapped_column(String(60))
    withdrawn_at: Mapped[datetime | None]


class LinkCode(Base):
    """An invitation to link a phone: a link token and a typed code, both only as hashes, once, for a time."""

    __tablename__ = "link_codes"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
