"""The roll in one line, as a secretary types it: `đủ`, `vắng 4 9P 12K`, `sửa 4P 9 có`. What is left unread refuses all."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.messages import Meaning
from bot.refusals import CountOrNumber, RollCountWrong, RollNamesTooFew, RollUnreadable
from bot.words.listed import GLUE, Listed, form, row_of, shown
from bot.words.roll_marks import WRITTEN, Mark, better, marks_in, starts_with_somebody
from bot.words.understand import understand


class Absence(StrEnum):
    """What is said of an absence."""

    UNSAID = "unsaid"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


@dataclass(frozen=True, slots=True)
class RollSaid:
    """What a line says; people by their number on the list, from 1."""

    everybody: bool = False
    """All are present."""
    away: tuple[tuple[int, Absence], ...] = ()
    present: tuple[int, ...] = ()
    rest_present: bool = False
    """The line is the whole roll: whoever is not named was there."""
    is_first: bool = False
    """It says who is away and nothing of the rest: the whole roll where nobody is marked yet, else one more."""


LETTERS = {Absence.UNSAID: "", Absence.EXCUSED: "P", Absence.UNEXCUSED: "K"}
EVERYBODY = RollSaid(everybody=True, rest_present=True)
ABSENCES = {
    Mark.NOTHING: Absence.UNSAID,
    Mark.AWAY: Absence.UNSAID,
    Mark.EXCUSED: Absence.EXCUSED,
    Mark.UNEXCUSED: Absence.UNEXCUSED,
}

# Without marks "dự" and "đủ" are one word, so that "đi du" or "co du" may be somebody's own answer.
FULL = form(
    "đủ (cả|hết)?|đủ! (cả|hết)? rồi|có mặt (đông|đầy)? đủ (cả|hết)?|(đông|đầy) đủ (cả|hết)?"
    "|(có|đi|đến|dự|họp) (đông|đầy)? đủ! (cả|hết|rồi)?|có mặt (cả|hết|tất cả)"
    "|(tất cả|mọi người|cả chi bộ) (đều)? (có mặt đủ|có mặt|đủ!|đi đủ!|dự đủ!)"
)
WHO = "(ai|(đ/c|đồng chí|người) nào)"
NOBODY_AWAY = form(f"vắng (không|ko) (ai)?|(không|ko) (có)? {WHO}? vắng (mặt)? {WHO}?")
ALL = f"(?:{FULL}|{NOBODY_AWAY})"
PEOPLE = form("đ/c|đc|đồng chí|người|đảng viên|đv")
SIGNS = "(?:[:;,.–-] )*"


def _line(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


POLITE_BEFORE = _line(rf"(?:{form('dạ|báo cáo')}(?:, )?)+")
POLITE_BEHIND = _line(rf"(?:{form('ạ|nhé|nha')}|[.!] )+$")
POLITE_BESIDE_A = _line(rf"(?:{form('ạ!|nhé|nha')}|[.!] )+$")
"""Where somebody is called A."""
ROLL = _line(form("điểm danh|dd|đd") + SIGNS)
CORRECTION = _line(form("(sửa|chữa!) (lại)? (điểm danh)?") + SIGNS)
ALL_PRESENT = _line(
    rf"(?:{ALL}(?:[,.;] )?){{1,3}}|{FULL}(?P<said>[0-9]+)(?:/(?P<of>[0-9]+))? (?:{PEOPLE})?|{form('vắng')}0 (?:{PEOPLE})?"
)
OF_ALL = _line(
    rf"(?P<words>(?:{ROLL.pattern})?{form('(có mặt|có|đủ|sĩ số)?')}(?:: )?)(?P<said>[0-9]+)/(?P<of>[0-9]+) (?:{PEOPLE})?{SIGNS}"
)
AWAY = _line(
    rf"(?:{ALL}{SIGNS}{form('trừ|chỉ vắng|vắng mặt|vắng')}|{form('chỉ? (vắng mặt|vắng)')}|v (?=[:{GLUE}0-9]))(?:{GLUE} )?{SIGNS}"
)
SAYS_ALL = _line(rf"{ALL}|{form('chỉ')}")
ONE_AWAY = _line(rf"{AWAY.pattern}0*1 ")
"""Behind a count that it agrees with, number 1 or one person."""
AWAY_COUNT = _line(rf"(?P<said>[0-9]+)(?:/(?P<of>[0-9]+) (?:{PEOPLE})?| {PEOPLE}){SIGNS}")
MAY_COUNT = _line(rf"(?P<said>[0-9]+) : (?P<people>[0-9][0-9{GLUE},;. PpKk–-]*)$")
"""Behind the count only numbers with their letters."""
PRESENT = _line(form("có mặt|có") + rf"(?:{GLUE} )?{SIGNS}")
THE_REST = _line(SIGNS + form("(các đ/c)? còn lại (đều)? (có mặt đủ|có mặt|có|đủ|dự đủ)") + "$")
BEGINS_WITH_ALL, DIGIT = _line(ALL), re.compile("[0-9]")
BARE = _line(
    rf"(?:[0-9]+(?:[-–][0-9]+)? |[{GLUE},;.&+()=:–-] |{form('và|số|vắng|mặt|có|không|ko|kg|phép|lý|lí|do|p|k|kp|cp')})+"
)


def read_roll(text: str, names: Sequence[str], uncounted: Collection[int] = ()) -> RollSaid | None:
    """What the line says of the people on the list; None where it is no line of the roll.

    Totals in it are of those who are counted, without the numbers that are `uncounted`. Raises a refusal where it is one and any part of it has no certain meaning.
    """
    listed = Listed(names, uncounted)
    behind = POLITE_BESIDE_A if listed.named(["a"]) else POLITE_BEHIND
    row = behind.sub("", POLITE_BEFORE.sub("", row_of(text), count=1))
    if fixed := CORRECTION.match(row):
        return _corrected(row[fixed.end() :], listed)
    rest = row[head.end() :] if (head := ROLL.match(row)) else row
    said = _of_all(row, listed) or _whole(rest, listed) or _present(rest, listed)
    if said is None and (head or BEGINS_WITH_ALL.match(rest)) and DIGIT.search(rest):
        raise RollUnreadable(part=shown(rest))
    return said


def _whole(row: str, listed: Listed) -> RollSaid | None:
    return _everybody(row, listed) or _away(row, listed) or _bare(row, listed)


def _everybody(row: str, listed: Listed) -> RollSaid | None:
    found = ALL_PRESENT.fullmatch(row.replace(": ", ""))
    if found and found["said"]:
        _compare(found, len(listed), listed)
    return EVERYBODY if found else None


def _of_all(row: str, listed: Listed) -> RollSaid | None:
    """`DD 27/30 vắng 4P 9K 12K`: so many present, so many on the list."""
    found = OF_ALL.match(row)
    if found is None:
        return None
    rest = row[found.end() :]
    said = _whole(rest, listed) if rest else EVERYBODY
    is_whole = bool(rest) or found["said"] == found["of"] == str(len(listed))
    if not found["words"] and not (said and is_whole):
        return None  # a date
    if said is None or ONE_AWAY.fullmatch(rest):
        raise RollUnreadable(part=shown(rest))
    _demand_all_named(found, len(listed) - int(found["said"]), said, listed)
    _compare(found, len(listed) - sum(number in listed.counted for number, _ in said.away), listed)
    return replace(said, rest_present=True, is_first=False)


def _demand_all_named(found: re.Match[str], away: int, said: RollSaid, listed: Listed) -> None:
    """`27/30 vắng: 4P 9K`: three are away and two are named; none at all is a count that is wrong."""
    if len(listed) == int(found["of"] or len(listed)) and 0 < len(said.away) < away <= len(listed):
        read = ", ".join(f"{number}{LETTERS[absence]}" for number, absence in said.away)
        count = f"{found['said']}/{found['of']}" if found["of"] else found["said"]
        named = len(said.away)
        raise RollNamesTooFew(said=count, away=str(away), named=str(named), read=read, missing=str(away - named))


def _compare(found: re.Match[str], counted: int, listed: Listed) -> None:
    of = int(found["of"] or len(listed))
    if (int(found["said"]), of) == (counted, len(listed)):
        return
    said = f"{found['said']}/{found['of']}" if found["of"] else found["said"]
    raise RollCountWrong(said=said, counted=f"{counted}/{len(listed)}" if found["of"] else str(counted))


def _away(row: str, listed: Listed) -> RollSaid | None:
    found = AWAY.match(row)
    body = THE_REST.sub("", row[found.end() :]) if found else ""
    if not found or not body or (_is_answer(row) and not starts_with_somebody(body, listed)):
        return None
    _demand_no_count(body, listed)
    count = AWAY_COUNT.match(body)
    people = body[count.end() :] if count else body
    said = _said(_marks_beside_words(people, row, listed)) if people else None
    if said is None or said.present:
        raise RollUnreadable(part=shown(body))
    if count:
        _demand_all_named(count, int(count["said"]), said, listed)
        _compare(count, len(said.away), listed)
    is_whole = count is not None or body != row[found.end() :] or SAYS_ALL.match(row) is not None
    return replace(said, rest_present=is_whole, is_first=not is_whole)


def _demand_no_count(body: str, listed: Listed) -> None:
    """`2: 4, 9` may mean that two are away."""
    found = MAY_COUNT.match(body)
    if found and len(marks := marks_in(found["people"], listed)) == int(found["said"]):
        raise CountOrNumber(number=found["said"], better=better({int(found["said"]): Mark.NOTHING, **marks}))


def _present(row: str, listed: Listed) -> RollSaid | None:
    found = PRESENT.match(row)
    body = row[found.end() :] if found else ""
    if not starts_with_somebody(body, listed):
        return None
    marks = _marks_beside_words(body, row, listed)
    if set(marks.values()) != {Mark.NOTHING}:
        raise RollUnreadable(part=shown(body))
    return RollSaid(present=tuple(sorted(marks)))


def _corrected(row: str, listed: Listed) -> RollSaid | None:
    """Only those named change."""
    if said := _everybody(row, listed):
        return said
    if said := _away(row, listed) or _present(row, listed):
        return replace(said, rest_present=False, is_first=False)
    if not starts_with_somebody(row, listed) and not WRITTEN.match(row):
        return None
    marks = marks_in(row, listed)
    if Mark.NOTHING in marks.values():
        raise RollUnreadable(part=shown(row))
    return _said(marks)


def _bare(row: str, listed: Listed) -> RollSaid | None:
    """`4P 9K`: only numbers, and every one with its letter."""
    body = THE_REST.sub("", row)
    first = WRITTEN.match(body)
    begins = DIGIT.match(body) or (first and len(first["words"].split()) > 1)
    has_leave = any(found["excused"] or found["unexcused"] for found in WRITTEN.finditer(body))
    if not (begins and has_leave and BARE.fullmatch(body)) or understand(body).meaning is not Meaning.UNCLEAR:
        return None
    marks = marks_in(body, listed)
    if not set(marks.values()) <= {Mark.EXCUSED, Mark.UNEXCUSED}:
        raise RollUnreadable(part=shown(body))
    return replace(_said(marks), rest_present=body != row)


def _marks_beside_words(body: str, row: str, listed: Listed) -> dict[int, Mark]:
    """`vắng Mai` may be the writer's own answer: tomorrow, or a member of that name."""
    if _is_answer(row):
        raise RollUnreadable(part=shown(row))
    return marks_in(body, listed)


def _is_answer(row: str) -> bool:
    return not DIGIT.search(row) and understand(row).meaning is not Meaning.UNCLEAR


def _said(marks: Mapping[int, Mark]) -> RollSaid:
    away = tuple((number, ABSENCES[mark]) for number, mark in sorted(marks.items()) if mark is not Mark.PRESENT)
    return RollSaid(away=away, present=tuple(sorted(n for n, mark in marks.items() if mark is Mark.PRESENT)))
