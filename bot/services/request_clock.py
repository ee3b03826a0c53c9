"""Requests about people's own data are answered in time: who must answer is asked again, what is late is counted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Choice, Reply
from bot.model.data_requests import DataRequest
from bot.services.data_requests import answerers, cell_with, in_words, pass_on
from bot.services.request_days import next_reminder
from bot.words import data_requests as words
from bot.words.times import day_of


async def overdue(db: AsyncSession, now: datetime) -> tuple[int, int]:
    """How many are late, and how many wait at all."""
    rows = await db.scalars(select(DataRequest.due_on).where(DataRequest.answered_at.is_(None)))
    days = rows.all()
    return sum(on < day_of(now) for on in days), len(days)


AT_ONCE = 50
REMINDER = 10
"""The first of the rounds in which it is asked again; each day has its own."""


async def remind_some(db: AsyncSession, now: datetime) -> int:
    """Ask again what must soon be answered: when a first answer is due, two working days before the end, then daily."""
    found = await db.scalars(
        select(DataRequest)
        .where(DataRequest.answered_at.is_(None), DataRequest.remind_on <= day_of(now))
        .order_by(DataRequest.remind_on, DataRequest.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = found.all()
    for request in rows:
        await _remind(db, request, now)
    return len(rows)


async def _remind(db: AsyncSession, request: DataRequest, now: datetime) -> None:
    today = day_of(now)
    request.remind_on = await next_reminder(db, request.due_on, today)
    cell = await cell_with(db, request.member_id, now)
    if cell is None:
        return
    said = words.reminder(await in_words(db, request, now), is_late=today > request.due_on)
    choices = (Choice(words.LOOK, f"data_request:{request.id}"),)
    people = [one for one in await answerers(db, cell, request.kind, now) if one != request.member_id]
    round_ = REMINDER + (today - day_of(request.asked_at)).days
    await pass_on(db, request, round_, people, Reply(said, choices), now)
