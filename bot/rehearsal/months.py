"""The year of the rehearsal: twelve whole months, and the present one up to now."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.words.times import day_of, month_after, month_of


@dataclass(frozen=True, slots=True)
class Calendar:
    """Counted backward from now."""

    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def first(self) -> date:
        """The first day of the year; from here on meetings are due."""
        return self.today.replace(year=self.today.year - 1, day=1)

    @property
    def months(self) -> tuple[str, ...]:
        """Thirteen of them, the last one the present month."""
        months = [month_of(self.first)]
        while months[-1] != month_of(self.today):
            months.append(month_after(months[-1]))
        return tuple(months)

    @property
    def present(self) -> str:
        return self.months[-1]
