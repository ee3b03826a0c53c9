"""The call list in the chat: whom to call, what they said, who is left."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.messages import Reason
from bot.words.phones import national
from bot.words.rolls import LONGEST_LABEL, short_name
from bot.words.times import short_when
from bot.words.vi import MOST_NAMES, REASONS

HINTS: Mapping[str, str] = {
    "calls": (
        "Đang xem danh sách gọi điện. Mời đồng chí nhắn như “3 có, 7 vắng ốm, 9 không nghe máy”, "
        "hoặc số thứ tự của một đồng chí, “trang sau” để xem tiếp, “thôi” để dừng."
    ),
    "calls_one": "Đang gọi cho một đồng chí. Mời chọn, hoặc nhắn “có”, “vắng ốm”, “không nghe máy”, hoặc “thôi” để dừng.",
    "calls_sure": "Máy đang hỏi lại cho chắc. Mời đồng chí chọn, hoặc nhắn “có” hay “không”.",
    "calls_why": "Đang hỏi lý do vắng của một đồng chí. Mời chọn, hoặc nhắn như “ốm”, hoặc “thôi” để dừng.",
}

COMING, AWAY, NOT_REACHED = "Sẽ dự", "Xin vắng", "Không nghe máy"
LIST, PHONES, WHY_UNKNOWN = "Xem danh sách gọi", "Xem số điện thoại", "Chưa rõ lý do"
TALLY, ROLL = "Tình hình", "Điểm danh"
OWN_LINK, SLIPS = "Liên kết riêng", "Phiếu mời giấy"
PHONES_TYPED = {"so dien thoai", "dien thoai", "xem so dien thoai"}
SLIPS_TYPED = {"phieu moi giay", "phieu moi", "phieu giay"}
"""Folded, as it is typed on a phone without buttons."""

SILENCES: Mapping[str, str] = {
    "unanswered": "",
    "undecided": "chưa chắc",
    "stale": "trả lời cho giờ cũ",
    "waiting": "",
    "unlinked": "chưa nối máy",
    "unreached": "chưa nhắn được",
}
NO_ANSWER = "không nghe máy"
ANSWERS = {"coming": "sẽ dự", "away": "xin vắng", "undecided": "chưa chắc", "not_reached": NO_ANSWER}

CALLED = "đã gọi"
"""Before what somebody said, where it is known of whom."""


def title(cell: str, starts_at: datetime, count: int, page: int, pages: int) -> str:
    turned = f" Trang {page}/{pages}." if pages > 1 else ""
    return f"{cell}, họp {short_when(starts_at)}: cần gọi {count} đồng chí.{turned}"


HOW = "Gọi xong mời nhắn, như: 3 có, 7 vắng ốm, 9 không nghe máy."
HOW_BY_BUTTON = f"Mời bấm vào tên. {HOW}"
MORE_BY_WORD = "Nhắn “trang sau” để xem tiếp."
PHONES_BY_WORD = "Nhắn “số điện thoại” để nhận số."
SLIPS_BY_WORD = "Nhắn “phiếu mời” để in phiếu giấy."


def line(number: int, name: str, phone: str | None, note: str) -> str:
    """`3) Nguyễn Văn An, 0912 345 678, chưa nối máy`."""
    parts = (f"{number}) {name}", national(phone) if phone else "", note)
    return ", ".join(part for part in parts if part)


def label(number: int, name: str) -> str:
    return f"{number}) {short_name(name, LONGEST_LABEL - 5)}"


def ask(person: str) -> str:
    return f"{person}.\nĐồng chí ấy trả lời thế nào?"


def ask_why(number: int, name: str) -> str:
    return f"Đã ghi: {number}) {name} xin vắng. Vì sao đồng chí ấy vắng?"


def noted(people: Sequence[str]) -> str:
    return f"Đã ghi {len(people)}: {'; '.join(people)}."


def said(number: int, name: str, answer: str, reason: Reason | None) -> str:
    why = f" ({REASONS[reason].lower()})" if reason else ""
    return f"{number} {name} {ANSWERS[answer]}{why}"


def before(number: int, name: str, was: str, becomes: str) -> str:
    """`2 Trần Văn Bình: trước đó tự báo sẽ dự, nay ghi xin vắng`."""
    return f"{number} {name}: trước đó tự báo {OWN_ANSWERS[was]}, nay ghi {ANSWERS[becomes]}"


def ask_sure(people: Sequence[str]) -> str:
    return f"{'; '.join(people)}. Chưa ghi gì. Đồng chí có chắc không?"


OWN_ANSWERS = {"coming": "có mặt", "away": "vắng"}
SURE, NOT_SURE = "Đúng, ghi như vậy", "Không ghi"


def not_reached(people: Sequence[str]) -> str:
    return f"Không nghe máy {len(people)}, chưa ghi câu trả lời: {'; '.join(people)}."


def left(people: Sequence[str]) -> str:
    if not people:
        return ALL_ASKED
    more = f" và {len(people) - MOST_NAMES} đồng chí nữa" if len(people) > MOST_NAMES else ""
    return f"Còn cần gọi {len(people)}: {'; '.join(people[:MOST_NAMES])}{more}."


ALL_ASKED = "Không còn ai phải gọi: tất cả đã trả lời."
REASON_OF_NOBODY = (
    "Chưa rõ đồng chí ấy vắng hay không nên chưa ghi gì. Nếu vắng, mời nhắn cả chữ “vắng”, như “vắng ốm”."
)
BEGUN = "Buổi họp đã bắt đầu. Mời đồng chí điểm danh."
HAS_BEGUN = "Buổi họp đã bắt đầu hoặc không còn nữa, không ghi câu trả lời qua điện thoại. Mời đồng chí điểm danh."
PHONES_READY = "Số điện thoại của các đồng chí cần gọi:"
DOCUMENT = "Danh sách gọi"
SLIPS_READY = (
    "Phiếu mời để in cho các đồng chí chưa nhắn được tin. Mời đồng chí in, cắt rời và trao tận tay từng đồng chí."
)


def decide(count: int) -> str:
    return f"Quyết định đơn xin vắng ({count})"
