"""Looks for many phrases at once: only where a word stands that one of them may begin with."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from bot.words.names import fold
from bot.words.understand_patterns import EXACT, PART, START, regex_of

Firsts = frozenset[str] | None
"""The words a phrase may begin with; None: any."""
NOTHING: Final[frozenset[str]] = frozenset()


@lru_cache(64)
def places(row: str) -> Mapping[str, list[int]]:
    """Each word and where it stands."""
    found: dict[str, list[int]] = {}
    at = 0
    for word in row.split(" ")[:-1]:
        found.setdefault(_key(word), []).append(at)
        at += len(word) + 1
    return found


def _key(word: str) -> str:
    """All numbers are one word here."""
    return "#" if word[:1].isdigit() else word


class Phrases:
    """A list of phrases, the one with more words first; used like a compiled pattern."""

    def __init__(self, lines: Iterable[str], names: Mapping[str, str]) -> None:
        ordered = sorted(lines, key=lambda line: len(line.split()), reverse=True)
        parts = [(_firsts(line, names), f"(?:{regex_of(line, names)})") for line in ordered]
        self._any = _compiled(regex for firsts, regex in parts if firsts is None)
        words = NOTHING.union(*(firsts for firsts, _ in parts if firsts is not None))
        self._words = words
        self._lines: dict[str, list[str]] = {
            word: [regex for firsts, regex in parts if firsts is None or word in firsts] for word in words
        }
        self._by_word: dict[str, re.Pattern[str]] = {}

    def _at(self, word: str) -> re.Pattern[str] | None:
        if word not in self._words:
            return self._any
        if word not in self._by_word:  # most are never asked for
            self._by_word[word] = re.compile(f"{START}(?:{'|'.join(self._lines[word])})")
        return self._by_word[word]

    def may_be_in(self, row: str) -> bool:
        """False where no word of the row could be its first."""
        return self._any is not None or not self._words.isdisjoint(places(row))

    def match(self, row: str, at: int = 0) -> re.Match[str] | None:
        known = self._at(_key(row[at : row.find(" ", at)])) if at < len(row) else None
        return known.match(row, at) if known else None

    def search(self, row: str) -> re.Match[str] | None:
        return next(self.finditer(row), None) if self.may_be_in(row) else None

    def finditer(self, row: str) -> Iterator[re.Match[str]]:
        end = 0
        where = places(row)
        beginnings = where.keys() if self._any is not None else self._words & where.keys()
        for at, word in sorted((at, begins) for begins in beginnings for at in where[begins]):
            known = self._at(word) if at >= end else None
            if known and (found := known.match(row, at)):
                yield found
                end = found.end()

    def fullmatch(self, row: str) -> re.Match[str] | None:
        known = self._at(_key(row.partition(" ")[0])) if row else None
        return known.fullmatch(row) if known else None

    def without(self, row: str) -> str:
        """What is left where all that is known is taken away."""
        kept, end = "", 0
        for found in self.finditer(row):
            kept += row[end : found.start()]
            end = found.end()
        return kept + row[end:]

    def cover(self, row: str) -> bool:
        """Nothing is left."""
        at = 0
        while at < len(row):
            found = self.match(row, at)
            if found is None or found.end() == at:
                return False
            at = found.end()
        return True


def _compiled(lines: Iterable[str]) -> re.Pattern[str] | None:
    either = "|".join(lines)
    return re.compile(f"{START}(?:{either})") if either else None


# What a phrase may begin with


def _firsts(line: str, names: Mapping[str, str]) -> Firsts:
    firsts, is_empty = _Beginning([*_tokens(line, names)]).either()
    return None if is_empty else firsts


def _tokens(line: str, names: Mapping[str, str]) -> Iterator[re.Match[str]]:
    for part in PART.finditer(line):
        if part["name"] and part["name"] not in EXACT:
            yield from _tokens(f"({names[part['name']]})", names)
        else:
            yield part


class _Beginning:
    """Reads the parts of a line; of each group, its first words and whether it may be empty."""

    def __init__(self, parts: list[re.Match[str]]) -> None:
        self.parts, self.at = parts, 0

    def _peek(self) -> str:
        return self.parts[self.at][0] if self.at < len(self.parts) else ""

    def either(self) -> tuple[Firsts, bool]:
        firsts, may_be_empty = self._row()
        while self._peek() == "|":
            self.at += 1
            others, is_empty = self._row()
            firsts = None if firsts is None or others is None else firsts | others
            may_be_empty = may_be_empty or is_empty
        return firsts, may_be_empty

    def _row(self) -> tuple[Firsts, bool]:
        firsts: Firsts = NOTHING
        is_open = True
        while self._peek() not in {"", "|", ")"}:
            found, may_be_empty = self._one()
            if is_open:
                firsts = None if firsts is None or found is None else firsts | found
                is_open = may_be_empty
        return firsts, is_open

    def _one(self) -> tuple[Firsts, bool]:
        part = self.parts[self.at]
        self.at += 1
        if part[0] == "(":
            found = self._group()
        elif part["word"]:
            found = frozenset({part["word"]} if part["firm"] else {part["word"], fold(part["word"])}), False
        elif part["number"] or part[0] in EXACT:
            found = frozenset({"#"}), False
        else:
            found = None, False
        if self._peek() in {"?", "*"} or self._peek().startswith("{0"):
            self.at += 1
            return found[0], True
        if self._peek() == "+" or self._peek().startswith("{"):
            self.at += 1
        return found

    def _group(self) -> tuple[Firsts, bool]:
        looks = self._peek() == "?"
        while looks and self._peek() in {"?", "<", "=", "!", ":"}:
            self.at += 1
        firsts, may_be_empty = self.either()
        self.at += 1
        return (NOTHING, True) if looks else (firsts, may_be_empty)
