"""Who is marked how in the body of a roll line: `4 9P, Lan có phép`. Two ways to read it are none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.refusals import CountOrNumber, RollUnreadable, SaidTwice
from bot.words.listed import GLUE, MOST_WORDS, WORD, Listed, form, row_of, shown


class Mark(StrEnum):
    """What is written beside a number or a name."""

    NOTHING = "nothing"
    PRESENT = "present"
    AWAY = "away"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


@dataclass(frozen=True, slots=True)
class Somebody:
    numbers: tuple[int, ...]
    is_name: bool


@dataclass(frozen=True, slots=True)
class Written:
    mark: Mark
    trails: bool
    """It touches, or is tied to, the one before it."""
    leads: bool


@dataclass(frozen=True, slots=True)
class Gap:
    is_wide: bool


Part = Somebody | Written | Gap
Reading = list[tuple[Somebody, Mark]]

AWAY = "(vắng (mặt)?)?"
LEAVE = "(phép|lý do|lí do)"
MARKS = {
    Mark.UNEXCUSED: f"{AWAY} ((không|ko|kg|k) (có)? {LEAVE}|(không|ko) p|kp|k)",
    Mark.EXCUSED: f"{AWAY} (có {LEAVE}|phép|cp|p)",
    Mark.AWAY: "không có mặt|không dự|vắng mặt|vắng!",
    Mark.PRESENT: "có mặt|có",
}
MARK = "|".join(f"(?P<{mark}>{form(line)})" for mark, line in MARKS.items())
WRITTEN = re.compile(
    rf"(?P<glue>{GLUE} )?(?P<open>[-–:=(] )?(?P<words>{MARK})(?P<close>[):] )?(?:{GLUE} )?", re.IGNORECASE
)
ALONE = re.compile(rf"(?:{MARK})(?:(?:{form('ạ|nhé|nha')})|[.!] )*", re.IGNORECASE)
GAP = re.compile(rf"(?:(?P<sign>[,;.+&]) |(?P<word>{form('và')}))(?:[-–] )?", re.IGNORECASE)
NUMBER = re.compile(
    rf"(?P<title>{form('(đ/c|đồng chí)? số?')}|# )?(?P<first>[0-9]+)(?:[-–](?P<last>[0-9]+))? ", re.IGNORECASE
)
LETTERS = re.compile(rf"(?:[đd]/c|{WORD}) ", re.IGNORECASE)
NEGATION = re.compile(form("không|ko|k|kg|chưa|chẳng|chả|đừng"), re.IGNORECASE)


def marks_in(row: str, listed: Listed) -> dict[int, Mark]:
    """The mark of everybody named; raises a refusal where anything is left unread or has two meanings."""
    parts = list(_parts(row, listed))
    readings = [reading for reading in (_written_behind(parts), _written_before(parts)) if reading is not None]
    if not (readings and readings[0]) or readings[0] != readings[-1]:
        raise RollUnreadable(part=shown(row))
    marks: dict[int, Mark] = {}
    for number, mark in ((number, mark) for somebody, mark in readings[0] for number in somebody.numbers):
        if number in marks:
            raise SaidTwice(number=number)
        marks[number] = mark
    if _may_be_count(parts, readings[0]):
        raise CountOrNumber(number=next(iter(marks)), better=better(marks))
    return marks


def better(marks: Mapping[int, Mark]) -> str:
    """`2K, 4P`: how people are written so that no number can be a count."""
    return ", ".join(f"{number}{'P' if mark is Mark.EXCUSED else 'K'}" for number, mark in marks.items())


def mark_alone(text: str) -> Mark | None:
    """`có`, `vắng`, `P` or `K` and nothing else, where it is known of whom."""
    found = ALONE.fullmatch(row_of(text))
    return next((mark for mark in MARKS if found[mark]), None) if found else None


def starts_with_somebody(row: str, listed: Listed) -> bool:
    """A number, or words that begin with a name of the list."""
    number = NUMBER.match(row)
    if number:
        return not row.startswith(GLUE, number.end()) or WRITTEN.match(row, number.end()) is not None
    words = _words_at(row, 0)[:MOST_WORDS]
    return any(listed.named(words[: cut + 1]) for cut in range(len(words)))


# From words to parts


def _parts(row: str, listed: Listed) -> Iterator[Part]:
    before: Part = Gap(is_wide=False)
    at = 0
    while at < len(row):
        part, at = _written(row, at, listed) or _gap(row, at, listed) or _somebody(row, at, before, listed)
        if part is not before:
            yield part
        before = part


def _written(row: str, at: int, listed: Listed) -> tuple[Part, int] | None:
    found = WRITTEN.match(row, at)
    if found is None:
        return None
    is_bracketed = found["open"] == "( "
    if is_bracketed != (found["close"] == ") ") or (not found["glue"] and listed.named(found["words"].split()[:1])):
        raise RollUnreadable(part=_around(row, at))  # the word may as well be somebody's name
    mark = next(mark for mark in MARKS if found[mark])
    trails = bool(found["glue"] or found["open"])
    return Written(mark, trails, leads=found["close"] == ": "), found.end()


def _gap(row: str, at: int, listed: Listed) -> tuple[Part, int] | None:
    found = GAP.match(row, at)
    if found is None or (found["word"] and listed.named([found["word"].strip()])):
        return None
    return Gap(is_wide=found["sign"] in {";", "."}), found.end()


def _somebody(row: str, at: int, before: Part, listed: Listed) -> tuple[Part, int]:
    number, words = NUMBER.match(row, at), _words_at(row, at)
    follows = isinstance(before, Somebody)
    if number and not (follows and number["title"]):
        part, end = Somebody(_numbers(number, row, listed), is_name=False), number.end()
    elif words and not NEGATION.search(" ".join([*words, ""])):
        part, end = _named(words, before, listed), at + sum(len(word) + 1 for word in words)
    else:
        raise RollUnreadable(part=_around(row, at))
    if not isinstance(before, Somebody) or not (part.is_name or before.is_name):
        return part, end
    if part.numbers != before.numbers:
        raise RollUnreadable(part=_around(row, at))
    return before, end  # the number and the name of one person


def _numbers(found: re.Match[str], row: str, listed: Listed) -> tuple[int, ...]:
    first = listed.numbered(found["first"])
    last = listed.numbered(found["last"] or found["first"])
    if last < first or (found["last"] and last == first):
        raise RollUnreadable(part=_around(row, found.start()))
    return tuple(number for number in range(first, last + 1) if number in listed.held)


def _named(words: Sequence[str], before: Part, listed: Listed) -> Somebody:
    """Behind a number stands the name of that person, or what cannot be read."""
    if isinstance(before, Somebody):
        return Somebody(before.numbers if {*before.numbers} <= {*listed.named(words)} else (), is_name=True)
    return Somebody((listed.one_named(words),), is_name=True)


def _words_at(row: str, at: int) -> list[str]:
    """The words up to a mark, a sign or a number."""
    words: list[str] = []
    while (found := LETTERS.match(row, at)) and not WRITTEN.match(row, at) and not GAP.match(row, at):
        words.append(found[0].strip())
        at = found.end()
    return words


def _around(row: str, at: int) -> str:
    """What stands between the signs left and right of what could not be read."""
    begins = max(row.rfind(sign, 0, at) for sign in (", ", "; ", ". "))
    ends = min(end for sign in (" , ", " ; ", " . ", "") if (end := row.find(sign, at) if sign else len(row)) >= 0)
    return shown(row[begins + 2 if begins >= 0 else 0 : ends])


# From parts to one reading


def _written_behind(parts: Sequence[Part]) -> Reading | None:
    """`4 P, 9 K`: each mark belongs to the one right before it."""
    said: Reading = []
    for before, part in pairwise([Gap(is_wide=False), *parts]):
        if isinstance(part, Somebody):
            said.append((part, Mark.NOTHING))
        elif isinstance(part, Written):
            if not isinstance(before, Somebody) or part.leads:
                return None
            said[-1] = (before, part.mark)
    return said


def _written_before(parts: Sequence[Part]) -> Reading | None:
    """`P 4, 9; K 12`: a mark belongs to all behind it, up to the next or to a wide gap."""
    said: Reading = []
    mark: Mark | None = Mark.NOTHING
    for part, following in pairwise([*parts, Gap(is_wide=False)]):
        if isinstance(part, Written):
            if part.trails or not isinstance(following, Somebody):
                return None
            mark = part.mark
        elif isinstance(part, Gap):
            mark = None if part.is_wide and mark is not Mark.NOTHING else mark
        elif mark is None:
            return None
        else:
            said.append((part, mark))
    return said


def _may_be_count(parts: Sequence[Part], reading: Reading) -> bool:
    """`2; 4P 9K` may mean that two are away, and not number 2."""
    (first, mark), others = reading[0], reading[1:]
    if first.is_name or mark is not Mark.NOTHING or first.numbers != (sum(len(one.numbers) for one, _ in others),):
        return False
    is_apart = len(parts) > 1 and isinstance(parts[1], Gap) and parts[1].is_wide
    return is_apart or all(mark is not Mark.NOTHING for _, mark in others)
