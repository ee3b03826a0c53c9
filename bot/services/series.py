"""The series of a cell: set, changed, ended, and the days on which it meets by its rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.series import Series, SeriesException, SeriesProposal
from bot.model.units import Unit
from bot.refusals import PlaceMissing, TextTooLong
from bot.services.audit import note
from bot.services.meetings import LONGEST_PLACE, LONGEST_TOPIC, guard
from bot.services.months_taken import months_taken
from bot.services.series_rules import checked_rule, day_in
from bot.words.names import tidy
from bot.words.times import at_local, day_of, month_after, month_of

KINDS = (MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.REGULAR_THEMATIC)
"""What meets by a series."""


@dataclass(frozen=True, slots=True)
class Monthly:
    """When and where a cell meets; make it with `checked_monthly`."""

    rule: str
    """See `series_rules`; `day:31` is the last day of a shorter month."""
    hour: time
    place: str
    months: tuple[int, ...] = ()
    """The months of the year in which it meets; none: in each."""

    def in_month(self, month: str) -> datetime:
        """When it meets in `2026-12`, in UTC."""
        return at_local(day_in(self.rule, month), self.hour)

    def meets_in(self, month: str) -> bool:
        return not self.months or int(month[5:]) in self.months


def checked_monthly(
    rule: str | int, hour: time, place: str, *, months: Sequence[int] = (), harmless: bool = False
) -> Monthly:
    """The series with its place tidied; 3 is `day:3`. Raises a refusal for what cannot be told to people.

    Raises ValueError for what no month has.
    """
    if not all(1 <= month <= 12 for month in months):
        raise ValueError("no such month")
    whole = tuple(sorted(set(months)))
    monthly = Monthly(
        checked_rule(f"day:{rule}" if isinstance(rule, int) else rule),
        hour,
        tidy(place),
        () if len(whole) == 12 else whole,
    )
    if not monthly.place:
        raise PlaceMissing
    if len(monthly.place) > LONGEST_PLACE:
        raise TextTooLong(place=LONGEST_PLACE, topic=LONGEST_TOPIC)
    guard((place,), harmless=harmless)
    return monthly


def monthly_of(series: Series) -> Monthly:
    return Monthly(series.rule, series.hour, series.place, months_of(series.months))


def months_of(text: str | None) -> tuple[int, ...]:
    """`3,6,9,12`."""
    return tuple(int(month) for month in text.split(",")) if text else ()


def covers(series: Series, month: str) -> bool:
    """Whether this month is of those for which it holds, wherever it meets in it or not."""
    return (series.from_month or "") <= month <= (series.until_month or "9999-12")


async def series_of(
    db: AsyncSession, cell_id: int, kind: MeetingKind = MeetingKind.REGULAR, month: str | None = None
) -> Series | None:
    """The series of a cell that holds in a month, or the first that holds at all."""
    held = await series_held(db, cell_id, kind)
    return next((one for one in held if month is None or covers(one, month)), None)


async def series_held(db: AsyncSession, cell_id: int, kind: MeetingKind) -> list[Series]:
    """Those of a kind that hold, each for its months, the earliest first."""
    found = await db.scalars(select(Series).filter_by(cell_id=cell_id, kind=kind, ended_at=None))
    return sorted(found, key=lambda one: (one.from_month or "", one.id))


async def set_series(
    db: AsyncSession,
    cell: Unit,
    monthly: Monthly,
    by: str,
    now: datetime,
    kind: MeetingKind = MeetingKind.REGULAR,
    from_month: str | None = None,
) -> Series:
    """From now on, or from a month on, the cell meets so; the series before ends there.

    Meetings that are called already stay as they are. Months that are left out stay so; days that were decided for one
    month stay decided where the rule stays the same.
    """
    await _lock(db, cell.id)
    before = await series_held(db, cell.id, kind)
    first = from_month if from_month and any(_keeps(one, from_month, now) for one in before) else None
    series = Series(
        cell_id=cell.id,
        kind=kind,
        rule=monthly.rule,
        months=",".join(map(str, monthly.months)) or None,
        from_month=first,
        hour=monthly.hour,
        place=monthly.place,
        made_by=by,
        made_at=now,
    )
    db.add(series)
    await db.flush()
    for one in before:
        await _hand_over(db, one, series, by, now)
    note(db, by, "series_set", f"series:{series.id}", now, cell=cell.code, rule=series.rule, from_month=first)
    return series


def _keeps(series: Series, from_month: str, now: datetime) -> bool:
    """Whether a series still has months before the one from which another holds."""
    return max(series.from_month or "", month_of(day_of(now))) < from_month


async def _hand_over(db: AsyncSession, old: Series, new: Series, by: str, now: datetime) -> None:
    """The old one ends where the new one begins; what was decided for months behind that goes with them."""
    first = new.from_month or month_of(day_of(now))
    found = await db.scalars(
        select(SeriesException).where(SeriesException.series_id == old.id, SeriesException.month >= first)
    )
    for one in found.all():
        is_same_rule = (old.rule, old.months) == (new.rule, new.months)
        if covers(old, one.month) and (one.on is None or is_same_rule):
            kept = {"month": one.month, "on": one.on, "hour": one.hour, "place": one.place}
            db.add(SeriesException(series_id=new.id, made_by=by, made_at=now, **kept))
        await db.delete(one)  # the old one may hold on for a while, and calls nothing in these months
    still_asked = (
        SeriesProposal.series_id == old.id,
        SeriesProposal.month >= first,
        SeriesProposal.decided_at.is_(None),
    )
    await db.execute(update(SeriesProposal).where(*still_asked).values(decided_at=now))
    if new.from_month is None or not _keeps(old, new.from_month, now):
        old.ended_at = now
    elif old.until_month is None or old.until_month >= new.from_month:
        old.until_month = _month_before(new.from_month)
    await db.flush()


def _month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}"


async def end_series(
    db: AsyncSession, cell: Unit, by: str, now: datetime, kind: MeetingKind = MeetingKind.REGULAR
) -> Series | None:
    """No further meeting is called by itself; None where there was no series."""
    await _lock(db, cell.id)
    held = await series_held(db, cell.id, kind)
    for series in held:
        series.ended_at = now
        note(db, by, "series_ended", f"series:{series.id}", now, cell=cell.code)
    return held[0] if held else None


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
    from_month: str | None = None,
) -> list[datetime]:
    """When it would meet next by its rule, without the months in which the cell has its meeting already."""
    taken = await months_taken(db, cell_id, kind, now)
    ahead = (at for month, at in _from_now(monthly, now, from_month or "") if month not in taken)
    return [next(ahead) for _ in range(count)]


def _from_now(monthly: Monthly, now: datetime, from_month: str) -> Iterator[tuple[str, datetime]]:
    month = max(month_of(day_of(now)), from_month)
    while True:
        if monthly.meets_in(month) and (at := monthly.in_month(month)) > now:
            yield month, at
        month = month_after(month)


def is_open(series: Series, month: str) -> bool:
    """Whether the clock has not looked after this month yet; what it called then is not called again."""
    return series.called_through is None or series.called_through < month
