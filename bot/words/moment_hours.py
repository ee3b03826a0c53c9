"""Which hours somebody means: "7 rưỡi" is in the morning or in the evening, "7 rưỡi tối" is not."""

from datetime import time

from bot.words.moment_pieces import Piece
from bot.words.moment_words import PARTS, amount
from bot.words.names import fold


def hours_said(row: list[Piece]) -> tuple[time, ...]:
    """None said, one for sure, or two with the more usual first; raises ValueError for what no clock shows.

    The end of a meeting ("19h đến 21h") is no hour of its own.
    """
    clocks = [piece for piece in row if piece.kind == "clock"] or [piece for piece in row if piece.kind == "until"]
    readings = [_readings(clock, row) for clock in clocks]
    agreed = [hour for hour in readings[0] if all(hour in others for others in readings)] if readings else []
    if readings and not agreed:
        raise ValueError("two different hours")
    return tuple(agreed)


def hours_of(hour: int, row: list[Piece]) -> list[int]:
    """The hours of the day that a 7 may be among these pieces."""
    parts = [PARTS[fold(piece.found["part"])] for piece in row if piece.kind == "part"]
    if parts:
        return [each for each in (hour, hour + 12) if any(each in part for part in parts)]
    if hour == 0 or hour >= 12:
        return [hour]
    is_evening = hour <= 7 or any(piece.kind == "perhaps" for piece in row)
    return [hour + 12, hour] if is_evening else [hour, hour + 12]


def _readings(clock: Piece, row: list[Piece]) -> list[time]:
    said = clock.found["hour"]
    is_padded = said.startswith("0") and all(piece.kind != "part" for piece in row)
    hours = [amount(said)] if is_padded else hours_of(amount(said), row)
    if not hours:
        raise ValueError("no such hour in that part of the day")
    return [_time(hour, clock) for hour in hours]


def _time(hour: int, clock: Piece) -> time:
    minute, less = amount(clock.found.get("minute", "0")), amount(clock.found.get("less", "0"))
    if hour > 23 or minute > 59 or less > 59 or less > 60 * hour:
        raise ValueError("no such hour")
    passed = hour * 60 + (30 if "half" in clock.found else minute) - less
    return time(*divmod(passed, 60))
