"""How a question with its answers and its day is read from one line, and which question an answer names."""

from datetime import UTC, datetime

import pytest

from bot.words.deadlines import deadline_said, read_deadline, without_deadline
from bot.words.poll_lines import Line, answer_to, number_of, read, read_answers
from tests.village import at

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lấy ý kiến: Họp thứ mấy? 1. Bảy 2. Chủ nhật; hạn 25/12", Line("Họp thứ mấy?", ("Bảy", "Chủ nhật"), "25/12")),
        ("lay y kien Hop khi? 1) Bay 2) Chu nhat han 20h 25/12", Line("Hop khi?", ("Bay", "Chu nhat"), "20h 25/12")),
        ("Ngày 20.11 đi đâu? 1. Đền 2.Chùa 3. Ở nhà", Line("Ngày 20.11 đi đâu?", ("Đền", "Chùa", "Ở nhà"), None)),
        ("Có hạn chế không? 1. Có 2. Không hạn chế", Line("Có hạn chế không?", ("Có", "Không hạn chế"), None)),
        ("Họp thứ mấy?", Line("Họp thứ mấy?", (), None)),
    ],
)  # fmt: skip
def test_a_line_is_a_question_its_answers_and_its_day(text: str, line: Line) -> None:
    assert read(text) == line


@pytest.mark.parametrize(
    "text", ["Thứ Bảy; Chủ nhật", "Thứ Bảy\nChủ nhật", "1. Thứ Bảy 2. Chủ nhật", "1. Thứ Bảy\n2. Chủ nhật"]
)
def test_answers_alone_stand_between_semicolons_or_on_lines(text: str) -> None:
    assert read_answers(text) == (("Thứ Bảy", "Chủ nhật"), None)


def test_an_answer_names_its_question_and_itself() -> None:
    assert answer_to("lay y kien so 12: chon 3") == (12, "3")
    assert answer_to("lấy ý kiến: Họp thứ mấy?") is None
    assert (number_of("chu nhat", ["Thứ Bảy", "Chủ nhật"]), number_of("3", ["Thứ Bảy", "Chủ nhật"])) == (2, None)


def test_a_day_has_an_evening_unless_an_hour_is_said() -> None:
    assert read_deadline("25/12", NOW) == at(2026, 12, 25, 20)
    assert read_deadline("19h 25/12", NOW) == at(2026, 12, 25, 19)
    with pytest.raises(ValueError, match="hạn 25/12"):
        read_deadline("31/2", NOW)
    assert deadline_said("han chot 25/12") == "25/12"
    assert deadline_said("hạn chế uống rượu") is None
    assert without_deadline("Có gia hạn ngày 5/12 không?") == ("Có gia hạn ngày 5/12 không?", None)
