"""Picking people of a cell by what a secretary writes: numbers, ranges, names. Nobody is guessed."""

import re
from collections.abc import Sequence

from bot.refusals import NobodyOfThisName, SeveralOfThisName
from bot.services.links import Linked
from bot.words.names import fold, sort_key, tidy
from bot.words.papers import BETWEEN, is_everybody, untitled

NUMBERS = re.compile(r"\d{1,4}(?:-\d{1,4})?(?:[\s.]+\d{1,4}(?:-\d{1,4})?)*\.?")
RANGE = re.compile(r"\s*[-\u2013]\s*")
SHOWN = 40
"""So much of what could not be read is said back."""


def named(people: Sequence[Linked], text: str) -> list[Linked]:
    """Whoever these words may name: those who are called exactly so, else so without marks, else in part."""
    key, bare = sort_key(text), fold(text)
    if not bare:
        return []
    exactly = [one for one in people if one.member.sort_key == key]
    unmarked = [one for one in people if one.member.search_key == bare]
    return exactly or unmarked or [one for one in people if f" {bare} " in f" {one.member.search_key} "]


def chosen(people: Sequence[Linked], text: str) -> list[Linked]:
    """The people of `1 3 5-8, Nguyễn Văn An` or `tất cả`, each once, in the order of the list.

    Raises NobodyOfThisName or SeveralOfThisName; then nobody is chosen.
    """
    if is_everybody(text):
        return list(people)
    parts = [part for part in BETWEEN.split(text) if part.strip()]
    numbers = {one.number for part in parts for one in _of_part(people, part)}
    if not numbers:
        raise NobodyOfThisName(who=tidy(text)[:SHOWN])
    return [one for one in people if one.number in numbers]


def _of_part(people: Sequence[Linked], part: str) -> list[Linked]:
    row = RANGE.sub("-", part.strip())
    if NUMBERS.fullmatch(row):
        return [_numbered(people, number) for word in re.split(r"[\s.]+", row) for number in _range(word)]
    found = named(people, untitled(part))
    if not found:
        raise NobodyOfThisName(who=tidy(part)[:SHOWN])
    if len(found) > 1:
        raise SeveralOfThisName(who=tidy(part)[:SHOWN], numbers=", ".join(str(one.number) for one in found))
    return found


def _range(word: str) -> range:
    if not word:
        return range(0)
    first, _, last = word.partition("-")
    if last and int(last) < int(first):
        raise NobodyOfThisName(who=word)
    return range(int(first), int(last or first) + 1)


def _numbered(people: Sequence[Linked], number: int) -> Linked:
    for one in people:
        if one.number == number:
            return one
    raise NobodyOfThisName(who=str(number))
