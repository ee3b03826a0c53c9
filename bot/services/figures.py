"""How the whole installation stands, in numbers: no names, no ids, nothing about any one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.sessions import Sessions
from bot.model.accounts import Account, Lease
from bot.model.inbox import InboxRow, InboxState
from bot.model.notices import Notice, NoticeState
from bot.services.alarms import open_alarms
from bot.services.backups import last_backup
from bot.services.block_counts import BlockCounts, Kind
from bot.services.notices import OPEN
from bot.services.open_halts import open_halts


@dataclass(frozen=True, slots=True)
class Figures:
    """Counted from the tables, which may take some seconds to follow what is done to old rows."""

    notices: Mapping[tuple[str, str], int]
    """By channel (`none` where there is none) and state; nothing while a large table is still being counted."""
    overdue_seconds: float
    """Age of the oldest message that is due and has not left."""
    inbox: Mapping[str, int]
    """By state; those of `new` wait. The same of a large table."""
    unheard_seconds: float
    """Age of the oldest that waits."""
    holders: Mapping[str, str]
    """Who has a lease that lasts, by its name."""
    troubles: Mapping[tuple[str, str], bool]
    """By channel, and whether it is about `hearing` or `sending`."""
    stops: int
    """Stops of sending that nobody has ended."""
    alarms: Sequence[str]
    """By name: what a person has to see to."""
    unsaved_seconds: float | None
    """Age of the last backup; None where there is none."""


class Counting:
    """Counts again and again, and each time little more than what has changed."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._notices = BlockCounts(Notice, (Notice.channel, Notice.state), lambda kind: kind[1] in OPEN)
        self._inbox = BlockCounts(InboxRow, (InboxRow.handled_at.is_(None), InboxRow.state), lambda kind: kind[0])

    async def figures(self, now: datetime) -> Figures:
        notices = await self._notices.count(self._sessions)
        inbox = await self._inbox.count(self._sessions)
        async with self._sessions() as db:
            return Figures(
                notices={(channel or "none", state): count for (channel, state), count in (notices or {}).items()},
                overdue_seconds=age(await oldest_due(db, now), now),
                inbox={} if inbox is None else _by_state(inbox),
                unheard_seconds=age(await oldest_unheard(db), now),
                holders=await _holders(db),
                troubles=await _troubles(db),
                stops=len(await open_halts(db)),
                alarms=[one.name for one in await open_alarms(db)],
                unsaved_seconds=None if (saved_at := await last_backup(db)) is None else age(saved_at, now),
            )


def age(since: datetime | None, now: datetime) -> float:
    """In seconds; 0 where there is nothing."""
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


async def oldest_due(db: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> datetime | None:
    """Since when the message is due that has been due for longest, of those of which this is true."""
    due = Notice.state == NoticeState.WAITING, Notice.not_before <= now, *which
    return await db.scalar(select(func.min(Notice.not_before)).where(*due))


async def oldest_unheard(db: AsyncSession) -> datetime | None:
    """When the oldest came of those that nobody has answered."""
    return await db.scalar(select(func.min(InboxRow.received_at)).where(InboxRow.handled_at.is_(None)))


def _by_state(counts: Mapping[Kind, int]) -> dict[str, int]:
    """What waits is counted apart: a refused row waits too, until it is answered."""
    counted = {state.value: 0 for state in InboxState}
    for (is_open, state), count in counts.items():
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
