"""A period as people say it behind "báo cáo"."""

from datetime import date

import pytest

from bot.refusals import TimeUnreadable
from bot.reports.period_words import without_period
from tests.tables import all_are, wrong

TODAY = date(2026, 11, 21)


SAID = [
    ("tháng 11", "", "m2026-11"),
    ("Tháng 1", "", "m2026-01"),
    ("thang 12", "", "m2025-12"),
    ("tháng 12/2026", "", "m2026-12"),
    ("tháng 12 - 2026", "", "m2026-12"),
    ("tháng 3 năm 2025", "", "m2025-03"),
    ("tháng này", "", "m2026-11"),
    ("tháng trước", "", "m2026-10"),
    ("quý 4", "", "q2026-4"),
    ("quý III", "", "q2026-3"),
    ("quý này", "", "q2026-4"),
    ("quý trước", "", "q2026-3"),
    ("năm 2025", "", "y2025"),
    ("năm nay", "", "y2026"),
    ("năm", "", "y2026"),
    ("quý", "", "q2026-4"),
    ("năm trước", "", "y2025"),
    ("thôn Hồng Sen, tháng 11", "thon hong sen", "m2026-11"),
    ("tháng 11 thôn Hồng Sen", "thon hong sen", "m2026-11"),
]


def read(said: str) -> tuple[str, str | None]:
    name, period = without_period(said, TODAY)
    return name, period.as_value if period else None


def test_a_period_is_taken_out_of_the_words() -> None:
    assert wrong([(said, (rest, value)) for said, rest, value in SAID], read) == {}


def test_words_without_a_period_stay_as_they_are() -> None:
    words = ("", "thôn Hồng Sen", "khu phố 2", "tổ 12", "Tháng Tám", "thôn Năm", "chi bộ 11/2026")
    assert wrong(all_are(None, words), lambda said: without_period(said, TODAY)[1]) == {}


def example(said: str) -> bool:
    with pytest.raises(TimeUnreadable) as refusal:
        without_period(said, TODAY)
    return "tháng 12/2026" in str(refusal.value.facts["example"])


def test_a_period_that_is_none_is_refused_with_an_example() -> None:
    assert [
        said for said in ("tháng 13", "tháng 0", "quý 5", "quý 0", "năm 0000", "tháng 12/0000") if not example(said)
    ] == []


def test_in_the_first_month_the_one_before_is_of_last_year() -> None:
    _, period = without_period("tháng trước", date(2027, 1, 2))
    assert period is not None
    assert period.as_value == "m2026-12"
