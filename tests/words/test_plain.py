"""An SMS without marks: every sign in it is one septet."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.words import vi
from bot.words.names import fold
from bot.words.plain import GSM, plain
from tests.tables import wrong

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


SENT = [
    ("Kính mời đồng chí Nguyễn Văn Đức", "Kinh moi dong chi Nguyen Van Duc"),
    ("ĐẢNG ỦY XÃ", "DANG UY XA"),
    ("19\u00a0giờ\u202f30", "19 gio 30"),
    ("“có” – ‘không’…", "\"co\" - 'khong'..."),
    ("dòng một\ndòng hai\r\n", "dong mot\ndong hai"),
    ("50.000\u00a0₫", "50.000 d"),
    ("[Chi bộ] {A} ~ 5", "(Chi bo) (A) - 5"),
    ("mời họp 👍", "moi hop"),
    (unicodedata.normalize("NFD", "Đường Trường Sa"), "Duong Truong Sa"),
    ("Ð\u200bức", "Duc"),
    ("", ""),
]


def test_marks_go_and_words_stay() -> None:
    assert wrong(SENT, plain) == {}


@given(st.text())
def test_only_signs_of_one_septet_are_left(text: str) -> None:
    assert set(plain(text)) <= GSM
    assert plain(text).isascii()


@given(st.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(LETTERS + LETTERS.upper() + " ,.:0123456789"))
def test_no_letter_of_vietnamese_is_lost(text: str) -> None:
    assert plain(text).lower() == fold(text)
    assert plain(unicodedata.normalize("NFD", text)) == plain(text)


@given(st.text(alphabet=sorted(c for c in GSM if c.isascii() and not c.isspace()), min_size=1))
def test_plain_words_are_not_touched(text: str) -> None:
    assert plain(text) == text


def test_a_long_message_keeps_its_lines() -> None:
    text = vi.consent("Lan", "Chi bộ", "telegram", abroad=True)
    assert plain(text).count("\n") == text.count("\n") > 5
