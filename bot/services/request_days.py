"""Working days, by which requests about people's own data are counted."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.services.holidays import calendar_of

LONGEST_BREAK = 30


async def working_days_after(db: AsyncSession, on: date, days: int) -> date:
    """The last of so many working days that follow this day."""
    calendar = await calendar_of(db, on, on + timedelta(days=2 * days + LONGEST_BREAK))
    while days:
        on += timedelta(days=1)
        days -= not calendar.is_off(on)
    return on


BEFORE = 2
"""Working days before the end of its time."""


async def next_reminder(db: AsyncSession, due_on: date, today: date) -> date:
    """Two working days before the end, if that is still to come; else the day after it, and then every day."""
    calendar = await calendar_of(db, due_on - timedelta(days=LONGEST_BREAK), due_on)
    on, left = due_on, BEFORE
    while left:
        on -= timedelta(days=1)
        left -= not calendar.is_off(on)
    return on if on > today else max(due_on, today) + timedelta(days=1)
