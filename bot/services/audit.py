"""Writing down who did what; see model/audit.py for what a row may hold."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.audit import AuditRow


def note(db: AsyncSession, by: str, deed: str, about: str | None, now: datetime, **facts: object) -> None:
    """Add a row; it is kept if and only if the deed itself is."""
    db.add(AuditRow(at=now, by=by, deed=deed, about=about, facts=facts))


def as_member(member_id: int) -> str:
    """How a person stands in logs and `…_by` columns."""
    return f"member:{member_id}"
