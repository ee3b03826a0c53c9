"""What members think and wish: who said it to their cell, where it lies now, what became of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class OpinionKind(StrEnum):
    """What it is about."""

    PARTY = "party"
    ECONOMY = "economy"
    CULTURE = "culture"
    ENVIRONMENT = "environment"
    PROCEDURES = "procedures"
    OTHER = "other"


class OpinionState(StrEnum):
    """How it stands at the unit where it lies; an end above is the end of all that was passed on for it."""

    HELD = "held"
    """Waits for this unit."""
    ASKED = "asked"
    """This unit has asked back, whoever sent or passed it on."""
    PASSED = "passed"
    """It went up, in words of this unit."""
    ANSWERED = "answered"
    KEPT = "kept"
    """Taken note of; nobody does anything more."""
    TAKEN_BACK = "taken_back"
    """By who sent it."""


WAITING = (OpinionState.HELD, OpinionState.ASKED)
"""What its unit has still to decide."""


class Opinion(Base):
    """An opinion at one unit. What goes up is a row of its own there, in the words of whoever passed it on.

    So each unit sees its own rows and no others: a member's words stay at the cell, and a committee reads what the unit
    below has written.
    """

    __tablename__ = "opinions"
    __table_args__ = (
        Index("ix_opinions_unit_id_arrived_at", "unit_id", "arrived_at"),
        Index("ix_opinions_state_due_on", "state", "due_on"),
        Index("ix_opinions_arrived_at", "arrived_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """Where it lies; nobody of another unit reads it."""
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The unit that passed it up. None: one of the cell's own members said it, and it is counted by this row."""
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    """Who said it, as long as the words are kept."""
    kind: Mapped[OpinionKind]
    text: Mapped[str | None] = mapped_column(Text)
    """Up to 1000 letters; taken away a year after the end of it."""
    is_named: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Who said it wants the units above to know the name."""
    arrived_at: Mapped[datetime]
    due_on: Mapped[date]
    """The last of the working days that this unit has; of what was asked back, of those who were asked, and once they
    were reminded, of the unit again."""
    state: Mapped[OpinionState] = mapped_column(default=OpinionState.HELD)
    into_id: Mapped[int | None] = mapped_column(ForeignKey("opinions.id"), index=True)
    """The row above that it became, alone or together with others."""
    question: Mapped[str | None] = mapped_column(String(500))
    """What this unit asks back."""
    addition: Mapped[str | None] = mapped_column(Text)
    """What came for an answer to that."""
    answer: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(60))
    """None where its sender took it back: that is in `member_id`, as long as it may be known."""
    settled_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """Which unit answered it or took note of it."""
    reminders: Mapped[int] = mapped_column(default=0)
    """How often whoever has it was reminded: on its day, and three days after it; who was asked back, once."""
