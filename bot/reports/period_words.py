"""A period as people say it behind "báo cáo": `tháng 11`, `quý III năm 2026`, `năm nay`."""

import re
from datetime import date

from bot.refusals import TimeUnreadable
from bot.reports.period import Period, month_period, quarter_period, read_period, year_period
from bot.words.committee import PERIOD_EXAMPLE, PERIOD_WORDS, ROMAN
from bot.words.names import fold

OF_DAY = {"thang": month_period, "quy": quarter_period, "nam": year_period}
LETTERS = {"thang": "m", "quy": "q"}


def without_period(text: str, today: date) -> tuple[str, Period | None]:
    """The words without the period in them, folded, and the period; raises TimeUnreadable for a thirteenth month."""
    folded = fold(text)
    if folded in OF_DAY:  # "báo cáo năm"
        return "", OF_DAY[folded](today)
    found = PERIOD_WORDS.search(folded)
    if found is None:
        return folded, None
    rest = f"{folded[: found.start()]} {folded[found.end() :]}".strip(" ,")
    if found["which"]:
        period = OF_DAY[found["named"]](today)
        return rest, period if found["which"] == "nay" else period.before
    if found["whole"]:
        return rest, _read(f"y{found['whole']}", found[0])
    return rest, _numbered(found, today)


def _numbered(found: re.Match[str], today: date) -> Period:
    """Without a year it is the latest one that has begun."""
    unit, number = found["unit"], ROMAN.get(found["number"]) or int(found["number"])
    part = f"{number:02}" if unit == "thang" else str(number)
    period = _read(f"{LETTERS[unit]}{found['year'] or today.year}-{part}", found[0])
    if found["year"] or period.first <= month_period(today).first:
        return period
    return _read(f"{LETTERS[unit]}{today.year - 1}-{part}", found[0])


def _read(value: str, said: str) -> Period:
    try:
        return read_period(value)
    except TimeUnreadable:
        raise TimeUnreadable(text=said, example=PERIOD_EXAMPLE) from None
