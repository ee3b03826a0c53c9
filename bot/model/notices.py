"""Messages owed, and every attempt to send one: the ledger."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import JSON, ForeignKey, Index, String, Table, UniqueConstraint, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base
from bot.model.meetings import Step

WAITING_ONLY = text("state = 'waiting'")
RESIDENTS_ONLY = text("resident_id IS NOT NULL")
PAID_FOR = text("cost IS NOT NULL")
REPORTS_ONLY = text("channel <> 'telegram'")
"""Telegram never says what became of a message: its attempts, the most by far, need not be found by their number."""


ONE_EACH = {
    "uq_notices_about_resident": ("about", "resident_id"),
    "uq_notices_about_endpoint": ("about", "endpoint_id"),
}
"""A text to residents goes to each of them once, and once to each phone, whoever uses it."""


class NoticeState(StrEnum):
    """`sending` is still waiting to those who count: owed = all the other states added up."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Urgency:
    """The smaller, the earlier it leaves."""

    REPLY = 0
    EXPRESS = 1
    SOON = 2
    ROUTINE = 3


class Notice(Base):
    """A message owed to one member (or, an answer to somebody unknown, to one endpoint); at most one per cause."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("about", "revision", "member_id", "step", "round"),
        Index("ix_notices_state_channel_not_before", "state", "channel", "account", "not_before"),
        Index(
            "ix_notices_due",
            *("channel", "account", "urgency", "expires_at", "id"),
            sqlite_where=WAITING_ONLY,
            postgresql_where=WAITING_ONLY,
        ),
        *(
            Index(name, *of, unique=True, sqlite_where=RESIDENTS_ONLY, postgresql_where=RESIDENTS_ONLY)
            for name, of in ONE_EACH.items()
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(String(40))
    """`meeting:12`, `directive:5`, `inbox:7` or `residents:3`."""
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    resident_id: Mapped[int | None]
    """Of a text to residents: whose, instead of a member's. No foreign key: SQLite would write millions anew."""
    unit_id: Mapped[int | None]
    """Of what is about no meeting and goes to many: at which unit this person is told; its stops, quiet hours and
    budgets hold, and by it is counted who has been reached. No foreign key, as above."""
    step: Mapped[Step]
    round: Mapped[int] = mapped_column(default=1)
    channel: Mapped[str | None] = mapped_column(String(24))
    account: Mapped[str | None] = mapped_column(String(64))
    endpoint_id: Mapped[int | None] = mapped_column(ForeignKey("endpoints.id"), index=True)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """What an answer says; a notice about a meeting is worded when it leaves, from what is true then."""
    urgency: Mapped[int] = mapped_column(default=Urgency.ROUTINE)
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.WAITING)
    cause: Mapped[str | None] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]


IS_WAITING = Notice.state == literal_column("'waiting'")
"""Written out and no parameter: only so can a planned statement use the index of what is due."""
ONE_TO_ONE = (Step.REPLY, Step.TALLY, Step.PASSED_ON)
"""Steps that follow from what one person has just done; all others tell many people of a meeting."""


class AttemptOutcome(StrEnum):
    """How an attempt ended; open ones have none."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    WAIT = "wait"
    ADDRESS_DEAD = "address_dead"
    ADDRESS_MOVED = "address_moved"
    REJECTED = "rejected"
    CHANNEL_DOWN = "channel_down"
    UNKNOWN = "unknown"


class Attempt(Base):
    """One try to send one notice: written and committed before the network is called."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_reported", "external_id", sqlite_where=REPORTS_ONLY, postgresql_where=REPORTS_ONLY),
        Index("ix_attempts_outlays", "unit_id", "begun_at", sqlite_where=PAID_FOR, postgresql_where=PAID_FOR),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("endpoints.id"))
    channel: Mapped[str] = mapped_column(String(24))
    begun_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[AttemptOutcome | None]
    detail: Mapped[str | None] = mapped_column(String(200))
    external_id: Mapped[str | None] = mapped_column(String(64))
    delivered_at: Mapped[datetime | None]
    """When it reached the phone, where the network says so."""
    seen_at: Mapped[datetime | None]
    cost: Mapped[int | None]
    """Đồng, as planned when it was sent; none: it cost nothing."""
    unit_id: Mapped[int | None]
    """For whom, where it cost something. No foreign key: SQLite would have to write millions anew."""


ATTEMPTS = cast(Table, Attempt.__table__)
"""Past the mapper: half the work where many rows are written."""
