"""Phone numbers, however people and spreadsheets write them."""

import math

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from bot.words.phones import RENUMBERED, masked, national, phone
from tests.tables import all_are, refused, wrong

NATIONAL = st.from_regex(r"[35789][0-9]{8}", fullmatch=True)


STORED: list[tuple[str | int | float, str]] = [
    ("0900000009", "+84900000009"),
    ("0900 000 009", "+84900000009"),
    ("0900.000.009", "+84900000009"),
    ("(090) 000-0009", "+84900000009"),
    ("0900–000–009", "+84900000009"),
    ("\u00a00900\u00a0000\u00a0009 ", "+84900000009"),
    ("\u202a+84 900 000 009\u202c", "+84900000009"),
    ("84900000009", "+84900000009"),
    ("+84 900 000 009", "+84900000009"),
    ("900000009", "+84900000009"),
    ("900000009.0", "+84900000009"),
    (900000009, "+84900000009"),
    (900000009.0, "+84900000009"),
    (84900000009, "+84900000009"),
    # 084 is a mobile prefix, 84 the country
    ("0841234567", "+84841234567"),
    ("841234567", "+84841234567"),
    (841234567, "+84841234567"),
    ("84841234567", "+84841234567"),
    ("+84841234567", "+84841234567"),
    # numbers of before 2018
    ("01201234567", "+84701234567"),
    ("01211234567", "+84791234567"),
    ("01221234567", "+84771234567"),
    ("01231234567", "+84831234567"),
    ("01241234567", "+84841234567"),
    ("01251234567", "+84851234567"),
    ("01261234567", "+84761234567"),
    ("01271234567", "+84811234567"),
    ("01281234567", "+84781234567"),
    ("01291234567", "+84821234567"),
    ("0162 123 4567", "+84321234567"),
    ("0169.123.4567", "+84391234567"),
    ("01861234567", "+84561234567"),
    ("01881234567", "+84581234567"),
    ("01991234567", "+84591234567"),
    ("+84 169 123 4567", "+84391234567"),
    ("841691234567", "+84391234567"),
]


def test_a_number_is_stored_in_one_form() -> None:
    assert wrong(STORED, phone) == {}


GUESSES: list[str | int | float] = [
    "",
    " ",
    "+",
    "0",
    "0900",
    "090000000",
    "09000000091",
    "0900 000 00x",
    "0900 000 009 / 0900 000 010",
    "٠٩٠٠٠٠٠٠٠٩",
    "1234567890",
    "01301234567",
    "0100000009",
    "0200000009",
    "0400000009",
    "0600000009",
    "02438251234",
    "0084900000009",
    "+1 202 555 0123",
    "+0900000009",
    "8490000009",
    "849000000099",
    "8.4E+10",
    -900000009,
    0,
    900000009.5,
    math.nan,
    math.inf,
    1e300,
]


def test_what_could_only_be_guessed_is_refused() -> None:
    assert wrong(all_are(True, GUESSES), refused(phone, ValueError, "not a")) == {}


@given(NATIONAL)
def test_every_way_of_writing_gives_the_same_number(digits: str) -> None:
    ways = [
        f"0{digits}",
        digits,
        f"84{digits}",
        f"+84{digits}",
        f"+84 {digits[:3]}-{digits[3:6]}.{digits[6:]}",
    ]
    numbers = [int(digits), float(digits)]
    assert {*map(phone, ways), *map(phone, numbers)} == {f"+84{digits}"}


@given(NATIONAL)
def test_a_stored_number_survives_the_way_to_people_and_back(digits: str) -> None:
    stored = phone(digits)
    assert phone(stored) == stored
    assert phone(national(stored)) == stored


@given(NATIONAL)
def test_what_is_stored_is_a_possible_number_by_the_numbering_plan(digits: str) -> None:
    assert phonenumbers.is_possible_number(phonenumbers.parse(phone(digits)))


@given(st.sampled_from(sorted(RENUMBERED)), st.from_regex("[0-9]{7}", fullmatch=True))
def test_an_old_number_keeps_its_last_seven_digits(old: str, last: str) -> None:
    assert phone(f"0{old}{last}") == f"+84{RENUMBERED[old]}{last}"


@given(st.one_of(st.text(), st.integers(), st.floats(), st.text("0123456789+84 .-()", max_size=16)))
def test_anything_else_is_refused_by_value_error_only(written: str | int | float) -> None:
    try:
        stored = phone(written)
    except ValueError:
        return
    assert stored.startswith("+84")
    assert len(stored) == 12


def test_people_read_a_number_in_groups() -> None:
    assert national("+84900000009") == "0900 000 009"


@given(NATIONAL)
def test_only_the_last_three_digits_stay_visible(digits: str) -> None:
    shown = masked(f"+84{digits}")
    assert "".join(c for c in shown if c.isdigit()) == digits[-3:]
