"""The words of an opinion as rules read them: small letters, teencode spelt out, a mark that is missing is no other word."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import combinations

from bot.words import opinion_guard_words as lists
from bot.words.names import STROKES, fold


@cache
def _barer(letter: str) -> str:
    """The letter and what is left of it where marks were not typed, as a class: `ậ` gives `[aâạậ]`."""
    base, *marks = list(unicodedata.normalize("NFD", letter))
    some = (marked for count in range(len(marks) + 1) for marked in combinations(marks, count))
    forms = {unicodedata.normalize("NFC", base + "".join(marked)) for marked in some}
    return f"[{''.join(sorted(forms | {letter.translate(STROKES)}))}]"


def loosely(pattern: str) -> str:
    """A pattern whose letters are found also where marks are missing; its own signs stay."""
    return "".join(_barer(one) if one.isalpha() and not one.isascii() else one for one in pattern)


def _spaced(phrase: str) -> str:
    """The phrase glued together or spaced out, any mark missing."""
    return " ?".join(_barer(one) if one.isalpha() else re.escape(one) for one in phrase.replace(" ", ""))


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(_spaced, phrases), key=len, reverse=True))})(?!\w)")


COMRADE = re.compile(r"\b(?:đ|d) ?[/.] ?c\b|\bđc\b", re.IGNORECASE)
WORD = re.compile(r"đ/c|[^\W_]+|[.!?;\n]")
HELD = re.compile(r"(.)\1{2,}")
LETTERS = str.maketrans({"f": "ph", "j": "i", "z": "d"})
VOWELS = frozenset("aeiouy")


APART = re.compile(r"(?<=\b\w)[.\-_*·](?=\w\b)")


def row_of(said: str) -> str:
    """Small letters, one space between the words, teencode spelt out; ends of sentences stay."""
    plain = APART.sub("", unicodedata.normalize("NFKC", COMRADE.sub("đ/c", said)).lower())
    return " ".join(_spelt(word) for word in WORD.findall(plain))


def _spelt(word: str) -> str:
    """`kán` is `cán`, `nhũg` is `nhũng`, `fản` is `phản`, `cáooo` is `cáo`."""
    if word == "đ/c" or not word.isalpha():
        return word
    word = HELD.sub(r"\1", word).translate(LETTERS)
    if len(word) > 1 and word[0] == "k" and fold(word[1]) in set("aou") and not word.startswith("kh"):
        word = f"c{word[1:]}"
    if len(word) > 2 and word[-1] == "g" and fold(word[-2]) in VOWELS:
        word = f"{word[:-1]}ng"
    return word


HARMLESS = re.compile("|".join(rf"(?<!\w)(?:{loosely(one)})(?!\w)" for one in lists.HARMLESS))


HARMLESS_WITH_MARKS = re.compile(rf"(?<!\w)(?:{'|'.join(lists.HARMLESS_WITH_MARKS)})(?!\w)")


def without_harmless(row: str) -> str:
    """Without what only looks like something."""
    return HARMLESS.sub(" , ", HARMLESS_WITH_MARKS.sub(" , ", row))
