"""A number that somebody says is theirs: what they are told, and what the secretary is asked."""

import re

from bot.words.names import tidy
from bot.words.vi import channel_name

LONGEST_NAME = 40
NO_NAME = re.compile(r"[\d./:@\\]")
"""In a word: it is a number or an address, which strangers must not have us pass on."""
YES, NO = "Đúng, nối vào", "Không phải"
RECEIVED = (
    "Đã nhận số điện thoại. Nếu số này có trong danh sách, bí thư sẽ xác nhận và máy sẽ nhắn lại ở đây. "
    "Muốn nhanh hơn, mời đồng chí xin bí thư mã để vào (10 chữ và số)."
)
"""The same to everybody: a stranger must not learn who is on a list."""
CONFIRMED = "Bí thư đã xác nhận. Mời đồng chí bấm “Tiếp tục” để đọc và đồng ý nhận tin."
GO_ON = "Tiếp tục"


def ask(name: str, channel: str, calls_itself: str | None) -> str:
    """For the secretary. The number is not in it: it is on the roster, and may be read abroad."""
    called = " ".join(word for word in tidy(calls_itself or "").split() if not NO_NAME.search(word))[:LONGEST_NAME]
    who = f" (tự ghi tên: {called})" if called else ""
    return (
        f"Có người nhắn trên {channel_name(channel)}{who}, gửi số điện thoại của đồng chí {name} và xin nối máy. "
        f"Mời đồng chí gọi hỏi đồng chí {name} trước khi chọn. Chọn “{YES}” thì máy ấy nhận tin thay đồng chí {name}."
    )


def ask_elsewhere(name: str, channel: str) -> str:
    """Where nobody can answer."""
    return (
        f"Có người trên {channel_name(channel)} gửi số điện thoại của đồng chí {name} và xin nối máy. "
        f"Mời đồng chí gọi hỏi đồng chí {name}; nếu đúng, mời phát mã nối máy cho đồng chí ấy."
    )


def waiting(count: int) -> str:
    """Above what else the secretary may do about codes."""
    return f"Có {count} máy xin nối, chờ đồng chí xác nhận."


def waiting_of(name: str) -> str:
    return f"Xác nhận máy: {name}"


def linked(name: str, channel: str) -> str:
    return f"Đã nối máy ở {channel_name(channel)} với đồng chí {name}. Đồng chí ấy được hỏi đồng ý trước khi nhận tin."


def refused(name: str) -> str:
    return f"Không nối. Máy ấy không biết gì thêm về đồng chí {name}."
