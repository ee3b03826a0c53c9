"""The group chat of a cell: how it is named, and the nameless notices in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.words.links import typed
from bot.words.times import day, day_of
from bot.words.vi import channel_name

YES, NO = "Đúng, nhóm của chi bộ", "Không phải"
NEW_CODE, END = "Lấy mã cho nhóm", "Ngắt nhóm"


def end_on(channel: str) -> str:
    """Where there are groups on several networks."""
    return f"{END} trên {channel_name(channel)}"


YES_END, NO_END = "Đúng, ngắt nhóm", "Không ngắt"
OUT = "máy không còn ở trong nhóm"


def standing(unit: str, groups: Sequence[str]) -> str:
    if not groups:
        return (
            f"{unit} chưa có nhóm. Nếu có nhóm chat, máy báo vào nhóm thời gian, địa điểm họp, "
            "không nêu tên ai. Câu trả lời vẫn nhắn riêng."
        )
    return "\n".join([f"Nhóm của {unit}:", *groups])


def group_line(channel: str, since: datetime, *, is_out: bool) -> str:
    """The network says nothing of a group's name."""
    return f"- {channel_name(channel)}, từ ngày {day(day_of(since))}{f' ({OUT})' if is_out else ''}."


def say_in_group(code: str, until: datetime) -> str:
    return (
        f"Mời đồng chí thêm máy nhắn tin vào nhóm, rồi nhắn trong nhóm: /nhom {typed(code)}\n"
        f"Ai trong nhóm nhắn cũng được; máy sẽ hỏi lại đồng chí ở đây. Mã dùng đến ngày {day(day_of(until))}."
    )


def ask(unit: str, channel: str) -> str:
    return (
        f"Mã vừa được nhắn trong một nhóm trên {channel_name(channel)}. Đó có đúng là nhóm của {unit}? "
        "Thời gian, địa điểm họp sẽ hiện trong nhóm cho mọi người ở đó đọc."
    )


def ask_elsewhere(unit: str, channel: str) -> str:
    """Where nobody can answer."""
    return (
        f"Mã nhóm của {unit} vừa được nhắn trong một nhóm trên {channel_name(channel)}. "
        "Máy chưa ghi nhóm ấy; mời đồng chí lấy mã mới ở máy có thể nhắn được."
    )


def is_named(unit: str, channel: str) -> str:
    return f"Đã ghi: nhóm trên {channel_name(channel)} là nhóm của {unit}."


NOT_NAMED = "Máy không ghi nhóm ấy. Muốn đặt nhóm khác, mời lấy mã mới."


def named_here(unit: str) -> str:
    """Said in the group itself."""
    return f"Từ nay giấy mời họp chung của {unit} được báo ở đây. {ANSWER_APART}"


ANSWER_APART = "Mời các đồng chí trả lời trong tin nhắn riêng với máy, không trả lời trong nhóm."


def ask_end(channel: str) -> str:
    return f"Ngắt nhóm trên {channel_name(channel)}? Máy không báo gì vào nhóm ấy nữa."


IS_ENDED = "Đã ngắt nhóm. Máy không báo gì vào nhóm ấy nữa."

# The office's command

ID_OR_END = "mời ghi --channel cùng với --id, hoặc cùng với --end"
WRONG_ID = "--id: số hiệu của nhóm, không có khoảng trắng"
WRONG_TELEGRAM_ID = "--id: số hiệu nhóm trên Telegram là số âm, ví dụ --id=-1001234567890"


def channel_is_off(channel: str, on: Iterable[str]) -> str:
    return f"Kênh {channel} chưa bật; các kênh đang bật: {', '.join(sorted(on)) or 'chưa có kênh nào'}."


def not_listed(trouble: str) -> str:
    return f"Chưa hỏi được tài khoản Zalo có những nhóm nào: {trouble}"


# What is said in a group: no name, no reason, no number of anybody


def called(unit: str, lines: str) -> str:
    return f"Kính mời các đồng chí {unit} dự họp.\n{lines}\n{ANSWER_APART}"


def moved(unit: str, lines: str) -> str:
    return f"Buổi họp của {unit} đã THAY ĐỔI thời gian hoặc địa điểm.\n{lines}\n{ANSWER_APART}"


def called_off(unit: str, lines: str) -> str:
    return f"Buổi họp sau đây của {unit} đã HOÃN.\n{lines}\nTrân trọng."
