"""What a meeting concluded: the lines by which it is written, and how it is shown and reminded of."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.words.labels import cut
from bot.words.names import fold, tidy
from bot.words.times import day, short_when

LONGEST, MOST = 500, 40
CONCLUSIONS, TASKS_OF_CELL, MY_TASKS = "Kết luận, giao việc", "Việc đã giao", "Việc của tôi"
DONE, NOT_DONE, REMOVE, LIST = "Đã xong", "Chưa xong", "Xóa kết luận", "Danh sách kết luận"
EXAMPLE = "kết luận: Sửa đường vào nhà văn hóa; giao đ/c Lan, hạn 25/12"
HOW = f"Mỗi kết luận một dòng, ví dụ: “{EXAMPLE}”. Sửa: “2: …”, “giao 2 đ/c Lan, hạn 25/12”, “xóa 2”, “xong 2”."
HINTS: Mapping[str, str] = {"conclusions": f"Đang ghi kết luận. {HOW} Hết thì nhắn “thôi”."}
NONE_YET = "Chưa ghi kết luận nào."
NOT_UNDERSTOOD = "Chưa rõ câu này là kết luận hay việc khác. Mời ghi “kết luận:” ở đầu."
NOTHING_OPEN, NOTHING_MINE = "Không còn việc nào chưa xong.", "Hiện không có việc nào giao cho đồng chí."
STATES: Mapping[str, str] = {"open": "", "done": "đã xong", "late_done": "xong muộn", "late": "QUÁ HẠN"}

# Why a line is not taken
NOTHING_SAID = "Chưa thấy nội dung. Mời ghi theo mẫu: " + EXAMPLE
TOO_LONG = f"Một kết luận dài nhất {LONGEST} chữ cái. Mời ghi ngắn lại"
NO_SUCH_DAY = "Hạn không đúng ngày. Mời ghi theo mẫu: hạn 25/12"
DAY_IS_PAST = "Hạn đã qua. Mời ghi một ngày từ hôm nay trở đi"
NOT_BEGUN = "Buổi họp chưa bắt đầu. Mời ghi kết luận khi đang họp hoặc sau khi họp"
WAS_CANCELLED = "Buổi họp này đã hoãn"


def nobody(name: str) -> str:
    return f"Không thấy đồng chí “{name[:40]}” trong danh sách. Mời ghi đủ họ tên"


def several(name: str, count: int) -> str:
    return f"Có {count} đồng chí tên “{name[:40]}”. Mời ghi đủ họ tên"


# What is typed


@dataclass(frozen=True, slots=True)
class Line:
    """One conclusion as it was typed."""

    text: str
    who: str | None
    """The words behind `giao`, of which the first are a name."""
    is_certainly_a_person: bool
    """They were called đồng chí."""
    due_on: date | None
    clause: tuple[int, int] | None
    """Where `giao …` stands in the text, when it is a clause of its own."""


PREFIX = re.compile(r"^(?:xac nhan[:\s]+)?(?:ket luan|kl)\b\s*[:.]?\s*")
DUE = re.compile(
    r"[\s,;.(]*\b(?:han(?: chot)?|truoc|xong truoc|cham nhat|den)\b\s*:?\s*(?:ngay\s+|la\s+|den\s+|truoc\s+)*"
    r"(?:(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?|(?:cuoi\s+)?thang\s+(\d{1,2}))(?!\d)[\s).,;]*"
)
GIVEN = re.compile(r"(?:^|(?<=[\s,;.]))giao\s+(?:viec\s+)?(?:cho\s+)?((?:d/c|dc|dong chi)\.?\s+)?(?=\S)")
NUMBERED = re.compile(r"^(?:sua\s+)?(\d{1,2})\s*[:.)]\s*(?=\S)")
GIVE = re.compile(r"^(?:giao|han)\s+(?:viec\s+)?(?:so\s+)?(\d{1,2})(?=[\s:,])(?!\s*/)\s*[:,]?\s*(?:cho\s+)?")
DEEDS = re.compile(r"^(xoa|bo|xong|chua xong|da xong)\s+(?:so\s+|ket luan\s+)?(\d{1,2})$")
TASK_DEEDS: Mapping[str, str] = {
    "xoa": "remove",
    "bo": "remove",
    "xong": "done",
    "da xong": "done",
    "chua xong": "open",
}


def read(text: str, today: date) -> Line:
    """`Sửa đường; giao đ/c Lan, hạn 25/12`, with or without `kết luận:` before it.

    Raises ValueError, whose words say why, for a day that is none or is past.
    """
    said = behind(text)
    bare = _same_length(said)
    due = DUE.search(bare)
    due_on = _day(due, today) if due else None
    if due:
        said = f"{said[: due.start()]} {said[due.end() :]}".strip()
        bare = _same_length(said)
    given = GIVEN.search(bare)
    if given is None:
        return Line(_ended(said), None, False, due_on, None)
    who = re.split(r"[,;.]", said[given.end() :])[0].strip()
    clause = (given.start(), given.end() + len(who))
    return Line(_ended(said), who, given[1] is not None, due_on, clause)


def without(line: Line) -> str:
    """The text without the clause that only said whose it is."""
    begins, ends = line.clause or (0, 0)
    return _ended(f"{line.text[:begins].rstrip(' ,;.')} {line.text[ends:].lstrip(' ,;.')}")


def behind(text: str) -> str:
    """What stands behind `kết luận:`."""
    said = tidy(text)
    found = PREFIX.match(_same_length(said))
    return said[found.end() :] if found else said


def numbered(text: str) -> tuple[int, str] | None:
    """`2: …`: another wording of the second."""
    said = behind(text)
    found = NUMBERED.match(_same_length(said))
    return (int(found[1]), said[found.end() :]) if found else None


def given(text: str) -> tuple[int, str] | None:
    """`giao 2 đ/c Lan, hạn 25/12` or `hạn 2: 25/12`: whose the second is, and until when."""
    said = tidy(text)
    bare = _same_length(said)
    found = GIVE.match(bare)
    if found is None:
        return None
    return int(found[1]), f"{bare.split()[0]} {said[found.end() :]}"


def deed(text: str) -> tuple[str, int] | None:
    """`xóa 2`, `xong 2`: what to do with which."""
    found = DEEDS.match(fold(text))
    return (TASK_DEEDS[found[1]], int(found[2])) if found else None


def _day(found: re.Match[str], today: date) -> date:
    try:
        if found[4]:
            month = int(found[4])
            year = today.year + (month < today.month)
            on = date(year, month, monthrange(year, month)[1])
        elif found[3]:
            on = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            on = _next(int(found[1]), int(found[2]), today)
    except (ValueError, IndexError):
        raise ValueError(NO_SUCH_DAY) from None
    if on < today:
        raise ValueError(DAY_IS_PAST)
    return on


JUST_PAST = 60
"""Days: a day without a year that lies so little behind us is a slip, and not meant for next year."""


def _next(number: int, month: int, today: date) -> date:
    on = date(today.year, month, number)
    return date(today.year + 1, month, number) if (today - on).days > JUST_PAST else on


def _ended(text: str) -> str:
    return tidy(text).strip(" ,;.")


def _same_length(text: str) -> str:
    """Folded letter by letter, so that places in it are places in the text."""
    return "".join(fold(letter)[:1] or " " for letter in text)


# How it is shown


def title(starts_at: datetime, count: int) -> str:
    return f"Kết luận buổi họp {short_when(starts_at)}: {count}."


def line(number: int, text: str, who: str | None, due_on: date | None, state: str, room: int = 90) -> str:
    """`2. Sửa đường (đ/c Nguyễn Thị Lan, hạn 25/12/2026): đã xong`."""
    whose = ", ".join(filter(None, (f"đ/c {who}" if who else "", f"hạn {day(due_on)}" if due_on else "")))
    said = STATES[state]
    return f"{number}. {cut(text, room)}{f' ({whose})' if whose else ''}{f': {said}' if said else ''}"


def choice(number: int, text: str, state: str) -> str:
    said = f": {STATES[state]}" if STATES[state] else ""
    return cut(f"{number}) {cut(text, 38 - len(said))}{said}")


def of(starts_at: datetime) -> str:
    return f"Kết luận họp {short_when(starts_at)}"


def added(count: int) -> str:
    return f"Đã ghi {count} kết luận." if count > 1 else "Đã ghi kết luận."


def tasks_title(unit: str, count: int) -> str:
    return f"{unit}: {count} việc đã giao chưa xong."


def my_title(count: int) -> str:
    return f"Việc giao cho đồng chí: {count}. Xong việc nào, mời đồng chí bấm việc đó."


def none_has_number(number: int) -> str:
    return f"Không có việc số {number}."


def marked(text: str, *, is_done: bool) -> str:
    return f"Đã ghi: “{cut(text, 60)}” {'đã xong' if is_done else 'chưa xong'}."


def one(text: str, who: str | None, due_on: date | None, state: str) -> str:
    return f"{line(0, text, who, due_on, state, LONGEST).partition(' ')[2]}. Mời đồng chí chọn."


# What people are told


def given_to(name: str, unit: str, text: str, due_on: date | None) -> str:
    until = f", hạn {day(due_on)}" if due_on else ""
    return f"{unit} giao việc cho đồng chí {name}: {text}{until}."


def due(name: str, text: str, due_on: date, today: date) -> str:
    left = (due_on - today).days
    until = "đến hạn hôm nay" if left == 0 else "đến hạn ngày mai" if left == 1 else f"còn {left} ngày là đến hạn"
    return f"Nhắc đồng chí {name}: việc “{cut(text, 160)}” {until} ({day(due_on)})."


THEN_SAY = "Xong việc, mời đồng chí nhắn “việc của tôi”."
SHOWN = 8


def overdue(unit: str, tasks: Sequence[tuple[str, str | None, date]]) -> str:
    lines = [f"- {cut(text, 80)} ({f'đ/c {who}, ' if who else ''}hạn {day(on)})" for text, who, on in tasks[:SHOWN]]
    more = [f"và {len(tasks) - SHOWN} việc nữa."] if len(tasks) > SHOWN else []
    return "\n".join([f"{unit}: {len(tasks)} việc đã giao quá hạn mà chưa xong.", *lines, *more])


# What is carried over


def review(count: int, is_open: int) -> str:
    return f"Kết luận buổi trước: {count}, chưa xong {is_open}"


def review_title(starts_at: datetime, count: int) -> str:
    return (
        f"Kiểm điểm tại buổi họp {short_when(starts_at)}, {count} kết luận trước đó. Việc nào đã xong, mời bấm việc đó."
    )
