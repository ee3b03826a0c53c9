"""Single months of a series: those to come, one that goes otherwise, one that is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import MeetingKind
from bot.model.series import Series, SeriesException, SeriesProposal
from bot.refusals import NoMeetingThatMonth, NotThatMonth, TimeIsPast
from bot.services.audit import note
from bot.services.clashes import Clash, clash_of
from bot.services.combined_series import combined_at, gives_way
from bot.services.holidays import Calendar, calendar_of
from bot.services.months_taken import months_taken
from bot.services.series import (
    Monthly,
    covers,
    is_open,
    monthly_of,
    series_held,
)
from bot.services.series_rules import day_in, days_of_month
from bot.words.times import at_local, day_of, month_after, month_of

FARTHEST_MONTHS = 14


@dataclass(frozen=True, slots=True)
class Occasion:
    """One meeting of a series to come, or one that is left out."""

    series_id: int
    month: str
    at: datetime
    place: str
    is_changed: bool
    """By a decision for this month."""
    is_skipped: bool
    clash: Clash | None
    """The day is off, and nobody has decided yet."""


async def occasions(db: AsyncSession, cell_id: int, kind: MeetingKind, now: datetime, count: int) -> list[Occasion]:
    """The next ones that are not called yet, the left-out among them."""
    held = await series_held(db, cell_id, kind)
    if not held:
        return []
    taken = await months_taken(db, cell_id, kind, now)
    ids = [one.id for one in held]
    statement = select(SeriesException).where(SeriesException.series_id.in_(ids))
    found = await db.scalars(statement.execution_options(populate_existing=True))
    changes = {(one.series_id, one.month): one for one in found}
    combined = (await combined_at(db, [cell_id]))[cell_id]
    calendar = await calendar_of(db, day_of(now).replace(day=1), day_of(now) + timedelta(days=31 * FARTHEST_MONTHS))
    ahead: list[Occasion] = []
    month = month_of(day_of(now))
    for _ in range(FARTHEST_MONTHS):
        series = next((one for one in held if covers(one, month)), None)
        is_due = month not in taken and not gives_way(kind, month, combined)
        if series and is_due and is_open(series, month) and monthly_of(series).meets_in(month):
            one = occasion(series, month, changes.get((series.id, month)), calendar)
            ahead += [one] if one.at > now else []
        month = month_after(month)
    return ahead[:count]


async def series_ahead(db: AsyncSession, cell_id: int, kind: MeetingKind, now: datetime) -> Series | None:
    """The series by which the cell meets next; one whose last month is called already is no longer spoken of."""
    ahead = await occasions(db, cell_id, kind, now, 1)
    held = await series_held(db, cell_id, kind)
    return next((one for one in held if ahead and one.id == ahead[0].series_id), held[-1] if held else None)


def occasion(series: Series, month: str, change: SeriesException | None, calendar: Calendar) -> Occasion:
    """How a month of a series goes; `calendar` holds at least this month."""
    if change is None:
        clash = clash_of(series.rule, month, calendar)
        at, place = monthly_of(series).in_month(month), series.place
        return Occasion(series.id, month, at, place, is_changed=False, is_skipped=False, clash=clash)
    on = change.on or day_in(series.rule, month)
    return Occasion(
        series.id,
        month,
        at_local(on, change.hour or series.hour),
        change.place or series.place,
        is_changed=bool(change.hour or change.place or (change.on and change.on != day_in(series.rule, month))),
        is_skipped=change.on is None,
        clash=None,
    )


async def month_of_series(db: AsyncSession, series: Series, month: str) -> Occasion:
    """How one month of a series goes, called or not."""
    days = days_of_month(month)
    return occasion(series, month, await _change_of(db, series.id, month), await calendar_of(db, days[0], days[-1]))


async def occasion_in(db: AsyncSession, series: Series, month: str, now: datetime) -> Occasion:
    """The meeting of one month; raises NoMeetingThatMonth where there is none to come, or it is called."""
    ahead = await occasions(db, series.cell_id, series.kind, now, FARTHEST_MONTHS)
    for one in ahead:
        if (one.series_id, one.month) == (series.id, month) and series.ended_at is None:
            return one
    raise NoMeetingThatMonth(month=month_said(month))


def month_said(month: str) -> str:
    """`02/2027`."""
    return f"{month[5:]}/{month[:4]}"


async def change_month(
    db: AsyncSession, series: Series, month: str, wanted: Monthly, by: str, now: datetime
) -> SeriesException:
    """This one meeting goes so; all others stay. Raises NoMeetingThatMonth or TimeIsPast."""
    on = day_in(wanted.rule, month)
    hour = wanted.hour if wanted.hour != series.hour else None
    place = wanted.place if wanted.place != series.place else None
    return await _decide(db, series, month, (on, hour, place), by, now)


async def fix_day(db: AsyncSession, series: Series, month: str, on: date, by: str, now: datetime) -> SeriesException:
    """This one meeting is on that day; hour and place stay. Raises NotThatMonth besides."""
    if month_of(on) != month:
        raise NotThatMonth(on=on, month=month_said(month))
    return await _decide(db, series, month, (on, None, None), by, now)


async def skip_month(db: AsyncSession, series: Series, month: str, by: str, now: datetime) -> SeriesException:
    """No meeting in this month."""
    return await _decide(db, series, month, (None, None, None), by, now)


async def _decide(
    db: AsyncSession,
    series: Series,
    month: str,
    said: tuple[date | None, time | None, str | None],
    by: str,
    now: datetime,
) -> SeriesException:
    """The row of the series is locked: of two decisions at once the later counts, and the clock waits."""
    await _locked(db, series)
    await occasion_in(db, series, month, now)
    on, hour, place = said
    if on is not None and (at := at_local(on, hour or series.hour)) <= now:
        raise TimeIsPast(at=at, now=now)
    change = await _change_of(db, series.id, month)
    if change is None:
        change = SeriesException(series_id=series.id, month=month)
        db.add(change)
    change.on, change.hour, change.place, change.made_by, change.made_at = on, hour, place, by, now
    await _settle(db, series.id, month, now)
    await db.flush()
    note(db, by, "series_month_set", f"series:{series.id}", now, month=month, on=on.isoformat() if on else None)
    return change


async def restore_month(db: AsyncSession, series: Series, month: str, by: str, now: datetime) -> SeriesProposal | None:
    """This month goes by the rule again; where it was asked about, that is open again and returned."""
    await _locked(db, series)
    await occasion_in(db, series, month, now)
    await db.execute(
        delete(SeriesException).where(SeriesException.series_id == series.id, SeriesException.month == month)
    )
    note(db, by, "series_month_restored", f"series:{series.id}", now, month=month)
    asked: SeriesProposal | None = await db.scalar(
        select(SeriesProposal).filter_by(series_id=series.id, month=month).with_for_update()
    )
    if asked is not None:
        asked.made_at, asked.reminded_at, asked.passed_on_at, asked.decided_at = now, None, None, None
        await db.flush()
    return asked


async def _locked(db: AsyncSession, series: Series) -> None:
    statement = select(Series).where(Series.id == series.id).with_for_update()
    await db.execute(statement.execution_options(populate_existing=True))


async def _change_of(db: AsyncSession, series_id: int, month: str) -> SeriesException | None:
    found: SeriesException | None = await db.scalar(
        select(SeriesException).filter_by(series_id=series_id, month=month).execution_options(populate_existing=True)
    )
    return found


async def _settle(db: AsyncSession, series_id: int, month: str, now: datetime) -> None:
    """What was asked about this month is answered."""
    found: Sequence[SeriesProposal] = (
        await db.scalars(select(SeriesProposal).filter_by(series_id=series_id, month=month))
    ).all()
    for proposal in found:
        proposal.decided_at = now
