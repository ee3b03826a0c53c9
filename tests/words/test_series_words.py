"""The monthly day, hour and place as secretaries type them, and as we say them."""

from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from bot.services.series_rules import WEEKDAYS, checked_rule
from bot.words.series import SeriesSaid, hour_words, read_series, series_line
from tests.tables import all_are, refused, wrong

WEEKLY = [
    *(f"nth:{nth}:{weekday}" for nth in (1, 2, 3, 4, -1) for weekday in WEEKDAYS),
    *("workday:1", "workday:2", "workday:3", "workday:4", "workday:-1"),
]
SAID = [
    ("mùng 3 hằng tháng 19h30, Nhà văn hóa thôn", 3, "19:30", "Nhà văn hóa thôn"),
    ("ngày 5 hàng tháng lúc 7 rưỡi tối tại nhà bí thư", 5, "19:30", "nhà bí thư"),
    ("mung 3 hang thang 19h30 nha van hoa", 3, "19:30", "nha van hoa"),
    ("mùng 3 19h30 nhà văn hóa", 3, "19:30", "nhà văn hóa"),
    ("mồng 3 hàng tháng, 19 giờ 30 phút, tại NVH thôn 5", 3, "19:30", "NVH thôn 5"),
    ("ngày 05 hằng tháng 7h30 tối", 5, "19:30", ""),
    ("NGÀY 15 HẰNG THÁNG, 19H30, NHÀ VĂN HÓA", 15, "19:30", "NHÀ VĂN HÓA"),
    ("Vào ngày 3 hàng tháng lúc 19h ở nhà bí thư", 3, "19:00", "nhà bí thư"),
    ("hằng tháng, ngày 5, 19 giờ", 5, "19:00", ""),
    ("Nhà văn hóa thôn, mùng 3 mỗi tháng, 19h30", 3, "19:30", "Nhà văn hóa thôn"),
    ("mùng ba hằng tháng lúc bảy rưỡi tối", 3, "19:30", ""),
    ("ngày mười lăm hằng tháng 14h", 15, "14:00", ""),
    ("tối mùng 3 hàng tháng 7h30", 3, "19:30", ""),
    ("tối mùng 3 hàng tháng", 3, "", ""),
    ("ngày 3 của tháng 7h tối", 3, "19:00", ""),
    ("5 hằng tháng 19h", 5, "19:00", ""),
    ("5, 19h, nhà văn hóa tổ 5", 5, "19:00", "nhà văn hóa tổ 5"),
    ("mùng 3, 19.10, hội trường", 3, "19:10", "hội trường"),
    ("mùng3 19g30 NVH", 3, "19:30", "NVH"),
    ("ngày 31 hằng tháng 8h sáng", 31, "08:00", ""),
    ("mùng 3 hằng tháng 7h", 3, "19:00 07:00", ""),
    ("mùng 3 hằng tháng", 3, "", ""),
    ("19h30 nhà văn hóa thôn 3", None, "19:30", "nhà văn hóa thôn 3"),
    ("7 tối hằng tháng", None, "19:00", ""),
    ("3/12 19h30 nhà văn hóa", None, "19:30", "nhà văn hóa"),
    ("tổ dân phố 5", None, "", "tổ dân phố 5"),
    ("3", 3, "", ""),
    ("", None, "", ""),
]
NTHS = [
    ("thứ Năm đầu tiên hằng tháng 19h30, Nhà văn hóa thôn", "nth:1:thu", "19:30", "Nhà văn hóa thôn", ()),
    ("thứ 5 đầu tháng 7 rưỡi tối tại nhà bí thư", "nth:1:thu", "19:30", "nhà bí thư", ()),
    ("thu nam dau tien 19h", "nth:1:thu", "19:00", "", ()),
    ("19h30 thứ Sáu cuối tháng, NVH thôn 5", "nth:-1:fri", "19:30", "NVH thôn 5", ()),
    ("thu sau cuoi thang 8h sang", "nth:-1:fri", "08:00", "", ()),
    ("thứ sáu cuối cùng của tháng lúc 14h", "nth:-1:fri", "14:00", "", ()),
    ("Chủ nhật đầu tiên của mỗi tháng, 8 giờ sáng", "nth:1:sun", "08:00", "", ()),
    ("thứ Bảy thứ hai trong tháng 8h sáng", "nth:2:sat", "08:00", "", ()),
    ("thứ tư thứ ba hằng tháng", "nth:3:wed", "", "", ()),
    ("thứ hai thứ hai hằng tháng", "nth:2:mon", "", "", ()),
    ("t7 tuần đầu 19h", "nth:1:sat", "19:00", "", ()),
    ("thứ năm tuần 3 19h", "nth:3:thu", "19:00", "", ()),
    ("thứ năm của tuần cuối tháng", "nth:-1:thu", "", "", ()),
    ("ngày làm việc cuối tháng 14h, Phòng họp tầng 2", "workday:-1", "14:00", "Phòng họp tầng 2", ()),
    ("ngay lam viec cuoi cung cua thang 14h", "workday:-1", "14:00", "", ()),
    ("ngày làm việc đầu tiên hằng tháng, 7h30 sáng", "workday:1", "07:30", "", ()),
    ("ngày cuối tháng 19h", "day:31", "19:00", "", ()),
    ("thứ Năm đầu tiên tháng 3, 6, 9, 12, 19h30, hội trường", "nth:1:thu", "19:30", "hội trường", (3, 6, 9, 12)),
    ("ngày 15 tháng 3, 6, 9 và 12 lúc 8h sáng", "day:15", "08:00", "", (3, 6, 9, 12)),
    ("mùng 5 các tháng 2,5,8,11 19h", "day:5", "19:00", "", (2, 5, 8, 11)),
    ("ngày 20 hằng quý 19h", "day:20", "19:00", "", (3, 6, 9, 12)),
    ("ngày 20 tháng đầu quý 19h", "day:20", "19:00", "", (1, 4, 7, 10)),
    ("ngày 20 moi quy mot lan 14h", "day:20", "14:00", "", (3, 6, 9, 12)),
]
IMPOSSIBLE = [
    "thứ Năm hằng tháng 19h", "thứ Năm đầu tiên và thứ Sáu cuối tháng", "thứ Năm đầu tiên, ngày 5 hằng tháng",
    "ngày 32 19h", "mùng 0 hằng tháng", "ngày 5 hằng tháng 25h", "ngày 5 19h75", "ngày 3 và ngày 15 hằng tháng",
    "mùng 3 hằng tháng 7h hoặc 9h sáng", "mùng 3 âm lịch hằng tháng", "45 hằng tháng",
]  # fmt: skip


