"""Papers of a meeting: links and files; and the links by which somebody brings a file."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class PaperKind(StrEnum):
    """As what it was given."""

    LINK = "link"
    FILE = "file"


class Paper(Base):
    """One paper. A file lies in the database, so that one file to back up holds all."""

    __tablename__ = "papers"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    kind: Mapped[PaperKind]
    title: Mapped[str] = mapped_column(String(200))
    """Of a file, how it is called."""
    url: Mapped[str | None] = mapped_column(String(500))
    media_type: Mapped[str | None] = mapped_column(String(100))
    size: Mapped[int | None]
    """Bytes."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """None of a link, and of a file that has had its time."""
    is_confirmed: Mapped[bool]
    """Somebody said that it bears no mark, where the machine could not read it or was in doubt."""
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class PaperUpload(Base):
    """A link by which one person brings one file for one meeting."""

    __tablename__ = "paper_uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
