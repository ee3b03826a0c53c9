"""When and where a cell meets each month: "mùng 3 hằng tháng 19h30, nhà văn hóa"."""

import re
from dataclasses import dataclass, replace
from datetime import time

from bot.words.moment_days import day_number
from bot.words.moment_doubts import settled
from bot.words.moment_hours import hours_said
from bot.words.moment_pieces import Piece, short, words_of


class ByWeekday(ValueError):
    """The first Friday of the month, or the like: a series knows the day of the month."""


@dataclass(frozen=True, slots=True)
class SeriesSaid:
    """What was said of it; the rest has to be asked."""

    day: int | None
    """1 to 31; a day of one month only ("3/12") is none."""
    hours: tuple[time, ...]
    """Empty: none said. Two: it may be either, the more usual first."""
    place: str


def read_series(text: str) -> SeriesSaid:
    """Raises ValueError for a day that no month has, an hour that no clock shows, and for two of either."""
    said = short(text)
    row = _opened(settled(said))
    if any(piece.kind == "weekday" for piece in row):
        raise ByWeekday("a series has no weekday")
    return SeriesSaid(_day(row), hours_said(row), words_of(row, said))


def series_line(day: int, hour: time, place: str) -> str:
    """`mùng 3 hằng tháng, 19 giờ 30, Nhà văn hóa thôn`."""
    named = f"mùng {day}" if day <= 10 else f"ngày {day}"
    return ", ".join(filter(None, (f"{named} hằng tháng", hour_words(hour), place)))


def hour_words(hour: time) -> str:
    """`19 giờ 30`, and `19 giờ` without minutes."""
    return f"{hour.hour} giờ" + (f" {hour.minute:02}" if hour.minute else "")


def _opened(row: list[Piece]) -> list[Piece]:
    """ "3, 19h30": a number in front is the day where no other is named."""
    is_number = bool(row) and row[0].kind == "word" and re.fullmatch("[0-9]{1,2}", row[0].said)
    if not is_number or any(piece.kind == "day" for piece in row):
        return row
    return [replace(row[0], kind="day", found={"day": row[0].said}), *row[1:]]


def _day(row: list[Piece]) -> int | None:
    days = {day_number(piece.found["day"]) for piece in row if piece.kind == "day" and "month" not in piece.found}
    if len(days) > 1:
        raise ValueError("two different days")
    return next(iter(days), None)
