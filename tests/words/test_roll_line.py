"""The roll in one line: every way to write it, and what is refused rather than read wrongly."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.refusals import (
    CountOrNumber,
    NotOnRollList,
    Refused,
    RollCountWrong,
    RollNamesTooFew,
    RollUnreadable,
    SaidTwice,
    SeveralOnRollList,
)
from bot.words.listed import LONGEST
from bot.words.names import fold
from bot.words.refused import refused
from bot.words.roll_line import Absence, RollSaid, read_roll
from tests.tables import all_are, wrong
from tests.words.roll_lines import (
    BARE,
    EVERY,
    EVERYBODY,
    MISCOUNTED,
    NAMES,
    NO_ROLL,
    PARTIAL,
    SEVERAL,
    TOO_FEW,
    TWICE,
    UNKNOWN,
    UNREADABLE,
    WHOLE,
    WORDS,
)

LETTER = {Absence.UNSAID: "?", Absence.EXCUSED: "P", Absence.UNEXCUSED: "K"}


def told(said: RollSaid) -> str:
    away = [f"{number}{LETTER[absence]}" for number, absence in said.away]
    return " ".join([*away, *(f"+{number}" for number in said.present)])


def outcome(text: str) -> RollSaid | type[Refused] | None:
    try:
        return read_roll(text, NAMES)
    except Refused as refusal:
        return type(refusal)


def refusal_of(text: str) -> Refused:
    with pytest.raises(Refused) as raised:
        read_roll(text, NAMES)
    return raised.value


def told_of(text: str, names: list[str]) -> str:
    said = read_roll(text, names)
    assert said is not None
    return told(said)


def read(text: str) -> RollSaid:
    said = read_roll(text, NAMES)
    assert said is not None, text
    return said


def test_everybody_was_there() -> None:
    assert wrong(all_are(RollSaid(everybody=True, rest_present=True), EVERYBODY), read) == {}


def whole(text: str) -> tuple[str, bool, bool]:
    said = read(text)
    return told(said), said.rest_present != said.is_first, said.everybody


def test_who_is_not_named_in_a_whole_roll_was_there() -> None:
    assert wrong([(text, (people, True, False)) for text, people in WHOLE.items()], whole) == {}


def what_rest(text: str) -> tuple[bool, bool]:
    said = read(text)
    return said.rest_present, said.is_first


def test_who_is_away_may_be_the_whole_roll_or_one_more() -> None:
    lines = ("vắng 4 9P", "điểm danh vắng 4", "v 4 9", "vắng: 4P;9K.")
    assert wrong(all_are((False, True), lines), what_rest) == {}


def test_the_line_of_a_text_message_is_read_without_marks() -> None:
    """As a telephone without Vietnamese letters sends it, in capitals or not, with marks of any kind between."""
    lines = (
        "DD 13/15 vang: 4P 9K", "dd 13/15 vang 4p 9k", "DD: 13/15. VANG: 4P, 9K.", "DD 13/15 vang:4P,9K",
        "Diem danh 13/15 vang 4P va 9K",
        "DD 13/15 v 4P 9K a", "DD 13/15 vang so 4 P, so 9 K", "DD\n13/15\nvang: 4P 9K",
    )  # fmt: skip
    assert wrong(all_are(("4P 9K", True, False), lines), lambda text: (told(read(text)), *what_rest(text))) == {}


def test_a_line_that_names_too_few_is_not_guessed() -> None:
    """Three are away, two are named: the third is not made up."""
    names = [f"Nguyễn Văn Người{number}" for number in range(30)]
    with pytest.raises(RollNamesTooFew) as refusal:
        read_roll("DD 27/30 vang: 4P 9K", names)
    assert refused(refusal.value, spoken=True) == (
        "Đồng chí ghi 27/30, tức là vắng 3, nhưng mới đọc được 2: 4P, 9K. Còn thiếu 1 đồng chí nên chưa ghi gì. "
        "Mời gửi lại cả dòng và ghi thêm số của đồng chí còn thiếu."
    )
    assert told_of("DD 28/30 vang: 4P 9K", names) == "4P 9K"
    assert told_of("DD 27/30 vang: 4P 9K 12", names) == "4P 9K 12?"


def test_a_count_or_the_rest_makes_it_the_whole_roll() -> None:
    lines = ("DD 14/15 vắng 4", "vắng 4P, còn lại có mặt", "đủ trừ 4", "chỉ vắng 4P", "vắng 1/15: 4")
    assert wrong(all_are((True, False), lines), what_rest) == {}


def test_a_number_that_may_be_a_count_is_asked_about() -> None:
    better = {"vắng 2, 4P, 5K": "2K, 4P, 5K", "vắng 2: 4, 9": "2K, 4K, 9K", "vắng 2 4P 9K": "2K, 4P, 9K"}
    asked = {text: f"2 là số người hay số thứ tự? Chưa ghi gì. Mời ghi {said}." for text, said in better.items()}
    assert wrong(asked.items(), lambda text: refused(refusal_of(text), spoken=True)) == {}


def partial(text: str) -> tuple[str, bool, bool]:
    said = read(text)
    return told(said), said.rest_present, said.is_first


def test_a_correction_says_nothing_of_the_others() -> None:
    assert wrong([(text, (people, False, False)) for text, people in PARTIAL.items()], partial) == {}


def test_letters_without_a_word_say_nothing_of_the_others() -> None:
    assert wrong([(text, (people, False, False)) for text, people in BARE.items()], partial) == {}


def test_other_lines_are_left_to_others() -> None:
    assert wrong(all_are(None, NO_ROLL), outcome) == {}


def test_what_is_left_over_refuses_the_line() -> None:
    made = {text: outcome(text) for text in UNREADABLE}
    assert {text: one for text, one in made.items() if one not in {RollUnreadable, CountOrNumber}} == {}


def test_nobody_outside_the_list_is_marked() -> None:
    assert wrong(all_are(NotOnRollList, UNKNOWN), outcome) == {}


def test_of_two_with_one_name_none_is_guessed() -> None:
    assert wrong(all_are(SeveralOnRollList, SEVERAL), outcome) == {}
    assert wrong(SEVERAL.items(), lambda text: refusal_of(text).facts["numbers"]) == {}


def test_nobody_is_marked_twice() -> None:
    assert wrong(all_are(SaidTwice, TWICE), outcome) == {}


def test_a_count_must_agree() -> None:
    assert wrong([*all_are(RollCountWrong, MISCOUNTED), *all_are(RollNamesTooFew, TOO_FEW)], outcome) == {}


def test_each_refusal_says_what_is_wrong_and_what_to_write() -> None:
    told = [refused(refusal) for refusal in map(refusal_of, ["vắng Lan", "vắng 16", "vắng 4 4", "đủ 14", "vắng 4h"])]
    assert "“Lan” có thể là nhiều đồng chí: số 4, 9." in told[0]
    assert "“16”" in told[1]
    assert "Số 4" in told[2]
    assert "ghi 14, nhưng đếm ra 15" in told[3]
    assert "“4h”" in told[4]
    assert "vắng 4P, 9K" in told[4]
    assert all("Mời ghi" in one or "Mời xem lại" in one for one in told)


def test_a_refusal_never_repeats_a_reason() -> None:
    lines = ("vắng 4 ốm", "vắng Hùng nằm viện", "vắng 4P vì con ốm, 9K")
    assert wrong(all_are({"part": "lý do vắng"}, lines), lambda text: refusal_of(text).facts) == {}


def test_a_namesake_of_a_letter_makes_the_letter_doubtful() -> None:
    names = ["Nguyễn Văn K", "Trần Thị Bình", "Lê Văn Va", "Vũ Văn Cơ", "Đỗ Thị A"]
    assert read_roll("vắng 2K", names) == RollSaid(away=((2, Absence.UNEXCUSED),), is_first=True)
    for text in ("vắng 2 K", "vang Binh va 3", "vang 2 co phep"):
        with pytest.raises(Refused):
            read_roll(text, names)


def test_a_title_that_is_also_a_name_is_doubtful() -> None:
    assert told_of("vắng anh Hùng", ["Đỗ Văn Hùng", "Bùi Thị Hoa"]) == "1?"
    with pytest.raises(SeveralOnRollList):
        read_roll("vắng anh Hùng", ["Đỗ Văn Hùng", "Bùi Thị Lan Anh"])
    with pytest.raises(SeveralOnRollList):
        read_roll("vang dong chi Hung", ["Đỗ Văn Hùng", "Lê Văn Đông"])


def test_a_name_written_out_is_that_person() -> None:
    names = ["Nguyễn Thị Lan", "Nguyễn Thị Hoàng Lan", "Nguyễn Thị Lan Anh", "Bùi Anh"]
    assert told_of("vắng Nguyễn Thị Lan", names) == "1?"
    assert told_of("vắng Nguyễn Thị Lan Anh", names) == "3?"
    assert told_of("vắng Nguyễn Thị Hoàng Lan", names) == "2?"


def test_either_place_of_the_tone_is_the_same_name() -> None:
    assert told_of("vắng Hoà", ["Lê Văn Hòa", "Lê Văn Hoa"]) == "1?"
    with pytest.raises(SeveralOnRollList):
        read_roll("vang hoa", ["Lê Văn Hòa", "Lê Văn Hoa"])


def test_an_empty_list_has_nobody_to_mark() -> None:
    with pytest.raises(NotOnRollList):
        read_roll("vắng 1", [])


# What may never happen

LINES = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
MARKS = {
    **dict.fromkeys(["P", " p", " (P)", ": P", " có phép", " cp"], Absence.EXCUSED),
    **dict.fromkeys(["K", " k", " (K)", " - K", " không phép", " kp"], Absence.UNEXCUSED),
    "": Absence.UNSAID,
}


@given(st.text(max_size=60) | LINES)
def test_nothing_but_a_refusal_is_raised_and_nobody_is_made_up(text: str) -> None:
    try:
        said = read_roll(text, NAMES)
    except Refused:
        said = None
    numbers = [] if said is None else [*(number for number, _ in said.away), *said.present]
    assert all(1 <= number <= len(NAMES) for number in numbers)
    assert len(numbers) == len(set(numbers))
    assert said is None or said.everybody or numbers


@given(LINES)
def test_no_number_is_dropped_from_a_line_that_is_read(text: str) -> None:
    said = outcome(text)
    if (
        isinstance(said, RollSaid)
        and not said.everybody
        and "/" not in text
        and "người" not in text
        and "đ/c" not in text
    ):
        mentioned = {int(digits) for word in text.split() for digits in word.strip("PK").split("-") if digits.isdigit()}
        assert mentioned <= {*(number for number, _ in said.away), *said.present}


@given(st.dictionaries(st.integers(6, 15), st.sampled_from(sorted(MARKS)), min_size=1, max_size=6))
def test_every_mark_is_read_as_it_was_written(written: dict[int, str]) -> None:
    away = tuple((number, MARKS[mark]) for number, mark in sorted(written.items()))
    line = ", ".join(f"{number}{mark}" for number, mark in written.items())
    for text in (f"vắng {line}", f"VANG: {line.upper()}.", f"DD {15 - len(away)}/15 vắng {line}"):
        is_whole = text.startswith("DD")
        assert read_roll(text, NAMES) == RollSaid(away=away, rest_present=is_whole, is_first=not is_whole)


@given(st.sampled_from(EVERY) | LINES)
def test_without_its_marks_nobody_changes_sides(text: str) -> None:
    said, folded = outcome(text), outcome(fold(text))
    if isinstance(said, RollSaid) and isinstance(folded, RollSaid):
        assert folded == said


def test_case_and_blanks_change_nothing() -> None:
    assert [text for text in EVERY if outcome(f"  {text.replace(' ', '   ')} ".upper()) != outcome(text)] == []


def test_a_long_story_is_no_roll() -> None:
    assert outcome("vắng " + "4P " * 1_000) is None


def seconds(word: str) -> float:
    started = time.process_time()
    outcome(f"vắng {word * LONGEST}"[:LONGEST])
    return time.process_time() - started


def test_no_line_takes_long() -> None:
    words = ("vắng ", "anh lan ", "du đủ ", "k phép ", "4P ", "có ", "không ai vắng ", "và ", "(", "1/1 ")
    assert [word for word in words if seconds(word) >= 0.3] == []
