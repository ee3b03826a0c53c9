"""The days that visits are about: as people type them, and as they are said."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bot.words.committee import PERIOD_WORDS, ROMAN
from bot.words.names import fold, tidy
from bot.words.quarters import quarter

REPORT_EXAMPLE = "kiểm tra dự họp quý 4/2026, kiểm tra dự họp từ 1/12 đến 15/12"
ON = r"(?:\b(?:ngay|buoi|hop)\s+)*"
NEXT = re.compile(r"\b(thang|quy) sau\b")
ONE_DAY = r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?![\d/])"
DAY = re.compile(ON + ONE_DAY)
RANGE = re.compile(rf"(?:\btu\s+)?{ON}{ONE_DAY}\s*(?:\bden(?: het)?\s+|-\s*|–\s*){ON}{ONE_DAY}")
"""`từ 1/12 đến 15/12`, `từ ngày 01/12/2026 đến hết ngày 15/12/2026`, `1/12 - 15/12`."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days, both included; `is_day`: one meeting of that day is meant."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        return self.first == self.last


def take_span(text: str, today: date, *, latest: bool = False) -> tuple[str, Span | None]:
    """The words without the days in them, folded, and the days.

    Without a year the next that are not over; `latest`: the last that have begun. Raises ValueError for a month or a
    day that there is not, and for a last day before the first.
    """
    folded = fold(text)
    for which, read in ((RANGE, _range), (NEXT, _next), (PERIOD_WORDS, _period), (DAY, _day)):
        if found := which.search(folded):
            rest = tidy(f"{folded[: found.start()]} {folded[found.end() :]}").strip(" ,;.")
            return rest, read(found, today, latest)
    return folded, None


def _range(found: re.Match[str], today: date, latest: bool) -> Span:
    """Of one year that is said, both are; over the turn of a year the last day is in the next."""
    (day, month, year), (last_day, last_month, last_year) = found.groups()[:3], found.groups()[3:]
    said = last_year or year
    last = date(_year(said) if said else today.year, int(last_month), int(last_day))
    first = date(_year(year) if year else last.year, int(month), int(day))
    if first > last and year is None:
        first = _years_on(first, -1)
    elif first > last and last_year is None:
        last = _years_on(last, 1)
    if first > last:
        raise ValueError("no such days")
    return _nearest(Span(first, last), today, latest=latest) if said is None else Span(first, last)


def _nearest(span: Span, today: date, *, latest: bool) -> Span:
    """Days without a year: the next that are not over, or the last that have begun."""
    years = -(span.first > today) if latest else int(span.last < today)
    return Span(_years_on(span.first, years), _years_on(span.last, years))


def _years_on(on: date, years: int) -> date:
    is_leap_day = (on.month, on.day) == (2, 29)
    return on.replace(year=on.year + years, day=28) if is_leap_day and years else on.replace(year=on.year + years)


def _next(found: re.Match[str], today: date, _latest: bool) -> Span:
    length = 3 if found[1] == "quy" else 1
    return months((today.year * 12 + today.month - 1) // length * length + length, length)


def _period(found: re.Match[str], today: date, latest: bool) -> Span:
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
    year = _year(found["year"]) if found["year"] else today.year
    if found["year"] is None:
        this = months(year * 12 + (number - 1) * length, length)
        year += -(this.first > today) if latest else this.last < today
    return months(year * 12 + (number - 1) * length, length)


def _year(text: str) -> int:
    if not 2000 <= int(text) <= 2200:
        raise ValueError("no such year")
    return int(text)


def _day(found: re.Match[str], today: date, latest: bool) -> Span:
    number, month = int(found[1]), int(found[2])
    on = date(_year(found[3]) if found[3] else today.year, month, number)
    return _nearest(Span(on, on), today, latest=latest) if found[3] is None else Span(on, on)


def months(first: int, length: int) -> Span:
    """So many months from one on, counted from the year 0."""
    last = first + length - 1
    year, month = last // 12, last % 12 + 1
    return Span(date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1]))


def whole_months(span: Span) -> int | None:
    """How many whole months these days are: 1, 3 or 12 as the calendar has them; None for other days."""
    begins = span.first.year * 12 + span.first.month - 1
    lengths = (length for length in (1, 3, 12) if begins % length == 0)
    return next((length for length in lengths if months(begins, length) == span), None)


def span_label(first: date, last: date) -> str:
    """`quý I/2027`, `tháng 12/2026`, `ngày 03/12/2026`, or both days."""
    if first == last:
        return f"ngày {first:%d/%m/%Y}"
    length = whole_months(Span(first, last))
    if length is None:
        return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    if length == 12:
        return f"năm {first.year}"
    return quarter((first.month + 2) // 3, first.year) if length == 3 else f"tháng {first.month}/{first.year}"
