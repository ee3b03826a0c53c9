"""Links that open something once for one person: where a phone is lost, and after a restore, none of them opens."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.check_ins import CheckInScreen
from bot.model.directives import DirectiveUpload
from bot.model.papers import PaperUpload
from bot.model.parcels import Parcel

ONCE = ((Parcel, Parcel.fetched_at), (PaperUpload, PaperUpload.used_at), (DirectiveUpload, DirectiveUpload.brought_at))
"""Each with when it was used; a file that was brought stays with what is being written."""


async def end_open_links(db: AsyncSession, member_id: int, now: datetime) -> None:
    """Of one person: they may be in a thief's hands, and new ones are made in a moment."""
    for table, used_at in ONCE:
        await _expire(db, table, now, table.member_id == member_id, used_at.is_(None))
    await db.execute(delete(CheckInScreen).where(CheckInScreen.member_id == member_id))


async def end_every_open_link(db: AsyncSession, now: datetime) -> None:
    """Of everybody: which of them were used meanwhile nobody knows."""
    for table, used_at in ONCE:
        await _expire(db, table, now, used_at.is_(None))
    await db.execute(delete(CheckInScreen).where(CheckInScreen.opened_at.is_(None)))


async def _expire(
    db: AsyncSession,
    table: type[Parcel | PaperUpload | DirectiveUpload],
    now: datetime,
    *which: ColumnElement[bool],
) -> None:
    await db.execute(update(table).where(*which, table.expires_at > now).values(expires_at=now))
