"""What is handed over by a link that opens once: files, and what must not travel through a network abroad."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.db import Base


class Parcel(Base):
    """A link for one person. Only the recipe is kept: the content is made, and the right asked, when it is fetched."""

    __tablename__ = "parcels"
    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    recipe: Mapped[str] = mapped_column(String(200))
    """`workbook:7:m2026-12`: what is made, out of what."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None]
