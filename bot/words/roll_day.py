"""A line of the roll that names its day, since it comes from paper: `DD 05/12 27/30 vang: 4P 9K`."""

import re
from dataclasses import dataclass
from datetime import date

from bot.words.names import tidy

HEAD = r"\s*(?:dd|đd|điểm danh|diem danh)[\s:]+"
DAY = re.compile(
    rf"{HEAD}(?P<named>ngày\s+|ngay\s+)?(?P<day>[0-9]{{1,2}})(?P<sign>[/.-])(?P<month>[0-9]{{1,2}})"
    r"(?:[/.-](?P<year>[0-9]{4}|[0-9]{2}))?(?=[\s:,;]|$)[\s:,;]*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
COUNT = re.compile(r"[0-9]+\s?/\s?[0-9]+")
CENTURY = 2000


@dataclass(frozen=True, slots=True)
class DaySaid:
    """The day as it was written, and the line without it."""

    on: date
    second: int
    """What stands behind the stroke: `27/30` is no day, and `10/12` may be ten of twelve."""
    rest: str
    is_sure: bool


def day_said(text: str, today: date) -> DaySaid | None:
    """None where no day is named, or none that there is; without a year it is the last such day up to now."""
    found = DAY.fullmatch(tidy(text))
    on = None if found is None else _date(found["day"], found["month"], found["year"], today)
    if found is None or on is None:
        return None
    is_sure = bool(found["named"] or found["year"] or COUNT.match(found["rest"]))
    if not is_sure and found["sign"] != "/":
        return None  # `4-9` are people
    return DaySaid(on, int(found["month"]), f"DD {found['rest']}".strip(), is_sure)


def _date(day: str, month: str, year: str | None, today: date) -> date | None:
    try:
        if year is not None:
            return date(int(year) if len(year) > 2 else CENTURY + int(year), int(month), int(day))
        on = date(today.year, int(month), int(day))
        return on if on <= today else on.replace(year=today.year - 1)
    except ValueError:
        return None
