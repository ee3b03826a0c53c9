"""Writing down who did what; see model/audit.py for what a row may hold."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import Deed, new_row
from bot.model.audit import AuditRow

_TABLE = cast(Table, AuditRow.__table__)


def note(db: AsyncSession, by: str, deed: str, about: str | None, now: datetime, **facts: object) -> None:
    """Add a row; it is kept if and only if the deed itself is."""
    db.add(AuditRow(at=now, by=by, deed=deed, about=about, facts=facts))


def noted(by: str, deed: str, about: str | None, now: datetime, **facts: object) -> Deed:
    """The same, for whoever writes several things at once."""
    return new_row(_TABLE, {"at": now, "by": by, "deed": deed, "about": about, "facts": facts})


def as_member(member_id: int) -> str:
    """How a person stands in logs and `…_by` columns."""
    return f"member:{member_id}"


def member_in(by: str) -> int | None:
    """Whom `as_member` wrote; None for the clock and the command line."""
    kind, _, number = by.partition(":")
    return int(number) if kind == "member" and number.isdecimal() else None
