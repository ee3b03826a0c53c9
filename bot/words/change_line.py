"""Days and a decision's number in what a secretary writes of a change: `từ 01/12/2026 đến 30/6/2027, số 12-QĐ/ĐU`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.words.names import fold, tidy
from bot.words.phones import phone

NEAR = timedelta(days=200)
CENTURY = 2000
_DAY = r"\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*(?:\d{4}|\d{2}))?(?![\d/])"
_WORD_DAY = r"hôm nay|hom nay|ngày mai|ngay mai|hôm qua|hom qua"
DAY = re.compile(rf"(?:ngày\s+|ngay\s+)?(?P<day>{_DAY}|{_WORD_DAY})", re.IGNORECASE)
LAST = re.compile(r"(?:đến|den|hết|het|tới|toi)\s*(?:hết\s*|het\s*)?$", re.IGNORECASE)
FIRST = re.compile(r"(?:kể từ|ke tu|từ|tu|vào|vao)\s*$", re.IGNORECASE)
DECISION = re.compile(
    r"(?:theo\s+)?(?:quyết định|quyet dinh|nghị quyết|nghi quyet|giấy giới thiệu|giay gioi thieu|qđ|qd|nq|ggt)?\s*"
    r"(?:\bsố|\bso)\s*[:.]?\s*(?P<number>[^\s,;]*\d[^\s,;]*)"
    r"|\b(?:theo\s+)?(?:quyết định|quyet dinh|nghị quyết|nghi quyet|qđ|qd|nq)\s+(?P<other>[^\s,;]*\d[^\s,;]*)",
    re.IGNORECASE,
)
NEAR_WORDS = {"hom nay": 0, "ngay mai": 1, "hom qua": -1}


@dataclass(frozen=True, slots=True)
class Details:
    """What a line says of a change, and what is left of it."""

    from_on: date | None
    until_on: date | None
    decision: str | None
    rest: str


def read_details(text: str, today: date) -> Details:
    """Raises ValueError for a day that does not exist, or for more days than two."""
    said = tidy(text)
    decision = None
    if found := DECISION.search(said):
        decision = (found["number"] or found["other"]).strip(".")
        said = f"{said[: found.start()]} {said[found.end() :]}"
    first = last = None
    rest, at = "", 0
    for found in DAY.finditer(said):
        before = said[at : found.start()]
        on = read_day(found["day"], today)
        if LAST.search(before) and last is None:
            last, before = on, LAST.sub("", before)
        elif first is None:
            first, before = on, FIRST.sub("", before)
        else:
            raise ValueError("more days than a change has")
        rest, at = f"{rest} {before}", found.end()
    return Details(first, last, decision, _bare(f"{rest} {said[at:]}"))


def _bare(text: str) -> str:
    return tidy(re.sub(r"[\s,;.]+$|^[\s,;.]+|\s+(?=[,;])", "", tidy(text)))


def read_day(text: str, today: date) -> date:
    """`05/12/2026`, `5-12`, `hôm nay`; without a year the nearest. Raises ValueError."""
    if (near := NEAR_WORDS.get(fold(text))) is not None:
        return today + timedelta(near)
    parts = [int(part) for part in re.split(r"\s*[/.\-]\s*", text.strip())]
    if len(parts) == 3:
        year = parts[2] + CENTURY * (parts[2] < 100)
        return date(year, parts[1], parts[0])
    if len(parts) != 2:
        raise ValueError("no day")
    near_ones = [one for year in (-1, 0, 1) if (one := _in_year(today.year + year, *parts)) and abs(one - today) < NEAR]
    if not near_ones:
        raise ValueError("no such day near")
    return min(near_ones, key=lambda one: abs(one - today))


def _in_year(year: int, day: int, month: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        if not (1 <= month <= 12 and 1 <= day <= 31):
            raise
        return None


# Somebody new: `Nguyễn Văn A, 1990, 0912 345 678, dự bị từ 03/02/2026, tổ 1`

YEAR = re.compile(r"(?:sinh\s+(?:năm\s+|nam\s+)?)?((?:19|20)\d{2})", re.IGNORECASE)
GROUP = re.compile(r"(?:tổ|to)(?:\s+(?:đảng|dang))?\s+\S.*", re.IGNORECASE)
OFFICIAL, PROBATIONARY = ("chinh thuc", "dang vien chinh thuc"), ("du bi", "dang vien du bi")


@dataclass
class Person:
    """A line about somebody new, as far as it says something."""

    name: str = ""
    birth_year: int | None = None
    phone: str | None = None
    is_official: bool = False
    since: date | None = None
    group: str | None = None
    unread: str | None = None


def read_person(text: str, today: date) -> Person:
    """Parts between commas, the name first; what cannot be read is kept in `unread`."""
    name, *parts = [part for part in map(tidy, re.split(r"[,;\n]", text)) if part] or [""]
    person = Person(name)
    for part in parts:
        if not _take(person, part, today):
            person.unread = part
            break
    return person


def _take(person: Person, part: str, today: date) -> bool:
    if year := YEAR.fullmatch(part):
        person.birth_year = int(year[1])
        return True
    if GROUP.fullmatch(part):
        person.group = part
        return True
    return _take_standing(person, part, today) or _take_phone(person, part)


def _take_standing(person: Person, part: str, today: date) -> bool:
    try:
        details = read_details(part, today)
    except ValueError:
        return False
    said = fold(details.rest)
    if said not in {*OFFICIAL, *PROBATIONARY} or details.until_on is not None:
        return False
    person.is_official, person.since = said in OFFICIAL, details.from_on
    return True


def _take_phone(person: Person, part: str) -> bool:
    try:
        person.phone = phone(part)
    except ValueError:
        return False
    return True
