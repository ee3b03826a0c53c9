"""Changes of the tree of units: decided for a day, carried out on it; those that are done stay, for who asks later."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class TreeChangeKind(StrEnum):
    """What becomes of a unit."""

    MOVE = "move"
    MERGE = "merge"
    """It becomes part of another, and is closed."""
    SPLIT = "split"
    """Some members of a cell become a cell of their own."""
    RENAME = "rename"
    CLOSE = "close"
    """What is below it goes to another unit, or there is nothing below it."""
    FOUND = "found"
    """A new unit."""


class TreeChangeState(StrEnum):
    """How far it has come."""

    PLANNED = "planned"
    """For a day to come, or waiting for what stands in its way."""
    DONE = "done"
    CANCELLED = "cancelled"


class TreeChange(Base):
    """One line of what was decided. What was decided together for one day is carried out together or not at all."""

    __tablename__ = "tree_changes"
    __table_args__ = (
        Index("ix_tree_changes_state_on", "state", "on"),
        Index("ix_tree_changes_unit_id", "unit_id"),
        Index("ix_tree_changes_digest", "digest"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(64))
    """The same for what was decided together."""
    digest: Mapped[str] = mapped_column(String(64))
    """Of what the line says: said again, it changes nothing."""
    on: Mapped[date]
    kind: Mapped[TreeChangeKind]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """See services/reorganising/changes.py: codes, names of units, numbers of members."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """The unit that it is about; None: it is still to be founded."""
    was: Mapped[str | None] = mapped_column(String(200))
    """The name that the unit had until this day."""
    state: Mapped[TreeChangeState]
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(60))
    tried_at: Mapped[datetime | None]
    """When the clock last tried in vain."""
    trouble: Mapped[str | None] = mapped_column(String(400))
    """Why it could not be carried out, as the office was told."""


class TreeDraft(Base):
    """What somebody has brought to the page and not confirmed yet, as it was looked through; a day later it is gone."""

    __tablename__ = "tree_drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """Whose office has brought it."""
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime] = mapped_column(index=True)
    changes: Mapped[list[Any]] = mapped_column(JSON)
    lines: Mapped[list[Any]] = mapped_column(JSON)
    """What becomes of each, in sentences, as it was shown."""
    people: Mapped[int]
    is_wrong: Mapped[bool]
