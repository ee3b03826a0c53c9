"""Short replies: every row of the tables of meanings, the known traps, and what may never happen."""

import time
import unicodedata
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Meaning, Reason, Understood
from bot.words.names import fold
from bot.words.understand import LONGEST, reason_of, understand
from tests.tables import all_are, wrong
from tests.words.replies import AWAY_WITH_REASON, REPLIES

ABSENT = [*REPLIES[Meaning.ABSENT], *(text for texts in AWAY_WITH_REASON.values() for text in texts)]
EVERY = [*(text for texts in REPLIES.values() for text in texts), *ABSENT]
NOT_COMING = [text for meaning in (Meaning.PROXY, Meaning.UNDECIDED, Meaning.OPT_OUT) for text in REPLIES[meaning]]

FOLDED = [
    ("vang", Meaning.UNCLEAR), ("vang a", Meaning.UNCLEAR), ("co", Meaning.PRESENT), ("co viec", Meaning.ABSENT),
    ("co ban", Meaning.ABSENT), ("co le", Meaning.UNDECIDED), ("nghi", Meaning.UNCLEAR), ("xin nghi", Meaning.ABSENT),
    ("nghi om", Meaning.ABSENT), ("om", Meaning.UNCLEAR), ("vang om", Meaning.ABSENT), ("xin om", Meaning.ABSENT),
    ("bi om", Meaning.ABSENT), ("ban", Meaning.UNCLEAR), ("toi ban", Meaning.ABSENT), ("ban viec", Meaning.ABSENT),
    ("da", Meaning.UNCLEAR), ("da nhan", Meaning.ACK), ("du", Meaning.PRESENT), ("du hop", Meaning.PRESENT),
    ("duoc", Meaning.PRESENT), ("khong duoc", Meaning.ABSENT), ("di", Meaning.PRESENT), ("di cong tac", Meaning.ABSENT),
    ("di vien", Meaning.ABSENT), ("di hoc", Meaning.ABSENT), ("di xa", Meaning.ABSENT), ("di vang", Meaning.ABSENT),
    ("di dam", Meaning.ABSENT), ("dung", Meaning.UNCLEAR), ("huy", Meaning.UNCLEAR), ("k di", Meaning.ABSENT),
    ("ko di", Meaning.ABSENT), ("kg di", Meaning.ABSENT), ("khg di", Meaning.ABSENT), ("hong di", Meaning.ABSENT),
    ("hong", Meaning.UNCLEAR),
]  # fmt: skip

CLASSES = {
    Meaning.PRESENT: ["1", "có", "co", "có mặt", "co mat", "dự", "tham gia", "đi", "ok", "không vắng", "khong vang",
                      "vâng", "dạ", "dạ vâng"],
    Meaning.ABSENT: ["2", "vắng", "vắng mặt", "vang mat", "không dự", "ko di", "khong co mat", "bận", "xin nghỉ",
                     "xin phép vắng vì ốm", "xin phep vang vi om", "xin vang di cong tac"],
    Meaning.LATE: ["đến muộn 15p", "den tre"],
    Meaning.EARLY_LEAVE: ["về sớm"],
    Meaning.UNDECIDED: ["có lẽ", "chưa chắc", "để xem", "neu duoc"],
    Meaning.ACK: ["đã nhận", "rõ", "nhất trí", "👍", "👌"],
    Meaning.PROXY: ["đ/c A xin vắng", "ông nhà tôi ốm xin vắng"],
    Meaning.UNCLEAR: ["vang", "vang a", "ban", "nghi", "dung", "huy", "?", "trời mưa"],
    Meaning.OPT_OUT: ["TU CHOI", "TUCHOI", "STOP", "từ chối"],
}  # fmt: skip

RULE_19 = [
    ("vang", Meaning.UNCLEAR), ("vâng", Meaning.PRESENT), ("vắng", Meaning.ABSENT), ("vang mat", Meaning.ABSENT),
    ("khong vang", Meaning.PRESENT), ("co viec", Meaning.ABSENT), ("co mat", Meaning.PRESENT),
    ("k co mat", Meaning.ABSENT), ("di", Meaning.PRESENT), ("di cong tac", Meaning.ABSENT),
    ("dung", Meaning.UNCLEAR), ("huy", Meaning.UNCLEAR),
]  # fmt: skip

WHY = {
    Reason.ILLNESS: ["ốm", "om", "bị ốm", "ốm nặng", "bệnh", "đau bụng", "sốt", "sot", "khám", "viện", "nằm viện",
                     "em bị ốm ạ", "vì ốm", "không khỏe", "mệt quá", "di vien", "cấp cứu", "bv"],
    Reason.FAMILY: ["con ốm", "con om", "mẹ em ốm", "ông nhà tôi ốm", "đám cưới", "dam cuoi", "đám tang", "giỗ",
                    "việc nhà", "viec nha", "trông cháu", "đưa con đi viện", "gia đình có việc", "tang", "vợ sinh"],
    Reason.DUTY_TRIP: ["công tác", "cong tac", "đi công tác", "di cong tac Ha Noi"],
    Reason.WORK_SHIFT: ["trực", "truc", "đi trực", "đi làm", "ca", "ca đêm", "làm ca", "tăng ca", "trực bệnh viện"],
    Reason.STUDY: ["học", "hoc", "đi học", "thi", "đi thi", "tập huấn", "tap huan", "lớp bồi dưỡng"],
    Reason.FAR_AWAY: ["xa", "ở xa", "o xa", "về quê", "ve que", "đang ở nước ngoài", "đi làm ăn xa"],
    Reason.WEATHER: ["mưa", "mưa bão", "mua bao", "bão", "lũ", "lụt", "ngập đường"],
    Reason.OTHER: ["bận", "ban", "tôi bận", "việc riêng", "có việc", "co viec", "lý do cá nhân", "bận việc"],
}  # fmt: skip

