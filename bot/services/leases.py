"""One process at a time: a row that is renewed while the work goes on, and taken over once it is not.

Leases run on the real clock, whatever hour people are told.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.holders import has_died
from bot.model.accounts import Lease

LASTS = timedelta(seconds=8)


async def hold(db: AsyncSession, name: str, holder: str, lasts: timedelta = LASTS) -> bool:
    """Take or renew a lease; False while another process has it. One beside us that has died has it no more."""
    now = datetime.now(UTC)
    await add_if_new(db, Lease, [{"name": name, "holder": holder, "until_at": now}], ["name"])
    other = await db.scalar(select(Lease.holder).where(Lease.name == name, Lease.holder != holder))
    gone = [other] if other is not None and has_died(other) else []
    taken = await db.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.holder.in_([holder, *gone]), Lease.until_at <= now))
        .values(holder=holder, until_at=now + lasts)
        .returning(Lease.name)
    )
    return taken.first() is not None


async def release(db: AsyncSession, name: str, holder: str) -> None:
    """Give a lease back at once, so that the next process need not wait."""
    await db.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
