"""Answers to a cell's questions: the last one counts until the question closes, and nobody answers for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership
from bot.model.polls import Poll, PollAnswer
from bot.model.units import Unit
from bot.refusals import AnsweredAlready, NotAsked
from bot.services.audit import note
from bot.services.people import holds
from bot.services.poll_questions import Asked
from bot.services.polls import open_poll
from bot.words.times import day_of

NOTED = "noted"
"""The channel of an answer that somebody else wrote down."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that somebody can still answer."""

    poll: Poll
    unit: Unit
    member: Member
    choice: int | None
    is_hidden: bool = False
    """It names somebody, and may not be shown on the network where it is looked at."""

    @property
    def asked(self) -> Asked:
        poll = self.poll
        about = poll.id, poll.number, poll.question, poll.answers, poll.closes_at
        return Asked(*about, self.member.id, self.is_hidden)

    @property
    def answer(self) -> str | None:
        return None if self.choice is None else self.asked.labels[self.choice - 1]


async def questions_of(db: AsyncSession, member_ids: Sequence[int], now: datetime) -> list[OpenQuestion]:
    """What these people were asked and can still answer, the first to close first; nothing of a cell they have left."""
    belongs = Membership.member_id == PollAnswer.member_id, Membership.unit_id == Poll.unit_id, holds(day_of(now))
    found = await db.execute(
        select(Poll, Unit, Member, PollAnswer.choice)
        .join(PollAnswer, PollAnswer.poll_id == Poll.id)
        .join(Unit, Unit.id == Poll.unit_id)
        .join(Member, Member.id == PollAnswer.member_id)
        .where(
            PollAnswer.member_id.in_(member_ids),
            Poll.closed_at.is_(None),
            Poll.closes_at > now,
            select(Membership.id).where(*belongs).exists(),
        )
        .order_by(Poll.closes_at, Poll.id, Member.id)
    )
    return [OpenQuestion(*row) for row in found]


async def record_answer(
    db: AsyncSession, poll_id: int, member_id: int, choice: int, channel: str, now: datetime
) -> OpenQuestion:
    """Keep the last answer given. Raises NoSuchPoll, PollOver, or NotAsked, also for who has left the cell."""
    poll, unit = await open_poll(db, poll_id, now)
    row: PollAnswer | None = await db.scalar(
        select(PollAnswer)
        .where(PollAnswer.poll_id == poll_id, PollAnswer.member_id == member_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    here = select(Membership.id).where(
        Membership.member_id == member_id, Membership.unit_id == poll.unit_id, holds(day_of(now))
    )
    if row is None or not 1 <= choice <= len(poll.answers) or await db.scalar(here.limit(1)) is None:
        raise NotAsked
    row.choice, row.answered_at, row.channel = choice, now, channel
    return OpenQuestion(poll, unit, await db.get_one(Member, member_id), choice)


async def note_answer(
    db: AsyncSession, poll_id: int, member_id: int, choice: int, by: str, now: datetime
) -> OpenQuestion:
    """For somebody who has said it otherwise and not by message; their own answer stands, also the one to come.

    Raises what `record_answer` raises, or AnsweredAlready.
    """
    asked = PollAnswer.poll_id == poll_id, PollAnswer.member_id == member_id
    own = select(PollAnswer.id).where(*asked, PollAnswer.choice.is_not(None), PollAnswer.channel != NOTED)
    if await db.scalar(own) is not None:
        raise AnsweredAlready(name=(await db.get_one(Member, member_id)).name)
    answered = await record_answer(db, poll_id, member_id, choice, NOTED, now)
    note(db, by, "poll_answer_noted", f"poll:{poll_id}", now, member=member_id)
    return answered


async def merge_answers(db: AsyncSession, keep_id: int, gone_id: int) -> None:
    """Where both entries of one person were asked, they were asked once: what was said last counts."""
    found = await db.scalars(select(PollAnswer).where(PollAnswer.member_id.in_([keep_id, gone_id])))
    rows = found.all()
    own = {row.poll_id: row for row in rows if row.member_id == keep_id}
    for other in rows:
        kept = own.get(other.poll_id)
        if other.member_id != gone_id or kept is None:
            continue
        if other.answered_at is not None and (kept.answered_at is None or other.answered_at > kept.answered_at):
            kept.choice, kept.answered_at, kept.channel = other.choice, other.answered_at, other.channel
        await db.delete(other)
    await db.flush()


async def erase_answers(db: AsyncSession, member_ids: Sequence[int]) -> None:
    """What somebody said goes with the name; the counts of what is closed stay."""
    await db.execute(delete(PollAnswer).where(PollAnswer.member_id.in_(member_ids)))
