"""Words of time that nothing was made of: "30 tết", "cuối tháng". They are never a place."""

import re
from typing import Final

from bot.words.names import fold

WORDS: Final = frozenset(
    [
        "am",
        "chap",
        "cuoi",
        "dau",
        "duong",
        "giua",
        "giap",
        "gieng",
        "hang",
        "hom",
        "lich",
        "moi",
        "mong",
        "mung",
        "nam",
        "ngay",
        "quy",
        "ram",
        "sau",
        "tet",
        "thang",
        "thu",
        "toi",
        "tuan",
        "vao",
        "luc",
        "gio",
        "nay",
        "nua",
        "truoc",
        "khoang",
        "hai",
        "ba",
        "tu",
        "bay",
        "nhat",
        "chu",
        "mot",
        "bon",
    ]
)
"""Where nothing else stands, these and bare numbers are a time."""
RUNS: Final = re.compile(
    r"(?<!\w)(?:(?:[0-9]{1,2}|mung [0-9]|giap) tet|(?:cuoi|dau|giua) (?:thang|tuan|nam)(?! [0-9])|tuan (?:dau|cuoi|thu))"
    r"(?!\w)"
)
"""These are a time also beside a place."""
MOON: Final = re.compile(r"(?<!\w)(?:tet|ram|am lich|gieng|chap)(?!\w)")


def is_time_left(rest: str) -> bool:
    """Whether what was neither day nor hour still speaks of a time."""
    return is_only_time(rest) or RUNS.search(fold(rest)) is not None


def is_only_time(text: str) -> bool:
    """Nothing but words of time and numbers: no place, and no topic."""
    said = re.findall(r"\w+", fold(text))
    return bool(said) and all(word in WORDS or word.isdecimal() for word in said)


def speaks_of_the_moon(text: str) -> bool:
    return MOON.search(fold(text)) is not None
