"""Telling a member what was decided about the own leave: a word for each new decision, and only the newest."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.attendances import Leave
from bot.model.meetings import Meeting
from bot.model.members import Member
from bot.model.notices import Notice, NoticeState
from bot.model.units import Unit
from bot.services.ladder import urgency_within
from bot.services.notices import owe_word
from bot.services.unit_settings import settings_of
from bot.words import leaves as words
from bot.words import vi


async def tell(db: AsyncSession, meeting: Meeting, member: Member, leave: Leave, now: datetime) -> bool:
    """False where no message reaches them. A word that still waits has been overtaken, and is not sent."""
    cell = await db.get_one(Unit, meeting.cell_id)
    has_begun = now >= meeting.starts_at
    said = words.decided(vi.cell(cell.name), member.name, meeting.starts_at, leave, has_begun=has_begun)
    about = f"leave:{meeting.id}"
    await _drop_waiting(db, about, member.id, now)
    round_ = await _next_round(db, about, member.id)
    if not await owe_word(db, about, round_, [member.id], said, now):
        return False
    if leave is Leave.REFUSED and not has_begun:
        await _hurry(db, meeting, cell, await _word(db, about, member.id, round_), now)
    return True


async def _drop_waiting(db: AsyncSession, about: str, member_id: int, now: datetime) -> None:
    await db.execute(
        update(Notice)
        .where(Notice.about == about, Notice.member_id == member_id, Notice.state == NoticeState.WAITING)
        .values(state=NoticeState.CANCELLED, cause="decided_anew", settled_at=now, content=None)
    )


async def _next_round(db: AsyncSession, about: str, member_id: int) -> int:
    last = await db.scalar(select(func.max(Notice.round)).filter_by(about=about, member_id=member_id))
    return (last or 0) + 1


async def _word(db: AsyncSession, about: str, member_id: int, round_: int) -> Notice:
    return (await db.scalars(select(Notice).filter_by(about=about, member_id=member_id, round=round_))).one()


async def _hurry(db: AsyncSession, meeting: Meeting, cell: Unit, word: Notice, now: datetime) -> None:
    """Who is to come after all hears it in time for the meeting, or not at all."""
    settings = await settings_of(db, cell)
    word.urgency = min(word.urgency, urgency_within(meeting.starts_at, meeting, settings, now))
    word.expires_at = meeting.starts_at
