"""On which day of the month, in words: "mùng 3", "thứ Năm đầu tiên", "ngày làm việc cuối tháng"; and in which months."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.words.moment_words import END, HOUR_WORD, spelled
from bot.words.names import fold
from bot.words.times import WEEKDAYS

RULE_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NTHS: Final = {1: "đầu tiên", 2: "thứ hai", 3: "thứ ba", 4: "thứ tư", -1: "cuối cùng"}
QUARTERS: Final = {"dau": (1, 4, 7, 10), "giua": (2, 5, 8, 11), "cuoi": (3, 6, 9, 12)}
EVERY_QUARTER: Final = QUARTERS["cuoi"]
_DAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_COUNTS = {"nhat": 1, "1": 1, "mot": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tu": 4, "4": 4}

_MONTHLY = rf"(?: {spelled('của', 'trong')})?(?: {spelled('hằng', 'hàng', 'mỗi', 'mọi', 'các', 'từng')})? ?{spelled('tháng')}{END}"
_FIRST = rf"{spelled('đầu tiên', 'đầu')}{END}"
_LAST = rf"{spelled('cuối cùng', 'cuối')}{END}"
_NTH = rf"(?:{spelled('thứ')} (?:{spelled('nhất', 'hai', 'ba', 'tư')}{END}|[1-4](?![0-9])))"
_WHICH = rf"(?:(?:{spelled('của', 'trong')} )?{spelled('tuần')} )?(?:(?P<first>{_FIRST})|(?P<last>{_LAST})|(?P<nth>{_NTH})|(?P<week>(?<=tuần |tuan )[1-4]))"
_WEEKDAY = (
    rf"(?P<weekday>{spelled('thứ')} ?(?:[2-7](?![0-9])|{spelled('hai', 'ba', 'tư', 'năm', 'sáu', 'bảy')}{END})"
    rf"|t[2-7](?!\w)|{spelled('chủ nhật')}{END}|cn(?!\w))"
)
BY_WEEKDAY: Final = re.compile(rf"{_WEEKDAY} {_WHICH}(?:{_MONTHLY})?")
BY_WORKDAY: Final = re.compile(rf"{spelled('ngày làm việc')} {_WHICH}(?:{_MONTHLY})?")
END_OF_MONTH: Final = re.compile(rf"{spelled('ngày')} (?:{_LAST})(?:{_MONTHLY})")
START_OF_MONTH: Final = re.compile(rf"{spelled('ngày')} (?:{_FIRST})(?:{_MONTHLY})")

_NUMBER = rf"(?:1[0-2]|0?[1-9])(?![0-9]|:| ?(?:{HOUR_WORD}))"
MONTHS: Final = re.compile(
    rf"(?:{spelled('vào', 'của', 'trong')} )?(?:{spelled('các')} )?{spelled('tháng')} "
    rf"(?P<months>{_NUMBER}(?:(?: ?[,;-] ?| {spelled('và')} ){_NUMBER})+)"
)
QUARTERLY: Final = re.compile(
    rf"(?:{spelled('tháng')} )?(?:(?P<part>{spelled('đầu', 'giữa', 'cuối')}) )?(?:{spelled('hằng', 'hàng', 'mỗi', 'từng')} )?"
    rf"{spelled('quý')}(?: {spelled('một lần', '1 lần')})?{END}"
)


def take_months(said: str) -> tuple[tuple[int, ...], str]:
    """The months that are named, in order, and the words without them; none where none are named."""
    low = _low(said)
    if match := MONTHS.search(low):
        months = {int(number) for number in re.findall("[0-9]+", match["months"])}
        return tuple(sorted(months)), _without(said, match)
    if match := QUARTERLY.search(low):
        return QUARTERS[fold(match["part"] or "cuối")], _without(said, match)
    return (), said


def take_rule(said: str) -> tuple[str | None, str]:
    """The rule that is named by a weekday or by working days, and the words without it.

    Raises ValueError where two are named.
    """
    low = _low(said)
    found = list(_found(low))
    if len(found) > 1:
        raise ValueError("two different days")
    return (found[0][0], _without(said, found[0][1])) if found else (None, said)


def _found(low: str) -> Iterator[tuple[str, re.Match[str]]]:
    for match in BY_WEEKDAY.finditer(low):
        yield f"nth:{_which(match)}:{_weekday(match['weekday'])}", match
    for match in BY_WORKDAY.finditer(low):
        yield f"workday:{_which(match)}", match
    for match in END_OF_MONTH.finditer(low):
        yield "day:31", match
    for match in START_OF_MONTH.finditer(low):
        yield "day:1", match


def _which(match: re.Match[str]) -> int:
    if match["first"] or match["last"]:
        return 1 if match["first"] else -1
    return _COUNTS[fold(match["nth"] or match["week"]).split()[-1]]


def _weekday(said: str) -> str:
    end = fold(said).removeprefix("thu").removeprefix("t").strip()
    return RULE_WEEKDAYS[_DAYS.get(end, 6)]


def _low(said: str) -> str:
    """As long as the text."""
    return "".join(char.lower()[0] for char in said)


def _without(said: str, match: re.Match[str]) -> str:
    return f"{said[: match.start()]} , {said[match.end() :]}".strip(" ,")


# As we say it


def rule_words(rule: str) -> str:
    """`mùng 3`, `ngày 15`, `thứ Năm đầu tiên`, `ngày làm việc cuối cùng`."""
    kind, *parts = rule.split(":")
    if kind == "day":
        return f"mùng {parts[0]}" if int(parts[0]) <= 10 else f"ngày {parts[0]}"
    if kind == "workday":
        return f"ngày làm việc {_nth_workday(int(parts[0]))}"
    weekday = WEEKDAYS[RULE_WEEKDAYS.index(parts[1])]
    return f"{weekday[0].lower()}{weekday[1:]} {NTHS[int(parts[0])]}"


def _nth_workday(nth: int) -> str:
    if nth in NTHS:
        return NTHS[nth]
    return f"thứ {nth}" if nth > 0 else f"thứ {-nth} từ cuối tháng"


def months_words(months: Sequence[int]) -> str:
    """`hằng tháng`, `hằng quý (tháng 3, 6, 9, 12)`, `các tháng 1, 7`."""
    if not months:
        return "hằng tháng"
    named = ", ".join(map(str, months))
    return f"hằng quý (tháng {named})" if tuple(months) in QUARTERS.values() else f"các tháng {named}"
