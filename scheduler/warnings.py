"""Early warnings: rolls that changed, forecasts, minutes, dates that come, rosters to look through, what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.change_clock import ask_some_again
from bot.services.dates_coming import warn_of_dates
from bot.services.forecasts import warn_of_low
from bot.services.missing_minutes import remind_of_minutes
from bot.services.roll_warnings import look_at_rolls
from bot.services.roster_checks import see_to_rosters

SELDOM = timedelta(minutes=30)


@dataclass
class Watch:
    """What changes by the day is looked for twice an hour, whoever else looks too: each warning is given once."""

    seldom_from: datetime | None = None
    """When the slow looks are due again."""

    async def look(self, db: AsyncSession, now: datetime) -> int:
        """A slice; 0 when nothing is left."""
        if done := await look_at_rolls(db, now) or await warn_of_low(db, now):
            return done
        if self.seldom_from is not None and self.seldom_from - SELDOM <= now < self.seldom_from:
            return 0
        done = await remind_of_minutes(db, now) or await warn_of_dates(db, now)
        done = done or await see_to_rosters(db, now) or await ask_some_again(db, now)
        if not done:
            self.seldom_from = now + SELDOM
        return done
