"""What `chibot doctor` sees of those who work: whether somebody sends, and whether anything is left lying."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.check import Check
from bot.house import House
from bot.model.accounts import Lease
from bot.services.figures import age, oldest_due, oldest_unheard
from bot.services.halts import halted_units, may_leave
from bot.services.reorganising.plans import planned
from bot.words import checks as words

UNHEARD, UNSENT = 60.0, 600.0
"""Seconds after which something lies too long."""


async def work_checks(house: House) -> list[Check]:
    async with house.sessions() as db:
        work = [await _heard(db, house.now()), await _sent(db, house.now()), await _tree(db)]
        return [*await _senders(db, house), *work]


async def _senders(db: AsyncSession, house: House) -> list[Check]:
    """One process has the lease of each account that is on; without one, nothing of it leaves."""
    accounts = house.settings.accounts
    if not accounts:
        return []
    lasting = select(Lease.name).where(Lease.name.like("send:%"), Lease.until_at > datetime.now(UTC))
    held = set(await db.scalars(lasting))
    missing = sorted(channel for channel, account in accounts.items() if f"send:{channel}:{account}" not in held)
    return [Check("senders", not missing, words.nobody_sends(missing) if missing else words.WORKED)]


async def _heard(db: AsyncSession, now: datetime) -> Check:
    lain = age(await oldest_unheard(db), now)
    return Check("inbox", lain < UNHEARD, words.HEARD if lain < UNHEARD else words.unheard(lain))


async def _sent(db: AsyncSession, now: datetime) -> Check:
    """What is stopped lies there because somebody said so; what is not, is looked at all the same."""
    lain = age(await oldest_due(db, now, may_leave(await halted_units(db), now)), now)
    return Check("outbox", lain < UNSENT, words.SENT if lain < UNSENT else words.unsent(lain))


async def _tree(db: AsyncSession) -> Check:
    """What was decided about the tree for a day that has come, and could not be done."""
    stuck = [row.id for row in await planned(db) if row.trouble]
    return Check("tree", not stuck, words.tree_waits(stuck) if stuck else words.TREE_DONE)
