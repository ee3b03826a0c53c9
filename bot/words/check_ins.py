"""Checking in at a meeting: what members type and are told, what the secretary reads."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.words.names import fold
from bot.words.times import local, short_when

NAMED = re.compile(r"(?:/start )?(?:dd|diem danh|ma diem danh)[ :.#-]*([0-9]{4})[ .!]*", re.ASCII)
ALONE = re.compile(r"([0-9]{4})[ .!]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class CodeSaid:
    """A code as somebody wrote it; named with the word for it, or four digits alone."""

    code: str
    is_named: bool


def code_said(text: str) -> CodeSaid | None:
    """`DD 4821`, `dd4821`, `4821`; None where it is no code. `DD 27/30` and `DD 4 9P` are the clerk's."""
    words = fold(text).strip()
    named = NAMED.fullmatch(words)
    found = named or ALONE.fullmatch(words)
    return CodeSaid(found[1], is_named=named is not None) if found else None


def to_type(code: str) -> str:
    return f"DD {code}"


def start_word(code: str) -> str:
    """What a link into a chat says for them; it carries no space."""
    return f"DD{code}"


# To members

NOT_YET = (
    "Chưa mở điểm danh bằng mã cho buổi họp nào của chi bộ đồng chí. "
    "Mời chờ thư ký mở, hoặc báo với thư ký là đồng chí đã đến."
)
OVER = "Điểm danh bằng mã đã đóng. Nếu có mặt mà chưa được ghi, mời đồng chí báo bí thư hoặc thư ký."
WRONG = (
    "Mã này không đúng với buổi họp của chi bộ đồng chí; có thể là mã của chi bộ khác. "
    "Mời xem lại mã đang đọc rồi nhắn: DD và bốn chữ số."
)
OLD = "Mã này đã cũ, mã được đổi sau vài phút. Mời đồng chí hỏi mã mới rồi nhắn lại: DD và bốn chữ số."
BLOCKED = "Máy này đã nhắn sai mã nhiều lần nên tạm dừng 10 phút. Mời đồng chí báo thư ký ghi có mặt."
WHO = "Máy này có nhiều đồng chí. Ai đã có mặt? Mời chọn."
WHO_ELSE = "Mời chọn đồng chí nào có mặt nữa."
ALL = "Tất cả"
TOO_LONG_AGO = "Đã quá vài phút từ khi nhắn mã. Mời đồng chí nhắn lại mã đang đọc: DD và bốn chữ số."

CAME: Mapping[str, str] = {
    "noted": "Đã ghi đồng chí {name} có mặt lúc {at}.",
    "late": "Đã ghi đồng chí {name} có mặt lúc {at}, đến muộn.",
    "already": "Đồng chí {name} đã được ghi có mặt, không cần nhắn nữa.",
    "marked_away": "Thư ký đã ghi đồng chí {name} vắng. Nếu đồng chí đang có mặt, mời báo thư ký sửa.",
    "beside": "Đã ghi đồng chí {name} đến dự lúc {at}. Đồng chí không thuộc diện phải dự nên được ghi riêng.",
    "not_invited": "Đồng chí {name} không có trong danh sách buổi họp này. Mời báo thư ký.",
}


def came(what: str, name: str, at: datetime) -> str:
    return CAME[what].format(name=name, at=hour(at))


def hour(at: datetime) -> str:
    return f"{local(at):%H:%M}"


# To the secretary

OPEN, MORE = "Mở điểm danh bằng mã", "Cách điểm danh khác"
MODES: Mapping[str, str] = {"qr": "Hình QR trên máy", "code": "Mã đọc bốn số", "both": "Cả hình QR và mã đọc"}
SHOW_CODE, SCREEN, COUNT, SHUT, ROLL = "Mã đang dùng", "Mở màn hình", "Tình hình", "Đóng điểm danh bằng mã", "Danh sách"
WHICH_WAY = (
    "Chi bộ đang để thư ký điểm danh. Riêng buổi này đồng chí muốn đảng viên tự ghi có mặt bằng cách nào? Mời chọn."
)
NO_SITE = "Máy chủ chưa có địa chỉ trên mạng nên không hiện hình QR được; buổi này dùng mã đọc."
SHUT_NOW = "Đã đóng điểm danh bằng mã. Đồng chí nào đến sau, mời thư ký ghi."
HINTS: Mapping[str, str] = {}
"""Nothing here waits for words."""


def opened(starts_at: datetime, closes_at: datetime) -> str:
    return f"Đang điểm danh buổi họp {short_when(starts_at)}. Tự đóng lúc {short_when(closes_at)}."


def say_code(code: str, until: datetime) -> str:
    return f"Mã đọc: {code} (đổi lúc {hour(until)}). Mời đảng viên nhắn: {to_type(code)}."


NEW_CODE_HOW = "Nhắn “mã điểm danh” để xem mã mới."


def screen_link(link: str) -> str:
    return f"Màn hình điểm danh, mở một lần trên máy của đồng chí rồi đưa cho mọi người quét:\n{link}"


def counted(present: int, coming: int, expected: int, guests: int) -> str:
    apart = f" Khách và đại biểu khác: {guests}." if guests else ""
    return f"Có mặt {present}/{expected}; đã báo đến, chưa tới: {coming}.{apart}"


def names(names: Sequence[str]) -> str:
    return ", ".join(names)
