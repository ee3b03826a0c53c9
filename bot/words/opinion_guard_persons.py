"""Whether an opinion speaks of one person, and how plainly: by a name, by an office, or as somebody."""

import re
from collections.abc import Iterable
from enum import StrEnum

from bot.words import opinion_guard_words as lists
from bot.words.opinion_guard_letters import COMRADE, any_of, loosely


class Person(StrEnum):
    """How plainly a text speaks of one person."""

    NOBODY = "nobody"
    MAYBE = "maybe"
    """A form of address with a word behind it that may be a name."""
    SOMEBODY = "somebody"
    """An office that several hold, or "one of them"."""
    IN_OFFICE = "in_office"
    """The one who holds an office: the secretary, the head of the village."""
    NAMED = "named"


def titles(titles: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, titles), key=len, reverse=True))


PLACE = "|".join(map(loosely, lists.PLACES_OF_PEOPLE))
CAPITAL = f"[{''.join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isupper())}]"
IN_PLACE = re.compile(
    rf"(?<!\w)(?<!con )(?i:{PLACE}) (?i:{titles(lists.TITLES)}|{titles(lists.BARE_TITLES)}) (?:[^\W\d_]+)(?: {CAPITAL}[^\W\d_]*){{0,3}}"
)
CALLED = re.compile(rf"(?<!\w)(?P<title>(?i:{titles(lists.TITLES)})) (?P<name>{CAPITAL}[^\W\d_]*)")
BARELY_CALLED = re.compile(rf"(?<!\w)(?P<title>(?i:{titles(lists.BARE_TITLES)})) (?P<name>{CAPITAL}[^\W\d_]*)")
FIRMLY = re.compile(rf"(?<!\w)(?:{titles(lists.FIRM_TITLES)}) (?P<name>[^\W\d_]+)")
WEAKLY = re.compile(rf"(?<!\w)(?<!các )(?:{titles(lists.WEAK_TITLES)}) (?P<name>[^\W\d_]+)")
BARELY_FIRMLY = re.compile(rf"(?<!\w)(?:{titles(lists.BARE_FIRM_TITLES)}) (?P<name>[^\W\d_]+)")
FULL_NAME = re.compile(
    rf"(?<!\w)(?<!Hồ )(?P<before>\w+ )?(?P<name>(?:{lists.SURNAMES})(?: {CAPITAL}[^\W\d_A-Z]+){{1,3}})(?!\w)"
)
OF_NOBODY = re.compile(rf"(?i:{lists.NOT_OF_A_PERSON}) ?")
ROLES, SOMEBODY = any_of(lists.ROLES), any_of(lists.SOMEBODY)


def in_places(said: str) -> list[tuple[int, int]]:
    """Where a house is named by whose it is."""
    return [found.span() for found in IN_PLACE.finditer(said)]


def without_spans(said: str, spans: Iterable[tuple[int, int]]) -> str:
    for begins, ends in sorted(spans, reverse=True):
        said = f"{said[:begins]},{said[ends:]}"
    return said


def person_in(said: str, row: str) -> Person:
    if _names(said):
        return Person.NAMED
    if ROLES.search(row):
        return Person.IN_OFFICE
    if SOMEBODY.search(row):
        return Person.SOMEBODY
    may_be = any(found["name"] not in lists.NO_NAMES for found in WEAKLY.finditer(COMRADE.sub("đ/c", said).lower()))
    return Person.MAYBE if may_be else Person.NOBODY


def _names(said: str) -> bool:
    """A form of address with a name behind it, or a whole name. Where all is in capitals, they say nothing."""
    is_marked = not said.isascii()
    said = COMRADE.sub("đ/c", said)
    small = said.lower()
    firmly = FIRMLY if is_marked else BARELY_FIRMLY
    if any(found["name"] not in lists.NO_NAMES for found in firmly.finditer(small)):
        return True
    if said == said.upper():
        return False
    called = [found["name"].lower() for found in (CALLED if is_marked else BARELY_CALLED).finditer(said)]
    if any(name not in lists.NO_NAMES_AT_ALL for name in called):
        return True
    return any(_is_of_person(found) for found in FULL_NAME.finditer(said))


def _is_of_person(found: re.Match[str]) -> bool:
    return not (found["before"] and OF_NOBODY.fullmatch(found["before"]))
