"""What people said on the phone, in one line: read only where every answer is clear."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Reason
from bot.refusals import CallUnreadable, NotOnRollList, Refused, SaidTwice, SeveralOnRollList
from bot.words.call_line import Called, CallSaid, read_calls
from bot.words.listed import LONGEST
from bot.words.names import fold
from bot.words.refused import refused
from tests.tables import all_are, wrong
from tests.words.roll_lines import NAMES
from tests.words.roll_lines import WORDS as ROLL_WORDS

SIGN = {Called.COMING: "+", Called.AWAY: "-", Called.UNDECIDED: "?", Called.NOT_REACHED: "x"}

CALLS = {
    "đã gọi 3 có, 7 vắng ốm": "3+ 7-illness", "da goi 3 co 7 vang om": "3+ 7-illness",
    "gọi 3 có; 7 vắng bận việc nhà; 9 không nghe máy": "3+ 7-family 9x", "3 có, 7 vắng ốm": "3+ 7-illness",
    "đã gọi Bình có, Hùng vắng đi công tác": "2+ 7-duty_trip", "ĐÃ GỌI 3 CÓ, 7 VẮNG ỐM": "3+ 7-illness",
    "đã  gọi   3  có ,7   vắng ốm ": "3+ 7-illness", "đã gọi 3 có,7 vắng ốm.": "3+ 7-illness", "đã gọi: 3 có": "3+",
    "đã gọi:\n- 3 có\n- 7 vắng": "3+ 7-", "3. có\n7. vắng ốm": "3+ 7-illness", "đã gọi 3: có, 7: vắng": "3+ 7-",
    "đã gọi 3-có, 7-vắng": "3+ 7-", "đã gọi 3 có. 7 vắng ốm.": "3+ 7-illness", "đã gọi 3 có và 7 vắng": "3+ 7-",
    "đã gọi 3 có 7 vắng 9 không nghe máy": "3+ 7- 9x", "đã gọi số 3 có, số 7 vắng": "3+ 7-", "số 3 có": "3+",
    "đã gọi 9 ko nghe may": "9x", "da goi 9 khong nghe may": "9x", "đã gọi 9 không gọi được": "9x", "9 thuê bao": "9x",
    "đã gọi 9 chưa gọi được": "9x", "đã gọi 9 ko goi dc": "9x", "đã gọi 9 thuê bao không liên lạc được": "9x",
    "đã gọi 9 tắt máy ạ": "9x", "đã gọi 9 máy bận": "9x", "đã gọi 9 gọi mãi không được": "9x", "9 không bắt máy": "9x",
    "đã gọi 9 không ai nghe máy": "9x", "da goi 9 thue bao": "9x", "1 không nghe máy": "1x", "gọi 9 sai số": "9x",
    "đã gọi 3 chưa chắc": "3?", "da goi 3 chua chac": "3?", "đã gọi 3 có lẽ": "3?", "đã gọi 3 có thể đến": "3?",
    "đã gọi 3 vâng": "3+", "đã gọi 3 dạ có": "3+", "đã gọi 3 ok": "3+", "đã gọi 3 có mặt, 7 vắng mặt": "3+ 7-",
    "đã gọi 3 sẽ đến, 7 đi công tác, 9 sẽ vắng": "3+ 7-duty_trip 9-", "đã gọi 3 đến muộn 15p": "3+", "3 đi": "3+",
    "đã gọi 3 không vắng": "3+", "da goi 3 khong vang": "3+", "đã gọi 3 vắng": "3-", "đã gọi 3 vang mat": "3-",
    "đã gọi 3 vang om": "3-illness", "da goi 3 vang di cong tac": "3-duty_trip", "đã gọi 3 ốm": "3-illness",
    "da goi 3 vang di vien": "3-illness", "đã gọi 3 vắng vì con ốm": "3-family", "đã gọi 3 vắng mẹ ốm": "3-family",
    "đã gọi 3 vắng đi công tác 3 ngày": "3-duty_trip", "đã gọi 3 có việc": "3-other", "đã gọi 3 co viec": "3-other",
    "đã gọi 3 không đi được": "3-", "đã gọi 3 ko di": "3-", "đã gọi 3 về quê": "3-far_away", "đã gọi 3 xin nghỉ": "3-",
    "đã gọi 3 bận việc": "3-other", "12 có, 15 vắng ốm": "12+ 15-illness", "12 có": "12+", "1 có, 2 vắng": "1+ 2-",
    "gọi 1 có": "1+", "đã gọi 2 vắng": "2-", "đã gọi ông Hùng có": "7+", "đã gọi đ/c Hùng không nghe máy": "7x",
    "đã gọi Nguyễn Văn An vắng ốm": "1-illness", "da goi hung co, binh vang om": "7+ 2-illness", "gọi Hùng vắng": "7-",
    "đã gọi 4 Lan có, 7 Hùng vắng ốm": "4+ 7-illness", "đã gọi Mai có": "6+", "báo cáo đã gọi 3 có ạ": "3+",
    "đã gọi cho 3: có": "3+", "đã gọi được 3 có": "3+", "đã gọi lại 9 có": "9+", "đã gọi 3 có, đã gọi 7 vắng": "3+ 7-",
}  # fmt: skip
"""Number, sign and reason: + coming, - away, ? undecided, x not reached."""

UNCLEAR = [
    "đã gọi 3 vang", "da goi 3 vang", "3 vang", "3 có, 7 vang", "đã gọi 3 vang a", "đã gọi 3 không",
    "đã gọi 3 không được", "đã gọi 3 ko dc", "đã gọi 3 bận", "đã gọi 3 ban", "đã gọi 3 om", "đã gọi 3", "gọi 3",
    "đã gọi 3, 7 có", "đã gọi 3 1", "đã gọi 3: 2", "đã gọi 3 có, ốm", "đã gọi 3 vắng, ốm", "đã gọi 3 đi họp",
    "gọi Hùng đi họp", "đã gọi 3 dự họp", "đã gọi 3 đồng ý", "đã gọi 3 đã nhận", "đã gọi 3 nhất trí", "đã gọi 3 có?",
    "đã gọi 3 chưa?", "đã gọi 3 chưa có", "đã gọi 3 vợ bảo vắng", "đã gọi 3 vắng nhưng sẽ đến",
    "đã gọi 3 không nghe máy nhưng nhắn có", "đã gọi 3 vang me om", "đã gọi 9 không nghe máy?", "đã gọi 3 từ chối",
    "đã gọi 3 vắng không lý do", "đã gọi 3 vắng P", "đã gọi 3P", "đã gọi 3 (có), 7 (vắng)", "đã gọi 7 Bình có",
    "đã gọi Bình có Hùng vắng", "đã gọi Bình có và Hùng vắng", "đã gọi 7 vắng đi công tác Bình có", "đã gọi 3 3 có",
    "đã gọi 3 có 7", "đã gọi 3 có và 7", "đã gọi 3-5 có", "đã gọi 3 có hay vắng", "đã gọi 3 không có mặt không",
    "đã gọi 3 vâng vắng có", "đã gọi 3 nghe máy",
]  # fmt: skip
UNKNOWN = [
    "đã gọi 16 có", "16 có", "đã gọi 0 có", "đã gọi 3 có, 99 vắng", "đã gọi Tú có", "da goi Tu co",
    "đã gọi tú vắng ốm", "đã gọi 3 có, Tú vắng", "đã gọi Hủng có", "đã gọi Trần Văn Hùng có",
]  # fmt: skip
SEVERAL = [
    "đã gọi Lan có", "đã gọi 3 có, Lan vắng ốm", "da goi an co", "đã gọi An vắng", "gọi chị Lan không nghe máy",
    "đã gọi anh Hùng có",
]  # fmt: skip
TWICE = [
    "đã gọi 3 có, 3 vắng", "đã gọi 3 có, 3 có", "3 có, 7 vắng, 3 có", "đã gọi 7 có, Hùng vắng", "đã gọi 3 vắng, 03 có",
]  # fmt: skip

NO_CALLS = [
    "", "1", "3", "3, 7", "3 7", "có", "vắng", "vang", "vắng ốm", "1 có", "2 vắng ốm", "2 vắng", "2 vang", "1 ạ",
    "2, ốm", "2 vắng, đi công tác", "đã gọi", "đã gọi hết rồi", "gọi lại sau", "gọi họp 19h30", "gọi họp tối mai",
    "gọi 0912345678", "gọi Hùng", "gọi Hùng đi họp nhé", "gọi Hùng có mặt nhé", "gọi đảng viên đi họp", "chưa gọi 3",
    "3 giờ", "3 giờ chiều", "7 giờ có mặt", "3 1", "3 ngày nữa", "4P 9K", "4 có phép, 9 không phép", "vắng 4P",
    "có 4 9", "đủ", "sửa 4P 9 có", "3 có, Hùng vắng", "3 có, ốm", "3 có?", "Hùng có", "Mai có", "19h30", "25/25",
    "họp", "TU CHOI", "3 xyz", "3 vắng P",
]  # fmt: skip

WORDS = [
    *ROLL_WORDS, "đã gọi", "gọi", "3", "7", "vâng", "vắng ốm", "vang om", "không nghe máy", "thuê bao", "chưa chắc",
    "đi", "đến", "dự", "ok", "bận", "nhưng", "sẽ", "được", "con ốm", "công tác", "Mai",
]  # fmt: skip
LINES = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
EVERY = [*CALLS, *UNCLEAR, *UNKNOWN, *SEVERAL, *TWICE, *NO_CALLS]
ANSWERS = {
    "có": (Called.COMING, None), "có mặt ạ": (Called.COMING, None), "vắng": (Called.AWAY, None),
    "vắng ốm": (Called.AWAY, Reason.ILLNESS), "không nghe máy": (Called.NOT_REACHED, None),
    "chưa chắc": (Called.UNDECIDED, None), "vắng đi công tác": (Called.AWAY, Reason.DUTY_TRIP),
}  # fmt: skip


def told(said: tuple[CallSaid, ...]) -> str:
    return " ".join(f"{one.number}{SIGN[one.answer]}{one.reason or ''}" for one in said)


def outcome(text: str) -> tuple[CallSaid, ...] | type[Refused] | None:
    try:
        return read_calls(text, NAMES)
    except Refused as refusal:
        return type(refusal)


def test_what_was_said_on_the_phone() -> None:
    assert wrong(CALLS.items(), lambda text: told(read_calls(text, NAMES) or ())) == {}


def test_an_answer_that_is_not_clear_refuses_the_line() -> None:
    assert wrong(all_are(CallUnreadable, UNCLEAR), outcome) == {}


def test_nobody_outside_the_list_was_called() -> None:
    assert wrong(all_are(NotOnRollList, UNKNOWN), outcome) == {}


def test_of_two_with_one_name_none_is_guessed() -> None:
    assert wrong(all_are(SeveralOnRollList, SEVERAL), outcome) == {}


def test_nobody_answers_twice() -> None:
    assert wrong(all_are(SaidTwice, TWICE), outcome) == {}


def test_other_lines_are_left_to_others() -> None:
    assert wrong(all_are(None, NO_CALLS), outcome) == {}


def test_the_refusal_of_vang_asks_for_marks_and_repeats_no_words() -> None:
    with pytest.raises(CallUnreadable) as raised:
        read_calls("đã gọi 3 có, 7 vang, con om", NAMES)
    assert raised.value.facts == {"part": "số 7"}
    assert "“vắng” (viết có dấu), “vắng ốm”" in refused(raised.value)


def test_a_name_that_may_be_shorter_or_longer_is_nobody() -> None:
    with pytest.raises(CallUnreadable):
        read_calls("da goi Lan Du co", ["Phạm Thị Lan", "Trần Lan Dự"])


# What may never happen


@given(st.text(max_size=60) | LINES)
def test_nothing_but_a_refusal_is_raised_and_nobody_is_made_up(text: str) -> None:
    said = outcome(text)
    if isinstance(said, tuple):
        numbers = [one.number for one in said]
        assert numbers
        assert len(numbers) == len(set(numbers))
        assert all(1 <= number <= len(NAMES) for number in numbers)
        assert all(one.reason is None for one in said if one.answer is not Called.AWAY)


@given(st.sampled_from(EVERY) | LINES | LINES.map(lambda line: f"đã gọi 3 {line}"))
def test_without_its_marks_nobody_changes_sides(text: str) -> None:
    said, folded = outcome(text), outcome(fold(text))
    if isinstance(said, tuple) and isinstance(folded, tuple):
        assert [(one.number, one.answer) for one in folded] == [(one.number, one.answer) for one in said]


@given(st.dictionaries(st.integers(1, 15), st.sampled_from(sorted(ANSWERS)), min_size=2, max_size=5))
def test_every_answer_is_read_as_it_was_written(written: dict[int, str]) -> None:
    expected = [(number, ANSWERS[answer]) for number, answer in written.items()]
    for apart in (", ", "; ", "\n", " "):
        line = apart.join(f"{number} {answer}" for number, answer in written.items())
        said = read_calls(f"Đã gọi: {line}", NAMES)
        assert [(one.number, (one.answer, one.reason)) for one in said or ()] == expected


def test_case_and_blanks_change_nothing() -> None:
    assert [text for text in CALLS if outcome(f"  {text.replace(' ', '   ')} ".upper()) != outcome(text)] == []
    assert [text for text in UNCLEAR if outcome(f"  {text.replace(' ', '   ')} ".lower()) != outcome(text)] == []


def seconds(word: str) -> float:
    started = time.process_time()
    outcome(f"đã gọi {word * LONGEST}"[:LONGEST])
    return time.process_time() - started


def test_no_line_takes_long() -> None:
    words = ("vắng ", "3 có ", "anh lan có ", "gọi ", "không ", "3 ", "và ", ". ", "lan ")
    assert [word for word in words if seconds(word) >= 0.3] == []
