"""How long is kept what came of documents: files and bodies like messages, who took note of what like rolls."""

from datetime import datetime, timedelta

from sqlalchemy import Select, String, cast, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.directives import Directive, DirectiveFile, DirectiveQuestion, DirectiveUpload, Receipt
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.services.persons_kept import MESSAGES, persons_end
from bot.services.row_removal import delete_notices, delete_some
from bot.words.times import day_of

UPLOADS = timedelta(days=1)
"""A file that was brought and never sent."""


async def take_directives(db: AsyncSession, now: datetime, limit: int) -> int:
    """Some of it, the counts of the units never; how many rows."""
    taken = await delete_some(db, DirectiveUpload, limit, DirectiveUpload.expires_at < now - UPLOADS)
    taken += await _texts(db, now, limit - taken)
    answered = DirectiveQuestion.answered_at < now - MESSAGES
    taken += await delete_some(db, DirectiveQuestion, limit - taken, answered)
    reminded = Notice.step == Step.DIRECTIVE_REMINDER, Notice.settled_at < now - MESSAGES
    taken += await delete_notices(db, limit - taken, *reminded)
    old = _made_before(persons_end(now))
    taken += await delete_some(db, DirectiveQuestion, limit - taken, DirectiveQuestion.directive_id.in_(old))
    taken += await delete_some(db, Receipt, limit - taken, Receipt.directive_id.in_(old))
    names = select(literal("directive:") + cast(Directive.id, String)).where(Directive.made_at < persons_end(now))
    return taken + await delete_notices(db, limit - taken, Notice.about.in_(names))


async def _texts(db: AsyncSession, now: datetime, limit: int) -> int:
    """Bodies and files, once they have been of use: 90 days after the last day, or after they were sent."""
    over = (
        Directive.made_at < now - MESSAGES,
        or_(Directive.due_on.is_(None), Directive.due_on < day_of(now - MESSAGES)),
    )
    has_file = select(DirectiveFile.directive_id).where(DirectiveFile.directive_id == Directive.id).exists()
    found = await db.scalars(
        select(Directive.id).where(*over, or_(Directive.body.is_not(None), has_file)).limit(max(0, limit))
    )
    ids = found.all()
    if ids:
        await db.execute(update(Directive).where(Directive.id.in_(ids)).values(body=None))
        await db.execute(delete(DirectiveFile).where(DirectiveFile.directive_id.in_(ids)))
    return len(ids)


def _made_before(border: datetime) -> Select[int]:
    return select(Directive.id).where(Directive.made_at < border)
