"""People beside the list of a meeting: how they are written in one line, and how they are shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.words.labels import named
from bot.words.names import fold, tidy
from bot.words.times import short_when

BETWEEN = re.compile(r"[;\n]+")
TITLE = re.compile(r"^(?:đ/c|d/c|đc|đồng chí|dong chi|ông|bà|anh|chị)[\s.:]+", re.IGNORECASE)
LIKE_A_NAME = re.compile(r"[^\W\d_]{2}")
LONGEST_NAME, LONGEST_TITLE, LONGEST_PLACE = 120, 120, 200
UPPER_WORDS, GUEST_WORDS = ("cap tren", "cap tren du"), ("khach", "khach moi", "moi khach")
NOT_A_NAME = {"khong", "ko", "chua", "co", "den", "da", "vang", "nao", "ai", "may", "bao", "bo", "xoa", "het", "du"}
EXAMPLE = "khách: Nguyễn Văn A, phó chủ tịch xã"
GUESTS, OWN, ADD_HOW, BACK = "Khách mời", "Đảng viên miễn đến dự", "Cách ghi khách", "Điểm danh"
CAME, NOT_CAME, REMOVE, LIST = "Có đến", "Không đến", "Bỏ tên", "Danh sách khách"
KINDS = {"guest": "khách mời", "upper": "cấp trên dự", "own": "đảng viên không thuộc diện phải dự"}
HOW = f"Ghi khách: mời nhắn “{EXAMPLE}”. Cấp trên dự: “cấp trên: Trần Văn B, đảng ủy viên”. Nhiều người: cách nhau bằng dấu “;”."
NONE_YET = "Chưa ghi khách nào."


@dataclass(frozen=True, slots=True)
class Said:
    """One person as written: a name, then with commas what they are and where."""

    name: str
    title: str | None
    organisation: str | None


def read(text: str) -> list[Said]:
    """`Nguyễn Văn A, phó chủ tịch, UBND xã; Trần B`; raises ValueError where a part has no name."""
    return [_one(part) for part in BETWEEN.split(text) if part.strip(" .,:;")]


def _one(part: str) -> Said:
    name, *rest = [tidy(one).strip(" .:") for one in TITLE.sub("", tidy(part).strip(" .:")).split(",")]
    rest = [one for one in rest if one]
    title, place = (rest[0] if rest else None), (", ".join(rest[1:]) or None)
    is_long = len(name) > LONGEST_NAME or len(title or "") > LONGEST_TITLE or len(place or "") > LONGEST_PLACE
    if LIKE_A_NAME.search(name) is None or is_long or any(map(str.isdecimal, name)):
        raise ValueError("no name")
    return Said(name, title, place)


def behind(text: str) -> tuple[str, bool]:
    """What stands behind the first words, and whether they speak of the committee above."""
    words = tidy(text).split()
    count = 1
    for count in (3, 2, 1):
        if fold(" ".join(words[:count])).rstrip(": ") in (*UPPER_WORDS, *GUEST_WORDS):
            break
    is_upper = fold(" ".join(words[:count])).rstrip(": ") in UPPER_WORDS
    return " ".join(words[count:]).lstrip(": "), is_upper


def speaks_of_guests(text: str) -> bool:
    """`khách: …`, also while something else is asked; without the colon it may be somebody's name."""
    begins, colon, _ = text.partition(":")
    return bool(colon) and fold(begins) in (*UPPER_WORDS, *GUEST_WORDS)


def says_nobody(text: str) -> bool:
    """`khách không đến`, "khách đến chưa": without a colon it may be said of guests, and name none."""
    words = fold(behind(text)[0]).split()
    return ":" not in text and bool(words) and words[0] in NOT_A_NAME


def person(name: str, title: str | None, organisation: str | None) -> str:
    return ", ".join(filter(None, (name, title, organisation)))


def line(number: int, who: str, kind: str, came: bool | None) -> str:
    state = {None: "", True: ": có đến", False: ": không đến"}[came]
    return f"{number}) {who} ({KINDS[kind]}){state}"


def title(starts_at: datetime) -> str:
    return f"Ngoài danh sách phải dự, họp {short_when(starts_at)} (không tính vào tỷ lệ):"


def added(count: int) -> str:
    return f"Đã ghi {count} người ngoài danh sách." if count else "Người này đã có trong danh sách, không ghi thêm."


def choice(number: int, name: str, came: bool | None) -> str:
    return named(f"{number}) {name}", ": có đến" if came else ": không đến" if came is False else "")


def own_choice(name: str, why: str, came: bool) -> str:
    return named(name, ": có đến" if came else f" ({why})")


def own_title(count: int) -> str:
    if not count:
        return "Chi bộ không có đảng viên miễn sinh hoạt hoặc đang ở nơi khác."
    return "Đồng chí nào không thuộc diện phải dự mà vẫn đến? Bấm vào tên để ghi; bấm lần nữa để bỏ."


WHY = {"exempt": "miễn", "temporary_out": "tạm đi", "special_duty": "nhiệm vụ riêng"}


def one(who: str, kind: str) -> str:
    return f"{who} ({KINDS[kind]}). Mời đồng chí chọn."


def summary(guests: Sequence[str], upper: Sequence[str], own: Sequence[str]) -> list[str]:
    """Who was there beside the list, each kind in a line; they are part of no rate."""
    said = (("Khách mời", guests), ("Cấp trên dự", upper), ("Đảng viên không thuộc diện phải dự", own))
    return [f"{what} có mặt {len(names)}: {_some(names)}." for what, names in said if names]


def _some(names: Sequence[str]) -> str:
    """What fits into a message; the minutes have them all."""
    more = len(names) - MOST_NAMED
    return "; ".join([*names[:MOST_NAMED], *([f"và {more} người nữa"] if more > 0 else [])])


MOST_NAMED = 8
