"""TCVN3 and VNI: there and back, and Unicode left alone."""

import unicodedata
from typing import Literal, get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.services.roster.encodings import Encoding, decode, recognise
from bot.words.roster_letters import VNI, is_syllable
from tests.rosters.legacy import in_tcvn3, in_vni
from tests.tables import all_are, wrong

Form = Literal["NFC", "NFD"]
LETTERS = "".join(sorted(set(VNI.values())))
ASCII = "abcdeghiklmnopqrstuvxy ABCDEGHIKLMNOPQRSTUVXY"
SMALL = "".join(letter for letter in LETTERS + ASCII if not letter.isupper())
SYLLABLES = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Lý", "Thị", "Văn", "Hữu", "Đức", "Thành", "Quý", "Mạnh", "Thủy", "Út", "Ý", "Ấm", "Én", "Hoà", "Huệ",
    "Khuê", "Nghĩa", "Giáp", "Giếng", "Quỳnh", "Quốc", "Tuyết", "Thuý", "Chìu", "Tằng", "Đảng", "Chi", "bộ",
    "Xóm", "Làng", "Trường", "Mầm", "miễn", "sinh", "hoạt", "đến",
]  # fmt: skip
texts = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=30).map(" ".join)


@given(st.text(LETTERS + ASCII, max_size=40))
def test_vni_comes_back_as_it_was(text: str) -> None:
    assert decode(in_vni(text), Encoding.VNI) in {text, in_vni(text)}


@given(texts)
def test_words_in_vni_come_back_as_they_were(text: str) -> None:
    assert decode(in_vni(text), Encoding.VNI) == text


@given(st.text(SMALL, max_size=40))
def test_small_letters_in_tcvn3_come_back_as_they_were(text: str) -> None:
    assert decode(in_tcvn3(text), Encoding.TCVN3) in {text, in_tcvn3(text)}


@given(texts)
def test_words_in_tcvn3_come_back_but_for_capitals(text: str) -> None:
    assert decode(in_tcvn3(text), Encoding.TCVN3).lower() == text.lower()


def test_a_line_in_capitals_comes_back_in_capitals() -> None:
    assert decode(in_tcvn3("ĐẢNG ỦY XÃ BẠCH LƯU"), Encoding.TCVN3) == "ĐẢNG ỦY XÃ BẠCH LƯU"


@given(texts, st.sampled_from(get_args(Form)))
def test_unicode_is_never_taken_for_anything_else(text: str, form: Form) -> None:
    spelt = unicodedata.normalize(form, text)
    assert recognise([spelt]) is None
    assert recognise(spelt.split()) is None


def test_names_of_other_peoples_are_left_alone() -> None:
    names = ("Y Bliă Êban", "Ksor H'Bĭa", "K'Brôih", "José Muñoz", "€ 5 – 10 °C", "Größe, façade")
    assert wrong(all_are(None, names), lambda name: recognise([name])) == {}


@given(st.lists(st.sampled_from(SYLLABLES[:20]), min_size=12, max_size=30, unique=True))
def test_a_page_in_an_old_encoding_is_recognised(words: list[str]) -> None:
    assert recognise([in_tcvn3(" ".join(words))]) is Encoding.TCVN3
    assert recognise([in_vni(" ".join(words))]) is Encoding.VNI


def test_unicode_in_a_page_of_tcvn3_stays_as_it_is() -> None:
    assert decode("Nguyễn Văn Nam", Encoding.TCVN3) == "Nguyễn Văn Nam"
    assert decode("Thôn Xóm Làng", Encoding.TCVN3) == "Thôn Xóm Làng"


def test_every_word_is_known_to_be_vietnamese() -> None:
    assert wrong(all_are(True, SYLLABLES), is_syllable) == {}


def test_what_cannot_be_spoken_is_no_word() -> None:
    none = ("Hµ", "Tr­êng", "Nguyeãn", "bêb", "hoành't", "ngac̃h", "ấấ", "Đ")
    assert wrong(all_are(False, none), is_syllable) == {}
