"""What is said while a meeting is called in the chat, and what is typed then."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, datetime, time

from bot.messages import Meaning
from bot.words.labels import cut
from bot.words.moment_left import is_only_time
from bot.words.names import fold, tidy
from bot.words.secrecy import confirmed
from bot.words.series import hour_words
from bot.words.times import WEEKDAYS, day, local, short_when
from bot.words.understand import understand
from bot.words.vi import KINDS, channel_name
from bot.words.yes_no import NO, plainly, yes_or_no

SEND, SEND_NOW, LOOK_AGAIN = "Gửi giấy mời", "Gửi ngay", "Xem lại giấy mời"
ADD_TOPIC, CHANGE_TOPIC, NO_TOPIC = "Thêm chủ đề", "Sửa chủ đề", "Không ghi chủ đề"
CHANGE_TIME, CHANGE_PLACE, CHANGE_KIND = "Sửa giờ", "Sửa nơi họp", "Loại họp"
ALL_NAMES, LEAVE, CALL, CALL_ANOTHER = "Xem đủ tên", "Thôi", "Gọi họp", "Gọi họp lúc khác"
TIME_EXAMPLE, DAY_EXAMPLE, HOUR_EXAMPLE = "3/12 19h30 Nhà văn hóa thôn", "3/12", "19h30"

CALLED = "Đã gọi họp."
LEFT = "Đã dừng, chưa gọi họp."
ASK_TOPIC = "Mời đồng chí ghi chủ đề buổi họp, ví dụ: Công tác chuẩn bị Tết."
ASK_KIND = "Mời đồng chí chọn loại họp."

HINTS: Mapping[str, str] = {
    "call_when": f"Đang hỏi giờ họp. Mời đồng chí nhắn ngày, giờ và nơi họp, ví dụ: {TIME_EXAMPLE}; hoặc “thôi” để dừng.",
    "call_half": "Đang hỏi họp buổi nào. Mời đồng chí chọn, hoặc nhắn “sáng”, “chiều” hay “tối”; hoặc “thôi” để dừng.",
    "call_place": "Đang hỏi nơi họp. Mời đồng chí nhắn nơi họp, ví dụ: Nhà văn hóa thôn; hoặc “thôi” để dừng.",
    "call_topic": "Đang hỏi chủ đề. Mời đồng chí nhắn chủ đề buổi họp, hoặc “thôi” để dừng.",
    "call_look": "Giấy mời chưa gửi. Mời đồng chí chọn “Gửi giấy mời”, nhắn giờ khác để sửa, hoặc “thôi” để dừng.",
    "call_sure": "Giấy mời chưa gửi. Mời đồng chí chọn nút “Gửi”, hoặc nhắn “thôi” để dừng.",
}

# Questions


def ask_when(*, has_offers: bool) -> str:
    choose = "chọn, hoặc " if has_offers else ""
    return f"Họp lúc nào? Mời đồng chí {choose}ghi ngày, giờ và nơi họp, ví dụ: {TIME_EXAMPLE}."


def ask_hour(on: date) -> str:
    return f"Họp {weekday_and_day(on)} lúc mấy giờ? Mời đồng chí chọn, hoặc ghi giờ, ví dụ: {HOUR_EXAMPLE}."


def ask_day(hours: Sequence[time]) -> str:
    return f"Họp lúc {' hoặc '.join(map(hour_words, hours))} ngày nào? Mời đồng chí chọn, hoặc ghi ngày, ví dụ: {DAY_EXAMPLE}."


def ask_half(hours: Sequence[time], *, with_place: bool = False, beside: str = "") -> str:
    """`with_place`: the place is not known either; `beside`: the one that is taken unless another is said."""
    asked = f"Ý đồng chí là {' hay '.join(map(hour_of_day, hours))}{f', họp ở {beside}' if beside else ''}? "
    part = hour_of_day(hours[0]).rpartition(" ")[2]
    if beside:
        return asked + f"Mời đồng chí chọn; họp nơi khác thì ghi kèm, ví dụ: {part}, Hội trường thôn."
    if with_place:
        return asked + f"Mời đồng chí ghi cả nơi họp, ví dụ: {part}, Nhà văn hóa thôn; hoặc chọn."
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


def time_choice(at: datetime, place: str = "") -> str:
    """`Thứ Năm 03/12, 19h30, Nhà văn hóa thôn`; a long place is cut."""
    here = local(at)
    return cut(", ".join(filter(None, (day_choice(here.date()), hour_choice(here.time()), place))))


def half_choice(hour: time, place: str) -> str:
    """`19 giờ 30 tối, Nhà văn hóa`."""
    return cut(", ".join(filter(None, (hour_of_day(hour), place))))


def kind_choice(kind: str) -> str:
    return KINDS[kind].capitalize()


# The preview


def people_line(people: int, by_channel: Mapping[str, int], unreached: Sequence[str]) -> str:
    """Whom the call reaches by what, and the first names of those whom it does not."""
    ways = ", ".join(f"{channel_name(name)} {count}" for name, count in by_channel.items())
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
    "hop chi uy": "committee",
    "ban chi uy": "committee",
    "chi uy": "committee",
    "to dang": "group",
    "giao ban": "briefing",
    "dai hoi chi bo": "congress",
    "dai hoi": "congress",
    "hoi nghi chi bo": "conference",
    "hoi nghi": "conference",
    "le ket nap dang vien": "admission",
    "le ket nap": "admission",
    "hoc tap nghi quyet": "study",
    "quan triet nghi quyet": "study",
    "hoc nghi quyet": "study",
}
"""The longer beginning first, where one begins another."""
EXTENDED = "mo rong"
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
    "lich chuyen de",
    "lich ket hop",
    "doi mot buoi",
    "diem danh",
    "ma cho",
    "ma cua",
    "phat ma",
)
"""With these words something else is begun."""
CONFIRMATION = re.compile(r"^\S+ [^\s:]+[ :]*")
"""The two words of the confirmation, whatever their marks."""


def begins_something(text: str) -> bool:
    return f"{fold(text)} ".startswith(tuple(f"{words} " for words in BEGINNINGS))


def is_yes(text: str) -> bool:
    """Said behind a preview: the word of its button, or a plain yes."""
    return says_yes(text, YES)


def says_yes(text: str, words: Container[str]) -> bool:
    """One of these words, or a yes; without marks "dừng" and "đừng" look like "đúng", so the bare word is none."""
    bare = plainly(text)
    return bare in words or (yes_or_no(text) is True and (bare != "dung" or "đúng" in tidy(text).lower()))


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


def extended_said(text: str) -> tuple[bool, str]:
    """Whether the words begin with "mở rộng", and the words behind it."""
    if f"{fold(text)} ".startswith(f"{EXTENDED} ") or fold(text).startswith(f"{EXTENDED},"):
        return True, behind(text, 2).lstrip(" ,:")
    return False, text


FEWEST_LETTERS = 3


def is_no_place(text: str) -> bool:
    """An answer, a command or a word of time, where the place or the topic is asked for."""
    bare = plainly(text)
    is_short = sum(map(str.isalpha, text)) < FEWEST_LETTERS
    is_yes_or_no = bare in YES or bare in NO or yes_or_no(text) is not None
    return is_short or is_yes_or_no or is_answer(text) or is_only_time(text)


def is_answer(text: str) -> bool:
    """It can be read as an answer to an invitation."""
    return understand(text).meaning is not Meaning.UNCLEAR


PLACE_EXAMPLE, TOPIC_EXAMPLE = "Nhà văn hóa thôn", "Công tác chuẩn bị Tết"


def not_a_place(said: str, *, is_topic: bool, is_own_answer: bool) -> str:
    what, example = ("chủ đề", TOPIC_EXAMPLE) if is_topic else ("nơi họp", PLACE_EXAMPLE)
    answer = " Nếu là câu trả lời của chính đồng chí thì chưa được ghi: mời nhắn “thôi” rồi nhắn lại câu ấy."
    return (
        f"{f'“{said}”' if said else 'Câu này'} không phải {what}. Mời ghi {what}, ví dụ: {example}; "
        f"muốn dừng thì nhắn “thôi”.{answer * is_own_answer}"
    )


PLACE_BEGINS = (
    "nha", "hoi truong", "tru so", "san", "truong", "ubnd", "uy ban", "phong", "van phong", "tram", "nvh", "thon", "xom",
)  # fmt: skip
"""What begins so is a place, also where nobody has asked for one."""


def is_surely_a_place(text: str) -> bool:
    begins = fold(text).startswith(tuple(f"{word} " for word in PLACE_BEGINS))
    return begins and "?" not in text and not is_no_place(text)


def place_in(rest: str) -> str:
    """The place among the words that were neither day nor hour; "" where there is none."""
    place = BESIDE.sub("", rest).strip(" ,.:;")
    return place if sum(map(str.isalpha, place)) >= 3 else ""
