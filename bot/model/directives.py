"""Documents that are passed down: what they are, how far they have come at each unit, and who has taken note."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base

PASSED_ON = text("passed_by IS NOT NULL")


class DocumentKind(StrEnum):
    """The kinds of `domain` 6.1, by their Vietnamese abbreviations."""

    NQ = "nq"
    CT = "ct"
    KL = "kl"
    QD = "qd"
    QC = "qc"
    HD = "hd"
    KH = "kh"
    TB = "tb"
    BC = "bc"
    CV = "cv"
    CTR = "ctr"
    TTR = "ttr"
    DA = "da"
    GM = "gm"


class Haste(StrEnum):
    """The urgency that the signer chose (`domain` 6.2)."""

    NONE = "none"
    KHAN = "khan"
    THUONG_KHAN = "thuong_khan"
    HOA_TOC = "hoa_toc"


class Passing(StrEnum):
    """How it comes down."""

    AS_ISSUED = "as_issued"
    """To everybody at once."""
    BY_LEVEL = "by_level"
    """To the committees right below, each of which passes it on with its own note and an earlier day."""


class Directive(Base):
    """A document without any mark of secrecy, passed down from one unit; never its secret sort (rules 31 to 36)."""

    __tablename__ = "directives"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    """Who passes it down here, which need not be who issued it."""
    kind: Mapped[DocumentKind]
    number: Mapped[str] = mapped_column(String(60))
    """As it is written: `42-HD/BTCTW`."""
    issuer: Mapped[str] = mapped_column(String(200))
    issued_on: Mapped[date]
    summary: Mapped[str] = mapped_column(String(500))
    haste: Mapped[Haste] = mapped_column(default=Haste.NONE)
    due_on: Mapped[date | None]
    must_study: Mapped[bool] = mapped_column(default=False, server_default=false())
    passing: Mapped[Passing] = mapped_column(default=Passing.AS_ISSUED)
    addressees: Mapped[dict[str, Any]] = mapped_column(JSON)
    """See services/addressees.py."""
    body: Mapped[str | None] = mapped_column(Text)
    """Only where the unit's setting allows it."""
    at_night: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever sent it confirmed that it leaves also while people sleep; only what is hỏa tốc can."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("directives.id"))
    """The one that was withdrawn since this one takes its place."""
    by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When the last of its addressees so far was owed a message; None while that goes on."""
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(60))


class DirectiveFile(Base):
    """The one file of a directive, kept apart from what is read often."""

    __tablename__ = "directive_files"
    directive_id: Mapped[int] = mapped_column(ForeignKey("directives.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DirectiveUpload(Base):
    """A link by which one person brings the file of a directive that is still being written, and then the file."""

    __tablename__ = "directive_uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    brought_at: Mapped[datetime | None]
    name: Mapped[str | None] = mapped_column(String(120))
    media_type: Mapped[str | None] = mapped_column(String(100))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class DirectiveUnit(Base):
    """A directive at one unit: where members are told, and at each committee that passes it on.

    The counts are kept with every receipt, so that how far it has come is read without counting people.
    """

    __tablename__ = "directive_units"
    __table_args__ = (
        UniqueConstraint("directive_id", "unit_id"),
        Index("ix_directive_units_unit_id_directive_id", "unit_id", "directive_id"),
        Index("ix_directive_units_told_at", "told_at"),
        Index("ix_directive_units_passed_on", "directive_id", sqlite_where=PASSED_ON, postgresql_where=PASSED_ON),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directives.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    from_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    """Who passed it on to this unit; None: whoever issued it here."""
    note: Mapped[str | None] = mapped_column(String(500))
    """What this committee adds for those below."""
    due_on: Mapped[date | None]
    """An earlier day that this committee sets for those below."""
    arrived_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    """When its people were owed their messages; None: the clock still has to, also that it is withdrawn."""
    passed_at: Mapped[datetime | None]
    """When it went on to whoever is below; None: this committee still has to pass it on. Where nobody has to, it is
    the moment when it arrived."""
    passed_by: Mapped[str | None] = mapped_column(String(60))
    expected: Mapped[int] = mapped_column(default=0)
    acknowledged: Mapped[int] = mapped_column(default=0)
    studied: Mapped[int] = mapped_column(default=0)
    reported_at: Mapped[datetime | None]
    reported_by: Mapped[str | None] = mapped_column(String(60))
    classes: Mapped[int | None]
    """Lớp: study sessions held, as reported."""
    report: Mapped[str | None] = mapped_column(String(500))
    reminded_at: Mapped[datetime | None]
    again_at: Mapped[datetime | None] = mapped_column(index=True)
    """Somebody wants those told once more who have not taken note of it; None: done by the clock, or never wanted."""


class Receipt(Base):
    """A directive and one person whom it is for."""

    __tablename__ = "directive_receipts"
    __table_args__ = (
        UniqueConstraint("directive_id", "member_id"),
        Index("ix_directive_receipts_directive_id_unit_id", "directive_id", "unit_id"),
        Index("ix_directive_receipts_member_id", "member_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directives.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(60))
    """Whoever noted it for them; None: they did it themselves."""
    studied_at: Mapped[datetime | None]
    study_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    """The study session whose roll says so; None with `studied_at`: made up for otherwise (học bù)."""
    studied_by: Mapped[str | None] = mapped_column(String(60))


class DirectiveStudy(Base):
    """A meeting at which a directive is studied."""

    __tablename__ = "directive_studies"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directives.id"), primary_key=True, index=True)


class DirectiveQuestion(Base):
    """What somebody asks about a directive, answered by who passed it down."""

    __tablename__ = "directive_questions"
    __table_args__ = (Index("ix_directive_questions_directive_id_answered_at", "directive_id", "answered_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    directive_id: Mapped[int] = mapped_column(ForeignKey("directives.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    """Where it was asked."""
    at_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    """Who is to answer it: whoever passed it down there, or the unit that it was passed up to since."""
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(1000))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(60))
