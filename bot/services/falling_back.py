"""What could not be told on one network is told on the member's next one, as long as there is one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.endpoints import Endpoint
from bot.model.meetings import Step
from bot.model.notices import Attempt, Notice, NoticeState
from bot.services.addresses import reachable
from bot.services.notices import route, settle
from bot.services.resident_ways import other_ways


async def next_channel(
    db: AsyncSession, notice: Notice, reason: str, now: datetime, besides: Collection[str] = ()
) -> None:
    """The member's next way that this notice has not gone yet, on none of these networks; without one it has failed."""
    ways = (await reachable(db, [notice.member_id]))[notice.member_id] if notice.member_id else []
    ways = await _of_resident(db, notice, notice.resident_id, now) if notice.resident_id else ways
    tried = set(await db.scalars(select(Attempt.endpoint_id).where(Attempt.notice_id == notice.id)))
    left = [way for way in ways if way.id not in tried and way.channel not in besides]
    if left and notice.step not in {Step.REPLY, Step.TALLY}:  # neither makes sense elsewhere
        route(notice, left, now)
        return
    settle(notice, NoticeState.FAILED, now, reason[:200])


async def _of_resident(db: AsyncSession, notice: Notice, resident_id: int, now: datetime) -> list[Endpoint]:
    """Their ways, but for the phones to which somebody else's copy of the same text goes."""
    others = select(Notice.endpoint_id).where(Notice.about == notice.about, Notice.id != notice.id)
    ways = await other_ways(db, resident_id, now)
    taken = set(await db.scalars(others.where(Notice.endpoint_id.in_([way.id for way in ways]))))
    return [way for way in ways if way.id not in taken]
