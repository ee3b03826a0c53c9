"""What a question came to: of those who were asked and still belong; counted for good when it closes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member, Membership
from bot.model.polls import Poll, PollAnswer, Polled
from bot.model.units import Unit
from bot.services.audit import note
from bot.services.cell_telling import drop_waiting, tell_members
from bot.services.names_seen import EVERY, NamesSeen
from bot.services.people import holds
from bot.services.polls import AT_ONCE, about, open_poll, telling
from bot.services.rate import percent
from bot.words import polls as words
from bot.words.times import day_of


@dataclass(frozen=True, slots=True)
class Result:
    """`base` = all answers and the silent added up."""

    base: int
    counts: Sequence[int]

    @property
    def silent(self) -> int:
        return self.base - sum(self.counts)

    def lines(self, answers: Sequence[str]) -> list[str]:
        """`1. Thứ Bảy: 12/20 (60,00 %)`, and who has said nothing, as a number."""
        base = self.base
        said = [
            words.result_line(number, answer, count, base, percent(count, base))
            for number, (answer, count) in enumerate(zip(answers, self.counts, strict=True), 1)
        ]
        return [*said, words.silent_line(self.silent, base, percent(self.silent, base))]

    def in_a_line(self, answers: Sequence[str]) -> str:
        """`1. Thứ Bảy 12; 2. Chủ nhật 5; chưa trả lời 3/20`, where short messages have no room for more."""
        said = [words.short_result(*one) for one in zip(range(1, len(answers) + 1), answers, self.counts, strict=True)]
        return "; ".join([*said, words.short_silent(self.silent, self.base)])


async def result_of(db: AsyncSession, poll: Poll, now: datetime) -> Result:
    """As it was counted, or as it stands."""
    if poll.base is not None and poll.counts is not None:
        return Result(poll.base, poll.counts)
    here = _who_belongs(poll, now).subquery()
    found = await db.execute(select(here.c.choice, func.count()).group_by(here.c.choice))
    counted: Counter[int | None] = Counter(dict(found.all()))
    counts = [counted[number] for number, _ in enumerate(poll.answers, 1)]
    return Result(sum(counts) + counted[None], counts)


def _who_belongs(poll: Poll, now: datetime) -> Select[int, int | None]:
    """Everybody who was asked and has not left the cell since."""
    here = select(Membership.member_id).where(Membership.unit_id == poll.unit_id, holds(day_of(now)))
    return select(PollAnswer.member_id, PollAnswer.choice).where(
        PollAnswer.poll_id == poll.id, PollAnswer.member_id.in_(here)
    )


async def people_of(
    db: AsyncSession, poll: Poll, now: datetime, seen: NamesSeen = EVERY
) -> list[tuple[str, int | None]]:
    """Who said what, by name, for those who may see these names; when it was closed long ago, nobody."""
    here = _who_belongs(poll, poll.closed_at or now).subquery()
    found = await db.execute(
        select(Member.name, here.c.choice)
        .join(here, here.c.member_id == Member.id)
        .where(seen.covers(Member.id, day_of(now)))
        .order_by(here.c.choice.is_(None), here.c.choice, Member.sort_key, Member.id)
    )
    return [(name, choice) for name, choice in found]


async def silent_people(db: AsyncSession, poll: Poll, now: datetime) -> list[tuple[int, str]]:
    """Member and name of those who have said nothing and still belong."""
    here = _who_belongs(poll, now).subquery()
    found = await db.execute(
        select(Member.id, Member.name)
        .join(here, here.c.member_id == Member.id)
        .where(here.c.choice.is_(None))
        .order_by(Member.sort_key, Member.id)
    )
    return [(member_id, name) for member_id, name in found]


# Closing


async def close_now(db: AsyncSession, poll_id: int, by: str, now: datetime) -> Poll:
    """Before its time; raises PollOver, also twice."""
    poll, _ = await open_poll(db, poll_id, now, lock=True)
    await _close(db, poll, by, now)
    return poll


async def close_due(db: AsyncSession, now: datetime) -> int:
    """Count some whose time has come, and tell the cells; returns how many, 0 when none is left."""
    found = await db.scalars(
        select(Poll)
        .where(Poll.closed_at.is_(None), Poll.closes_at <= now)
        .order_by(Poll.closes_at, Poll.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    polls = found.all()
    for poll in polls:
        await _close(db, poll, "clock", now)
    return len(polls)


async def _close(db: AsyncSession, poll: Poll, by: str, now: datetime) -> None:
    """Everybody who was asked and still belongs hears the counts, once."""
    result = await result_of(db, poll, now)
    poll.base, poll.counts, poll.closed_at = result.base, list(result.counts), now
    await drop_waiting(db, about(poll), "closed", now)
    asked = select(PollAnswer.member_id).where(PollAnswer.poll_id == poll.id)
    unit = await db.get_one(Unit, poll.unit_id)
    await tell_members(db, telling(poll, Polled.RESULT, now), unit, asked, now)
    note(db, by, "poll_closed", about(poll), now, base=result.base, silent=result.silent)
