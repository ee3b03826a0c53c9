"""When a meeting is, in the words of whoever calls it: "tối thứ Năm tuần sau 7 rưỡi, nhà văn hóa"."""

from dataclasses import dataclass
from datetime import date, datetime, time

from bot.words.moment_days import day_said, still_to_come
from bot.words.moment_doubts import settled
from bot.words.moment_hours import hours_said
from bot.words.moment_pieces import short, words_of
from bot.words.times import at_local, day_of


@dataclass(frozen=True, slots=True)
class When:
    """The day, the hours it may be, and the words that were neither."""

    on: date | None
    hours: tuple[time, ...]
    """Empty: none said. Two: it may be either, the more usual first."""
    rest: str
    """As it was typed: the place, mostly."""

    def moments(self) -> list[datetime]:
        """In UTC, one for each hour; none while the day or the hour is missing."""
        return [at_local(self.on, hour) for hour in self.hours] if self.on else []


def read_when(text: str, now: datetime) -> When:
    """The day and hour in these words; raises ValueError where they name one that does not exist, or two.

    An hour of today that has passed is not meant where another is still to come.
    """
    said = short(text)
    row = settled(said)
    hours = hours_said(row)
    on = day_said(row, hours, now)
    if on == day_of(now):
        hours = still_to_come(on, hours, now) or hours
    return When(on, hours, words_of(row, said))
