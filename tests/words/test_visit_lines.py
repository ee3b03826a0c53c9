"""Working groups and assignments typed in one line: who, where and when, and no guess where one of them is missing."""

from datetime import date

import pytest

from bot.words.visit_days import Span, span_label, take_span
from bot.words.visit_lines import (
    AssignmentLine,
    PersonSaid,
    bare_group,
    group_name,
    is_group,
    read_assignment,
    read_group,
)

TODAY = date(2026, 11, 21)
Q1 = Span(date(2027, 1, 1), date(2027, 3, 31))
HALF = Span(date(2026, 12, 1), date(2026, 12, 15))
THIRD = Span(date(2026, 12, 3), date(2026, 12, 3))
DECEMBER = Span(date(2026, 12, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "visitor", "cells", "span", "is_announced"),
    [
        ("phân công tổ 1: thôn Đồng, thôn Tây quý 1/2027", "tổ 1", ["thon dong", "thon tay"], Q1, True),
        ("phan cong to 1: thon dong va thon tay quy I nam 2027", "to 1", ["thon dong", "thon tay"], Q1, True),
        ("Phân công đột xuất tổ công tác số 2: Hồng Sen tháng 12", "tổ công tác số 2", ["hong sen"], DECEMBER, False),
        ("phân công đ/c Lò Văn Tá: thôn Đồng; thôn Tây tháng sau, không báo trước", "đ/c Lò Văn Tá",
         ["thon dong", "thon tay"], DECEMBER, False),
        ("phân công tổ 3: tất cả chi bộ quý sau", "tổ 3", [], Q1, True),
        ("phân công tổ 3: thôn Đồng ngày 3/12", "tổ 3", ["thon dong"], THIRD, True),
        ("phân công tổ 3: thôn Đồng quý 1", "tổ 3", ["thon dong"], Q1, True),
        ("phân công tổ 3: thôn Đồng, thôn Tây từ 1/12 đến 15/12", "tổ 3", ["thon dong", "thon tay"], HALF, True),
        ("phân công tổ 3: thôn Đồng từ ngày 1/12/2026 đến hết ngày 15/12/2026 đột xuất", "tổ 3", ["thon dong"], HALF,
         False),
        ("phân công tổ 3: thôn Đồng 1/12 - 15/12", "tổ 3", ["thon dong"], HALF, True),
    ],
)  # fmt: skip
def test_a_line_says_who_goes_where_and_when(
    text: str, visitor: str, cells: list[str], span: Span, is_announced: bool
) -> None:
    assert read_assignment(text, TODAY) == AssignmentLine(visitor, cells, span, is_announced)


@pytest.mark.parametrize(
    "text",
    [
        "phân công tổ 1 thôn Đồng quý 1",
        "phân công tổ 1: thôn Đồng",
        "phân công: thôn Đồng quý 1",
        "phân công tổ 1: quý 1",
        "phân công tổ 1: thôn Đồng tháng 13/2026",
        "phân công tổ 1: thôn Đồng ngày 31/2",
        "phân công tổ 1: thôn Đồng từ 15/12/2026 đến 1/12/2026",
    ],
)
def test_what_is_missing_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r"no |such|day|month"):
        read_assignment(text, TODAY)


def test_the_first_of_a_group_leads_unless_another_is_said_to() -> None:
    line = read_group("tổ công tác số 1: Nguyễn Văn An, đ/c Trần Thị Bình 1975 và Lò Văn Tá")
    assert line.people == [
        PersonSaid("Nguyễn Văn An", None, True),
        PersonSaid("Trần Thị Bình", 1975, False),
        PersonSaid("Lò Văn Tá", None, False),
    ]
    line = read_group("lập tổ công tác Vùng cao: An, Bình (tổ trưởng)")
    assert [(one.name, one.is_leader) for one in line.people] == [("An", False), ("Bình", True)]
    for wrong in (
        "tổ công tác số 1",
        "tổ công tác số 1:",
        "tổ công tác: An",
        "tổ công tác 1: A (tổ trưởng), B (tổ trưởng)",
    ):
        with pytest.raises(ValueError, match=r"no group|two leaders"):
            read_group(wrong)


def test_a_group_has_one_name_however_it_is_typed() -> None:
    assert {bare_group(one) for one in ("Tổ công tác số 1", "tổ 1", "to cong tac so 1", "1", "Tổ số 1")} == {"1"}
    assert group_name("tổ 1") == "Tổ công tác số 1"
    assert group_name("tổ công tác vùng cao") == "Tổ công tác Vùng cao"
    assert is_group("tổ 4")
    assert not is_group("Tòng Văn Tổ")


def test_days_without_a_year_are_the_next_that_are_not_over() -> None:
    assert take_span("tháng 10", TODAY)[1] == Span(date(2027, 10, 1), date(2027, 10, 31))
    assert take_span("tháng 11", TODAY)[1] == Span(date(2026, 11, 1), date(2026, 11, 30))
    assert take_span("năm 2027", TODAY)[1] == Span(date(2027, 1, 1), date(2027, 12, 31))
    assert take_span("thôn Đồng", TODAY) == ("thon dong", None)


def test_days_from_one_to_another_may_go_over_the_turn_of_the_year() -> None:
    turn = Span(date(2026, 12, 15), date(2027, 1, 15))
    for said in ("từ 15/12 đến 15/1", "từ 15/12/2026 đến 15/1", "từ 15/12 đến 15/1/2027"):
        assert take_span(said, TODAY) == ("", turn)
    assert take_span("từ 15/12 đến 15/1", TODAY, latest=True)[1] == Span(date(2025, 12, 15), date(2026, 1, 15))
    assert take_span("từ 1/2 đến 15/3", TODAY)[1] == Span(date(2027, 2, 1), date(2027, 3, 15))


def test_a_report_is_about_the_last_that_have_begun() -> None:
    assert take_span("tháng 10", TODAY, latest=True)[1] == Span(date(2026, 10, 1), date(2026, 10, 31))
    assert take_span("quý 1", TODAY, latest=True)[1] == Span(date(2026, 1, 1), date(2026, 3, 31))
    assert take_span("3/12", TODAY, latest=True)[1] == Span(date(2025, 12, 3), date(2025, 12, 3))


def test_days_are_said_as_people_say_them() -> None:
    assert span_label(Q1.first, Q1.last) == "quý I/2027"
    assert span_label(DECEMBER.first, DECEMBER.last) == "tháng 12/2026"
    assert span_label(date(2027, 1, 1), date(2027, 12, 31)) == "năm 2027"
    assert span_label(date(2027, 1, 3), date(2027, 1, 3)) == "ngày 03/01/2027"
    assert span_label(date(2027, 1, 3), date(2027, 2, 3)) == "03/01/2027–03/02/2027"
