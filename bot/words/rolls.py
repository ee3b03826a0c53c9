"""The roll call in the chat: what is asked, what is shown before closing, what closing came to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.office import percent
from bot.words.times import short_when

HINTS: Mapping[str, str] = {
    "roll": (
        "Đang điểm danh. Mời đồng chí nhắn “đủ”, hoặc “vắng 4 9P 12K”, hoặc số thứ tự của một đồng chí. "
        "Nhắn “trang sau” để xem tiếp, “xong” để xem kết quả rồi chốt, “thôi” để dừng."
    ),
    "roll_sum": (
        "Đang xem kết quả điểm danh. Mời đồng chí chọn, hoặc nhắn “chốt” nếu đã đúng, "
        "hoặc ghi thêm như “vắng 4P”, “sửa 9 có”, “muộn 5, về sớm 7”, hoặc “thôi” để dừng."
    ),
    "roll_one": (
        "Đang ghi kết quả của một đồng chí. Mời chọn, hoặc nhắn “có”, “P” (vắng có lý do), “K” (vắng không lý do), "
        "hoặc “thôi” để dừng."
    ),
    "roll_fix": (
        "Đang sửa điểm danh đã chốt. Mời đồng chí nhắn “sửa 4P 9 có”, hoặc số thứ tự của một đồng chí, "
        "hoặc “thôi” để dừng."
    ),
}

MARKS = {"present": "có mặt", "excused": "vắng P", "unexcused": "vắng K"}
LONG_MARKS = {"present": "có mặt", "excused": "vắng có lý do", "unexcused": "vắng không lý do"}
TO_MARK = {"present": "Có mặt", "excused": "Vắng có lý do (P)", "unexcused": "Vắng không lý do (K)"}
NO_MARK, ASKED_LEAVE = "chưa ghi", "đã xin vắng"
IN_LISTS = {"có mặt": " có", "vắng P": " P", "vắng K": " K", NO_MARK: "", ASKED_LEAVE: " xin vắng"}
"""Behind a name, where many stand in a line."""
NEXT_PAGE, PAGE_BEFORE, DONE = {"trang sau", "sau", "tiep"}, {"trang truoc", "truoc"}, {"xong", "ket qua", "chot"}
"""Folded, as they are typed on a phone without buttons."""
AGREED, AGREED_MARKED = {"chot", "chot diem danh", "ok", "dong y", "xong"}, {"đúng", "đúng rồi", "đúng ạ"}
"""Below what closing would come to: folded, and those that without marks may be "dừng"."""

LONGEST_LABEL = 40
IN_A_LINE = 3


def title(cell: str, starts_at: datetime) -> str:
    return f"Điểm danh {cell}, họp {short_when(starts_at)}."


def fix_title(cell: str, starts_at: datetime) -> str:
    return f"Sửa điểm danh đã chốt, {cell}, họp {short_when(starts_at)}."


def progress(marked: int, expected: int, page: int, pages: int) -> str:
    return f"Đã ghi {marked}/{expected}." + (f" Trang {page}/{pages}." if pages > 1 else "")


HOW_BY_BUTTON = (
    "Mời bấm vào tên để ghi: có mặt, vắng P (có lý do), vắng K (không lý do). "
    "Hoặc nhắn cả buổi một lần: “đủ”, hoặc “vắng 4 9P 12K”."
)
HOW_BY_WORD = "Mời nhắn: “đủ”, hoặc “vắng 4 9P 12K” (P: có lý do, K: không lý do)."
HOW_TO_FIX = "Mời nhắn số thứ tự của đồng chí cần sửa, hoặc “sửa 4P 9 có”."
TURN_BY_WORD = "Nhắn “trang sau” để xem tiếp."
DONE_BY_WORD = "Nhắn “xong” để xem kết quả."

EVERYBODY, FINISHED, LIST = "Tất cả có mặt", "Xong", "Xem danh sách"
CLOSE, EDIT, READ_ON = "Chốt điểm danh", "Sửa", "Xem tiếp"
REST_PRESENT = "Ghi các đồng chí ấy có mặt"


def close_rest(count: int) -> str:
    return f"Ghi {count} đồng chí vắng không lý do và chốt"


LEAVE_GRANTED, LEAVE_REFUSED = "Vắng có lý do (P)", "Vắng không lý do (K)"
CORRECT, WRITE_FIX, FIX_MORE = "Sửa điểm danh", "Ghi sửa đổi", "Sửa lại"


def person(number: int, name: str, mark: str) -> str:
    """A label of one line on a narrow screen."""
    behind = f": {mark}"
    return f"{number}) {short_name(name, LONGEST_LABEL - len(f'{number}) {behind}'))}{behind}"


def short_name(name: str, longest: int) -> str:
    """A long name with initials in the middle: the family name and the given name are what people know."""
    words = name.split()
    for at in range(1, len(words) - 1):
        if len(" ".join(words)) <= longest:
            break
        words[at] = f"{words[at][0]}."
    while len(words) > 2 and len(" ".join(words)) > longest:
        del words[1]
    short = " ".join(words)
    return short if len(short) <= longest else f"{short[: longest - 1]}…"


def in_lines(people: Sequence[str]) -> str:
    """Names a few to a line."""
    rows = ["; ".join(people[at : at + IN_A_LINE]) for at in range(0, len(people), IN_A_LINE)]
    return ";\n".join(rows)


def listed(number: int, name: str, mark: str, beside: Sequence[str] = ()) -> str:
    """What is known of people beside the mark stands in brackets: `5 Lê Thị Lan có (muộn)`."""
    behind = f" ({', '.join(beside)})" if beside else ""
    return f"{number} {name}{IN_LISTS[mark]}{behind}"


def one(number: int, name: str, mark: str) -> str:
    return f"{number}) {name}: {mark}. Mời đồng chí chọn."


def noted(number: int, name: str, mark: str, marked: int, expected: int) -> str:
    return f"Đã ghi: {number}) {name}: {LONG_MARKS[mark]}. {progress(marked, expected, 1, 1)}"


NEXT_BY_NUMBER = "Mời nhắn số tiếp theo, hoặc “xong” để xem kết quả."
LIST_CHANGED = "Danh sách vừa thay đổi nên chưa ghi gì. Mời xem lại số thứ tự rồi nhắn lại."
CHANGED_MEANWHILE = "Điểm danh vừa có thay đổi nên chưa chốt. Mời đồng chí xem lại."


# Before closing


def present_line(present: int, expected: int) -> str:
    return f"Có mặt {present}/{expected}."


GROUPS = {
    "unsaid": "Chưa ghi",
    "undecided": "Đã xin vắng, chưa quyết định",
    "unexcused": "Vắng không lý do",
    "excused": "Vắng có lý do",
}


def group_line(group: str, count: int, names: Sequence[str]) -> str:
    """`Vắng không lý do 2: 4 Nguyễn Văn An; 9 …`; without names where they stand on another page."""
    return f"{GROUPS[group]} {count}: {'; '.join(names)}." if names else f"{GROUPS[group]} {count}."


def more_names(count: int) -> str:
    return f"Và {count} đồng chí nữa. Mời xem hết tên rồi chốt."


def came_after_all(names: Sequence[str]) -> str:
    return f"Đã xin vắng nhưng ghi có mặt: {'; '.join(names)}."


def just_marked(lines: Sequence[str], present: int) -> str:
    """What a line has changed; many who are present only as a number."""
    more = [f"và {len(lines) - MOST_CHANGES} đồng chí nữa"] if len(lines) > MOST_CHANGES else []
    rest = [f"{present} đồng chí có mặt"] if present else []
    return f"Vừa ghi: {'; '.join([*lines[:MOST_CHANGES], *more, *rest])}."


def all_marked(count: int) -> str:
    return f"Vừa ghi cả {count} đồng chí."


MOST_CHANGES = 10
NOTHING_CHANGED = "Không có gì thay đổi, đã ghi như vậy từ trước."


def not_begun(starts_at: datetime) -> str:
    return f"Kết quả đã được giữ. Buổi họp chưa bắt đầu nên chưa chốt được; mời chốt từ {short_when(starts_at)}."


UNSAID_BECOME = "Các đồng chí chưa ghi có mặt hay vắng? Chốt ngay thì bị tính VẮNG KHÔNG LÝ DO."
DECIDE = "Mời quyết định cho các đồng chí đã xin vắng: có lý do (P) hay không lý do (K)."


def waits_for(decider: str) -> str:
    return (
        f"Đơn xin vắng do đồng chí {decider} quyết định. Khi đồng chí ấy đã quyết định, mời nhắn “điểm danh” để chốt."
    )


def leave_of_another(number: int, name: str, decider: str) -> str:
    return (
        f"{number}) {name} đã xin vắng; đơn do đồng chí {decider} quyết định. "
        "Nếu đồng chí này có mặt, mời chọn bên dưới."
    )


ALL_SAID = "Nếu đúng, mời đồng chí chốt."


# After closing


def closed(cell: str, starts_at: datetime) -> str:
    return f"Đã chốt điểm danh, {cell}, họp {short_when(starts_at)}."


def counts(expected: int, present: int, excused: int, unexcused: int) -> str:
    return f"Có mặt {present}/{expected}, vắng có lý do {excused}, vắng không lý do {unexcused}."


def rates(strict: str | None, adjusted: str | None, present: int, expected: int, excused: int) -> str:
    """Both rates, each with what was divided."""
    return (
        f"Tỷ lệ dự họp {percent(strict)} ({present}/{expected}); "
        f"trừ vắng có lý do {percent(adjusted)} ({present}/{expected - excused})."
    )


# Corrections


def fix(number: int, name: str, was: str | None, becomes: str) -> str:
    return f"{number} {name}: {LONG_MARKS[was] if was else NO_MARK} → {LONG_MARKS[becomes]}"


def newly(number: int, name: str, was: str | None, becomes: str) -> str:
    return fix(number, name, was, becomes) if was else f"{number} {name}: {LONG_MARKS[becomes]}"


def new_rate(before: str | None, after: str | None, present: int, expected: int) -> str:
    return f"Tỷ lệ dự họp: {percent(before)} → {percent(after)} ({present}/{expected})."


def fixes(lines: Sequence[str]) -> str:
    """A line each; many in one paragraph."""
    return ("\n" if len(lines) <= 6 else "; ").join(lines)


ASK_FIX = "Ghi các sửa đổi này?"
FIXED = "Đã ghi sửa đổi."
NOTHING_TO_FIX = "Kết quả đã đúng như vậy, không có gì phải sửa."
FIX_CHANGED = "Điểm danh vừa có thay đổi. Mời đồng chí xem lại."
