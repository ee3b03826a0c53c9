"""The file of a document, handed to whoever it was sent to or whoever follows it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.directives import Directive, DirectiveFile
from bot.refusals import NoSuchDirective
from bot.services.audit import as_member, note
from bot.services.directive_reading import receipts_of, seen_from
from bot.services.directives import about, directive_of
from bot.services.meeting_papers import MEDIA_TYPES
from bot.words.times import day_of

PREFIX = "directive_"
RECIPES = {f"{PREFIX}{ending}": media_type for ending, media_type in MEDIA_TYPES.items()}
"""A recipe for each type: what a file is has to be known before it is made."""


async def recipe_name(db: AsyncSession, directive: Directive, member_id: int, now: datetime) -> str | None:
    """The recipe of its file for this person; None where there is none, it is withdrawn, or they may not have it."""
    media_type = await db.scalar(select(DirectiveFile.media_type).where(DirectiveFile.directive_id == directive.id))
    if media_type is None or directive.cancelled_at is not None or not await _may_read(db, directive, member_id, now):
        return None
    return next(name for name, known in RECIPES.items() if known == media_type)


async def _may_read(db: AsyncSession, directive: Directive, member_id: int, now: datetime) -> bool:
    if await receipts_of(db, directive, [member_id], day_of(now)):
        return True
    return bool(await seen_from(db, directive, member_id, day_of(now)))


async def directive_file(
    db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime
) -> Callable[[], Document]:
    """`directive_pdf:<member>:<directive>`; raises NoSuchDirective for who may not have it, or once it had its time."""
    directive = await directive_of(db, int(args[0]))
    if await recipe_name(db, directive, member_id, now) is None:
        raise NoSuchDirective(which=directive.id)
    file = await db.get_one(DirectiveFile, directive.id)
    note(db, as_member(member_id), "directive_file_fetched", about(directive), now)
    document = Document(file.name, file.content, file.media_type)
    return lambda: document
