"""What the networks brought, kept before anything is done with it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class InboxState(StrEnum):
    """A row that cannot be read is `failed` and blocks nobody; `refused` had a secrecy mark and holds no body.

    `kept` is a report of a message that we do not know yet: it is asked again for a minute.
    """

    NEW = "new"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    DONE = "done"
    KEPT = "kept"
    FAILED = "failed"


OPEN_ONLY = text("handled_at IS NULL")
PLACE = ("channel", "account", "address")


class InboxRow(Base):
    """One event of a network. The network repeating itself meets the unique key and changes nothing."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "event_id"),
        Index("ix_inbox_handled_at_channel_address", "handled_at", "channel", "address"),
        *(
            Index(name, *of, sqlite_where=OPEN_ONLY, postgresql_where=OPEN_ONLY)
            for name, of in (("ix_inbox_open", ("id",)), ("ix_inbox_open_address", (*PLACE, "id")))
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(24))
    account: Mapped[str] = mapped_column(String(64))
    event_id: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(64))
    message_ref: Mapped[str | None] = mapped_column(String(64))
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Emptied once handled; kept at most 7 days on error."""
    state: Mapped[InboxState] = mapped_column(default=InboxState.NEW)
    error: Mapped[str | None] = mapped_column(String(200))
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
