"""The links by which the file of a document is brought while it is written: for one person, one file, a day."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import DirectiveUpload
from bot.model.units import Unit
from bot.refusals import DirectiveWrong
from bot.services.codes import hash_of
from bot.services.directives import File
from bot.services.meeting_papers import MEDIA_TYPES
from bot.services.permissions import Right, may
from bot.services.unit_settings import settings_of
from bot.services.upload_links import LASTS, new_link
from bot.words import directive_drafts as draft_words
from bot.words.names import slug
from bot.words.times import day_of

PATH = "/gui-van-ban/"


@dataclass(frozen=True, slots=True)
class Upload:
    """What an open link is for."""

    unit: Unit
    member_id: int


async def upload_link(db: AsyncSession, unit: Unit, member_id: int, now: datetime) -> tuple[str, int]:
    """A new link and its number, for somebody who may pass documents down there.

    Raises NoWayForLinks, or DirectiveWrong where the unit lets no file go.
    """
    link, kept = new_link(db, PATH)
    if (await settings_of(db, unit)).directive_body != "file":
        raise DirectiveWrong(why=draft_words.FILE_NOT_HERE)
    row = DirectiveUpload(token_hash=kept, unit_id=unit.id, member_id=member_id, made_at=now, expires_at=now + LASTS)
    db.add(row)
    await db.flush()
    return link, row.id


async def upload_at(db: AsyncSession, token: str, now: datetime) -> Upload | None:
    """What this link is for; None where it is wrong, old or used, or its person may no longer."""
    found = await db.execute(
        select(DirectiveUpload.member_id, Unit)
        .join(Unit, Unit.id == DirectiveUpload.unit_id)
        .where(*_is_open(token, now))
    )
    row = found.one_or_none()
    if row is None or not await may(db, row.member_id, Right.DIRECT, row.Unit, day_of(now)):
        return None
    return Upload(row.Unit, row.member_id)


async def keep_file(
    db: AsyncSession, token: str, title: str, ending: str, content: bytes, now: datetime
) -> Upload | None:
    """Keep a file that has been looked through, and use the link up. None where it opens nothing any more."""
    found = await upload_at(db, token, now)
    if found is None:
        return None
    row = await db.scalar(select(DirectiveUpload).where(*_is_open(token, now)).with_for_update())
    if row is None:
        return None
    row.brought_at, row.content, row.media_type = now, content, MEDIA_TYPES[ending]
    row.name = f"{slug(title, 100) or 'van-ban'}.{ending}"
    await db.flush()
    return found


async def brought(db: AsyncSession, upload_id: int | None) -> bool:
    """Whether the file has come."""
    if upload_id is None:
        return False
    came = select(DirectiveUpload.brought_at).where(DirectiveUpload.id == upload_id)
    return await db.scalar(came) is not None


async def taken_out(db: AsyncSession, upload_id: int | None, member_id: int) -> File | None:
    """The file that this person brought, taken away from here; None where none has come."""
    if upload_id is None:
        return None
    taken = await db.execute(
        delete(DirectiveUpload)
        .where(DirectiveUpload.id == upload_id, DirectiveUpload.member_id == member_id)
        .returning(DirectiveUpload.name, DirectiveUpload.media_type, DirectiveUpload.content)
    )
    row = taken.one_or_none()
    if row is None or row.content is None:
        return None
    return File(row.name, row.media_type, row.content)


def _is_open(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        DirectiveUpload.token_hash == hash_of(token),
        DirectiveUpload.brought_at.is_(None),
        DirectiveUpload.expires_at > now,
    )
