"""A report on a document in one line."""

import pytest

from bot.words.directive_progress import missing_line, of_rate, read_report
from bot.words.stops import number_said, send_to


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("1 lớp, 24/25, học bù 1", (1, 24, 25, 1)),
        ("1 lop 24/25 hoc bu 1", (1, 24, 25, 1)),
        ("24 / 25", (None, 24, 25, None)),
        ("Đã mở 2 lớp, 120/121 đồng chí, 3 đồng chí học bù", (2, 120, 121, 3)),
        ("0/7", (None, 0, 7, None)),
    ],
)
def test_numbers_are_found_with_marks_and_without(line: str, numbers: tuple[int | None, ...]) -> None:
    said = read_report(line)
    assert (said.classes, said.studied, said.expected, said.made_up) == numbers


@pytest.mark.parametrize("line", ["đã học xong", "26/25", "24/25, học bù 25", "ngày 24/11/2026"])
def test_numbers_that_are_none_or_cannot_be_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="số"):
        read_report(line)


def test_a_rate_stands_behind_its_counts_and_nobody_expected_is_a_dash() -> None:
    assert of_rate(24, 25, "96.00") == "24/25 (96,00\u00a0%)"
    assert of_rate(0, 0, None) == "—"


def test_thousands_have_their_dots() -> None:
    assert of_rate(174, 1739, "10.01") == "174/1.739 (10,01\u00a0%)"
    assert "thiếu 1.565/25.587" in missing_line("Huyện ủy", 1565, 25587, [])
    assert number_said(send_to(25587).split()[2]) == 25587
