"""Who is sent to the meetings of cells by the committee above, what they saw there, and what they pass up."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class VisitAnswer(StrEnum):
    """What somebody who is sent says before the meeting."""

    COMING = "coming"
    AWAY = "away"


class Criterion(StrEnum):
    """What of a meeting is marked, in the order in which it is asked."""

    PREPARATION = "preparation"
    CONTENT = "content"
    OPINIONS = "opinions"
    CONCLUSION = "conclusion"


class VisitGrade(StrEnum):
    """How it was."""

    GOOD = "good"
    FAIR = "fair"
    AVERAGE = "average"
    POOR = "poor"


class DifficultyState(StrEnum):
    """How far a difficulty has come at the committee."""

    NEW = "new"
    RECEIVED = "received"
    ANSWERED = "answered"


class WorkingGroup(Base):
    """Tổ công tác of a committee, from a day through a day, that day included (None: still)."""

    __tablename__ = "working_groups"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    since_on: Mapped[date]
    until_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]


class WorkingGroupMember(Base):
    """Somebody in a working group, from a day until a day, that day not included (None: still)."""

    __tablename__ = "working_group_members"
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_groups.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    is_leader: Mapped[bool] = mapped_column(default=False, server_default=false())
    from_on: Mapped[date]
    until_on: Mapped[date | None]


class VisitAssignment(Base):
    """A working group or one person (never both) is to attend the meetings of a cell on some days, or one meeting."""

    __tablename__ = "visit_assignments"
    __table_args__ = (Index("ix_visit_assignments_cell_id_until_on", "cell_id", "until_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    """Whoever assigns."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_groups.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    """This one meeting alone, on whatever day it is held."""
    from_on: Mapped[date]
    until_on: Mapped[date]
    """The last day, included."""
    is_announced: Mapped[bool]
    """False: the cell hears nothing of it before they are there."""
    note: Mapped[str | None] = mapped_column(String(300))
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(60))


class Visit(Base):
    """One assignment at one meeting: who went, and how the meeting was."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("assignment_id", "meeting_id"),
        Index("ix_visits_meeting_id", "meeting_id"),
        Index("ix_visits_asked_at", "asked_at"),
        Index("ix_visits_unit_id", "unit_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("visit_assignments.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """Where it is counted and difficulties go: whoever assigned, or is above the cell once it stands elsewhere."""
    cell_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    ended_at: Mapped[datetime | None]
    """The assignment was ended, or the meeting moved to a day that it does not cover."""
    asked_at: Mapped[datetime | None]
    """When the leader was asked how it was; None: the clock still has to."""
    came: Mapped[bool | None]
    """None: nobody has said."""
    came_at: Mapped[datetime | None]
    came_by: Mapped[str | None] = mapped_column(String(60))
    marks: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    """Grade by criterion."""
    remark: Mapped[str | None] = mapped_column(String(1000))
    remarked_at: Mapped[datetime | None]
    remarked_by: Mapped[str | None] = mapped_column(String(60))
    released_at: Mapped[datetime | None]
    """Since then whoever leads the cell may read marks and remark."""


class VisitPerson(Base):
    """Somebody who is sent to one meeting."""

    __tablename__ = "visit_people"
    __table_args__ = (UniqueConstraint("visit_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    is_leader: Mapped[bool] = mapped_column(default=False, server_default=false())
    answer: Mapped[VisitAnswer | None]
    answered_at: Mapped[datetime | None]
    came: Mapped[bool | None]


class VisitDifficulty(Base):
    """What a cell cannot solve by itself, passed up by whoever visited it."""

    __tablename__ = "visit_difficulties"
    __table_args__ = (Index("ix_visit_difficulties_unit_id_state", "unit_id", "state"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """The committee that has to answer."""
    text: Mapped[str | None] = mapped_column(String(1000))
    """None: its time to be kept is over."""
    state: Mapped[DifficultyState] = mapped_column(default=DifficultyState.NEW)
    raised_at: Mapped[datetime]
    raised_by: Mapped[str] = mapped_column(String(60))
    received_at: Mapped[datetime | None]
    received_by: Mapped[str | None] = mapped_column(String(60))
    answer: Mapped[str | None] = mapped_column(String(1000))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(60))
