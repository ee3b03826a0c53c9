"""Yes and no to a question of the machine, and polite words around a command."""

from bot.messages import Meaning
from bot.words.understand import understand
from bot.words.yes_no import plainly, yes_or_no


def test_yes_is_yes_in_many_words() -> None:
    said = ("có", "Có ạ", "ok", "vâng", "Dạ vâng ạ", "đúng", "Đồng ý.", "ĐƯỢC", "đúng rồi", "nhất trí")
    assert [text for text in said if yes_or_no(text) is not True] == []


def test_no_is_no() -> None:
    said = ("không", "Không ạ", "ko", "chưa", "không đồng ý", "thôi")
    assert [text for text in said if yes_or_no(text) is not False] == []


def test_what_may_be_either_is_neither() -> None:
    said = (
        "vang",
        "vắng",
        "dung",
        "dừng",
        "đừng",
        "dung roi",
        "dừng rồi",
        "có việc",
        "không vắng",
        "không biết",
        "co mat",
        "",
    )
    assert [text for text in said if yes_or_no(text) is not None] == []


def test_polite_words_around_a_command_are_no_part_of_it() -> None:
    said = {"Thôi ạ.": "thoi", "dạ thôi": "thoi", "? ạ": "?", "??": "?", "Gọi họp!": "goi hop", "menu nhé": "menu"}
    assert {text: plainly(text) for text in said} == said


def test_a_line_of_a_roll_is_nobodys_own_absence() -> None:
    said = ("vắng 4P", "vắng 4P 9K", "vang 12k", "cho vắng")
    assert [text for text in said if understand(text).meaning is not Meaning.UNCLEAR] == []
    assert understand("cho tôi xin vắng").meaning is Meaning.ABSENT
    assert understand("đến muộn 15p").meaning is Meaning.LATE
