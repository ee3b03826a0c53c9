"""Who saw, changed, exported or sent what. Only added to; the retention job alone takes away."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class AuditRow(Base):
    """One deed. `facts` hold ids and counts, never reasons, phones or texts.

    The one text is the need for which an official saw names: it is that official's statement.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(60), index=True)
    """`member:12`, `command-line:root`, `clock`."""
    deed: Mapped[str] = mapped_column(String(40))
    about: Mapped[str | None] = mapped_column(String(60), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