NO_REASON = ["", "1", "có", "vang", "vâng", "không", "không ốm", "hết ốm rồi", "không bận", "cảm ơn", "đảng viên",
             "dang vien", "sinh hoạt", "dự trực tuyến", "dự trực tiếp", "bạn", "bản", "ôm", "cười", "mua", "thì",
             "đâu", "chi bộ", "?", "👍", "xyz"]  # fmt: skip


Key = TypeVar("Key", Meaning, Reason)


def fan_out(table: dict[Key, list[str]]) -> list[tuple[str, Key]]:
    return [(text, key) for key, texts in table.items() for text in texts]


def test_every_row_of_the_tables() -> None:
    assert wrong([*FOLDED, *fan_out(CLASSES), *RULE_19], lambda text: understand(text).meaning) == {}


def test_replies_as_they_may_be_written() -> None:
    """One test for the lot: six hundred would cost seconds, and the wrong ones are named anyway."""
    assert {
        text: understand(text) for text, meaning in fan_out(REPLIES) if understand(text) != Understood(meaning)
    } == {}


def test_an_absence_carries_its_reason() -> None:
    told = {text: (understand(text), reason) for text, reason in fan_out(AWAY_WITH_REASON)}
    assert {text: made for text, (made, why) in told.items() if made != Understood(Meaning.ABSENT, why)} == {}


def test_an_answer_to_why_is_a_reason() -> None:
    assert wrong(fan_out(WHY), reason_of) == {}


def test_a_reason_is_never_taken_for_another_answer() -> None:
    taken = {text: understand(text).meaning for text, _ in fan_out(WHY)}
    assert {text: meaning for text, meaning in taken.items() if meaning not in {Meaning.UNCLEAR, Meaning.ABSENT}} == {}


def test_no_reason_is_made_up() -> None:
    assert wrong(all_are(None, NO_REASON), reason_of) == {}


def test_without_its_marks_nobody_away_becomes_present() -> None:
    assert [text for text in (*ABSENT, *NOT_COMING) if understand(fold(text)).meaning is Meaning.PRESENT] == []


def test_without_its_marks_nobody_present_becomes_absent() -> None:
    assert [text for text in REPLIES[Meaning.PRESENT] if understand(fold(text)).meaning is Meaning.ABSENT] == []


@given(st.sampled_from(EVERY), st.text(" \t\n\u00a0\u200b", max_size=4), st.sampled_from(["NFC", "NFD"]))
def test_blanks_case_and_normal_form_change_nothing(text: str, blanks: str, form: str) -> None:
    meant = understand(text)
    for same in (text, text.upper(), text.lower(), text.swapcase(), text.title()):
        assert understand(blanks + unicodedata.normalize(form, same) + blanks) == meant  # type: ignore[arg-type]


@given(st.sampled_from([text for text in ABSENT if text.isascii() or text[-1].isalpha()]))
def test_politeness_changes_no_absence(text: str) -> None:
    meant = understand(text)
    for polite in (f"{text} ạ", f"Dạ {text}", f"{text}!!!", f"{text} nhé.", f"Dạ, {text} ạ."):
        assert understand(polite) == meant


@given(st.text(max_size=2 * LONGEST))
def test_any_text_has_a_meaning(text: str) -> None:
    assert understand(text).meaning in Meaning
    assert reason_of(text) in {None, *Reason}


@given(st.lists(st.sampled_from(" ".join(EVERY).split()), max_size=12).map(" ".join))
def test_any_row_of_known_words_has_a_meaning(text: str) -> None:
    said = understand(text)
    assert said.reason is None or said.meaning is Meaning.ABSENT
    assert said.meaning is not Meaning.OPT_OUT or fold(text) in {"tu choi", "tuchoi", "stop"}


@given(st.sampled_from(["vang", "Vang", "VANG ", "vang.", "vang!", " vang a", "vangg"]))
def test_bare_vang_is_never_decided(text: str) -> None:
    assert understand(text).meaning is Meaning.UNCLEAR


@given(st.text("dungừhuyủạ aTUCHOIỐstop.!", min_size=1, max_size=12))
def test_messages_stop_for_the_whole_word_only(text: str) -> None:
    if understand(text).meaning is Meaning.OPT_OUT:
        assert fold(text).strip(" .!") in {"tu choi", "tuchoi", "stop"}


def test_a_long_story_is_asked_again() -> None:
    stories = ("em xin vắng " + "rất " * 80, "có " * 101, "1" + " a" * 150, " " * 5_000 + "có")
    assert wrong(all_are(Meaning.UNCLEAR, stories), lambda text: understand(text).meaning) == {}


def seconds(word: str) -> float:
    text = (word * LONGEST)[:LONGEST]
    started = time.process_time()
    understand(text)
    reason_of(text)
    return time.process_time() - started


def test_no_reply_takes_long() -> None:
    words = ("không ", "đ/c a ", "vắng ", "hôm nay ", "bố em ", "anh x ", "xin ", "dạ ", "a", "1 ")
    assert [word for word in words if seconds(word) >= 0.1] == []
