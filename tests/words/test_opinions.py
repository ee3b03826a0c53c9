"""How opinions are named in a sentence."""

from datetime import date

from bot.words.opinion_counts import kinds_line
from bot.words.opinion_hearing import done_choice
from bot.words.opinions import arrived


def test_the_party_keeps_its_capital_within_a_sentence() -> None:
    assert "loại xây dựng Đảng." in arrived(10, "Chi bộ Thôn Đầu Suối", None, "party", date(2026, 12, 17))
    assert done_choice(10, "party", "answered").startswith("Số 10, xây dựng Đảng: ")
    assert kinds_line({"party": 2, "economy": 1}) == "Loại: xây dựng Đảng 2, kinh tế, hạ tầng 1."
