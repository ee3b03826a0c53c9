"""Until when something holds, as it is typed: `hạn 25/12`, `hạn 20h ngày 25/12`."""

import re
from datetime import datetime, time

from bot.words.moments import read_when
from bot.words.names import fold, tidy
from bot.words.times import at_local

EVENING = time(20)
"""Where no hour is said: before the quiet hours begin."""
BEGINS = re.compile(r"^(?:thoi )?han(?: chot| la| den| toi)*\s*:?\s*(?=\d|thu |chu |mai|ngay |sang|chieu|toi)")
AT_THE_END = re.compile(
    r"[\s,;.(]*(?<!\w)(?<!gia )(?:thoi )?han(?: chot| la| den| toi)*\s*:?\s+"
    r"(?=\d|(?:ngay|sang|chieu|toi|trua|truoc)\s[^;?]{0,20}\d|thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|mai)([^;?]{1,40})$"
)
NO_DAY = "Chưa đọc được ngày hạn. Mời nhắn theo mẫu: hạn 25/12, hoặc hạn 19h 25/12"


def read_deadline(text: str, now: datetime) -> datetime:
    """`25/12`, `19h 25/12`; raises ValueError, whose words say why."""
    try:
        said = read_when(text, now)
    except ValueError:
        raise ValueError(NO_DAY) from None
    if said.on is None or any(map(str.isalnum, said.rest)):
        raise ValueError(NO_DAY)
    return at_local(said.on, said.hours[0] if said.hours else EVENING)


def deadline_said(text: str) -> str | None:
    """What stands behind `hạn`; None for another line."""
    said = tidy(text)
    found = BEGINS.match(same_length(said))
    return said[found.end() :] if found else None


def without_deadline(text: str) -> tuple[str, str | None]:
    """The text without the `hạn …` at its end, and what stood behind that word."""
    said = tidy(text)
    found = AT_THE_END.search(same_length(said))
    if found is None:
        return said, None
    return said[: found.start()].rstrip(" ,;("), said[found.start(1) : found.end(1)].rstrip(" .)")


def same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(fold(letter)[:1] or " " for letter in text)
