"""Finding people on a numbered list, as a secretary writes them down: by number or by name. Nobody is guessed."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.refusals import NotOnRollList, RollUnreadable, SeveralOnRollList
from bot.words.names import fold, sort_key, tidy
from bot.words.understand import reason_of
from bot.words.understand_patterns import pattern

LONGEST = 1_500
"""A list of names takes more room than an answer; what is longer is no roll."""

SHOWN = 40
"""So much of what could not be read is said back."""

WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
TOKEN = re.compile(
    rf"[đd]/c(?!\w)|[0-9]+(?:[.:][0-9]+)+|[0-9]+ ?/ ?[0-9]+|[0-9]+[-–][0-9]+|[0-9]+|{WORD}|\S", re.IGNORECASE
)
GLUE = "\u2060"
"""Stands between a number and the letters that touch it; `tidy` takes it out of what people type."""

MOST_WORDS = 12
"""No name is longer, with all its titles."""

COMPLETE = 3
"""A name of so many words, written out, is that person and nobody else with a longer name."""


def form(line: str) -> str:
    """The regular expression of an `understand_patterns` line, for rows of `row_of`."""
    return f"(?:{pattern(line).pattern})"


TITLE = re.compile(form("đ/c|đc|đồng chí|ông|bà|anh|chị|cô|chú|bác|cụ|em|thầy"), re.IGNORECASE)


def row_of(text: str) -> str:
    """The words, numbers and signs of a line, each with a space behind it; nothing of a text too long to be a roll."""
    lines = ";".join(text.strip().splitlines()) if len(text) <= LONGEST else ""
    plain = _typed(unicodedata.normalize("NFKC", lines))
    return "".join(_spaced(token, plain[token.end() :]) for token in TOKEN.finditer(plain))


def _typed(text: str) -> str:
    return tidy(text).replace("’", "'")


def _spaced(token: re.Match[str], behind: str) -> str:
    touches = behind[:1].isalnum() and token[0][-1].isalnum()
    return token[0].replace(" ", "") + (f" {GLUE} " if touches else " ")


def shown(row: str) -> str:
    """Words said back to the writer as they stood there; a reason is never repeated."""
    if reason_of(row):
        return "lý do vắng"
    text = re.sub(r" (?=[,;.:)?!])|(?<=\() ", "", row.replace(f" {GLUE} ", "")).strip()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class Listed:
    """The people of a numbered list; an empty name is a number that nobody has.

    `uncounted`: the numbers of those who are invited and not counted, as to a congress.
    """

    def __init__(self, names: Sequence[str], uncounted: Collection[int] = ()) -> None:
        self.names = [tuple(re.findall(WORD, _typed(name))) for name in names]
        self.held = {number for number, name in enumerate(names, 1) if name}
        self.counted = self.held.difference(uncounted)

    def __len__(self) -> int:
        """How many there are to be counted."""
        return len(self.counted)

    def numbered(self, digits: str) -> int:
        number = int(digits)
        if number not in self.held:
            raise NotOnRollList(which=digits[:SHOWN])
        return number

    def named(self, words: Sequence[str]) -> list[int]:
        """The numbers of all whom these words may name, with a title before the name or without."""
        if len(words) > MOST_WORDS:
            return []
        found = {n for n, name in enumerate(self.names, 1) if _names(words, name)}
        row = " ".join([*words, ""])
        if (title := TITLE.match(row)) and title.end() < len(row):
            found.update(self.named(row[title.end() :].split()))
        return sorted(found)

    def one_named(self, words: Sequence[str]) -> int:
        """The only one; raises where there is none, or where the words may be several people."""
        complete, row = self._written_out(words), " ".join(words)
        found = {*complete} or {*self.named(words)}
        if found and not complete:
            found |= self._named_apart(words)
        if len(found) > 1:
            raise SeveralOnRollList(who=shown(row), numbers=", ".join(map(str, sorted(found))))
        if not found and reason_of(row):
            raise RollUnreadable(part=shown(row))
        if not found:
            raise NotOnRollList(which=shown(row))
        return found.pop()

    def _written_out(self, words: Sequence[str]) -> list[int]:
        if len(words) < COMPLETE:
            return []
        return [n for n, name in enumerate(self.names, 1) if len(name) == len(words) and _names(words, name)]

    def _named_apart(self, words: Sequence[str]) -> set[int]:
        """`Lan Anh` may be two people, and so may `anh Lan`: these, where there is somebody for each part."""
        found: set[int] = set()
        for cut in range(1, len(words)):
            first, rest = self.named(words[:cut]), words[cut:]
            if first and (others := {*self.named(rest)} | self._named_apart(rest)):
                found |= {*first, *others}
        return found


def _names(words: Sequence[str], name: Sequence[str]) -> bool:
    """Some words of the name in their order, the given name last; who writes one mark, writes them all."""
    if not words or len(words) > len(name):
        return False
    spell = _bare if all(word.isascii() for word in words) else _marked
    said, rest = [spell(word) for word in words], iter([spell(word) for word in name])
    return said[-1] == spell(name[-1]) and all(word in rest for word in said)


@lru_cache(maxsize=4096)
def _marked(word: str) -> str:
    """The same for `Hoà` and `Hòa`."""
    return sort_key(word)


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return fold(word)
