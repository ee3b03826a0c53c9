"""How working groups and assignments are typed in one line, and what is read from it."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.words.committee import PERIOD_WORDS, ROMAN
from bot.words.names import fold, tidy

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
NEXT = re.compile(r"\b(thang|quy) sau\b")
DAY = re.compile(r"(?:\b(?:ngay|buoi|hop)\s+)*(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?![\d/])")
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
class Span:
    """Days, both included; `is_day`: one meeting of that day is meant."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last


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


def take_span(text: str, today: date) -> tuple[str, Span | None]:
    """The words without the days in them, folded, and the days; without a year the next that are not over.

    Raises ValueError for a month or a day that there is not.
    """
    folded = fold(text)
    for which, read in ((NEXT, _next), (PERIOD_WORDS, _period), (DAY, _day)):
        if found := which.search(folded):
            return tidy(f"{folded[: found.start()]} {folded[found.end() :]}").strip(" ,;."), read(found, today)
    return folded, None


def _next(found: re.Match[str], today: date) -> Span:
    length = 3 if found[1] == "quy" else 1
    return months((today.year * 12 + today.month - 1) // length * length + length, length)


def _period(found: re.Match[str], today: date) -> Span:
    if found["which"]:
        length = {"thang": 1, "quy": 3, "nam": 12}[found["named"]]
        begins = (today.year * 12 + today.month - 1) // length * length
        return months(begins if found["which"] == "nay" else begins - length, length)
    if found["whole"]:
        return months(_year(found["whole"]) * 12, 12)
    length = 3 if found["unit"] == "quy" else 1
    number = ROMAN.get(found["number"]) or int(found["number"])
    if not 1 <= number <= 12 // length:
        raise ValueError("no such month")
    span = months((_year(found["year"]) if found["year"] else today.year) * 12 + (number - 1) * length, length)
    if found["year"] is None and span.last < today:
        return months((today.year + 1) * 12 + (number - 1) * length, length)
    return span


def _year(text: str) -> int:
    if not 2000 <= int(text) <= 2200:
        raise ValueError("no such year")
    return int(text)


def _day(found: re.Match[str], today: date) -> Span:
    number, month = int(found[1]), int(found[2])
    on = date(_year(found[3]) if found[3] else today.year, month, number)
    if found[3] is None and on < today:
        on = date(today.year + 1, month, number)
    return Span(on, on)


def months(first: int, length: int) -> Span:
    """So many months from one on, counted from the year 0."""
    last = first + length - 1
    year, month = last // 12, last % 12 + 1
    return Span(date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1]))


def span_label(first: date, last: date) -> str:
    """`quý 1/2027`, `tháng 12/2026`, `ngày 03/12/2026`, or both days."""
    if first == last:
        return f"ngày {first:%d/%m/%Y}"
    begins = first.year * 12 + first.month - 1
    for length, name in ((1, "tháng"), (3, "quý"), (12, "năm")):
        if begins % length == 0 and months(begins, length) == Span(first, last):
            if length == 12:
                return f"năm {first.year}"
            return f"{name} {(first.month - 1) // length + 1}/{first.year}"
    return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
