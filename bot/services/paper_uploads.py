"""The links by which a file is brought for a meeting: for one person, one file, a day."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting
from bot.model.papers import PaperUpload
from bot.model.units import Unit
from bot.services.audit import as_member
from bot.services.codes import hash_of
from bot.services.meeting_papers import add_file, demand_taken_here
from bot.services.meetings import meeting_of
from bot.services.permissions import Right, may
from bot.services.upload_links import LASTS, new_link
from bot.words.times import day_of

PATH = "/gui-tep/"


@dataclass(frozen=True, slots=True)
class Upload:
    """What an open link is for."""

    meeting: Meeting
    cell: Unit
    member_id: int


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that has been looked through."""

    title: str
    ending: str
    content: bytes
    is_confirmed: bool


async def upload_link(db: AsyncSession, meeting: Meeting, member_id: int, now: datetime) -> str:
    """A new link for somebody who may call meetings there; raises NoWayForLinks, or where no papers are taken."""
    link, kept = new_link(db, PATH)
    await demand_taken_here(db, meeting)
    db.add(
        PaperUpload(
            token_hash=kept,
            meeting_id=meeting.id,
            member_id=member_id,
            made_at=now,
            expires_at=now + LASTS,
        )
    )
    await db.flush()
    return link


async def upload_at(db: AsyncSession, token: str, now: datetime) -> Upload | None:
    """What this link is for; None where it is wrong, old or used, or its person may no longer."""
    found = await db.execute(
        select(PaperUpload.member_id, Meeting, Unit)
        .join(Meeting, Meeting.id == PaperUpload.meeting_id)
        .join(Unit, Unit.id == Meeting.cell_id)
        .where(PaperUpload.token_hash == hash_of(token), PaperUpload.used_at.is_(None), PaperUpload.expires_at > now)
    )
    row = found.one_or_none()
    if row is None or not await may(db, row.member_id, Right.CALL, row.Unit, day_of(now)):
        return None
    return Upload(row.Meeting, row.Unit, row.member_id)


async def take_file(db: AsyncSession, token: str, brought: Brought, now: datetime) -> Upload | None:
    """Keep the file, and use the link up: of two at once one is kept. None where the link opens nothing any more.

    Raises what `add_file` raises; then the link stays good.
    """
    found = await upload_at(db, token, now)
    if found is None:
        return None
    used = await db.execute(
        update(PaperUpload)
        .where(PaperUpload.token_hash == hash_of(token), PaperUpload.used_at.is_(None))
        .values(used_at=now)
        .returning(PaperUpload.id)
    )
    if used.one_or_none() is None:
        return None
    meeting = await meeting_of(db, found.meeting.id, lock=True)
    await add_file(
        db,
        meeting,
        brought.title,
        brought.ending,
        brought.content,
        as_member(found.member_id),
        now,
        is_confirmed=brought.is_confirmed,
    )
    return found
