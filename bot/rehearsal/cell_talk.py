"""What the cell to practise with has been told and asked by its secretary."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.polls import Poll, PollAnswer
from bot.rehearsal.district import luck_of
from bot.rehearsal.playing import Playing
from bot.rehearsal.sent import settle
from bot.rehearsal.writing import BY
from bot.services import announcements, polls
from bot.services.poll_answers import record_answer
from bot.words import rehearsal_practice as words
from bot.words.times import at_local, day_of

SAID, OPEN_FOR = timedelta(days=1), timedelta(days=5)
ANSWERED = 0.6


async def write_cell_talk(db: AsyncSession, playing: Playing, now: datetime) -> None:
    """An announcement that has been sent, and a question that some have answered; who plays has not."""
    at = now - SAID
    text = announcements.checked_text(words.ANNOUNCEMENT)
    until = at_local(day_of(now) + OPEN_FOR, polls.EVENING)
    told = await announcements.plan_announcement(db, playing.cell, text, at)
    await announcements.announce(db, told, announcements.Draft(text, until), playing.secretary, at)
    question = polls.checked_question(words.QUESTION)
    draft = polls.Draft(question, polls.checked_answers(question, words.ANSWERS), until)
    asked = await polls.plan_poll(db, playing.cell, draft, at)
    await _answer(db, await polls.ask(db, asked, draft, playing.secretary, at), playing, at)
    await settle(db, now)


async def _answer(db: AsyncSession, poll: Poll, playing: Playing, at: datetime) -> None:
    luck = luck_of("poll")
    people = await db.scalars(select(PollAnswer.member_id).where(PollAnswer.poll_id == poll.id))
    for member_id in people.all():
        if member_id not in playing.members and luck.random() < ANSWERED:
            await record_answer(db, poll.id, member_id, luck.choice((1, 1, 2)), BY, at)
