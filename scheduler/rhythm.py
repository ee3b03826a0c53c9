"""The rhythm of meetings: days that are off are asked about in time, and what is not kept is told."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.rhythm import Rounds
from scheduler.days_off import see_to_days_off


@dataclass
class Rhythm:
    """Both of it, one after the other."""

    rounds: Rounds = field(default_factory=Rounds)

    async def keep(self, db: AsyncSession, now: datetime) -> int:
        """A slice; 0 when nothing is left."""
        return await see_to_days_off(db, now) or await self.rounds.warn_some(db, now)
