"""Words that may or may not be of time, settled by what stands beside them: "bà Mai" is not tomorrow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.words.moment_hours import hours_of
from bot.words.moment_pieces import DAYS, HOURS, TIMES, Piece, pieces
from bot.words.names import fold

TITLES: Final = {
    "ba", "ong", "co", "chu", "bac", "anh", "chi", "em", "thi", "dc", "c", "hoang", "xuan", "ngoc", "thanh", "phuong",
    "tuyet",
}  # fmt: skip
"""Whoever stands behind these is called Mai, or Sáng."""
MINE: Final = {"nha", "cua", "dinh"}
"""Behind these an unmarked "toi" is "tôi"."""
NOTHING: Final = Piece("nothing", "", 0, {})


class OfTheMoon(ValueError):
    """A day of the lunar calendar."""


@dataclass(frozen=True, slots=True)
class Place:
    """What stands on both sides, and whether the whole text is in capitals."""

    before: Piece
    after: Piece
    is_loud: bool


def settled(text: str) -> list[Piece]:
    """The pieces of a tidied text, as they are meant beside each other; raises ValueError for days of the moon."""
    row, is_loud = [NOTHING, *pieces(text), NOTHING], text.isupper()
    if any(piece.kind == "lunar" for piece in row):
        raise OfTheMoon("days of the moon are not read")
    for at in range(1, len(row) - 1):
        rule = RULES.get(row[at].kind)
        if rule and not rule(row[at], Place(row[at - 1], row[at + 1], is_loud)):
            row[at] = replace(row[at], kind="word")
    return _numbers(_perhaps(_points(_months(row[1:-1]))))


# Whether it is of time there


def _is_day(piece: Piece, place: Place) -> bool:
    if "lead" in piece.found:
        return True
    if piece.found["relative"] in {"mai", "mốt"}:
        return not (_is_called(place) or _is_name(piece, place))
    return place.before.kind != "word"


def _is_part(piece: Piece, place: Place) -> bool:
    part = piece.found["part"]
    if part in {"am", "pm"}:
        return place.before.kind in {"clock", "point", "number"}
    if part.isascii() and not {place.before.kind, place.after.kind} & TIMES:
        return False
    if _is_called(place) or (part == "toi" and fold(place.before.said) in MINE):
        return False
    return place.after.kind in DAYS or not _is_name(piece, place)


def _is_link(piece: Piece, place: Place) -> bool:
    return not _is_name(piece, place)


def _is_number(_: Piece, place: Place) -> bool:
    if place.before.kind == "part" or place.after.kind == "monthly":
        return True
    return place.after.kind == "part" and place.before.kind != "word"


def _is_called(place: Place) -> bool:
    return fold(place.before.said) in TITLES


def _is_name(piece: Piece, place: Place) -> bool:
    """A capital in the middle of words."""
    return piece.said[0].isupper() and place.before.kind == "word" and not place.is_loud


RULES: Final[Mapping[str, Callable[[Piece, Place], bool]]] = {
    "relative": _is_day,
    "part": _is_part,
    "link": _is_link,
    "number": _is_number,
}


# What it is there


def _months(row: list[Piece]) -> list[Piece]:
    """ "tháng sau, ngày 5": a month belongs to the day behind it; anywhere else it is part of a title."""
    for at, piece in enumerate(row):
        if piece.kind == "month":
            behind = (n for n in range(at + 1, len(row)) if row[n].kind not in {"mark", "link"})
            day = next(behind, at)
            if row[day].kind == "day" and "month" not in row[day].found:
                row[day] = replace(row[day], found={"month": "sau", **piece.found, **row[day].found})
            else:
                row[at] = replace(piece, kind="word")
    return row


def _perhaps(row: list[Piece]) -> list[Piece]:
    """The unmarked "thu 5 toi 7h" is "thứ 5 tới" or "thứ 5, tối"."""
    for at, piece in enumerate(row[1:], 1):
        before, after = row[at - 1], row[at + 1] if at + 1 < len(row) else NOTHING
        is_dated = before.kind in {"date", "day"} or (before.kind == "weekday" and "which" not in before.found)
        if piece.kind == "part" and piece.found["part"] == "toi" and is_dated and after.kind != "relative":
            row[at] = replace(piece, kind="perhaps")
    return row


def _points(row: list[Piece]) -> list[Piece]:
    """`3.12` is a date unless there is one already; `19.30` can only be an hour."""
    has_clock = any(piece.kind in {"clock", "until"} for piece in row)
    has_day = any(piece.kind in DAYS - {"weekday"} for piece in row)
    for at, piece in enumerate(row):
        if piece.kind == "point":
            day, month = piece.found["hour"], piece.found["minute"]
            is_date = 1 <= int(day) <= 31 and 1 <= int(month) <= 12 and "unit" not in piece.found
            if is_date and (has_clock or not has_day):
                row[at], has_day = replace(piece, kind="date", found={"day": day, "month": month}), True
            else:
                row[at] = replace(piece, kind="clock")
    return row


def _numbers(row: list[Piece]) -> list[Piece]:
    """A number beside a part of the day is its hour; "tối 27" and "tối 5, 7h" are days."""
    kinds = {piece.kind for piece in row}
    for at, piece in enumerate(row):
        if piece.kind == "number":
            is_monthly = at + 1 < len(row) and row[at + 1].kind == "monthly"
            kind = "day" if is_monthly else _kind_of_number(piece, row, kinds)
            number = piece.found["number"]
            row[at] = replace(piece, kind=kind, found={"day": number} if kind == "day" else {"hour": number})
    return row


def _kind_of_number(piece: Piece, row: list[Piece], kinds: set[str]) -> str:
    hours = hours_of(int(piece.found["number"]), row)
    if hours and max(hours) < 24 and not kinds & HOURS:
        return "clock"
    return "word" if kinds & (DAYS - {"weekday"}) else "day"
