"""What a secretary writes of a change: days, the decision's number, somebody new."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.change_line import Details, read_day, read_details, read_person

TODAY = date(2026, 11, 21)
FIRST, LAST = date(2026, 12, 1), date(2027, 6, 30)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("từ 01/12/2026 đến 30/6/2027, số 12-QĐ/ĐU", Details(FIRST, LAST, "12-QĐ/ĐU", "")),
        ("tu 1-12-2026 den 30-6-2027 so 12-QD/DU", Details(FIRST, LAST, "12-QD/DU", "")),
        ("theo quyết định số 12-QĐ/ĐU, từ ngày 1/12 đến hết 30.6.27", Details(FIRST, LAST, "12-QĐ/ĐU", "")),
        ("NQ 05-NQ/CB kể từ ngày 01/12/2026", Details(FIRST, None, "05-NQ/CB", "")),
        ("hôm nay", Details(TODAY, None, None, "")),
        ("ngày mai, số 7", Details(date(2026, 11, 22), None, "7", "")),
        ("đến 30/6/2027", Details(None, LAST, None, "")),
        ("Lan đến Thôn Tây từ 01/12/2026, số 12-QĐ/ĐU", Details(FIRST, None, "12-QĐ/ĐU", "Lan đến Thôn Tây")),
        ("Nguyễn Văn Số", Details(None, None, None, "Nguyễn Văn Số")),
        ("", Details(None, None, None, "")),
    ],
)
def test_days_and_number_are_found_wherever_they_stand(said: str, found: Details) -> None:
    assert read_details(said, TODAY) == found


@pytest.mark.parametrize("said", ["31/2/2027", "từ 1/13/2026", "1/1/2026 2/2/2026 3/3/2026", "từ 32/12"])
def test_a_day_that_does_not_exist_is_no_day(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whoever asked says what is wrong
        read_details(said, TODAY)


@given(on=st.dates(date(2026, 6, 1), date(2027, 5, 1)))
def test_a_day_is_read_as_it_is_written_and_without_a_year_the_nearest(on: date) -> None:
    assert read_day(f"{on:%d/%m/%Y}", TODAY) == read_day(f"{on.day}.{on.month}.{on:%y}", TODAY) == on
    assert read_day(f"{on.day}/{on.month}", TODAY) == on


@given(said=st.text(max_size=60))
def test_whatever_is_written_is_read_or_refused(said: str) -> None:
    try:
        details = read_details(said, TODAY)
    except (ValueError, OverflowError):
        return
    assert isinstance(details.rest, str)
    read_person(said, TODAY)


def test_somebody_new_is_read_part_by_part() -> None:
    one = read_person("Nguyễn Văn A, sinh năm 1990, 0912 345 678, dự bị từ 03/02/2026, tổ 1", TODAY)
    assert (one.name, one.birth_year, one.phone, one.group) == ("Nguyễn Văn A", 1990, "+84912345678", "tổ 1")
    assert (one.is_official, one.since, one.unread) == (False, date(2026, 2, 3), None)
    other = read_person("Vàng A Páo; chính thức từ 3/2/2019; 1975", TODAY)
    assert (other.is_official, other.since, other.birth_year) == (True, date(2019, 2, 3), 1975)
    assert read_person("Vàng A Páo, đi đâu", TODAY).unread == "đi đâu"
