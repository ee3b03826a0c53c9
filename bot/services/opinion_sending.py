"""Sending an opinion: kept at the own cell; where nobody hears it there, passed straight up."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.members import Member
from bot.model.opinions import Opinion, OpinionKind
from bot.model.units import Unit
from bot.refusals import TooManyOpinions
from bot.services import opinion_words
from bot.services.opinion_guard import demand_length
from bot.services.opinion_hearers import Way, way_of
from bot.services.opinion_routes import lift
from bot.services.opinions import arrive
from bot.services.permissions import Right, may
from bot.words.times import at_local, day_of

MOST_A_DAY = 10
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of an opinion that was sent."""

    row: Opinion
    cell: Unit
    above: Opinion | None
    """What it became at the unit above, where nobody hears it at the cell."""
    is_told: bool
    """Whether somebody who hears it could be told of it, or has sent it."""


async def send(
    db: AsyncSession, member: Member, kind: OpinionKind, text: str, now: datetime, *, is_named: bool = False
) -> Sent:
    """Keep it and tell who hears it; raises NoCellToHear, NobodyHears or TooManyOpinions.

    `text` has passed the guards. `is_named`: the units above may know who said it.
    """
    demand_length(text)
    await db.execute(select(Member.id).where(Member.id == member.id).with_for_update())
    way = await way_of(db, member.id, now)
    await _demand_few(db, member, now)
    row = await arrive(db, way.cell, kind, text, now)
    row.member_id, row.is_named = member.id, is_named
    await db.flush()
    return await _heard(db, way, row, now)


async def _demand_few(db: AsyncSession, member: Member, now: datetime) -> None:
    since = at_local(day_of(now), time())
    count = select(func.count()).where(Opinion.member_id == member.id, Opinion.arrived_at >= since)
    if (await db.scalar(count) or 0) >= MOST_A_DAY:
        raise TooManyOpinions(most=MOST_A_DAY)


async def _heard(db: AsyncSession, way: Way, row: Opinion, now: datetime) -> Sent:
    if way.above is not None:
        above = await lift(db, [row], row.text or "", way.above, CLOCK, now)
        return Sent(row, way.cell, above, await opinion_words.tell_holders(db, above, now, but=row.member_id))
    is_told = await opinion_words.tell_holders(db, row, now, but=row.member_id)
    is_own = await may(db, row.member_id or 0, Right.HEAR_OPINIONS, way.cell, day_of(now))
    return Sent(row, way.cell, None, is_told or is_own)
