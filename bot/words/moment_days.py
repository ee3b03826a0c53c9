"""Which day somebody means: "mai", "3/12", "mùng 3", "thứ Năm tuần sau". Weeks begin on Monday."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.words.moment_pieces import Piece
from bot.words.moment_words import amount
from bot.words.names import fold
from bot.words.times import at_local, day_of

NEAR: Final = {"nay": 0, "mai": 1, "mốt": 2, "mot": 2, "kia": 2, "kìa": 3}
PAST: Final = {"qua": -1, "kia": -2, "kìa": -3}
WEEKDAYS: Final = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5,
    "nhat": 6, "cn": 6,
}  # fmt: skip
NEXT: Final = {"này": 0, "nay": 0, "sau": 1, "tới": 1, "toi": 1}
"""Of months and years: "tháng này", "năm sau"."""
NEAREST: Final = timedelta(days=200)
"""A day without a year is hardly ever further away: only 29/2 is, and is asked again."""


class OtherWeekday(ValueError):
    """The day and the weekday do not go together: `on` is what the day is."""

    def __init__(self, on: date) -> None:
        super().__init__("that day is another weekday")
        self.on = on


def day_said(row: list[Piece], hours: tuple[time, ...], now: datetime) -> date | None:
    """None where none is said; raises ValueError for a day that does not exist, and for two that are not the same."""
    today = day_of(now)
    named = {on for piece in row if (on := _named(piece, today))}
    weekdays = {_weekday(piece) for piece in row if piece.kind == "weekday"}
    if len(named) > 1 or len(weekdays) > 1:
        raise ValueError("two different days")
    if named and weekdays and weekdays != {on.weekday() for on in named}:
        raise OtherWeekday(min(named))
    if weekdays and not named:
        _refuse_vague(row)
        return _on_weekday(row, hours, now)
    return next(iter(named), None)


def still_to_come(on: date, hours: tuple[time, ...], now: datetime) -> tuple[time, ...]:
    return tuple(hour for hour in hours if at_local(on, hour) > now)


def day_number(said: str) -> int:
    """1 to 31; raises ValueError."""
    number = amount(said)
    if not 1 <= number <= 31:
        raise ValueError("no month has such a day")
    return number


def _named(piece: Piece, today: date) -> date | None:
    """The day of a piece that needs no other."""
    match piece.kind:
        case "relative":
            return today + timedelta(NEAR[piece.found["relative"]])
        case "past":
            return today + timedelta(PAST[piece.found["past"]])
        case "later":
            return today + timedelta(int(piece.found["later"]))
        case "date" | "day":
            return _dated(piece.found, today)
    return None


# In the calendar


def _dated(found: Mapping[str, str], today: date) -> date:
    day = day_number(found["day"])
    if "month" not in found:
        return _next(day, today)
    year, month = _month(found["month"], today)
    if "year" in found:
        return date(_year(found["year"], today), month, day)
    return date(year, month, day) if year else _nearest(day, month, today)


def _next(day: int, today: date) -> date:
    """Today, or the first month that still has such a day to come."""
    months = (_after(today, months) for months in range(4))
    days = (_existing(year, month, day) for year, month in months)
    return next(on for on in days if on and on >= today)


def _month(said: str, today: date) -> tuple[int, int]:
    """Year and month; the year is 0 where the month alone was said."""
    return _after(today, NEXT[said]) if said in NEXT else (0, amount(said))


def _after(today: date, months: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return year, month + 1


def _year(said: str, today: date) -> int:
    if said in NEXT:
        return today.year + NEXT[said]
    year = int(said) + (2000 if len(said) == 2 else 0)
    if not 1900 <= year <= 2199:
        raise ValueError("no such year")
    return year


def _nearest(day: int, month: int, today: date) -> date:
    years = (today.year + shift for shift in (-1, 0, 1))
    days = (on for year in years if (on := _existing(year, month, day)))
    nearest = min(days, key=lambda on: abs(on - today), default=date.max)
    if abs(nearest - today) > NEAREST:
        raise ValueError("no such day")
    return nearest


def _existing(year: int, month: int, day: int) -> date | None:
    is_there = 1 <= month <= 12 and day <= monthrange(year, month)[1]
    return date(year, month, day) if is_there else None


# In the week


def _refuse_vague(row: list[Piece]) -> None:
    if any(piece.kind == "vague" for piece in row):
        raise ValueError("a weekday of some month is no day")


def _weekday(piece: Piece) -> int:
    said = fold(piece.found["weekday"])
    return next(number for end, number in WEEKDAYS.items() if said.endswith(end))


def _on_weekday(row: list[Piece], hours: tuple[time, ...], now: datetime) -> date:
    """That day of the week that was said, or the next one: today where its hour is still to come, or none is said."""
    today = day_of(now)
    said = next(piece for piece in row if piece.kind == "weekday")
    ahead = _weekday(said) - today.weekday()
    which = fold(said.found.get("which", ""))
    weeks = next((_weeks(piece) for piece in row if piece.kind == "week"), 1 if which == "sau" else None)
    if weeks is not None:
        return today + timedelta(ahead + 7 * weeks)
    is_over = which.endswith("toi") or (which != "nay" and hours and not still_to_come(today, hours, now))
    return today + timedelta(ahead % 7 or (7 if is_over else 0))


def _weeks(piece: Piece) -> int:
    """How many weeks from this one: "tuần này", "tuần sau", "2 tuần nữa"."""
    if "weeks" in piece.found:
        return amount(piece.found["weeks"])
    week = fold(piece.found.get("week", "sau"))
    return 2 if week == "sau nua" else int(week != "nay")
