"""A text comes apart into days, hours, words and marks; what is no day and no hour is put together again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.words import moment_words as words
from bot.words.names import tidy

LONGEST: Final = 300
"""Nobody needs more to say when and where; what comes behind is not read."""

DAYS: Final = {"date", "day", "relative", "past", "later", "weekday"}
HOURS: Final = {"clock", "until", "point"}
TIMES: Final = DAYS | HOURS | {"week", "month", "part", "perhaps", "number", "monthly", "lunar", "aside"}

FIGURES: Final = [
    ("date", words.ISO),
    ("date", words.SLASHED),
    ("date", words.DASHED),
    ("date", words.POINTED),
    ("day", words.NUMBER_IN_MONTH),
    ("later", words.LATER),
    ("week", words.WEEKS),
    ("clock", words.CLOCK),
    ("point", words.POINT),
    ("number", words.LOOSE),
    ("word", r"[0-9]+(?:\.[0-9]+){2,}|\w+"),
]
LETTERS: Final = [
    ("mark", r"[^\w–-]|[–-](?! ?\w)"),
    ("aside", words.ASIDE),
    ("lunar", words.LUNAR),
    ("word", words.PLACE),
    ("until", words.UNTIL),
    ("monthly", words.MONTHLY),
    ("date", words.SLASHED),
    ("date", words.DASHED),
    ("date", words.POINTED),
    ("date", words.POINTED_DAY),
    ("day", words.DAY_IN_MONTH),
    ("day", words.FIRST_DAY),
    ("day", words.DAY),
    ("clock", words.CLOCK),
    ("past", words.PAST),
    ("relative", words.RELATIVE),
    ("weekday", words.WEEKDAY),
    ("week", words.WEEK),
    ("week", words.WEEKS),
    ("month", words.MONTH_AHEAD),
    ("vague", words.VAGUE),
    ("part", words.PART),
    ("polite", words.POLITE),
    ("link", words.LINK),
    ("word", r"\w+"),
    ("mark", r"\S"),
]


@dataclass(frozen=True, slots=True)
class Piece:
    """One day, hour, word or mark."""

    kind: str
    said: str
    start: int
    found: Mapping[str, str]
    """The parts of a day or hour, in small letters."""

    @property
    def end(self) -> int:
        return self.start + len(self.said)


def short(text: str) -> str:
    """Tidied, and cut between two words where it is too long."""
    whole = tidy(text[: 4 * LONGEST])
    return whole if len(whole) <= LONGEST else whole[: LONGEST + 1].rpartition(" ")[0]


def pieces(text: str) -> list[Piece]:
    """Every piece of a tidied text, each as it looks on its own."""
    low = "".join(char.lower()[0] for char in text)  # as long as the text: İ has two small letters
    return [_piece(match, text) for match in ANY.finditer(low)]


def words_of(row: list[Piece], text: str) -> str:
    """What was neither day nor hour, as it was typed: the place, mostly."""
    marked = zip(_are_of_time(row), row, strict=True)
    runs = ([piece for _, piece in run] for is_time, run in groupby(marked, lambda pair: pair[0]) if not is_time)
    return ", ".join(filter(None, (_run(run, text) for run in runs)))


LEAD: Final = re.compile(
    r"^(?:(?:họp |hop )?(?:địa điểm|dia diem|tại|tai|ở|o(?= nha| hoi| tru))(?!\w)[ :]*)+", re.IGNORECASE
)


def _either(lines: list[tuple[str, str]]) -> str:
    """All in one, a group each; the groups inside have no names there."""
    return "|".join(f"({re.sub(r'[(][?]P<[a-z]+>', '(?:', line)})" for _, line in lines)


ANY: Final = re.compile(rf"(?=[0-9])(?:{_either(FIGURES)})|(?=[^\s0-9])(?:{_either(LETTERS)})")
"""Finds the kind twice as fast as one pattern after another would."""
EACH: Final = [(kind, re.compile(line)) for kind, line in (*FIGURES, *LETTERS)]


def _piece(match: re.Match[str], text: str) -> Piece:
    kind, line = EACH[(match.lastindex or 0) - 1]
    parts = line.match(match.string, match.start()) if kind in TIMES else None
    found = {name: said for name, said in parts.groupdict().items() if said} if parts else {}
    return Piece(kind, text[slice(*match.span())], match.start(), found)


def _are_of_time(row: list[Piece]) -> list[bool]:
    """Which are days or hours, or words that lead to one: "lúc", "vào ngày"."""
    found: list[bool] = []
    leads = False
    for piece in reversed(row):
        found.append(piece.kind in TIMES or piece.kind == "polite" or (piece.kind == "link" and leads))
        leads = found[-1] or (piece.kind == "mark" and leads)
    return found[::-1]


def _run(run: list[Piece], text: str) -> str:
    """The words from the first to the last, without the marks around them."""
    said = [piece for piece in run if piece.kind != "mark"]
    if not said:
        return ""
    end = said[-1].end
    whole = text[said[0].start : end]
    is_open = whole.count("(") > whole.count(")") and text[end : end + 1] == ")"
    return LEAD.sub("", whole + ")" * is_open)
