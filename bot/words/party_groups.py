"""Tổ đảng, the groups of a large cell: how they are named, listed and filled in the chat."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.words.labels import named
from bot.words.names import fold, tidy
from bot.words.times import short_when

HINTS: Mapping[str, str] = {
    "group_people": (
        "Đang hỏi ai ở trong tổ. Mời đồng chí ghi số hoặc họ tên, ví dụ: 1 3 5-8; hoặc nhắn “thôi” để dừng."
    ),
    "group_leader": (
        "Đang hỏi ai làm tổ trưởng. Mời đồng chí ghi số hoặc họ tên một đồng chí; hoặc nhắn “thôi” để dừng."
    ),
}
GROUPS = "Tổ đảng"
MEET, PEOPLE, LEADER, CLOSE, BACK = "Gọi họp tổ", "Ghi người vào tổ", "Chọn tổ trưởng", "Bỏ tổ này", "Các tổ đảng"
CLOSE_YES, KEEP = "Bỏ tổ", "Giữ lại"
BEGINS = re.compile(r"^(?:t[oổ]\s*(?:đảng|dang)?\s*)(?=\S)", re.IGNORECASE)
NUMBER = re.compile(r"^s[oố]\s+(?=\d)", re.IGNORECASE)
HOW_TO_MAKE = "Muốn lập tổ mới, mời nhắn: “lập tổ đảng Tổ 1”."
NONE_YET = "Chi bộ chưa chia tổ đảng."


def full_name(said: str) -> str:
    """`1`, `tổ 1`, `Tổ đảng số 1` -> `Tổ đảng 1`."""
    rest = NUMBER.sub("", BEGINS.sub("", tidy(said), count=1), count=1).strip(" :.,")
    return f"Tổ đảng {rest[:1].upper()}{rest[1:]}" if rest else "Tổ đảng"


def name_behind(text: str) -> str:
    """What stands behind "lập tổ đảng"."""
    words = tidy(text).split()
    return " ".join(words[3:] if [fold(word) for word in words[:3]] == ["lap", "to", "dang"] else words[2:])


def group_line(name: str, count: int, leader: str | None) -> str:
    return f"{name}: {count} đồng chí, {f'tổ trưởng {leader}' if leader else 'chưa có tổ trưởng'}."


def listed(cell: str, groups: int, without: int) -> str:
    rest = [f"Chưa ở tổ nào: {without} đồng chí."] if groups and without else []
    return "\n".join([f"{cell}: {groups} tổ đảng." if groups else NONE_YET, *rest, HOW_TO_MAKE])


def choice(name: str, count: int) -> str:
    return named(name, f" ({count} đồng chí)")


def made(name: str) -> str:
    return f"Đã lập {name}. Mời đồng chí ghi ai ở trong tổ."


def ask_people(name: str, people: str) -> str:
    return f"Ai ở {name}? Mời ghi số hoặc họ tên, ví dụ: 1 3 5-8. Dấu * là đã ở một tổ.\n{people}"


def person(number: int, name: str, *, is_placed: bool = False) -> str:
    return f"{number} {name}{'*' * is_placed}"


def ask_leader(name: str) -> str:
    return f"Ai làm tổ trưởng {name}? Mời ghi số hoặc họ tên một đồng chí trong tổ."


def filled(name: str, count: int) -> str:
    return f"Đã ghi thêm {count} đồng chí vào {name}." if count else f"Các đồng chí ấy đã ở {name}."


def leads(name: str, leader: str) -> str:
    return f"Tổ trưởng {name}: {leader}. Đồng chí ấy gọi họp tổ và điểm danh tổ mình được."


ONE_LEADER = "Mời đồng chí chọn một người làm tổ trưởng."


def ask_close(name: str, count: int) -> str:
    return f"Bỏ {name}? {count} đồng chí vẫn ở chi bộ; kết quả các buổi họp cũ của tổ vẫn giữ."


def closed(name: str) -> str:
    return f"Đã bỏ {name}."


LONGEST = 60
NAME_IT = "Mời đồng chí ghi tên tổ, ví dụ: lập tổ đảng Tổ 1."
IN_NONE, WHOLE_ROLL, PRESENT_SO_FAR = "Chưa ở tổ nào", "Điểm danh cả chi bộ", "Có mặt"
TAP = "Mời bấm vào tên để ghi: có mặt, vắng P (có lý do), vắng K (không lý do)."
NOBODY_HERE = "Tổ chưa có ai trong danh sách buổi họp này."
ROLL_CLOSED = "Điểm danh đã chốt. Muốn sửa, mời báo thư ký hoặc bí thư chi bộ."
BY_GROUP = "Điểm danh theo tổ"


def roll_of(starts_at: datetime) -> str:
    return f"Điểm danh tổ, họp {short_when(starts_at)}"


def roll_title(group: str, starts_at: datetime) -> str:
    return f"Điểm danh {group}, họp chi bộ {short_when(starts_at)}."


def by_group(starts_at: datetime) -> str:
    return f"Điểm danh theo tổ, họp {short_when(starts_at)}."


def part(name: str, present: int, expected: int) -> str:
    return f"{name}: {present}/{expected}"
