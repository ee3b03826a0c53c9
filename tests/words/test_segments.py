"""Short messages: in which alphabet, in how many parts, and that joining them gives the text back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.segments import EXTENDED, JOINERS, ROOM, Coding, octets, segments, sms_text, weight, with_headers

NOTICE = (
    "Chi bộ Thôn Hồng Sen kính mời đồng chí dự sinh hoạt thường kỳ lúc 19h30 Thứ Sáu 27/11/2026 tại Nhà văn hóa thôn. "
    "Trả lời: 1. Có mặt, 2. Xin vắng. Trân trọng."
)
LINK = " https://chibot.example.vn/l/AbCdEfGhIjKlM"
MARKS = st.sampled_from("\u0301\u0303\u0323\u0302\u200d\ufe0f\U0001f3fd")
LETTERS = st.one_of(
    st.characters(codec="utf-8"), MARKS, st.sampled_from("ếđa€{|\\[^~\r\n"), st.sampled_from("👨👩👧🏳🌈")
)
TEXTS = st.text(LETTERS, max_size=700)
GSM_TEXTS = st.text(st.sampled_from("aàéZ 0@_\n{}€^|[]~\\"), max_size=700)


def test_the_known_figures_of_a_notice() -> None:
    """153 letters: three parts with marks, one without; with a link of 41 signs three and two."""
    padded = NOTICE.ljust(153, ".")[:153]
    assert segments(padded).count == 3
    assert segments(sms_text(padded, marks=False)).count == 1
    assert len(LINK.ljust(42, "x")) == 42
    linked = padded + LINK.ljust(42, "x")
    assert (len(linked), segments(linked).count, segments(sms_text(linked, marks=False)).count) == (195, 3, 2)


@pytest.mark.parametrize(
    ("text", "coding", "count"),
    [
        ("", Coding.GSM7, 1),
        ("a" * 160, Coding.GSM7, 1),
        ("a" * 161, Coding.GSM7, 2),
        ("a" * 306, Coding.GSM7, 2),
        ("a" * 307, Coding.GSM7, 3),
        ("{" * 80, Coding.GSM7, 1),
        ("{" * 81, Coding.GSM7, 2),
        ("{" * 160, Coding.GSM7, 3),
        ("a" + "{" * 152, Coding.GSM7, 2),
        ("a" + "{" * 153, Coding.GSM7, 3),  # 307: an escape must not be parted from its letter
        ("àèéìòù" * 26, Coding.GSM7, 1),
        ("ế" * 70, Coding.UCS2, 1),
        ("ế" * 71, Coding.UCS2, 2),
        ("😀" * 35, Coding.UCS2, 1),
        ("😀" * 36, Coding.UCS2, 2),
        ("😀" * 67, Coding.UCS2, 3),  # 66 units in a part of 67: a pair is not parted
        ("á", Coding.UCS2, 1),
        ("đ", Coding.UCS2, 1),
    ],
)
def test_how_many_parts_a_text_has(text: str, coding: Coding, count: int) -> None:
    found = segments(text)
    assert (found.coding, found.count) == (coding, count)


def test_of_the_letters_with_marks_six_alone_cost_nothing() -> None:
    letters = [unicodedata.normalize("NFC", a + b + c) for a in "aeiouy" for b in ("", *"\u0302\u0306\u031b") for c in
               ("", *"\u0300\u0309\u0303\u0301\u0323")]  # fmt: skip
    vietnamese = {one for one in letters if len(one) == 1 and not one.isascii()} | {"đ"}
    assert {one for one in vietnamese if segments(one).coding is Coding.GSM7} == set("àèéìòù")


@given(st.one_of(TEXTS, GSM_TEXTS))
def test_joined_again_the_parts_are_the_text_and_none_is_too_long(text: str) -> None:
    found = segments(text)
    alone, joined = ROOM[found.coding]
    assert "".join(found.texts) == text
    room = alone if found.count == 1 else joined
    assert all(weight(part, found.coding) <= room for part in found.texts)
    assert all(part for part in found.texts) or not text


@given(TEXTS)
def test_no_pair_and_no_letter_is_parted_from_what_hangs_on_it(text: str) -> None:
    found = segments(text)
    for part, after in zip(found.texts, found.texts[1:], strict=False):
        assert octets(part, found.coding).decode("utf-16-be" if found.coding else "latin-1") is not None
        hangs = unicodedata.category(after[0]) in {"Mn", "Me", "Mc"} or after[0] in JOINERS
        assert not hangs or weight(part, found.coding) > 30  # but where it alone fills a part


@given(st.text(st.sampled_from("aeouêơđ"), min_size=1, max_size=300))
def test_marks_written_apart_stay_with_their_letters(text: str) -> None:
    found = segments(unicodedata.normalize("NFD", text + "ế"))
    assert all(not unicodedata.combining(part[0]) for part in found.texts)


@given(st.one_of(TEXTS, GSM_TEXTS), st.integers(0, 70_000))
def test_every_part_fits_into_140_octets_and_says_which_it_is(text: str, reference: int) -> None:
    found = segments(text)
    if found.count > 255:
        return
    parts = with_headers(found, reference)
    if found.count == 1:
        assert parts == [octets(text, found.coding)]
        return
    for number, part in enumerate(parts, 1):
        assert part[:6] == bytes([5, 0, 3, reference % 256, found.count, number])
        room = 140 if found.coding is Coding.UCS2 else 6 + 153
        assert len(part) <= room


@pytest.mark.parametrize(
    ("text", "written"), [("@", b"\x00"), ("a", b"a"), ("à", b"\x7f"), ("€", b"\x1be"), ("{", b"\x1b("), ("_", b"\x11")]
)
def test_the_alphabet_of_the_network_is_its_own(text: str, written: bytes) -> None:
    assert octets(text, Coding.GSM7) == written


@given(TEXTS)
def test_without_marks_every_text_is_of_the_cheap_alphabet(text: str) -> None:
    plain = sms_text(text, marks=False)
    assert segments(plain).coding is Coding.GSM7
    assert not set(plain) & EXTENDED


def test_with_marks_they_are_composed_and_the_printing_press_is_left_out() -> None:
    assert sms_text(unicodedata.normalize("NFD", "Mời họp – “gấp”…\u00a0nhé"), marks=True) == 'Mời họp - "gấp"... nhé'
    assert segments(sms_text("à la “carte”…", marks=True)).coding is Coding.GSM7
