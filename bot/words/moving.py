"""What is said while a meeting is moved or called off in the chat."""

import re
from collections.abc import Mapping
from datetime import datetime

from bot.words.calling import says_yes
from bot.words.times import short_when

MOVE, CANCEL = "Dời họp", "Hoãn họp"
PLACE_ONLY, CHANGE_TIME, CHANGE_PLACE = "Chỉ đổi nơi họp", "Sửa giờ", "Sửa nơi họp"
LEAVE, KEEP, CALL_ANOTHER = "Thôi", "Không hoãn", "Gọi họp lúc khác"
EXAMPLE = "5/12 19h30"

MOVED = "Đã dời họp."
LEFT = "Đã dừng, buổi họp vẫn như cũ."
NOTHING_CHANGES = "Giờ và nơi họp vẫn như cũ nên chưa có gì để dời."
NOBODY_TOLD = "Chưa ai nhận giấy mời nên không ai phải báo lại."
NOBODY_TOLD_OF_MOVE = "Chưa ai nhận giấy mời; giấy mời sẽ ghi giờ và nơi họp mới."

HINTS: Mapping[str, str] = {
    "move_when": f"Đang hỏi giờ họp mới. Mời đồng chí nhắn giờ mới, ví dụ: {EXAMPLE}; hoặc “thôi” để giữ như cũ.",
    "move_half": "Đang hỏi họp buổi nào. Mời đồng chí chọn, hoặc nhắn “sáng”, “chiều” hay “tối”; hoặc “thôi” để giữ như cũ.",
    "move_place": "Đang hỏi nơi họp mới. Mời đồng chí nhắn nơi họp, hoặc “thôi” để giữ như cũ.",
    "move_look": "Buổi họp chưa dời. Mời đồng chí chọn “Dời họp”, nhắn giờ khác để sửa, hoặc “thôi” để giữ như cũ.",
}
LEAD = re.compile(r"^(?:(?:sang|đến|tới|qua|lại)(?!\w)[ :,]*)+", re.IGNORECASE)
YES = frozenset({"doi", "doi hop", "dong y"})


def is_yes(text: str) -> bool:
    return says_yes(text, YES)


def without_lead(text: str) -> str:
    """`sang 20h30` -> `20h30`: here "sang" is not the morning."""
    return LEAD.sub("", text)


def ask_when(starts_at: datetime) -> str:
    return (
        f"Dời buổi họp {short_when(starts_at)} sang lúc nào? Mời đồng chí chọn, hoặc ghi giờ mới, ví dụ: {EXAMPLE}. "
        "Chỉ ghi giờ thì giữ ngày, chỉ ghi ngày thì giữ giờ."
    )


def preview(starts_at: datetime, place: str, lines: str) -> str:
    return f"Dời buổi họp {short_when(starts_at)}, {place}, sang:\n{lines}"


def told(count: int, at: datetime | None) -> str:
    """Who hears that there is no meeting; `at`: only then, as it is night."""
    return f"Máy báo {_when(at)} cho {count} đồng chí đã nhận giấy mời." if count else NOBODY_TOLD


def told_of_move(count: int, others: int, at: datetime | None) -> str:
    if not count:
        return NOBODY_TOLD_OF_MOVE
    rest = f" {others} đồng chí khác nhận giấy mời ghi giờ mới, nếu nhắn được." if others else ""
    return f"Máy báo {_when(at)} cho {count} đồng chí đã nhận giấy mời.{rest}"


def _when(at: datetime | None) -> str:
    return f"lúc {short_when(at)} (hết giờ nghỉ)" if at else "ngay"


def asked_again(count: int) -> str:
    return f"{count} đồng chí đã trả lời sẽ được hỏi lại."


def ask_cancel(lines: str, told_line: str) -> str:
    return f"Đồng chí muốn HOÃN buổi họp này?\n{lines}\n{told_line}"


def cancelled(starts_at: datetime, told_line: str) -> str:
    return f"Đã hoãn buổi họp {short_when(starts_at)}. {told_line}"
