"""Where the file of a document is handed in before it is sent."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.directive_uploads import PATH, keep_file, upload_at
from bot.services.paper_uploads import Brought
from bot.web.uploads import Desk
from bot.words import directive_page as words


async def _about(db: AsyncSession, token: str, now: datetime) -> str | None:
    found = await upload_at(db, token, now)
    return words.where(found.unit.name) if found else None


async def _keep(db: AsyncSession, token: str, file: Brought, now: datetime) -> str | None:
    kept = await keep_file(db, token, file.title, file.ending, file.content, now)
    return words.stored(file.title) if kept else None


DESK = Desk(PATH, words, _about, _keep)
