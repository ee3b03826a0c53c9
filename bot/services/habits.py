"""What a cell is used to: where, at which hour and on which day it meets; offered when the next meeting is called."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.model.meetings import Meeting, MeetingKind, MeetingState
from bot.services.series import Monthly, monthly_of, next_dates, series_of
from bot.words.names import fold
from bot.words.times import at_local, local

LOOKED_AT = 20
MOST = 3
REGULAR = (MeetingKind.REGULAR, MeetingKind.REGULAR_THEMATIC)


@dataclass(frozen=True, slots=True)
class Offer:
    """A time and place that the next meeting may well have."""

    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Habits:
    """The latest first; each at most three."""

    places: tuple[str, ...]
    hours: tuple[time, ...]
    offers: tuple[Offer, ...]
    last: Monthly | None
    """The day of the month, hour and place of the last regular meeting."""


async def habits_of(db: AsyncSession, cell_id: int, now: datetime) -> Habits:
    """Read from the series of a cell and its latest meetings."""
    series = await series_of(db, cell_id)
    usual = [monthly_of(series)] if series else []
    found = await db.scalars(
        select(Meeting).where(Meeting.cell_id == cell_id).order_by(Meeting.starts_at.desc()).limit(LOOKED_AT)
    )
    meetings = found.all()
    known = [*usual, *map(as_monthly, meetings)]
    last = last_regular(meetings)
    return Habits(
        places=_first({fold(one.place): one.place for one in reversed(known)}, (fold(one.place) for one in known)),
        hours=tuple(dict.fromkeys(one.hour for one in known))[:MOST],
        offers=await _offers(db, cell_id, usual, last, now),
        last=as_monthly(last) if last else None,
    )


def as_monthly(meeting: Meeting) -> Monthly:
    """Its day of the month, its hour and place."""
    here = local(meeting.starts_at)
    return Monthly(f"day:{here.day}", here.time(), meeting.place)


def _first(places: dict[str, str], order: Iterable[str]) -> tuple[str, ...]:
    """Each place once, as it was written last."""
    return tuple(places[key] for key in dict.fromkeys(order))[:MOST]


def last_regular(meetings: Sequence[Meeting]) -> Meeting | None:
    """The latest regular meeting among these, latest first, that was not called off."""
    return next((one for one in meetings if one.kind in REGULAR and one.state is not MeetingState.CANCELLED), None)


async def regular_in_month(db: AsyncSession, cell_id: int, at: datetime) -> Meeting | None:
    """The regular meeting that the cell has in the month of this moment already."""
    here = local(at)
    begins = at_local(date(here.year, here.month, 1), time())
    ends = at_local(date(here.year, here.month, monthrange(here.year, here.month)[1]), time.max)
    found: Meeting | None = await db.scalar(
        select(Meeting)
        .where(
            Meeting.cell_id == cell_id,
            Meeting.kind.in_(REGULAR),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at.between(begins, ends),
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    return found


async def regular_to_come(db: AsyncSession, cell_id: int, now: datetime) -> Meeting | None:
    """The next regular meeting that is called."""
    found: Meeting | None = await db.scalar(
        select(Meeting)
        .where(
            Meeting.cell_id == cell_id,
            Meeting.kind.in_(REGULAR),
            Meeting.state == MeetingState.CALLED,
            Meeting.starts_at > now,
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
    return found


async def _offers(
    db: AsyncSession, cell_id: int, usual: Sequence[Monthly], last: Meeting | None, now: datetime
) -> tuple[Offer, ...]:
    """The next day of the series; the day, and the weekday, of the last meeting in the next month without one."""
    wanted = [*usual, *([as_monthly(last)] if last else [])]
    days = [Offer((await next_dates(db, cell_id, one, now, 1))[0], one.place) for one in wanted]
    if last is not None:
        days.append(Offer(_same_weekday(last.starts_at, days[-1].at), last.place))
    distinct = {offer.at: offer for offer in reversed(days) if offer.at > now}
    return tuple(sorted(distinct.values(), key=lambda offer: offer.at))[:MOST]


def _same_weekday(before: datetime, month: datetime) -> datetime:
    """The first Thursday for the first Thursday; the last one where there is no fifth."""
    here, there = local(before), local(month)
    first = date(there.year, there.month, 1)
    day = 1 + (here.weekday() - first.weekday()) % 7 + (here.day - 1) // 7 * 7
    day -= 7 * (day > monthrange(there.year, there.month)[1])
    return at_local(first.replace(day=day), here.time())
