"""One process at a time: a row that is renewed while the work goes on, and taken over once it is not.

Leases run on the real clock, whatever hour people are told.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.accounts import Lease

LASTS = timedelta(seconds=8)


async def hold(db: AsyncSession, name: str, holder: str) -> bool:
    """Take or renew a lease; False while another process has it."""
    now = datetime.now(UTC)
    await add_if_new(db, Lease, [{"name": name, "holder": holder, "until_at": now}], ["name"])
    taken = await db.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.holder == holder, Lease.until_at <= now))
        .values(holder=holder, until_at=now + LASTS)
        .returning(Lease.name)
    )
    return taken.first() is not None


async def release(db: AsyncSession, name: str, holder: str) -> None:
    """Give a lease back at once, so that the next process need not wait."""
    await db.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
