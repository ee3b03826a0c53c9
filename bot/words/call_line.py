"""What people said on the phone, in one line: `đã gọi 3 có, 7 vắng ốm, 9 không nghe máy`. Each answer is clear, or none is."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.messages import Meaning, Reason
from bot.refusals import CallUnreadable, SaidTwice
from bot.words.listed import GLUE, MOST_WORDS, WORD, Listed, form, row_of, shown
from bot.words.understand import reason_of, understand
from bot.words.understand_letters import letters, words
from bot.words.understand_patterns import pattern


class Called(StrEnum):
    """What came of a call."""

    COMING = "coming"
    AWAY = "away"
    UNDECIDED = "undecided"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class CallSaid:
    """What one person, by their number on the list, said on the phone."""

    number: int
    answer: Called
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One person and the words behind them, not yet understood."""

    number: int
    label: str
    answer: str


ANSWERS = {
    Meaning.PRESENT: Called.COMING,
    Meaning.LATE: Called.COMING,
    Meaning.EARLY_LEAVE: Called.COMING,
    Meaning.ABSENT: Called.AWAY,
    Meaning.UNDECIDED: Called.UNDECIDED,
}


PLAIN = re.compile(r"[^\W\d_][\w\s/.!]*")
"""Whoever uses brackets or asks says more than an answer."""


def _line(regex: str) -> re.Pattern[str]:
    return re.compile(regex, re.IGNORECASE)


HEAD = _line(
    f"(?:{form('dạ!|báo cáo')})?(?P<done>{form('đã')})?{form('gọi (điện|lại)? (được|rồi|xong|cho)?')}(?:[:,-] )?"
)
ASKED = _line(f"{form('nhé|nha|giúp|hộ|với')}[.!]? ?$")
"""`gọi Lan có mặt nhé` asks for a call and tells of none."""
APART = _line(rf"[,;] |(?<![0-9] )\. |{form('và')}(?=[0-9])")
LINK = "(?:[.:)=–-] )?"
NUMBER = _line(rf"(?:- )?{form('(đ/c|đồng chí)? số?')}(?P<digits>[0-9]{{1,3}}) (?!{GLUE}){LINK}")
LETTERS = _line(rf"(?:[đd]/c|{WORD}) ")
STARTS = _line(
    LINK
    + form(
        "có|đủ|vắng|vâng!|không|ko|k|chưa|chắc|bận|đi|ốm|dự|sẽ|thuê bao|xin|đến|nghỉ|tắt|máy|sai|gọi|dạ|ok|được|tham|đang|bị|về"
    )
)
INNER = _line(rf"(?<=[^\W\d_] )(?=[0-9]{{1,3}} {STARTS.pattern})")
TIME_BEFORE = _line(form("ngày|từ|lúc|đến|tháng|thứ|mùng|khoảng|sau|trước|hôm|số|ca|phòng|tầng|hơn|gần") + "$")
"""The number behind these is a time or a place, and no person."""

NOT_REACHED = pattern(
    "(((gọi)? không! thấy (ai)? nghe|(gọi)? (không|chưa) (có)? (ai)? (nghe|bắt|nhấc|cầm)) (điện thoại|điện|máy)?"
    "|(không|chưa) (thể)? (gọi|liên lạc|liên hệ) (được|đ/c)|(gọi|liên lạc) (mãi)? (không|chưa) (được|đ/c)"
    "|thuê bao (không (liên lạc|gọi) (được|đ/c))?|tắt máy|máy tắt|khóa máy|máy bận|sai số|không có số|chưa gọi"
    ") (ạ|rồi|luôn|nhé)*"
)
EITHER = pattern("((không|chưa) (thể)? (được|đ/c)?|(đang)? bận) (ạ|rồi|luôn|nhé)*")
"""Cannot come, or could not be called; busy, or the line was."""
INVITED = pattern("(về)? (đi|đến|tới|dự|tham gia|tham dự|họp) (?!muộn|trễ|chậm)")
"""`gọi 3 đi họp`: they were called to come, which says nothing of their answer."""
BARE_VANG = pattern("vang (ạ|rồi|nhé)*")
WHY = re.compile("vắng (?:mặt )?(?:vì |do )?(?P<why>.+)")
TURNS = pattern("nhưng|mà|vẫn|khỏi|hết|sẽ|có|đến|tới|dự|không|chưa|rồi")


def read_calls(text: str, names: Sequence[str]) -> tuple[CallSaid, ...] | None:
    """What each person called has said; None where the line tells of no calls.

    Without `gọi` in front it does only where every piece is a number and an answer. Raises a refusal where one of them
    is not on the list, or has no certain answer.
    """
    row, listed = row_of(text), Listed(names)
    head = HEAD.match(row)
    if not head and not _is_number_and_answer_throughout(row):
        return None
    is_report = head is not None and head["done"] is not None
    if head and not is_report and ASKED.search(row):
        return None
    pieces = _pieces(row, listed, is_report=is_report)
    said = tuple(_said(piece, is_called=head is not None) for piece in pieces)
    twice = [number for number, times in Counter(one.number for one in said).items() if times > 1]
    if twice:
        raise SaidTwice(number=twice[0])
    return said or None


