"""What is refused about days, series of meetings and days off."""

from bot.refusals.refused import Refused


class TimeUnreadable(Refused):
    """The time or month cannot be read."""


class LunarDay(Refused):
    """Days of the moon are not read."""


class NotThatWeekday(Refused):
    """The day and the weekday that were named do not go together."""


class SeriesByWeekday(Refused):
    """Which Thursday of the month a series has was left open."""


class NoSuchHoliday(Refused):
    """Nothing is written of this day."""


class NotThatMonth(Refused):
    """One meeting of a series stays in its month, or the month would have none."""


class NoMeetingThatMonth(Refused):
    """The series has no meeting in this month that could still be changed."""
