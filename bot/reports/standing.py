"""How the installation stands, for whoever looks after it: what waits, what is held, what is late; counts alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.accounts import Account, Alarm, Lease
from bot.model.inbox import InboxRow
from bot.model.notices import IS_WAITING, Notice
from bot.model.participations import ParticipationDelta
from bot.services.alarms import open_alarms
from bot.services.backups import last_backup
from bot.services.figures import oldest_due, oldest_unheard
from bot.services.open_halts import OpenHalt, open_halts

MOST = 20_000
"""So many are counted of what waits: beyond that it is enough to know that they are more."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits to leave, of one urgency."""

    urgency: int
    due: int
    later: int
    """Planned for an hour that has not come."""


@dataclass(frozen=True, slots=True)
class Standing:
    """At one moment."""

    accounts: Sequence[Account]
    alarms: Sequence[Alarm]
    halts: Sequence[OpenHalt]
    leases: Mapping[str, bool]
    """By name, whether a process has it just now."""
    outbox: Sequence[Backlog]
    oldest_due: datetime | None
    inbox: int
    oldest_unheard: datetime | None
    backed_up_at: datetime | None
    to_roll_up: int
    """Changes that the sums of the units above do not show yet."""


async def standing(db: AsyncSession, now: datetime) -> Standing:
    """Ten queries, none of which reads more than `MOST` rows of what waits."""
    every = await db.scalars(select(Account).order_by(Account.channel, Account.account))
    return Standing(
        accounts=every.all(),
        alarms=await open_alarms(db),
        halts=await open_halts(db),
        leases=await _leases(db),
        outbox=await _outbox(db, now),
        oldest_due=await oldest_due(db, now),
        inbox=await _count(db, select(InboxRow.id).where(InboxRow.handled_at.is_(None))),
        oldest_unheard=await oldest_unheard(db),
        backed_up_at=await last_backup(db),
        to_roll_up=await _count(db, select(ParticipationDelta.id).where(ParticipationDelta.applied_at.is_(None))),
    )


async def _leases(db: AsyncSession) -> dict[str, bool]:
    """On the real clock, as they are held."""
    found = await db.execute(select(Lease.name, Lease.until_at).order_by(Lease.name))
    return {name: until_at > datetime.now(UTC) for name, until_at in found}


async def _count(db: AsyncSession, which: Select[Any]) -> int:
    return await db.scalar(select(func.count()).select_from(which.limit(MOST).subquery())) or 0


async def _outbox(db: AsyncSession, now: datetime) -> list[Backlog]:
    waiting = select(Notice.urgency, Notice.not_before).where(IS_WAITING).limit(MOST).subquery()
    is_due = waiting.c.not_before <= now
    found = await db.execute(
        select(waiting.c.urgency, func.count().filter(is_due), func.count().filter(~is_due))
        .group_by(waiting.c.urgency)
        .order_by(waiting.c.urgency)
    )
    return [Backlog(*row) for row in found]
