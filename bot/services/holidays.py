"""Which days are off: the table of the office, with the usual days of years that nobody has written yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.writing import add_if_new
from bot.model.holidays import Holiday, HolidayKind, HolidayYear
from bot.refusals import NoSuchHoliday
from bot.services.audit import note
from bot.services.meetings import guard
from bot.services.usual_holidays import is_weekend, usual_days
from bot.words import holidays as words
from bot.words.names import tidy
from bot.words.times import day_of

CLOCK = "clock"
YEARS_AHEAD = 2
LONGEST_NAME, LONGEST_SOURCE = 120, 200


@dataclass(frozen=True, slots=True)
class Marked:
    """A day that is not what its weekday says, or is a holiday on a weekend."""

    name: str
    kind: HolidayKind


@dataclass(frozen=True, slots=True)
class Calendar:
    """The marked days between two days, both included."""

    marked: Mapping[date, Marked]

    def is_off(self, on: date) -> bool:
        """A weekend or a holiday; a Saturday on which offices work is none."""
        one = self.marked.get(on)
        return is_weekend(on) if one is None else one.kind is HolidayKind.OFF

    def holiday(self, on: date) -> str | None:
        """The name of the holiday that this day is; a usual weekend is none."""
        one = self.marked.get(on)
        return one.name if one is not None and one.kind is HolidayKind.OFF else None


async def is_day_off(db: AsyncSession, on: date) -> bool:
    """Whether nobody works on this day: a weekend or a holiday, unless it makes up for another day."""
    return (await calendar_of(db, on, on)).is_off(on)


async def calendar_of(db: AsyncSession, first: date, last: date) -> Calendar:
    """What is marked between two days, both included; two queries however far they are apart."""
    found = await db.scalars(select(Holiday).where(Holiday.on.between(first, last)))
    rows = {row.on: Marked(row.name, row.kind) for row in found}
    years = range(first.year, last.year + 1)
    written = set(await db.scalars(select(HolidayYear.year).where(HolidayYear.year.between(first.year, last.year))))
    usual = (pair for year in years if year not in written for pair in usual_days(year).items())
    return Calendar({on: Marked(name, HolidayKind.OFF) for on, name in usual if first <= on <= last} | rows)


async def days_of(db: AsyncSession, first: date, last: date) -> list[Holiday]:
    """The rows between two days, the earliest first; years that nobody has written have none (`write_year`)."""
    found = await db.scalars(select(Holiday).where(Holiday.on.between(first, last)).order_by(Holiday.on))
    return list(found)


# Changing them


async def write_years(db: AsyncSession, now: datetime, by: str = CLOCK) -> int:
    """Write the usual days of this year and the next ones, each year once; returns how many years."""
    return sum(
        [await write_year(db, year, by, now) for year in range(day_of(now).year, day_of(now).year + YEARS_AHEAD)]
    )


async def write_year(db: AsyncSession, year: int, by: str, now: datetime) -> bool:
    """Write the usual days of a year; False where that was done before: what was taken away stays away."""
    if await db.get(HolidayYear, year) is not None:
        return False
    await add_if_new(db, HolidayYear, [{"year": year, "written_at": now}], ["year"])
    rows = [_usual(on, name, by, now) for on, name in usual_days(year).items()]
    await add_if_new(db, Holiday, rows, ["on"])
    return True


def _usual(on: date, name: str, by: str, now: datetime) -> dict[str, object]:
    return {
        "on": on,
        "name": name,
        "kind": HolidayKind.OFF,
        "source": words.SOURCE,
        "source_date": words.SOURCE_ON,
        "by": by,
        "at": now,
    }


@dataclass(frozen=True, slots=True)
class Said:
    """One day as the office says it is."""

    on: date
    name: str
    kind: HolidayKind
    source: str
    source_date: date

    def is_as(self, row: Holiday) -> bool:
        return (row.name, row.kind, row.source, row.source_date) == (
            self.name,
            self.kind,
            self.source,
            self.source_date,
        )


async def set_day(db: AsyncSession, said: Said, by: str, now: datetime) -> Holiday:
    """Write a day, in the place of what was written of it; raises a refusal for words that bear a secrecy mark."""
    guard((said.name, said.source), harmless=False)
    await write_year(db, said.on.year, by, now)
    row: Holiday | None = await db.scalar(select(Holiday).filter_by(on=said.on).with_for_update())
    if row is None:
        row = Holiday(on=said.on)
        db.add(row)
    row.name, row.kind = tidy(said.name), said.kind
    row.source, row.source_date, row.by, row.at = tidy(said.source), said.source_date, by, now
    await db.flush()
    note(db, by, "holiday_set", f"holiday:{said.on}", now, kind=said.kind)
    return row


async def remove_day(db: AsyncSession, on: date, by: str, now: datetime) -> Holiday:
    """From now on the day is what its weekday says; raises NoSuchHoliday."""
    await write_year(db, on.year, by, now)
    row: Holiday | None = await db.scalar(select(Holiday).filter_by(on=on).with_for_update())
    if row is None:
        raise NoSuchHoliday(on=on)
    await db.delete(row)
    await db.flush()
    note(db, by, "holiday_removed", f"holiday:{on}", now)
    return row


# Looking for days


@dataclass(frozen=True, slots=True)
class Block:
    """Days off, or working ones, that people speak of as one."""

    first: date
    last: date
    name: str
    kind: HolidayKind


def blocks(calendar: Calendar) -> list[Block]:
    """The marked days, those with one name joined; weekends between them part nothing."""
    found: list[Block] = []
    for on, one in sorted(calendar.marked.items()):
        name, last = words.itself(one.name), found[-1] if found else None
        if last and (last.name, last.kind) == (name, one.kind) and _is_next(last.last, on, calendar):
            found[-1] = Block(last.first, on, name, one.kind)
        else:
            found.append(Block(on, on, name, one.kind))
    return found


def _is_next(last: date, on: date, calendar: Calendar) -> bool:
    between = (last + timedelta(days=ahead) for ahead in range(1, (on - last).days))
    return all(calendar.is_off(one) for one in between)


def working_days(calendar: Calendar, first: date, last: date) -> Iterator[date]:
    """The working days between two days, both included."""
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return (on for on in days if not calendar.is_off(on))
