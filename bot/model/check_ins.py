"""Checking in at a meeting: the door that was opened, the screens it is shown on, wrong tries; and sheets on paper."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class CheckInMode(StrEnum):
    """By what a cell lets its people check in; `CLERK`: by nothing, the roll is called."""

    CLERK = "clerk"
    QR = "qr"
    CODE = "code"
    BOTH = "both"

    @property
    def shows_picture(self) -> bool:
        return self in {CheckInMode.QR, CheckInMode.BOTH}

    @property
    def says_code(self) -> bool:
        return self in {CheckInMode.CODE, CheckInMode.BOTH}


class CheckIn(Base):
    """People may check in at this meeting until it closes; opened anew it has another secret."""

    __tablename__ = "check_ins"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    mode: Mapped[CheckInMode]
    secret: Mapped[str] = mapped_column(String(64))
    """What the pictures and codes are made from; it never leaves the server."""
    code_minutes: Mapped[int]
    """So long one spoken code lasts."""
    opened_by: Mapped[str] = mapped_column(String(60))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class CheckInScreen(Base):
    """A phone that shows the picture and the code: a link that opens once, then a cookie for this meeting alone."""

    __tablename__ = "check_in_screens"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    """Whose phone it is; without the right it shows nothing."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    cookie_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]


class WrongCheckIn(Base):
    """A code that was wrong, so that nobody tries them all."""

    __tablename__ = "wrong_check_ins"
    __table_args__ = (Index("ix_wrong_check_ins_endpoint_id_at", "endpoint_id", "at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    endpoint_id: Mapped[int] = mapped_column(ForeignKey("endpoints.id"))
    at: Mapped[datetime]


class PaperSheet(Base):
    """The numbers on the sheets of one meeting that were printed: whoever has one keeps it, newcomers come behind."""

    __tablename__ = "paper_sheets"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), unique=True)
    member_ids: Mapped[list[Any]] = mapped_column(JSON)
    """The member under number 1, 2, …; who left the list leaves the number empty."""
    printed: Mapped[int]
    """So many of them stood on the newest print."""
    made_by: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
