"""Names: tidied, folded, sorted as in a Vietnamese list."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.words.names import fold, given_name, slug, sort_key, tidy
from tests.tables import wrong

ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "w",
    "x",
    "y",
    "z",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
IN_ORDER = [
    "An",
    "Lê An",
    "Lê Thị An",
    "Nguyễn Văn An",
    "Lê Văn Anh",
    "Nguyễn Văn Ăn",
    "Trần Thị Ân",
    "Lê Văn Dũng",
    "Lê Văn Đạt",
    "Bùi Văn Đức",
    "Bùi Văn Đức Đức",
    "Đỗ Văn Đức",
    "Hoàng Văn Đức",
    "Trần Hanh",
    "Nguyễn Hạnh",
    "Lê Hòa",
    "Lê Văn Ôn",
    "Lê Văn Ơn",
    "Lê Văn Tú",
    "Lê Văn Tư",
    "Lê Văn Uyên",
    "Lê Như Ý",
]


def test_a_list_is_sorted_by_given_family_and_middle_name() -> None:
    assert sorted(IN_ORDER, key=sort_key) == IN_ORDER


def test_letters_follow_the_vietnamese_alphabet() -> None:
    assert sorted(ALPHABET, key=sort_key) == ALPHABET
    longer = [f"{letter}z" for letter in ALPHABET]
    assert sorted(longer, key=sort_key) == longer


def test_tones_break_the_tie() -> None:
    assert sorted(TONES, key=sort_key) == TONES
    assert sort_key("mạ") < sort_key("man")


def test_all_of_one_given_name_stay_together() -> None:
    people = ["Trần Văn Hanh", "Lê Văn Hạnh", "Bùi Văn Hanh", "Vũ Văn Hạnh"]
    assert [given_name(p) for p in sorted(people, key=sort_key)] == ["Hanh", "Hanh", "Hạnh", "Hạnh"]


def test_spellings_of_one_name_sort_alike() -> None:
    same = (("Hòa", "Hoà"), ("Đức", "Ðức"), ("ĐỨC", "đức"), ("Đức", unicodedata.normalize("NFD", "Đức")))
    assert [pair for pair in same if sort_key(pair[0]) != sort_key(pair[1])] == []


@given(st.text())
def test_a_sort_key_is_ascii_and_the_same_bytewise(name: str) -> None:
    assert sort_key(name).isascii()
    assert sort_key(name) == sort_key(f" {unicodedata.normalize('NFD', name)} ")


@given(st.lists(st.text("aăâdđeêoôơuưxyáàảãạ ", min_size=1)))
def test_text_order_and_byte_order_agree(names: list[str]) -> None:
    keys = sorted(sort_key(name) for name in names)
    assert all(a.encode() <= b.encode() for a, b in pairwise(keys))


TIDIED = [
    ("  Nguyễn\u00a0 Văn\u200b A\n", "Nguyễn Văn A"),
    ("Đư\u0301c", "Đức"),
    ("A\x00B", "AB"),
    ("\ufeffA\u00ad", "A"),
    ("\u200b \t", ""),
]


def test_tidy() -> None:
    assert wrong(TIDIED, tidy) == {}


@given(st.text())
def test_tidy_and_fold_are_done_at_once(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert unicodedata.is_normalized("NFC", tidy(text))
    assert fold(fold(text)) == fold(text)
    tidy(text).encode()


FOLDED = [
    ("Đồng chí ĐỨC", "dong chi duc"),
    ("Ðức", "duc"),
    ("ƯƠNG ươn", "uong uon"),
    ("ＶẮNG", "vang"),
    (unicodedata.normalize("NFD", "Nguyễn Thị Ngọc Bích"), "nguyen thi ngoc bich"),
    ("ăâđêôơư", "aadeoou"),
]


def test_fold() -> None:
    assert wrong(FOLDED, fold) == {}


def test_the_given_name_is_the_last_word() -> None:
    assert wrong([("Nguyễn Văn An", "An"), ("An ", "An"), ("", ""), ("Y  Bhut", "Bhut")], given_name) == {}


SLUGS = [
    ("Chi bộ thôn Đông", "chi-bo-thon-dong"),
    ("  Đảng bộ xã X – 2026!", "dang-bo-xa-x-2026"),
    ("Chi bộ thôn Đông Hạ, đảng bộ xã Đại Lộc", "chi-bo-thon-dong-ha-dang-bo-xa"),
    ("a" * 40, "a" * 32),
    ("!!", ""),
]


def test_slug() -> None:
    assert wrong(SLUGS, slug) == {}


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_slug_is_safe_in_an_address(text: str, longest: int) -> None:
    made = slug(text, longest)
    assert len(made) <= longest
    assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in made)
    assert made == made.strip("-")
