"""Letters and minutes as a unit wants them: its own Word files, in which the facts are filled in."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class DocumentTemplate(Base):
    """One Word template of a unit, for itself and all below it that have none of their own."""

    __tablename__ = "document_templates"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(24))
    """`invitation` or `minutes`."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
