"""Duties in the cell, told from duties above it and beside it."""

from functools import lru_cache
from typing import NamedTuple

from bot.words.names import fold
from bot.words.roster_headers import EMPTY
from bot.words.roster_notes import ABOVE_THE_CELL, DUTIES, DUTY_PARTS, NO_DUTY


class Duty(NamedTuple):
    """The duty if there is one, and whether all that was written is known."""

    duty: str | None
    is_clear: bool


@lru_cache(maxsize=4096)
def read_duty(text: str) -> Duty:
    """The highest duty in the cell of those named; a secretary of the committee above is none here."""
    parts = [part for part in (fold(part).strip(" .:") for part in DUTY_PARTS.split(text)) if part]
    found = {duty for part in parts if (duty := _duty(part))}
    highest = next((duty for duty in ("secretary", "deputy_secretary", "cell_committee") if duty in found), None)
    return Duty(highest, bool(highest) or all(map(_is_known, parts)))


def _duty(part: str) -> str | None:
    if ABOVE_THE_CELL.search(part):
        return None
    return next((duty for duty, pattern in DUTIES if pattern.fullmatch(part)), None)


def _is_known(part: str) -> bool:
    return part in EMPTY or bool(ABOVE_THE_CELL.search(part) or NO_DUTY.fullmatch(part))
