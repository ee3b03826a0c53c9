"""A paper of a meeting, handed to whoever is on its list or prepares it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.papers import Paper
from bot.refusals import NoSuchPaper
from bot.services.audit import as_member, note
from bot.services.meeting_papers import MEDIA_TYPES, paper_for
from bot.words.names import slug

PREFIX = "paper_"
RECIPES = {f"{PREFIX}{ending}": media_type for ending, media_type in MEDIA_TYPES.items()}
"""A recipe for each type: what a file is has to be known before it is made."""


def recipe_name(paper: Paper) -> str:
    return f"{PREFIX}{ending_of(paper)}"


def ending_of(paper: Paper) -> str:
    return next(ending for ending, media_type in MEDIA_TYPES.items() if media_type == paper.media_type)


async def paper_file(db: AsyncSession, member_id: int, args: tuple[str, ...], now: datetime) -> Callable[[], Document]:
    """`paper_pdf:<member>:<paper>`; raises NoSuchPaper for who may not have it, or once it has had its time."""
    paper = await paper_for(db, int(args[0]), member_id, now)
    document = await document_of(paper)
    note(db, as_member(member_id), "paper_fetched", f"paper:{paper.id}", now)
    return lambda: document


async def document_of(paper: Paper) -> Document:
    """The file; raises NoSuchPaper where there is no file any more."""
    content: bytes | None = await paper.awaitable_attrs.content
    if content is None or paper.media_type is None:
        raise NoSuchPaper(which=paper.id)
    name = f"{slug(paper.title) or 'tai-lieu'}.{ending_of(paper)}"
    return Document(name, content, paper.media_type)
