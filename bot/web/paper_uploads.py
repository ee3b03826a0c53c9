"""Where a file is handed in for a meeting."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.bell import ring_at_commit
from bot.services.paper_uploads import PATH, Brought, take_file, upload_at
from bot.web.uploads import Desk
from bot.words import meeting_papers as words
from bot.words.vi import cell


async def _about(db: AsyncSession, token: str, now: datetime) -> str | None:
    found = await upload_at(db, token, now)
    return words.about(cell(found.cell.name), found.meeting.starts_at) if found else None


async def _keep(db: AsyncSession, token: str, file: Brought, now: datetime) -> str | None:
    kept = await take_file(db, token, file, now)
    await ring_at_commit(db)
    return words.stored(file.title, kept.meeting.starts_at) if kept else None


DESK = Desk(PATH, words, _about, _keep)
