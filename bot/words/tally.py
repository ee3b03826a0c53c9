"""How a meeting stands, who is silent, and reminding them, as its secretary reads it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.times import local, short_when

HOW_IT_STANDS = "Tình hình"
WHO_IS_SILENT = "Ai chưa trả lời"
NUDGE = "Nhắc các đồng chí ấy"
CALL_LIST = "Mở danh sách gọi"
LEAVES = "Đơn xin vắng"
ROLL = "Điểm danh"
MOVE, CANCEL = "Dời", "Hoãn"

HINTS: Mapping[str, str] = {}
"""Nothing here waits for words."""


# How it stands


def title(cell: str, starts_at: datetime, place: str) -> str:
    return f"{cell}, họp {short_when(starts_at)}, {place}."


def counts(expected: int, coming: int, away: int, undecided: int, silent: int) -> str:
    unsure = f", chưa chắc {undecided}" if undecided else ""
    return f"Phải dự {expected}: có mặt {coming}, xin vắng {away}{unsure}, chưa trả lời {silent}."


def reached(told: int, unreached: int, waiting: int = 0) -> str:
    still = f"; còn {waiting} tin chờ gửi" if waiting else ""
    rest = f"; chưa nhắn được {unreached}" if unreached else ""
    return f"Đã nhận tin {told}{still}{rest}."


def leaves(count: int) -> str:
    return f"Đơn xin vắng chờ quyết định: {count}."


def present(count: int, expected: int) -> str:
    return f"Đang điểm danh: đã có mặt {count}/{expected}."


MOVED = "Buổi họp đã đổi thời gian hoặc địa điểm; ai đã trả lời được hỏi lại."
CALLED_OFF = "Buổi họp đã hoãn."


def closed(present: int, expected: int) -> str:
    return f"Đã chốt điểm danh: có mặt {present}/{expected}."


def as_of(now: datetime) -> str:
    return f"Cập nhật {local(now):%H:%M ngày %d/%m}."


# Who is silent

SILENCES: Mapping[str, str] = {
    "unanswered": "chưa trả lời",
    "undecided": "chưa chắc",
    "stale": "chưa trả lời cho giờ mới",
    "waiting": "tin chưa gửi",
    "unlinked": "chưa nối máy, chưa nhắn được",
    "unreached": "máy không nhận tin, chưa nhắn được",
}
ALL_HAVE_ANSWERED = "Tất cả đã trả lời."


def silent_title(count: int, starts_at: datetime, page: int, pages: int) -> str:
    where = f" (trang {page}/{pages})" if pages > 1 else ""
    return f"Buổi họp {short_when(starts_at)}, còn {count} đồng chí chưa báo rõ{where}:"


def silent_count(count: int, starts_at: datetime) -> str:
    """Where no name, or not every name follows."""
    return f"Buổi họp {short_when(starts_at)}, còn {count} đồng chí chưa báo rõ."


def silent_in_group(count: int, page: int, pages: int) -> str:
    where = f" (trang {page}/{pages})" if pages > 1 else ""
    return f"Ở tổ của đồng chí còn {count} đồng chí{where}:"


def silent_line(name: str, why: str) -> str:
    return f"- {name}: {SILENCES[why]}"


# Reminding

MOST_NAMES = 10


def nudged(count: int, at: datetime, *, held_back: bool) -> str:
    if held_back:
        return f"Đang giờ nghỉ. {count} đồng chí sẽ nhận tin nhắc lúc {short_when(at)}."
    return f"Đã nhắc {count} đồng chí chưa báo rõ."


NOBODY_NUDGED = "Không nhắc được ai bằng tin nhắn."
NOBODY_TO_NUDGE = "Tất cả đã trả lời, không cần nhắc ai."


def still_waiting(count: int) -> str:
    return f"{count} đồng chí đang chờ tin gửi đi, không nhắc thêm."


def not_reached(names: Sequence[str]) -> str:
    return f"{len(names)} đồng chí không nhận được tin nhắn: {some(names)}. Mời đồng chí gọi điện."


def some(names: Sequence[str]) -> str:
    """A long list is cut, and says so."""
    rest = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" và {rest} đồng chí nữa" if rest > 0 else "")
