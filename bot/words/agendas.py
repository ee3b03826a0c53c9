"""Agendas: the shipped ones, how they are shown, and the short lines by which they are changed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.words.names import fold, tidy
from bot.words.times import short_when
from bot.words.vi import KINDS

REVIEW = "Kiểm điểm việc thực hiện kết luận buổi họp trước"
_OPENING = "Ổn định tổ chức, báo cáo quân số, cử thư ký"
_ENDING = ("Kết luận, biểu quyết nghị quyết", "Thông qua biên bản")
_MONTHLY = (
    _OPENING,
    "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
    "Thông tin thời sự, chủ trương, chính sách mới",
    REVIEW,
    "Nhiệm vụ tháng tới",
    "Thảo luận",
)
SHIPPED: Mapping[str, tuple[str, ...]] = {
    "regular": (
        *_MONTHLY,
        "Kết luận, biểu quyết nghị quyết",
        "Tự chấm điểm chất lượng sinh hoạt",
        "Thông qua biên bản",
    ),
    "regular_thematic": (*_MONTHLY[:5], "Trình bày chuyên đề", "Thảo luận", *_ENDING),
    "thematic": (_OPENING, "Trình bày chuyên đề", "Thảo luận", *_ENDING),
    "extraordinary": (_OPENING, "Việc cần bàn", "Thảo luận", *_ENDING),
    "conference": (_OPENING, "Báo cáo", "Thảo luận", *_ENDING),
    "congress": (
        "Chào cờ, tuyên bố lý do, giới thiệu đại biểu",
        "Bầu đoàn chủ tịch, thư ký; báo cáo tư cách đại biểu",
        "Báo cáo nhiệm kỳ và phương hướng nhiệm kỳ mới",
        "Thảo luận; phát biểu của cấp trên",
        "Bầu cử",
        "Thông qua nghị quyết, bế mạc",
    ),
    "committee": (REVIEW, "Nhận xét việc tháng qua", "Chuẩn bị nội dung họp chi bộ", "Phân công", "Kết luận"),
    "group": (_OPENING, "Phổ biến nội dung của chi bộ", "Thảo luận, nhận xét", "Kết luận"),
    "review": (
        _OPENING,
        "Kiểm điểm tập thể",
        "Kiểm điểm từng đảng viên",
        "Góp ý, xếp loại, biểu quyết",
        "Kết luận, thông qua biên bản",
    ),
    "admission": (
        "Chào cờ, tuyên bố lý do",
        "Báo cáo việc kết nạp, đọc quyết định",
        "Đảng viên mới tuyên thệ",
        "Giao nhiệm vụ cho đảng viên giúp đỡ",
        "Phát biểu, kết thúc",
    ),
    "study": (_OPENING, "Giới thiệu nghị quyết", "Thảo luận, liên hệ", "Kế hoạch thực hiện", "Kết luận"),
    "briefing": ("Nghe báo cáo của các đơn vị", "Thông tin, chỉ đạo của cấp ủy", "Trao đổi", "Kết luận, giao việc"),
}
"""After `domain` 1.6; a unit that has written its own is told of that instead."""

LONGEST, MOST = 200, 12
LINES = 9
"""An agenda takes no more lines of a message than this."""
EXAMPLE = "nội dung 3: Bàn việc làm đường"
HOW = "Sửa: “3: nội dung mới”. Thêm: “thêm: …”. Xóa: “xóa 3”. Đổi chỗ: “chuyển 5 lên 2”. Chủ đề: “chủ đề: …”."
HOW_USUAL = "Sửa: “3: nội dung mới”. Thêm: “thêm: …”. Xóa: “xóa 3”. Đổi chỗ: “chuyển 5 lên 2”. Chỉ dùng cho các buổi gọi sau này."
HINT = f"Đang xem nội dung họp. {HOW} Xong thì nhắn “thôi”."
SURE_HINT = "Nội dung chưa báo lại. Mời đồng chí chọn nút “Gửi”, hoặc nhắn “thôi” để dừng."
HINTS: Mapping[str, str] = {
    "agenda": HINT,
    "agenda_usual": f"Đang xem mẫu nội dung. {HOW_USUAL} Xong thì nhắn “thôi”.",
    "agenda_sure": SURE_HINT,
}
AGENDA, KEEP_AS_USUAL, FROM_USUAL, TELL_AGAIN = "Nội dung họp", "Lưu làm mẫu", "Lấy lại theo mẫu", "Báo lại nội dung"
TELL_NOW, TELL_NOT = "Báo lại ngay", "Không báo"
KEPT, TAKEN, RESET = "Đã lưu làm mẫu của đơn vị cho loại họp này.", "Đã lấy lại theo mẫu.", "Đã bỏ mẫu riêng."
USUAL, RESET_USUAL = "Mẫu nội dung", "Dùng mẫu có sẵn"
NOT_UNDERSTOOD = "Chưa rõ đồng chí muốn sửa gì."
ITEMS_OR_RESET = "Chỉ dùng một trong hai: --item hoặc --reset."
WHICH_KIND = "Mẫu nội dung của loại họp nào? Mời đồng chí chọn."


# How it is shown


def listed(items: Sequence[str], lines: int = LINES) -> list[str]:
    """The items with their numbers, in no more lines than that."""
    numbered = [f"{number}. {item}" for number, item in enumerate(items, 1)]
    at_once = -(-len(numbered) // lines) if numbered else 1
    return ["; ".join(numbered[first : first + at_once]) for first in range(0, len(numbered), at_once)]


def in_a_line(items: Sequence[str]) -> str:
    """`Nội dung: 1. …; 2. ….`"""
    said = "; ".join(f"{number}. {item}" for number, item in enumerate(items, 1)).rstrip(". ")
    return f"Nội dung: {said}."


TITLED = re.compile(
    r"(?<!\w)(?:đ/c|đ\.c|đồng chí|ông|bà|anh|chị|em|cháu|bác|cô|chú|cụ|quần chúng|đảng viên|gia đình)\.?:?\s+(\w+)",
    re.IGNORECASE,
)
TITLES_SMALL: Mapping[bool, frozenset[str]] = {
    True: frozenset(["dc", "đc", "chi", "ong", "ba", "anh", "em", "chau", "bac", "co", "chu", "cu"]),
    False: frozenset(["đc", "dc", "chí", "ông", "bà", "anh", "chị", "em", "cháu", "bác", "cô", "chú", "cụ"]),
}
"""The last words of forms of address, by whether no marks are typed: `ba lần` is three times, `ba lan` may be her."""
SHORT_COMRADE = re.compile(r"(?<!\w)[đd] c(?!\w)")
FAMILIES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương Mai Đào Lương Hà "
    "Nông Tạ Cao Châu Lâm Thái Tô Phùng Quách Vương Chu Triệu Lò Vàng Giàng Sùng Thào Hầu"
)
FAMILY = frozenset(FAMILIES.split())
MOST_HONOURED = ("Hồ Chí Minh", "Bác Hồ")
"""Topics speak of him, and name nobody by that."""
SIGNS = re.compile(r"[^\w\s]")
CAPITALS = 2
"""So many words with a capital behind that of a family make a name; a place has fewer (`Hà Nội`)."""


def names_somebody(text: str, names: Sequence[str]) -> bool:
    """Whether one of these people, or anybody called by a title or a whole name, is named in a text.

    Rather too often: what is left out is read in the own invitation all the same.
    """
    for one in MOST_HONOURED:
        text = text.replace(one, " ")
    bare = f" {fold(SIGNS.sub(' ', text))} "
    if any(f" {fold(name)} " in bare for name in names) or any(one[1][0].isupper() for one in TITLED.finditer(text)):
        return True
    if _has_titled_name(text, names):
        return True
    words = SIGNS.sub(" . ", text).split()
    return _has_whole_name(words) or _has_given_name(words, [name.split() for name in names])


def _has_titled_name(text: str, names: Sequence[str]) -> bool:
    """`dc hung`, `đồng chí văn hùng` of one of these, in small letters, marked or not."""
    said = SHORT_COMRADE.sub("đc", SIGNS.sub(" ", text).lower())
    words = said.split()
    behind = [words[at:] for at, before in enumerate(words, 1) if before in TITLES_SMALL[text.isascii()]]
    return bool(behind) and any(_begins_with(rest, name.lower().split()) for name in names for rest in behind)


def _begins_with(words: Sequence[str], name: Sequence[str]) -> bool:
    """With the last word of the name, or with some before it and then that."""
    *others, given = [{one, fold(one)} for one in name] or [set()]
    before = {form for one in others for form in one}
    word = next((one for one in words[: len(name)] if one in given or one not in before), "")
    return word in given


def _has_whole_name(words: Sequence[str]) -> bool:
    """`Trần Văn Tý`, whoever it is."""
    starts = (at for at, word in enumerate(words) if word in FAMILY)
    return any(sum(1 for one in words[at + 1 : at + 1 + CAPITALS] if one[0].isupper()) == CAPITALS for at in starts)


def _has_given_name(words: Sequence[str], names: Sequence[Sequence[str]]) -> bool:
    """`Hùng` or `Văn Hùng` of one of these; in `Hòa Bình` the second word is a place's."""
    for before, word in zip(["", *words], words, strict=False):
        is_alone = bool(before) and not before[0].isupper()
        if any(word == name[-1] and (is_alone or before in name[:-1]) for name in names if name):
            return True
    return False


