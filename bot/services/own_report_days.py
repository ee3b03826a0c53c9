"""On which day which report goes out by itself, and for how long it is caught up with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.model.own_reports import OwnReportKind
from bot.services.unit_settings import UnitSettings
from bot.words.report_words import period_label
from bot.words.times import at_local, day_of, local, month_after, month_of

CAUGHT_UP = timedelta(days=7)
"""So long after its day a report that an outage delayed is still of use."""
MONTH, QUARTER = OwnReportKind.MONTH, OwnReportKind.QUARTER
NOT_FIXED, NOT_HELD = OwnReportKind.NOT_FIXED, OwnReportKind.NOT_HELD


@dataclass(frozen=True, slots=True)
class Edition:
    """One report of one period, at whatever unit."""

    kind: OwnReportKind
    last: str
    """The last month of the period."""

    @property
    def length(self) -> int:
        """In months."""
        return 3 if self.kind is QUARTER else 1

    @property
    def first(self) -> str:
        return months_before(self.last, self.length - 1)

    @property
    def before(self) -> "Edition":
        """Of the period before it."""
        return Edition(self.kind, months_before(self.last, self.length))

    @property
    def label(self) -> str:
        return period_label(self.first, self.last)

    @property
    def period(self) -> str:
        """As buttons carry it: `m2026-11`, `q2026-4`."""
        return f"q{self.last[:4]}-{int(self.last[5:]) // 3}" if self.kind is QUARTER else f"m{self.last}"

    @property
    def about(self) -> str:
        """What its notices are about."""
        return f"report:{self.kind}:{self.period}"


def edition_of(kind: OwnReportKind, period: str) -> Edition:
    """What `period` wrote."""
    year, number = period[1:].split("-")
    return Edition(kind, f"{year}-{int(number) * 3:02}" if kind is QUARTER else f"{year}-{number}")


def edition_in(about: str) -> Edition:
    """What a notice of it is about."""
    _, kind, period = about.split(":")
    return edition_of(OwnReportKind(kind), period)


def months_before(month: str, count: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    return f"{number // 12:04}-{number % 12 + 1:02}"


def editions_on(today: date) -> list[Edition]:
    """All that may be due at some unit on this day, caught up with or just now; the oldest first."""
    this = month_of(today)
    last, earlier = months_before(this, 1), months_before(this, 2)
    quarters = [Edition(QUARTER, month) for month in (earlier, last) if int(month[5:]) % 3 == 0]
    months = [Edition(MONTH, month) for month in (earlier, last)]
    return [*months, *quarters, Edition(NOT_HELD, last), Edition(NOT_FIXED, this)]


def due_at(edition: Edition, settings: UnitSettings) -> datetime | None:
    """When it goes out at a unit; None: never. A report that comes no later than the list says who has not met."""
    day, after = settings.report_day, month_after(edition.last)
    if day == 0 or (edition.kind is NOT_HELD and day == 1):
        return None
    month, number = {
        MONTH: (after, day),
        QUARTER: (after, day),
        NOT_FIXED: (edition.last, settings.regular_fixed_by),
        NOT_HELD: (after, 1),
    }[edition.kind]
    return _at(month, number, settings)


def ends_at(edition: Edition, settings: UnitSettings) -> datetime | None:
    """Until when it is of use: the list of a month until its report comes, or until there is nothing left to fix."""
    at = due_at(edition, settings)
    if at is None:
        return None
    after, end = month_after(edition.last), at + CAUGHT_UP
    if edition.kind is NOT_HELD:
        return min(end, _at(after, settings.report_day, settings))
    return min(end, at_local(date.fromisoformat(f"{after}-01"), time())) if edition.kind is NOT_FIXED else end


def _at(month: str, day: int, settings: UnitSettings) -> datetime:
    return at_local(date.fromisoformat(f"{month}-{day:02}"), time(settings.report_hour))


def is_due(edition: Edition, settings: UnitSettings, now: datetime) -> bool:
    """From the hour of its day on, and on the days after it never before that hour."""
    at, end = due_at(edition, settings), ends_at(edition, settings)
    return at is not None and end is not None and at <= now < end and local(now).hour >= settings.report_hour


def next_due(kind: OwnReportKind, settings: UnitSettings, now: datetime) -> tuple[Edition, datetime] | None:
    """The one of a kind that comes next; None: never."""
    return next(((one, at) for one, at in _coming(kind, settings, now) if at > now), None)


def _coming(kind: OwnReportKind, settings: UnitSettings, now: datetime) -> Iterable[tuple[Edition, datetime]]:
    month = months_before(month_of(day_of(now)), 1)
    for _ in range(5):
        one = Edition(kind, month)
        if (kind is not QUARTER or int(month[5:]) % 3 == 0) and (at := due_at(one, settings)) is not None:
            yield one, at
        month = month_after(month)
