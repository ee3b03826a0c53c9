"""Days and hours as secretaries type them, and whatever else they type."""

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from bot.words.moment_pieces import LONGEST
from bot.words.moments import When, read_when
from bot.words.names import fold, tidy
from bot.words.times import at_local, local, short_when
from bot.words.times import when as sentence
from tests.conftest import NOW
from tests.tables import all_are, refused, wrong
from tests.words.moments_said import DATES, DAYS, HOURS, IMPOSSIBLE, PLACES, WEEKS

ROWS = [(text, want, "") for text, want in (*DATES, *DAYS, *WEEKS, *HOURS)] + PLACES


def written(when: When) -> str:
    """As the tables write it: the day, then the hours."""
    day = [f"{when.on:%d/%m/%Y}"] if when.on else []
    return " ".join([*day, *(f"{hour:%H:%M}" for hour in when.hours)])


def read(text: str, now: datetime = NOW) -> str:
    return written(read_when(text, now))


def whole(text: str) -> tuple[str, str]:
    when = read_when(text, NOW)
    return written(when), when.rest


def test_what_is_typed_is_read() -> None:
    assert wrong([(text, (want, rest)) for text, want, rest in ROWS], whole) == {}


ONLY_MARKED = {"ngày kìa 19h", "thứ bảy tới 19h", "thứ 5 tối 7h"}
"""Without their marks these are something else."""


def test_marks_may_be_left_out() -> None:
    unmarked = {text: (read(fold(text)), want) for text, want, _ in ROWS if text not in ONLY_MARKED}
    assert [text for text, (got, want) in unmarked.items() if got != want] == []


def test_capitals_do_not_matter() -> None:
    assert [text for text, want, _ in ROWS if read(text.upper()) != want] == []


def test_what_does_not_exist_is_not_passed_over() -> None:
    assert wrong(all_are(True, IMPOSSIBLE), refused(read, ValueError, r"\w")) == {}


FROM_TODAY = [
    ("2026-12-20", "5/1", "05/01/2027"), ("2026-12-10", "3/12", "03/12/2026"),
    ("2026-12-03", "mùng 3", "03/12/2026"), ("2026-12-04", "mùng 3", "03/01/2027"),
    ("2027-01-30", "ngày 30", "30/01/2027"), ("2027-01-31", "ngày 30", "30/03/2027"),
    ("2027-12-01", "29/2", "29/02/2028"), ("2026-11-22", "thứ 2 tuần sau", "23/11/2026"),
    ("2026-11-22", "cn tuần này", "22/11/2026"), ("2026-11-23", "thứ 2 tuần sau", "30/11/2026"),
    ("2026-11-23", "thứ 6", "27/11/2026"), ("2026-11-23", "thứ 6 tuần sau", "04/12/2026"),
    ("2026-11-23", "thứ 6 sau", "04/12/2026"), ("2026-11-26", "thứ 5 tới", "03/12/2026"),
    ("2026-12-31", "mai", "01/01/2027"), ("2026-12-31", "ngày 5 tháng sau", "05/01/2027"),
    ("2026-12-31", "thứ 2 tuần sau", "04/01/2027"),
]  # fmt: skip


def test_days_are_counted_from_today() -> None:
    rows = [((today, text), want) for today, text, want in FROM_TODAY]
    assert wrong(rows, lambda row: read(row[1], at_local(date.fromisoformat(row[0]), time(9)))) == {}


def test_today_is_the_day_in_viet_nam() -> None:
    assert read("mai", datetime(2026, 11, 21, 18, 0, tzinfo=UTC)) == "23/11/2026"


def test_an_hour_of_today_that_has_passed_is_not_meant() -> None:
    assert read("hôm nay 7h") == "21/11/2026 19:00"
    assert read("sáng nay 7h") == "21/11/2026 07:00"


def test_a_weekday_is_today_while_its_hour_is_to_come() -> None:
    assert read("thứ bảy 10h") == "21/11/2026 10:00 22:00"
    assert read("thứ bảy 10h", NOW + timedelta(hours=2)) == "21/11/2026 22:00"
    assert read("thứ bảy 10h", NOW + timedelta(hours=14)) == "28/11/2026 10:00 22:00"


