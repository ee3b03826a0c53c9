"""When and where a cell meets each month: "mùng 3 hằng tháng 19h30, nhà văn hóa", "thứ Năm đầu tiên 19h"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time

from bot.words.moment_days import day_number
from bot.words.moment_doubts import settled
from bot.words.moment_hours import hours_said
from bot.words.moment_pieces import Piece, short, words_of
from bot.words.series_rules import months_words, rule_words, take_months, take_rule


class ByWeekday(ValueError):
    """A weekday of which nobody said whether it is the first of the month, the second, the last."""


@dataclass(frozen=True, slots=True)
class SeriesSaid:
    """What was said of it; the rest has to be asked."""

    rule: str | None
    """`day:3`, `nth:1:thu`, `workday:-1`; a day of one month only ("3/12") is none."""
    hours: tuple[time, ...]
    """Empty: none said. Two: it may be either, the more usual first."""
    place: str
    months: tuple[int, ...] = ()
    """Of the year; empty: none said."""


def read_series(text: str) -> SeriesSaid:
    """Raises ValueError for a day that no month has, an hour that no clock shows, and for two of either."""
    months, rest = take_months(short(text))
    rule, said = take_rule(rest)
    row = _opened(settled(said), is_open=rule is None)
    if any(piece.kind == "weekday" for piece in row):
        raise ByWeekday("which weekday of the month")
    if (day := _day(row)) is not None and rule is not None:
        raise ValueError("two different days")
    return SeriesSaid(f"day:{day}" if day else rule, hours_said(row), words_of(row, said), months)


def series_line(rule: str, hour: time, place: str, months: Sequence[int] = ()) -> str:
    """`mùng 3 hằng tháng, 19 giờ 30, Nhà văn hóa thôn`; `thứ Năm đầu tiên hằng quý (tháng 3, 6, 9, 12), 19 giờ`."""
    return ", ".join(filter(None, (f"{rule_words(rule)} {months_words(months)}", hour_words(hour), place)))


def hour_words(hour: time) -> str:
    """`19 giờ 30`, and `19 giờ` without minutes."""
    return f"{hour.hour} giờ" + (f" {hour.minute:02}" if hour.minute else "")


def _opened(row: list[Piece], *, is_open: bool) -> list[Piece]:
    """ "3, 19h30": a number in front is the day where no other is named."""
    if not is_open:
        return row
    is_number = bool(row) and row[0].kind == "word" and re.fullmatch("[0-9]{1,2}", row[0].said)
    if not is_number or any(piece.kind == "day" for piece in row):
        return row
    return [replace(row[0], kind="day", found={"day": row[0].said}), *row[1:]]


def _day(row: list[Piece]) -> int | None:
    days = {day_number(piece.found["day"]) for piece in row if piece.kind == "day" and "month" not in piece.found}
    if len(days) > 1:
        raise ValueError("two different days")
    return next(iter(days), None)
