"""What is stopped just now, for whoever looks after the installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.halts import Halt
from bot.model.units import Unit


@dataclass(frozen=True, slots=True)
class OpenHalt:
    """One stop that nobody has ended."""

    unit: str | None
    """The code of where it holds, with all below it; None: everywhere."""
    by: str
    since: datetime


async def open_halts(db: AsyncSession) -> Sequence[OpenHalt]:
    """The oldest first."""
    found = await db.execute(
        select(Unit.code, Halt.by, Halt.since_at)
        .select_from(Halt)
        .outerjoin(Unit, Unit.id == Halt.unit_id)
        .where(Halt.ended_at.is_(None))
        .order_by(Halt.since_at, Halt.id)
    )
    return [OpenHalt(*row) for row in found]