def test_moments_are_known_once_day_and_hour_are() -> None:
    assert read_when("mai 7h", NOW).moments() == [at_local(date(2026, 11, 22), time(hour)) for hour in (19, 7)]
    assert read_when("mai", NOW).moments() == []
    assert read_when("7h", NOW).moments() == []


SOON = st.integers(0, 24 * 60 * 270).map(
    lambda minutes: at_local(date(2026, 7, 1), time()) + timedelta(minutes=minutes)
)
NOT_OVER = SOON.filter(lambda at: at > NOW or local(at).date() != local(NOW).date())
"""An hour of today that has passed is not meant."""
WAYS = [
    "{0:%Hh%M} ngày {0:%d/%m/%Y}", "{0.day}/{0.month} {0:%Hh%M}", "{0:%d-%m-%Y %H:%M}", "{0:%Y-%m-%d %H:%M}",
    "{0:%d.%m.%Y %H.%M}", "ngày {0.day} tháng {0.month} năm {0.year} lúc {0.hour} giờ {0:%M} phút",
    "{0.hour} gio {0:%M} ngay {0.day} thang {0.month}", "Nhà văn hóa tổ 3, {0.hour}g{0:%M}, {0.day}/{0.month}",
]  # fmt: skip


@given(NOT_OVER, st.sampled_from(WAYS))
def test_every_minute_is_found_again(at: datetime, way: str) -> None:
    assert at in read_when(way.format(local(at)), NOW).moments()


@given(NOT_OVER)
def test_our_own_sentences_are_read(at: datetime) -> None:
    assert at in read_when(sentence(at), NOW).moments()
    assert at in read_when(short_when(at), NOW).moments()


VOCABULARY = sorted({word for text, _, _ in ROWS for word in text.split()} | set(IMPOSSIBLE))
ODD = st.text("0123456789٣²½３ıİſK:/.-–hg giờtốimạđ\u0301\u200b(),'’", max_size=40)
ANYTHING = st.text(max_size=3 * LONGEST) | ODD | st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join)


@given(ANYTHING, SOON)
def test_whatever_is_typed_is_read_or_refused(text: str, now: datetime) -> None:
    try:
        when = read_when(text, now)
    except ValueError:
        return
    assert len(when.hours) <= 2
    assert len(when.moments()) == (len(when.hours) if when.on else 0)
    assert not set(when.rest) - set(tidy(text) + ", ")


@given(st.text("abcdeyuv ,.!?()ăâêôơưĐđ\n"))
def test_without_a_word_of_time_all_words_stay(text: str) -> None:
    when = read_when(text, NOW)
    assert when.on is None
    assert when.hours == ()
    assert re.findall(r"\w+", when.rest) == re.findall(r"\w+", tidy(text))


@given(st.sampled_from(ROWS), st.sampled_from(["NFC", "NFD"]), st.text(" \t\n\u00a0\u200b", max_size=4))
def test_how_it_is_encoded_does_not_matter(row: tuple[str, str, str], form: Literal["NFC", "NFD"], blank: str) -> None:
    text, want, rest = row
    when = read_when(blank + unicodedata.normalize(form, text).replace(" ", f" {blank}") + blank, NOW)
    assert (written(when), when.rest) == (want, rest)


def test_what_stands_far_behind_is_not_read() -> None:
    assert read_when("mai " + "xin " * LONGEST + "19h", NOW).hours == ()


MUCH = ("1 ", "7h ", "3/", "3.", "-", "ngày ", "mười ", "t5 ", "tức ", "19h30-", "kém ", "(", "0")


def seconds(much: str) -> float:
    began = process_time()
    with suppress(ValueError):
        read_when(much * LONGEST, NOW)
    return process_time() - began


def test_nothing_takes_long() -> None:
    assert [much for much in MUCH if seconds(much) >= 0.1] == []
