"""What is said while a meeting is called in the chat, and what is typed then."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time

from bot.words.names import fold, tidy
from bot.words.secrecy import confirmed
from bot.words.series import hour_words
from bot.words.times import WEEKDAYS, day, local, short_when
from bot.words.vi import CHANNELS, KINDS

SEND, SEND_NOW, LOOK_AGAIN = "Gửi giấy mời", "Gửi ngay", "Xem lại giấy mời"
ADD_TOPIC, CHANGE_TOPIC, NO_TOPIC = "Thêm chủ đề", "Sửa chủ đề", "Không ghi chủ đề"
CHANGE_TIME, CHANGE_PLACE, CHANGE_KIND = "Sửa giờ", "Sửa nơi họp", "Loại họp"
ALL_NAMES, LEAVE, CALL, CALL_ANOTHER = "Xem đủ tên", "Thôi", "Gọi họp", "Gọi họp lúc khác"
TIME_EXAMPLE, DAY_EXAMPLE, HOUR_EXAMPLE = "3/12 19h30 Nhà văn hóa thôn", "3/12", "19h30"

CALLED = "Đã gọi họp."
LEFT = "Đã dừng, chưa gọi họp."
NOT_WHOLE_CELL = (
    "Máy chỉ mời cả chi bộ. Họp chi ủy hoặc họp tổ đảng, mời đồng chí báo trực tiếp. "
    "Muốn mời cả chi bộ, mời nhắn “gọi họp”."
)
ASK_TOPIC = "Mời đồng chí ghi chủ đề buổi họp, ví dụ: Công tác chuẩn bị Tết."
ASK_KIND = "Mời đồng chí chọn loại họp."

HINTS: Mapping[str, str] = {
    "call_when": f"Đang hỏi giờ họp. Mời đồng chí nhắn ngày, giờ và nơi họp, ví dụ: {TIME_EXAMPLE}; hoặc “thôi” để dừng.",
    "call_place": "Đang hỏi nơi họp. Mời đồng chí nhắn nơi họp, ví dụ: Nhà văn hóa thôn; hoặc “thôi” để dừng.",
    "call_topic": "Đang hỏi chủ đề. Mời đồng chí nhắn chủ đề buổi họp, hoặc “thôi” để dừng.",
    "call_look": "Giấy mời chưa gửi. Mời đồng chí chọn “Gửi giấy mời”, nhắn giờ khác để sửa, hoặc “thôi” để dừng.",
    "call_sure": "Giấy mời họp bất thường chưa gửi. Mời đồng chí chọn “Gửi ngay”, hoặc nhắn “thôi” để dừng.",
}

# Questions


def ask_when(*, has_offers: bool) -> str:
    choose = "chọn, hoặc " if has_offers else ""
    return f"Họp lúc nào? Mời đồng chí {choose}ghi ngày, giờ và nơi họp, ví dụ: {TIME_EXAMPLE}."


def ask_hour(on: date) -> str:
    return f"Họp {weekday_and_day(on)} lúc mấy giờ? Mời đồng chí chọn, hoặc ghi giờ, ví dụ: {HOUR_EXAMPLE}."


def ask_day(hours: Sequence[time]) -> str:
    return f"Họp lúc {' hoặc '.join(map(hour_words, hours))} ngày nào? Mời đồng chí chọn, hoặc ghi ngày, ví dụ: {DAY_EXAMPLE}."


def ask_half(hours: Sequence[time], *, with_place: bool) -> str:
    asked = f"Ý đồng chí là {' hay '.join(map(hour_of_day, hours))}? "
    if with_place:
        part = hour_of_day(hours[0]).rpartition(" ")[2]
        return asked + f"Mời đồng chí chọn; hoặc ghi kèm nơi họp, ví dụ: {part}, Nhà văn hóa thôn."
    return f"{asked}Mời đồng chí chọn."


def ask_place(*, has_choices: bool) -> str:
    choose = "chọn, hoặc " if has_choices else ""
    return f"Họp ở đâu? Mời đồng chí {choose}ghi nơi họp, ví dụ: Nhà văn hóa thôn."


def weekday_and_day(on: date) -> str:
    """`Thứ Năm, 03/12/2026`."""
    return f"{WEEKDAYS[on.weekday()]}, {day(on)}"


def day_choice(on: date) -> str:
    """`Thứ Năm 03/12`."""
    return f"{WEEKDAYS[on.weekday()]} {on:%d/%m}"


def hour_choice(hour: time) -> str:
    return f"{hour:%Hh%M}"


def hour_of_day(hour: time) -> str:
    """`19 giờ 30 tối`."""
    part = next(name for until, name in ((11, "sáng"), (13, "trưa"), (18, "chiều"), (24, "tối")) if hour.hour < until)
    return f"{hour_words(hour)} {part}"


SHOWN_OF_PLACE = 30


def time_choice(at: datetime, place: str = "") -> str:
    """`Thứ Năm 03/12, 19h30, Nhà văn hóa thôn`; a long place is cut."""
    here = local(at)
    cut = place if len(place) <= SHOWN_OF_PLACE else f"{place[:SHOWN_OF_PLACE]}…"
    return ", ".join(filter(None, (day_choice(here.date()), hour_choice(here.time()), cut)))


def kind_choice(kind: str) -> str:
    return KINDS[kind].capitalize()


# The preview


def people_line(people: int, by_channel: Mapping[str, int], unreached: Sequence[str]) -> str:
    """Whom the call reaches by what, and the first names of those whom it does not."""
    ways = ", ".join(f"{CHANNELS.get(name, name)} {count}" for name, count in by_channel.items())
    rest = f"chưa nhắn được {len(unreached)}: {first_names(unreached)}" if unreached else ""
    return f"Mời {people} đồng chí: {'; '.join(filter(None, (ways, rest)))}."


FIRST_NAMES = 3


def first_names(names: Sequence[str]) -> str:
    more = len(names) - FIRST_NAMES
    return ", ".join(names[:FIRST_NAMES]) + (f" và {more} đồng chí nữa" if more > 0 else "")


def sent_at(at: datetime) -> str:
    return f"Giấy mời gửi lúc {short_when(at)}."


SENT_AT_ONCE = "Giấy mời gửi ngay."
SENT_AT_NIGHT = "Giấy mời gửi ngay, kể cả trong giờ nghỉ."
EXTRAORDINARY_AT_ONCE = "Họp bất thường: giấy mời gửi ngay, kể cả ban đêm."


def other_meeting(at: datetime) -> str:
    return f"Lưu ý: tháng này chi bộ đã có buổi họp {short_when(at)}."


def are_you_sure(people: int) -> str:
    return f"Họp bất thường: máy gửi giấy mời NGAY cho {people} đồng chí, kể cả ban đêm. Đồng chí chắc chắn gửi?"


def unreached_names(names: Iterable[str], count: int) -> str:
    return f"Chưa nhắn được {count} đồng chí, mời đồng chí báo trực tiếp: {', '.join(names)}."


# What is typed

YES = frozenset({"gui", "gui di", "gui giay moi", "gui ngay", "dong y"})
KINDS_SAID: Mapping[str, str] = {
    "thuong ky ket hop chuyen de": "regular_thematic",
    "thuong ky": "regular",
    "dinh ky": "regular",
    "chuyen de": "thematic",
    "bat thuong": "extraordinary",
    "dot xuat": "extraordinary",
    "kiem diem cuoi nam": "review",
    "kiem diem": "review",
}
NOT_OF_THE_CELL = ("chi uy", "to dang", "ban chi uy")
BESIDE = re.compile(
    r"^(?:(?:sang|đến|tới|lại|dời|đổi|chuyển|lùi|họp|mời|gọi|về)(?!\w)[ ,:]*)+"
    r"|(?:[ ,]*(?<!\w)(?:nhé|nhe|ạ|nha|hộ|giúp|với))+[.!]*$",
    re.IGNORECASE,
)
"""Words around a day and hour that are no place."""


BEGINNINGS = (
    "goi hop",
    "moi hop",
    "doi hop",
    "chuyen hop",
    "lui hop",
    "doi gio hop",
    "hoan hop",
    "huy hop",
    "lich hop",
    "lich hang thang",
    "diem danh",
)
"""With these words something else is begun."""
CONFIRMATION = re.compile(r"^\S+ [^\s:]+[ :]*")
"""The two words of the confirmation, whatever their marks."""


def begins_something(text: str) -> bool:
    return f"{fold(text)} ".startswith(tuple(f"{words} " for words in BEGINNINGS))


def is_yes(text: str) -> bool:
    return fold(text).rstrip(".!") in YES


def without_confirmation(text: str) -> tuple[str, bool]:
    """The text behind "xác nhận:", and whether it stood there."""
    said = tidy(text)
    return (CONFIRMATION.sub("", said), True) if confirmed(said) else (said, False)


def behind(text: str, words: int) -> str:
    """What stands behind the first words."""
    return " ".join(tidy(text).split()[words:])


def kind_said(text: str) -> tuple[str | None, str]:
    """The kind of meeting that the words begin with, and the words behind it."""
    said = f"{fold(text)} "
    for name, kind in KINDS_SAID.items():
        if said.startswith(f"{name} "):
            return kind, behind(text, len(name.split())).lstrip(" ,:")
    return None, text


def is_not_of_the_cell(text: str) -> bool:
    """A meeting of some of the cell only."""
    return f"{fold(text)} ".startswith(tuple(f"{name} " for name in NOT_OF_THE_CELL))


def place_in(rest: str) -> str:
    """The place among the words that were neither day nor hour; "" where there is none."""
    place = BESIDE.sub("", rest).strip(" ,.:;")
    return place if sum(map(str.isalpha, place)) >= 3 else ""
