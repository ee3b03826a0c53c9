"""What is kept of announcements and questions: texts 90 days, who answered what to which question 24 months; the counts
stay."""

from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.announcements import Announcement
from bot.model.meetings import Step
from bot.model.notices import Notice
from bot.model.polls import Poll, PollAnswer
from bot.services.persons_kept import MESSAGES, persons_end
from bot.services.row_removal import delete_notices, delete_some, some_of
from bot.words import polls as words


async def announcements(db: AsyncSession, now: datetime, limit: int) -> int:
    """What was announced, and to whom it and the questions went; that something was, and to how many, stays."""
    told = Notice.meeting_id.is_(None), Notice.step.in_([Step.ANNOUNCEMENT, Step.POLL])
    taken = await delete_notices(db, limit, *told, Notice.settled_at < now - MESSAGES)
    had_its_time = Announcement.until_at < now, Announcement.made_at < now - MESSAGES, Announcement.text.is_not(None)
    which = await some_of(db, Announcement, limit - taken, *had_its_time)
    await db.execute(update(Announcement).where(Announcement.id.in_(which)).values(text=None))
    return taken + len(which)


async def poll_answers(db: AsyncSession, now: datetime, limit: int) -> int:
    """Who said what, and then what was asked, which may name somebody; what it came to was counted when it closed. Of
    what was recalled nothing was counted."""
    old = or_(Poll.base.is_not(None), Poll.recalled_at.is_not(None)) & (Poll.made_at < persons_end(now))
    taken = await delete_some(db, PollAnswer, limit, PollAnswer.poll_id.in_(select(Poll.id).where(old)))
    asked = await db.scalars(select(Poll).where(old, Poll.question != "").order_by(Poll.id).limit(limit - taken))
    polls = asked.all()
    for poll in polls:
        poll.question, poll.answers = "", words.numbered(len(poll.answers))
    await db.flush()
    return taken + len(polls)
