"""Dates and hours as people here say them. Viet Nam has one zone and no summer time."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def local(at: datetime) -> datetime:
    """The same moment on the clocks of Viet Nam."""
    return at.astimezone(ZONE)


def day_of(at: datetime) -> date:
    return local(at).date()


def month_of(on: date) -> str:
    """`2026-12`."""
    return f"{on.year:04}-{on.month:02}"


def month_after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def at_local(on: date, hour: time) -> datetime:
    """That hour of that day in Viet Nam, in UTC."""
    return datetime.combine(on, hour, ZONE).astimezone(UTC)


def read_moment(text: str) -> datetime:
    """`2026-12-03T19:30`, Vietnamese time unless it names a zone; raises ValueError. A day without an hour is none."""
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text.strip()) is None:
        raise ValueError("no day with an hour")
    moment = datetime.fromisoformat(text.strip())
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)
    except OverflowError:
        raise ValueError("before the calendar begins") from None


def when(at: datetime) -> str:
    """`Thứ Năm, 03/12/2026, 19 giờ 30`."""
    here = local(at)
    hour = f"{here.hour} giờ" + (f" {here.minute:02}" if here.minute else "")
    return f"{WEEKDAYS[here.weekday()]}, {here:%d/%m/%Y}, {hour}"


def short_when(at: datetime) -> str:
    """`19h30 ngày 03/12`."""
    return f"{local(at):%Hh%M ngày %d/%m}"


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def clock_and_day(at: datetime) -> str:
    """`19:30 03/12/2026`."""
    return f"{local(at):%H:%M %d/%m/%Y}"