def said(day: int | None, hours: str, place: str) -> SeriesSaid:
    return SeriesSaid(f"day:{day}" if day else None, tuple(time.fromisoformat(hour) for hour in hours.split()), place)


def test_what_is_typed_is_read() -> None:
    assert wrong([(text, said(day, hours, place)) for text, day, hours, place in SAID], read_series) == {}


def test_weekdays_working_days_and_months_are_read() -> None:
    rows = [
        (text, SeriesSaid(rule, tuple(map(time.fromisoformat, hours.split())), place, months))
        for text, rule, hours, place, months in NTHS
    ]
    assert wrong(rows, read_series) == {}


def test_what_does_not_exist_is_not_passed_over() -> None:
    assert wrong(all_are(True, IMPOSSIBLE), refused(read_series, ValueError, r"\w")) == {}


def test_a_series_is_said_as_people_say_it() -> None:
    assert series_line("day:3", time(19, 30), "Nhà văn hóa thôn") == "mùng 3 hằng tháng, 19 giờ 30, Nhà văn hóa thôn"
    assert series_line("day:10", time(8), "nhà bí thư") == "mùng 10 hằng tháng, 8 giờ, nhà bí thư"
    assert series_line("day:15", time(14, 5), "") == "ngày 15 hằng tháng, 14 giờ 05"


def test_an_hour_has_minutes_only_where_there_are_some() -> None:
    assert [hour_words(hour) for hour in (time(19, 30), time(19), time(0, 5))] == ["19 giờ 30", "19 giờ", "0 giờ 05"]


@given(st.integers(1, 31), st.times().map(lambda hour: hour.replace(second=0, microsecond=0)))
def test_what_we_say_is_read_again(day: int, hour: time) -> None:
    said = read_series(series_line(f"day:{day}", hour, "Nhà văn hóa tổ 3"))
    assert (said.rule, said.place) == (f"day:{day}", "Nhà văn hóa tổ 3")
    assert hour in said.hours


@given(
    st.sampled_from(WEEKLY),
    st.lists(st.integers(1, 12), min_size=2, unique=True).map(lambda months: tuple(sorted(months))) | st.just(()),
    st.integers(13, 23).map(time),
)
def test_a_rule_that_we_say_is_read_again(rule: str, months: tuple[int, ...], hour: time) -> None:
    """With an hour that can be no other, and a place that has a number."""
    said = read_series(series_line(rule, hour, "Nhà văn hóa tổ 3", months))
    assert said == SeriesSaid(rule, (hour,), "Nhà văn hóa tổ 3", months)


@given(st.text() | st.lists(st.sampled_from(" ".join(text for text, *_ in SAID).split())).map(" ".join))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        said = read_series(text)
    except ValueError:
        return
    assert said.rule is None or checked_rule(said.rule) == said.rule
    assert all(1 <= month <= 12 for month in said.months)
    assert len(said.hours) <= 2