def _is_number_and_answer_throughout(row: str) -> bool:
    """`1 có` and `2 vắng` alone are the writer's own answer."""
    chunks = list(_chunks(row))
    found = [(number["digits"], chunk[number.end() :]) for chunk in chunks if (number := NUMBER.match(chunk))]
    is_clear = all(_clear(answer) or BARE_VANG.fullmatch(words(letters(answer))) for _, answer in found)
    is_own = len(found) == 1 and found[0][0] in {"1", "2"} and not _is_only_a_call(row, found[0][1])
    return len(found) == len(chunks) > 0 and is_clear and not is_own


def _is_only_a_call(row: str, answer: str) -> bool:
    return understand(row).meaning is Meaning.UNCLEAR and _clear(answer) is not None


def _chunks(row: str) -> Iterator[str]:
    """Split at the signs, and before a number that an answer follows."""
    for apart in APART.split(row):
        chunk, begins = HEAD.sub("", apart, count=1) if HEAD.match(apart) else apart, 0
        for inner in INNER.finditer(chunk):
            if not TIME_BEFORE.search(chunk[: inner.start()]):
                yield chunk[begins : inner.start()]
                begins = inner.start()
        if chunk[begins:]:
            yield chunk[begins:]


def _pieces(row: str, listed: Listed, *, is_report: bool) -> list[Piece]:
    pieces: list[Piece] = []
    for chunk in _chunks(row):
        piece = _numbered(chunk, listed) or _named(chunk, listed)
        if piece is None and (pieces or is_report):
            _refuse_stranger(chunk, listed, is_first=not pieces)
        if piece is None and (pieces or (is_report and chunk[:1].isdigit())):
            raise CallUnreadable(part=f"số {chunk.split()[0]}" if chunk[:1].isdigit() else pieces[-1].label)
        if piece is None:
            return []
        if _tells_of_another(piece.answer, listed):
            raise CallUnreadable(part=piece.label)
        pieces.append(piece)
    return pieces


def _tells_of_another(answer: str, listed: Listed) -> bool:
    """`7 vắng đi công tác Hùng có`: a comma is missing."""
    return any(
        STARTS.match(answer, word.end()) and listed.named([word[0].strip()]) for word in LETTERS.finditer(answer)
    )


def _refuse_stranger(chunk: str, listed: Listed, *, is_first: bool) -> None:
    """A clear answer of somebody who is not on the list."""
    for name, rest in _names_before_answers(chunk):
        if _clear(rest) and not reason_of(" ".join(name)) and (is_first or name[0][0].isupper()):
            listed.one_named(name)


def _numbered(chunk: str, listed: Listed) -> Piece | None:
    found = NUMBER.match(chunk)
    if found is None:
        return None
    number, answer = listed.numbered(found["digits"]), chunk[found.end() :]
    own = [rest for name, rest in _names_before_answers(answer) if number in listed.named(name)]
    return Piece(number, f"số {number}", own[-1] if own else answer)


def _named(chunk: str, listed: Listed) -> Piece | None:
    """The name is what stands before an answer; where a longer name and a shorter one would do, neither does."""
    readings = [(name, rest) for name, rest in _names_before_answers(chunk) if listed.named(name)]
    if len(readings) > 1:
        raise CallUnreadable(part=shown(" ".join(readings[-1][0])))
    if readings:
        name, answer = readings[0]
        return Piece(listed.one_named(name), shown(" ".join(name)), answer)
    return None


def _names_before_answers(chunk: str) -> Iterator[tuple[list[str], str]]:
    at, name = 0, list[str]()
    while len(name) < MOST_WORDS and (found := LETTERS.match(chunk, at)):
        at = found.end()
        name.append(found[0].strip())
        if STARTS.match(chunk, at):
            yield [*name], chunk[at:]


def _said(piece: Piece, *, is_called: bool) -> CallSaid:
    clear = _clear(piece.answer)
    if clear is None or (is_called and clear[0] is Called.COMING and INVITED.match(words(letters(piece.answer)))):
        raise CallUnreadable(part=piece.label)
    return CallSaid(piece.number, *clear)


def _clear(answer: str) -> tuple[Called, Reason | None] | None:
    """The one meaning of an answer, or None."""
    plain = letters(re.sub(f"^{LINK}", "", answer).replace(f" {GLUE} ", ""))
    row = words(plain)
    if not PLAIN.fullmatch(plain) or EITHER.fullmatch(row):
        return None
    if NOT_REACHED.fullmatch(row):
        return Called.NOT_REACHED, None
    meaning = understand(plain).meaning
    if meaning is Meaning.UNCLEAR:
        return _away_with_reason(plain)
    if meaning not in ANSWERS:
        return None
    called = ANSWERS[meaning]
    return called, reason_of(plain) if called is Called.AWAY else None


def _away_with_reason(plain: str) -> tuple[Called, Reason | None] | None:
    """`vắng vì con ốm` is unclear of the writer only: here it is known who is meant."""
    found = WHY.fullmatch(plain)
    if found is None or TURNS.search(words(found["why"])) or not reason_of(found["why"]):
        return None
    said = understand(f"xin vắng vì {found['why']}")
    return (Called.AWAY, said.reason) if said.meaning is Meaning.ABSENT else None
