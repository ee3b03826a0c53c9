"""The monthly series of a cell: set, changed, ended, and the days on which it meets."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.model.series import Series
from bot.model.units import Unit
from bot.refusals import PlaceMissing, TextTooLong
from bot.services.audit import note
from bot.services.meetings import LONGEST_PLACE, LONGEST_TOPIC, guard
from bot.words.names import tidy
from bot.words.times import at_local, day_of, month_after, month_of

CLOCK = "clock"
LOOK_BACK = timedelta(days=62)
"""A meeting may have been moved so far away from its month."""


@dataclass(frozen=True, slots=True)
class Monthly:
    """When and where a cell meets each month; make it with `checked_monthly`."""

    day: int
    """31 is the last day of a shorter month."""
    hour: time
    place: str

    def in_month(self, month: str) -> datetime:
        """When it meets in `2026-12`, in UTC."""
        year, number = int(month[:4]), int(month[5:])
        return at_local(date(year, number, min(self.day, monthrange(year, number)[1])), self.hour)


def checked_monthly(day: int, hour: time, place: str, *, harmless: bool = False) -> Monthly:
    """The series with its place tidied; raises a refusal for what cannot be told to people."""
    if not 1 <= day <= 31:
        raise ValueError(f"no day {day}")
    monthly = Monthly(day, hour, tidy(place))
    if not monthly.place:
        raise PlaceMissing
    if len(monthly.place) > LONGEST_PLACE:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    guard((place,), harmless=harmless)
    return monthly


def monthly_of(series: Series) -> Monthly:
    return Monthly(day_in(series.rule), series.hour, series.place)


def day_in(rule: str) -> int:
    """The day that `day:3` names."""
    return int(rule.removeprefix("day:"))


async def series_of(db: AsyncSession, cell_id: int, kind: MeetingKind = MeetingKind.REGULAR) -> Series | None:
    """The series of a cell that holds now."""
    found: Series | None = await db.scalar(select(Series).filter_by(cell_id=cell_id, kind=kind, ended_at=None))
    return found


async def set_series(
    db: AsyncSession, cell: Unit, monthly: Monthly, by: str, now: datetime, kind: MeetingKind = MeetingKind.REGULAR
) -> Series:
    """From now on the cell meets so; the series before ends. Meetings that are called already stay as they are."""
    await _lock(db, cell.id)
    if (before := await series_of(db, cell.id, kind)) is not None:
        before.ended_at = now
    series = Series(
        cell_id=cell.id,
        kind=kind,
        rule=f"day:{monthly.day}",
        hour=monthly.hour,
        place=monthly.place,
        made_by=by,
        made_at=now,
    )
    db.add(series)
    await db.flush()
    note(db, by, "series_set", f"series:{series.id}", now, cell=cell.code, rule=series.rule)
    return series


async def end_series(
    db: AsyncSession, cell: Unit, by: str, now: datetime, kind: MeetingKind = MeetingKind.REGULAR
) -> Series | None:
    """No further meeting is called by itself; None where there was no series."""
    await _lock(db, cell.id)
    series = await series_of(db, cell.id, kind)
    if series is not None:
        series.ended_at = now
        note(db, by, "series_ended", f"series:{series.id}", now, cell=cell.code)
    return series


async def _lock(db: AsyncSession, cell_id: int) -> None:
    """Of two changes at once the second sees the first."""
    await db.execute(select(Unit.id).where(Unit.id == cell_id).with_for_update())


# Its days


async def next_dates(
    db: AsyncSession,
    cell_id: int,
    monthly: Monthly,
    now: datetime,
    count: int,
    kind: MeetingKind = MeetingKind.REGULAR,
) -> list[datetime]:
    """When it meets next, without the months in which the cell has its meeting already."""
    taken = await months_taken(db, cell_id, kind, now)
    ahead = (at for month, at in _from_now(monthly, now) if month not in taken)
    return [next(ahead) for _ in range(count)]


def _from_now(monthly: Monthly, now: datetime) -> Iterator[tuple[str, datetime]]:
    month = month_of(day_of(now))
    while True:
        if (at := monthly.in_month(month)) > now:
            yield month, at
        month = month_after(month)


async def months_taken(db: AsyncSession, cell_id: int, kind: MeetingKind, now: datetime) -> set[str]:
    """The months from now on that have their meeting of this kind, called or held.

    One that the clock has called stands for its month, whatever day it is moved to.
    """
    found = await db.execute(
        select(Meeting.kind, Meeting.starts_at, Meeting.called_by).where(
            Meeting.cell_id == cell_id,
            Meeting.state.in_((MeetingState.CALLED, MeetingState.CLOSED)),
            Meeting.starts_at > now - LOOK_BACK,
        )
    )
    return {_month_of(starts_at, by) for held, starts_at, by in found if held.counted_as == kind.counted_as}


def called_for(month: str) -> str:
    """How a meeting that the clock called for a month says so."""
    return f"{CLOCK}:{month}"


def _month_of(starts_at: datetime, called_by: str) -> str:
    by, _, month = called_by.partition(":")
    return month if by == CLOCK and month else month_of(day_of(starts_at))
