"""How the settings of units are read from what people write."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.config import quiet_hours
from bot.model.check_ins import CheckInMode
from bot.services.rate import Line

LEAST_A_DAY, MOST_A_DAY = 3, 50
"""The call and both reminders of one meeting may fall on one day."""
MOST_AHEAD = 90
"""Days before a date at which anybody wants to hear of it."""
FEWEST_CONFIRMED = 20
"""A typed number of people must not be that of a choice."""


def _hours(text: str) -> int:
    return _within(text, 0, 24 * 30)


def _within(text: str, least: int, most: int) -> int:
    number = int(text)
    if not least <= number <= most:
        raise ValueError(f"{least}–{most}")
    return number


def _dong(text: str) -> int:
    """`500000` or `500.000`."""
    return _within(text.replace(".", ""), 0, 10**12)


def _sheet(text: str) -> str | None:
    """The name of a score sheet; `none` takes the choice back."""
    if re.fullmatch(r"[a-z][a-z0-9_]{0,31}", text) is None:
        raise ValueError(text)
    return None if text == "none" else text


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _one_of(*words: str) -> Callable[[str], str]:
    return {word: word for word in words}.__getitem__


def _four_days(text: str) -> tuple[int, ...]:
    """`2 10 15 20`, or with slashes or commas between."""
    first, change, restriction, deletion = (_within(part, 1, 90) for part in re.split(r"[\s/,]+", text.strip()))
    return first, change, restriction, deletion


def _line(text: str) -> Line:
    operator, number = text.split()
    if operator not in {">", ">="}:
        raise ValueError("> | >=")
    return Line(operator, _within(number, 0, 100))


def _months(text: str) -> tuple[int, int, int]:
    """`1 2 3`, each more than the one before."""
    note, warning, consider = (_within(part, 1, 12) for part in text.split())
    if not note < warning < consider:
        raise ValueError("1 2 3")
    return note, warning, consider


READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "notice_hours": (_hours, "72"),
    "reminder_hours": (_hours, "24"),
    "last_reminder_hours": (_hours, "2"),
    "extraordinary_reminder_minutes": (lambda text: _within(text, 0, 24 * 60), "30"),
    "quiet_hours": (quiet_hours, "21:00-07:00"),
    "line": (_line, ">= 95"),
    "count_temporary_in": (_yes_or_no, "yes"),
    "details_abroad": (_yes_or_no, "no"),
    "series_days": (lambda text: _within(text, 1, 28), "7"),
    "regular_fixed_by": (lambda text: _within(text, 1, 28), "20"),
    "supervisor_after_days": (lambda text: _within(text, 0, 28), "3"),
    "daily_cap": (lambda text: _within(text, LEAST_A_DAY, MOST_A_DAY), "5"),
    "confirm_above": (lambda text: _within(text, FEWEST_CONFIRMED, 1_000_000), "200"),
    "residents_daily_cap": (lambda text: _within(text, 1, 20), "2"),
    "group_notices": (_yes_or_no, "yes"),
    "min_minutes": (lambda text: _within(text, 0, 24 * 60), "90"),
    "min_minutes_combined": (lambda text: _within(text, 0, 24 * 60), "120"),
    "scoring_profile": (_sheet, "hd12_frame"),
    "committee_days": (lambda text: _within(text, 0, 14), "3"),
    "check_in": (CheckInMode, "code"),
    "check_in_code_minutes": (lambda text: _within(text, 1, 30), "5"),
    "check_in_hours": (lambda text: _within(text, 1, 24), "4"),
    "late_after": (lambda text: _within(text, 0, 240), "15"),
    "minutes_days": (lambda text: _within(text, 1, 28), "3"),
    "excused_running": (lambda text: _within(text, 0, 12), "3"),
    "personal_excuses": (lambda text: _within(text, 0, 12), "3"),
    "unexcused_months": (_months, "1 2 3"),
    "probation_days": (lambda text: _within(text, 0, MOST_AHEAD), "30"),
    "expiry_days": (lambda text: _within(text, 0, MOST_AHEAD), "14"),
    "roster_check_days": (lambda text: _within(text, 0, 28), "7"),
    "papers": (lambda text: {one: one for one in ("link", "app", "none")}[text], "link"),
    "papers_hours": (lambda text: _within(text, 1, 24 * 7), "24"),
    "task_days": (lambda text: _within(text, 0, 14), "1"),
    "indicator_days": (lambda text: _within(text, 0, 28), "3"),
    "roster_by": (_one_of("office", "secretary"), "secretary"),
    "change_days": (lambda text: _within(text, 0, 28), "3"),
    "data_days": (_four_days, "2 10 15 20"),
    "opinion_days": (lambda text: _within(text, 1, 60), "15"),
    "directive_body": (_one_of("no", "body", "file"), "body"),
    "directive_days": (lambda text: _within(text, 0, 14), "3"),
    "directive_reminders": (_yes_or_no, "yes"),
    "report_day": (lambda text: _within(text, 0, 28), "5"),
    "report_hour": (lambda text: _within(text, 0, 23), "8"),
    "sms_budget": (_dong, "500000"),
}
"""How each setting is read from what people write, and an example of it."""
