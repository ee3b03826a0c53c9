"""On a phone of several people: whom a short answer names. `1 Lan`, `2 Hùng ốm`, `Lan có`, `Hùng xin vắng`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.messages import Meaning, Reason
from bot.words.names import fold, given_name
from bot.words.understand import reason_of, understand

TITLE = r"(?:(?:dong chi|d c|dc|ong|ba|anh|chi|bac|chu) )?"
PLAIN = frozenset({
    "co", "mat", "di", "du", "duoc", "hop", "khong", "ko", "k", "vang", "xin", "phep", "vi", "bi", "om", "benh", "ban",
    "viec", "nghi", "nha", "cong", "tac", "a",
})  # fmt: skip
"""Answers are made of these; with any other word behind it, a name may be no name: "lan nay", "hoa qua"."""
YES, NO = "1", "2"


@dataclass(frozen=True, slots=True)
class Named:
    """One of the people, and what is said of them: a number as it was typed, or a meaning, or neither."""

    place: int
    number: int | None = None
    meaning: Meaning | None = None
    reason: Reason | None = None


def said_of_one(text: str, names: Sequence[str]) -> Named | None:
    """None where nobody is named for certain, or what is said of them is none of the short answers."""
    row = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    for key, place in sorted(_keys(names).items(), key=lambda one: -len(one[0])):
        found = re.fullmatch(rf"(?:([12]) )?{TITLE}{re.escape(key)}(?: ([12]))?(?: (.+))?", row)
        if found and not (found[1] and found[2]):
            return _said(place, found[1] or found[2], found[3] or "")
    return None


def _said(place: int, number: str | None, rest: str) -> Named | None:
    if not rest:
        return Named(place, number=int(number) if number else None)
    if not set(rest.split()) <= PLAIN:
        return None
    if number is not None:
        why = reason_of(rest)
        return Named(place, number=int(number), reason=why) if number == NO and why else None
    said = understand(rest)
    is_clear = said.meaning in {Meaning.PRESENT, Meaning.ABSENT}
    return Named(place, meaning=said.meaning, reason=said.reason) if is_clear else None


def _keys(names: Sequence[str]) -> Mapping[str, int]:
    """Whole names and given names, each of one person alone; a given name that is a word of an answer is none."""
    known: dict[str, set[int]] = {}
    for place, name in enumerate(names):
        known.setdefault(fold(name), set()).add(place)
        given = fold(given_name(name))
        if not _is_word(given):
            known.setdefault(given, set()).add(place)
    return {key: min(places) for key, places in known.items() if len(places) == 1}


def _is_word(given: str) -> bool:
    return given in PLAIN or understand(given).meaning is not Meaning.UNCLEAR or reason_of(given) is not None
