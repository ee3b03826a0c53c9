"""Changes to who belongs where and as what: proposed, confirmed, carried out. They are kept when they are done."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class ChangeKind(StrEnum):
    """What happens to somebody."""

    ADD = "add"
    """Joins the cell: admitted, or come from a unit that is not known here."""
    RECEIVE = "receive"
    """Received for a time from a unit that is not known here."""
    TRANSFER = "transfer"
    """To another cell, or to one that is not known here."""
    SEND_OUT = "send_out"
    """For a time to another cell, or to one that is not known here."""
    EXEMPT = "exempt"
    SPECIAL_DUTY = "special_duty"
    OFFICIAL = "official"
    """The probation is over."""
    RETURN = "return"
    """Comes back before the time that was said, or from what had no end."""
    LEAVE = "leave"
    """Is no member any more."""
    DIE = "die"


class ChangeState(StrEnum):
    """Whom a change waits for."""

    AT_OFFICE = "at_office"
    AT_RECEIVER = "at_receiver"
    """The cell that receives somebody says that they have come."""
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"


WAITING = (ChangeState.AT_OFFICE, ChangeState.AT_RECEIVER)


class MemberChange(Base):
    """One change of one member. Nothing of the past is lost by it: memberships and statuses are dated."""

    __tablename__ = "member_changes"
    __table_args__ = (
        Index("ix_member_changes_unit_id_state", "unit_id", "state"),
        Index("ix_member_changes_to_unit_id_state", "to_unit_id", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    """None: somebody who is to be added."""
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """The cell that it is asked in."""
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    kind: Mapped[ChangeKind]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Days, the decision's number; of a newcomer the name and phone too, until they are added."""
    state: Mapped[ChangeState]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """By what it can be undone: the rows that were made, and what the others said."""
    asked_by: Mapped[str] = mapped_column(String(60))
    asked_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(String(60))
    settled_at: Mapped[datetime | None]
