"""How the whole installation stands, in numbers: no names, no ids, nothing about any one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account, Lease
from bot.model.inbox import InboxRow, InboxState
from bot.model.notices import Notice, NoticeState


@dataclass(frozen=True, slots=True)
class Figures:
    """Counted from the tables."""

    notices: Mapping[tuple[str, str], int]
    """By channel (`none` where there is none) and state."""
    overdue_seconds: float
    """Age of the oldest message that is due and has not left."""
    inbox: Mapping[str, int]
    """By state; those of `new` wait."""
    unheard_seconds: float
    """Age of the oldest that waits."""
    holders: Mapping[str, str]
    """Who has a lease that lasts, by its name."""
    troubles: Mapping[tuple[str, str], bool]
    """By channel, and whether it is about `hearing` or `sending`."""


async def figures(db: AsyncSession, now: datetime) -> Figures:
    waiting = (Notice.state == NoticeState.WAITING, Notice.not_before <= now)
    unheard = InboxRow.handled_at.is_(None)
    return Figures(
        notices=await _notices(db),
        overdue_seconds=_age(await db.scalar(select(func.min(Notice.not_before)).where(*waiting)), now),
        inbox=await _inbox(db),
        unheard_seconds=_age(await db.scalar(select(func.min(InboxRow.received_at)).where(unheard)), now),
        holders=await _holders(db),
        troubles=await _troubles(db),
    )


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


async def _notices(db: AsyncSession) -> dict[tuple[str, str], int]:
    found = await db.execute(select(Notice.channel, Notice.state, func.count()).group_by(Notice.channel, Notice.state))
    return {(channel or "none", state): count for channel, state, count in found}


async def _inbox(db: AsyncSession) -> dict[str, int]:
    """What waits is counted apart: a refused row waits too, until it is answered."""
    waits = InboxRow.handled_at.is_(None)
    found = await db.execute(select(waits, InboxRow.state, func.count()).group_by(waits, InboxRow.state))
    counted = {state.value: 0 for state in InboxState}
    for is_open, state, count in found:
        counted[InboxState.NEW if is_open else state] += count
    return counted


async def _holders(db: AsyncSession) -> dict[str, str]:
    found = await db.execute(select(Lease.name, Lease.holder).where(Lease.until_at > datetime.now(UTC)))
    return {row.name: row.holder for row in found}


async def _troubles(db: AsyncSession) -> dict[tuple[str, str], bool]:
    troubles: dict[tuple[str, str], bool] = {}
    for one in await db.scalars(select(Account)):
        for side, trouble in (("hearing", one.trouble), ("sending", one.sending_trouble)):
            troubles[one.channel, side] = troubles.get((one.channel, side), False) or trouble is not None
    return troubles