def title(kind: str, starts_at: datetime, topic: str | None) -> str:
    about = f", chủ đề: {topic}" if topic else ""
    return f"Nội dung {KINDS[kind]} {short_when(starts_at)}{about}:"


def usual_title(kind: str, whose: str | None) -> str:
    return f"Mẫu nội dung {KINDS[kind]} ({f'của {whose}' if whose else 'có sẵn'}):"


def ask_tell(people: int) -> str:
    return f"Máy nhắn lại nội dung họp cho {people} đồng chí đã được báo. Đồng chí muốn báo lại?"


def told_again(people: int) -> str:
    return f"Đã báo lại nội dung họp cho {people} đồng chí."


def content_now(name: str, lines: str, how: str) -> str:
    """What people are told again, when they have been told of the meeting before."""
    return "\n".join(filter(None, (f"Nội dung buổi họp có thay đổi. Kính báo đồng chí {name}.", lines, how)))


# What is typed


class What(StrEnum):
    """One change of an agenda."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    MOVE = "move"
    TOPIC = "topic"


@dataclass(frozen=True, slots=True)
class Edit:
    """`number`: which item, counted from 1; of an addition where it goes, 0 at the end. `to`: where a move ends."""

    what: What
    number: int = 0
    text: str = ""
    to: int = 0


PREFIX = re.compile(r"^(?:xac nhan[:\s]+)?(?:noi dung|agenda)\b[\s:]*")
NUMBER = r"(?:muc |so )?(\d{1,2})"
SPEAKS: Sequence[tuple[re.Pattern[str], What]] = (
    (re.compile(r"(?:chu de)\s*:\s*(?=\S)"), What.TOPIC),
    (re.compile(rf"(?:chuyen|dua|doi cho)\s+{NUMBER}\s+(?:len|xuong|ve|den|toi|sang|voi)\s+{NUMBER}$"), What.MOVE),
    (re.compile(rf"{NUMBER}\s*(?:len|xuong|ve|->|=>)\s*{NUMBER}$"), What.MOVE),
    (re.compile(rf"(?:xoa|bo)\s+({NUMBER}(?:[\s,;va]+{NUMBER})*)[\s,;]*$"), What.REMOVE),
    (re.compile(rf"(?:them|bo sung)(?:\s+(?:vao\s+)?{NUMBER})?\s*:\s*(?=\S)"), What.ADD),
    (re.compile(r"(?:them|bo sung)\s+(?=\D)"), What.ADD),
    (re.compile(rf"(?:sua|doi|thay)?\s*{NUMBER}\s*(?:[:.)]|thanh|la)\s*(?=\S)"), What.CHANGE),
)


def read(line: str) -> list[Edit]:
    """The changes that a line says, with or without `nội dung` before it; raises ValueError for another line."""
    text = tidy(line)
    text = text[_behind(text, PREFIX) :]
    for shape, what in SPEAKS:
        found = shape.match(_same_length(text))
        if found is not None:
            return _edits(what, found, text[found.end() :].strip())
    raise ValueError("no change of an agenda")


def _edits(what: What, found: re.Match[str], rest: str) -> list[Edit]:
    match what:
        case What.MOVE:
            return [Edit(what, int(found[1]), to=int(found[2]))]
        case What.REMOVE:
            numbers = sorted({int(one) for one in re.findall(r"\d{1,2}", found[1])}, reverse=True)
            return [Edit(what, one) for one in numbers]
        case What.ADD:
            at = found[1] if found.re.groups else None
            return [Edit(what, int(at or 0), rest)]
        case What.TOPIC:
            return [Edit(what, text=rest)]
    return [Edit(what, int(found[1]), rest)]


def _behind(text: str, shape: re.Pattern[str]) -> int:
    found = shape.match(_same_length(text))
    return found.end() if found else 0


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(fold(letter)[:1] or " " for letter in text)
