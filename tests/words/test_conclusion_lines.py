"""A conclusion in one line: its text, whose it is, until when."""

from datetime import date

import pytest

from bot.words import conclusions as words

TODAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("line", "text", "who", "due_on"),
    [
        ("kết luận: Sửa đường; giao đ/c Lan, hạn 25/12", "Sửa đường", "Lan", date(2026, 12, 25)),
        ("Sửa đường, hạn 3/1, giao đồng chí Lan", "Sửa đường", "Lan", date(2027, 1, 3)),
        ("ket luan: sua duong; giao d/c Lan han 25/12/2026", "sua duong", "Lan", date(2026, 12, 25)),
        ("Thu đảng phí xong trước ngày 20/12", "Thu đảng phí", None, date(2026, 12, 20)),
        ("Thu đảng phí, hạn tháng 12", "Thu đảng phí", None, date(2026, 12, 31)),
        ("Họp dân, hạn cuối tháng 2", "Họp dân", None, date(2027, 2, 28)),
        ("Sửa đường trước nhà văn hóa", "Sửa đường trước nhà văn hóa", None, None),
        ("Nhất trí kết nạp", "Nhất trí kết nạp", None, None),
    ],
)
def test_a_line_says_what_who_and_until_when(line: str, text: str, who: str | None, due_on: date | None) -> None:
    read = words.read(line, TODAY)
    assert (words.without(read) if read.clause else read.text, read.who, read.due_on) == (text, who, due_on)


def test_a_person_in_the_middle_of_a_sentence_stays_in_it() -> None:
    read = words.read("Giao đồng chí Lan phụ trách sửa đường, hạn 25/12", TODAY)
    assert (read.text, read.who) == ("Giao đồng chí Lan phụ trách sửa đường", "Lan phụ trách sửa đường")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Sửa đường, hạn 31/2", words.NO_SUCH_DAY),
        ("Sửa đường, hạn 25/13", words.NO_SUCH_DAY),
        ("Sửa đường, hạn 1/12", words.DAY_IS_PAST),
        ("Sửa đường, hạn 25/12/2025", words.DAY_IS_PAST),
    ],
)
def test_a_day_that_is_none_or_past_is_not_taken(line: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.split(".", maxsplit=1)[0]):
        words.read(line, TODAY)


def test_lines_that_speak_of_one_that_is_written() -> None:
    assert words.numbered("2: Sửa cầu") == words.numbered("kết luận 2: Sửa cầu") == (2, "Sửa cầu")
    assert words.given("giao 2 đ/c Lan, hạn 25/12") == (2, "giao đ/c Lan, hạn 25/12")
    assert words.given("hạn 2: 25/12") == (2, "han 25/12")
    assert words.given("hạn 25/12") is None
    assert words.deed("xóa 2") == ("remove", 2)
    assert words.deed("đã xong 3") == ("done", 3)
    assert words.deed("chưa xong 3") == ("open", 3)
    assert words.deed("xong rồi") is None
