"""What a cell announces or asks, as a file for one of its people: where it names somebody and the chat is abroad."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Document
from bot.model.members import Membership
from bot.model.units import Unit
from bot.refusals import AnnouncementGone, NotAllowed
from bot.services.announcements import announcement_of
from bot.services.people import holds
from bot.services.polls import poll_of
from bot.words import announcements as words
from bot.words import polls as poll_words
from bot.words.times import day_of
from bot.words.vi import cell

TEXT = "text/plain"


async def announcement_text(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`announcement:<member>:<announcement>`; raises NotAllowed, or AnnouncementGone, also once it was taken back."""
    row, unit = await announcement_of(db, int(args[0]))
    await _demand_ones_own(db, member_id, unit, now)
    if row.recalled_at is not None or row.text is None:
        raise AnnouncementGone
    return _file(words.SHEET, words.in_group(cell(unit.name), row.text))


async def poll_question(db: AsyncSession, member_id: int, args: Sequence[str], now: datetime) -> partial[Document]:
    """`poll_question:<member>:<poll>`; raises NoSuchPoll or NotAllowed."""
    poll, unit = await poll_of(db, int(args[0]))
    await _demand_ones_own(db, member_id, unit, now)
    return _file(poll_words.SHEET, poll_words.whole(cell(unit.name), poll.number, poll.question, poll.answers))


async def _demand_ones_own(db: AsyncSession, member_id: int, unit: Unit, now: datetime) -> None:
    """Only whoever belongs to the cell just now."""
    here = Membership.member_id == member_id, Membership.unit_id == unit.id, holds(day_of(now))
    if await db.scalar(select(Membership.id).where(*here).limit(1)) is None:
        raise NotAllowed


def _file(name: str, text: str) -> partial[Document]:
    return partial(Document, name, f"{text}\n".encode(), TEXT)
