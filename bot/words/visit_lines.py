"""How working groups and assignments are typed in one line, and what is read from it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.words.names import fold, tidy
from bot.words.visit_days import Span, take_span

GROUP_EXAMPLE = "tổ công tác số 1: Nguyễn Văn An, Trần Thị Bình"
ASSIGN_EXAMPLE = "phân công tổ 1: thôn Đồng, thôn Tây quý 1/2027"
BETWEEN = re.compile(r"[,;\n]+|(?<=\S)\s+v[aà]\s+(?=\S)")
BODY = r"(?:to|doan)(?: cong tac)?"
GROUP_BEGINS = re.compile(rf"^(?:lap |sua )?{BODY}\b[\s:.]*(?:so\b[\s:.]*)?")
ASSIGN_BEGINS = re.compile(r"^phan cong\b(?: du hop\b)?(?: cho\b)?[\s:]*")
UNANNOUNCED = re.compile(r"[\s,;(]*\b(?:du )?(?:dot xuat|khong bao truoc)\b[\s),;]*")
ANNOUNCED = re.compile(r"[\s,;(]*\b(?:co )?bao truoc\b[\s),;]*")
LEADS = re.compile(r"[\s(]*\b(?:to truong|truong doan)\b[\s):]*")
TITLE = re.compile(r"^(?:d/c|dc|dong chi)\b[\s.:]*")
BORN = re.compile(r"[\s(]*(?:sinh nam |nam sinh |sn )?\b(19\d\d|20\d\d)\b\)?\s*$")
ALL = {"tat ca", "tat ca chi bo", "tat ca cac chi bo", "cac chi bo", "moi chi bo", "toan bo chi bo"}


def same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(fold(letter)[:1] or " " for letter in text)


# Groups


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """Somebody as typed."""

    name: str
    birth_year: int | None
    is_leader: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A working group and who is in it."""

    name: str
    people: Sequence[PersonSaid]


def read_group(text: str) -> GroupLine:
    """`tổ công tác số 1: Nguyễn Văn An (tổ trưởng), Trần Thị Bình 1975`; raises ValueError.

    The first leads where nobody is said to.
    """
    begins, colon, behind = tidy(text).partition(":")
    people = [_person(part) for part in BETWEEN.split(behind) if part.strip()]
    if not colon or not people or any(not one.name for one in people) or not bare_group(begins):
        raise ValueError("no group")
    if sum(one.is_leader for one in people) > 1:
        raise ValueError("two leaders")
    if not any(one.is_leader for one in people):
        people[0] = PersonSaid(people[0].name, people[0].birth_year, is_leader=True)
    return GroupLine(begins, people)


def _person(part: str) -> PersonSaid:
    said, leads = _without(LEADS, tidy(part))
    said, _ = _without(TITLE, said)
    born = BORN.search(same_length(said))
    name = said[: born.start()] if born else said
    return PersonSaid(name.strip(" .,()"), int(born[1]) if born else None, leads)


def _without(which: re.Pattern[str], said: str) -> tuple[str, bool]:
    """The words without these, and whether they stood there."""
    found = which.search(same_length(said))
    if found is None:
        return said, False
    return tidy(f"{said[: found.start()]} {said[found.end() :]}"), True


def bare_group(said: str) -> str:
    """`Tổ công tác số 1`, `tổ 1`, `1` -> `1`; folded."""
    return GROUP_BEGINS.sub("", fold(said), count=1).removeprefix("so ").strip(" .:")


def group_name(said: str) -> str:
    """`tổ 1` -> `Tổ công tác số 1`; `tổ công tác Vùng cao` -> `Tổ công tác Vùng cao`."""
    found = GROUP_BEGINS.match(same_length(said))
    rest = (said[found.end() :] if found else said).strip(" .:")
    return f"Tổ công tác số {rest}" if rest.isdecimal() else f"Tổ công tác {rest[:1].upper()}{rest[1:]}"


def is_group(said: str) -> bool:
    """Whether a group is meant, and not a person."""
    return re.match(rf"^(?:{BODY}\b|so\b|\d)", fold(said)) is not None


# Assignments


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """Who is to go where, and when."""

    visitor: str
    cells: Sequence[str]
    """Folded; none: all."""
    span: Span
    is_announced: bool


def read_assignment(text: str, today: date) -> AssignmentLine:
    """`phân công tổ 1: thôn Đồng, thôn Tây quý 1/2027`, with `đột xuất` anywhere; raises ValueError."""
    said, _ = _without(ASSIGN_BEGINS, tidy(text))
    said, is_unannounced = _without(UNANNOUNCED, said)
    said, _ = _without(ANNOUNCED, said)
    visitor, colon, behind = said.partition(":")
    rest, span = take_span(behind, today)
    places = [part.strip(" .:") for part in BETWEEN.split(rest)]
    places = [part for part in places if part]
    if not colon or not visitor.strip() or span is None or not places:
        raise ValueError("no assignment")
    cells = [] if len(places) == 1 and places[0] in ALL else places
    return AssignmentLine(visitor.strip(" .,"), cells, span, not is_unannounced)
