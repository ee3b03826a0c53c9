"""Working groups, assignments and visits: what is said of them in the chat."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.words.labels import cut, named
from bot.words.names import given_name
from bot.words.times import clock_and_day, short_when, when
from bot.words.visit_days import span_label
from bot.words.visit_lines import ASSIGN_EXAMPLE, GROUP_EXAMPLE

GROUPS, MY_VISITS = "Tổ công tác, phân công dự họp", "Lịch dự họp chi bộ khác"
REPORT, DIFFICULTIES = "Kết quả dự họp quý này", "Khó khăn của chi bộ"
WILL_COME, CANNOT_COME, ARRIVED = "Sẽ dự", "Không dự được", "Đã có mặt"
WE_WENT, WE_DID_NOT = "Có dự", "Không dự"
SEE, SEE_REMARK, BACK, LIST = "Xem", "Xem nhận xét", "Trở lại", "Các tổ công tác"
REMARK, DIFFICULTY, SHOW_CELL = "Nhận xét buổi họp", "Ghi khó khăn", "Cho chi bộ xem nhận xét"
WHO_CAME, NO_WORDS, MARK_ANEW, WRITE = "Ai có dự", "Không ghi thêm", "Chấm bốn mục", "Ghi một câu nhận xét"
RAISED, NEXT = "Khó khăn đã gửi lên", "Khó khăn tiếp theo"
RECEIVE, ANSWER = "Tiếp nhận", "Trả lời"
END_GROUP, KEEP, DO_END = "Bỏ tổ này", "Giữ lại", "Bỏ"
ASSIGN, EDIT, LEAVE = "Phân công", "Ghi lại", "Thôi"
TABLE, CELLS, VISITORS, NEVER = "Bảng tính", "Theo chi bộ", "Theo tổ, người", "Chưa được dự"
REMARKS, NO_REMARKS = "Các nhận xét", "Chưa có nhận xét nào trong thời gian này."
SAY_YES = frozenset({"phan cong", "phan cong di", "dong y phan cong"})
HINTS: Mapping[str, str] = {
    "visits_look": "Đang xem lại phân công. Mời đồng chí bấm “Phân công”, hoặc nhắn “có”; nhắn “thôi” để dừng.",
    "visit_remark": "Đang ghi nhận xét buổi họp. Mời đồng chí nhắn một câu, hoặc nhắn “thôi” để dừng.",
    "visit_difficulty": "Đang ghi khó khăn của chi bộ. Mời đồng chí nhắn nội dung, hoặc nhắn “thôi” để dừng.",
    "difficulty_answer": "Đang trả lời khó khăn của chi bộ. Mời đồng chí nhắn nội dung, hoặc nhắn “thôi” để dừng.",
}
HOW_GROUP = f"Lập hoặc sửa tổ, mời nhắn: “{GROUP_EXAMPLE}”. Người ghi đầu là tổ trưởng."
HOW_ASSIGN = f"Phân công, mời nhắn: “{ASSIGN_EXAMPLE}”. Dự đột xuất: thêm hai chữ “đột xuất”."
NO_GROUPS, NO_VISITS = "Chưa lập tổ công tác nào.", "Hiện đồng chí không được phân công dự họp ở chi bộ khác."
NO_DIFFICULTIES = "Hiện không có khó khăn nào của chi bộ gửi lên."
CRITERIA: Mapping[str, str] = {
    "preparation": "Chuẩn bị",
    "content": "Nội dung",
    "opinions": "Tham gia ý kiến",
    "conclusion": "Kết luận",
}
GRADES: Mapping[str, str] = {"good": "Tốt", "fair": "Khá", "average": "Trung bình", "poor": "Yếu"}
STATES: Mapping[str, str] = {"new": "mới", "received": "đã tiếp nhận", "answered": "đã trả lời"}
ANSWERS: Mapping[str | None, str] = {
    "coming": "đồng chí báo sẽ dự",
    "away": "đồng chí báo không dự được",
    None: "đồng chí chưa trả lời",
}


def comrade(name: str) -> str:
    return f"đồng chí {name}"


def upper(text: str) -> str:
    return text[:1].upper() + text[1:]


# Groups and assignments


def groups_title(unit: str, groups: int, alone: int) -> str:
    more = f" Cử riêng từng người: {alone}." if alone else ""
    return f"{unit}: {groups} tổ công tác.{more}" if groups or alone else f"{unit}. {NO_GROUPS}"


def group_choice(name: str, cells: int) -> str:
    return named(name, f" ({cells} lượt chi bộ)" if cells else " (chưa phân công)")


def visitor_page(name: str, leader: str | None, people: Sequence[str], assigned: int) -> str:
    lines = [upper(name) + "."]
    lines += [f"Tổ trưởng: {leader}."] if leader else []
    lines += [f"Tổ viên: {', '.join(people[:12])}{' …' if len(people) > 12 else ''}."] if people else []
    return "\n".join(
        [*lines, f"Đang phân công: {assigned} lượt chi bộ. Bấm để bỏ một lượt." if assigned else HOW_ASSIGN]
    )


def group_written(name: str, leader: str, people: Sequence[str]) -> str:
    others = f" Tổ viên: {', '.join(people)}." if people else ""
    return f"Đã ghi {name}. Tổ trưởng: {leader}.{others}\n{HOW_ASSIGN}"


def assignment_choice(cell: str, first: date, last: date, *, is_announced: bool) -> str:
    return named(cell, f", {span_label(first, last)}{'' if is_announced else ', đột xuất'}")


def ask_end(what: str) -> str:
    return f"Bỏ {what}? Ai đã được báo dự họp sẽ được báo là thôi."


def group_ended(name: str, count: int) -> str:
    return f"Đã bỏ {name}, thôi {count} lượt phân công."


def anew(count: int) -> str:
    return f"Cần phân công lại ({count})"


def anew_title(unit: str, count: int) -> str:
    return f"{unit}, cần phân công lại ({count}):"


def anew_cell(cell: str, first: date, last: date, was: str) -> str:
    return f"{cell}, {span_label(first, last)}: {was} đã thôi chức vụ."


def anew_group(name: str) -> str:
    return f"{name}: chưa có tổ trưởng."


NOTHING_ANEW = "Không còn lượt nào phải phân công lại."
ASSIGNMENT_ENDED = "Đã bỏ lượt phân công này."
SHOWN_CELLS = 6


def plan(
    visitor: str,
    days: tuple[date, date],
    cells: Sequence[str],
    known: Sequence[str],
    called: int,
    clashes: Sequence[tuple[str, datetime, str, datetime]],
    *,
    is_announced: bool,
) -> str:
    """What assigning would do, before it is done."""
    how_told = "Chi bộ được báo khi gọi họp." if is_announced else "Dự ĐỘT XUẤT: chi bộ không được báo trước."
    lines = [f"{upper(visitor)} dự họp {span_label(*days)} tại {len(cells)} chi bộ: {_some(cells)}.", how_told]
    lines += [f"Đã phân công từ trước, không ghi thêm: {_some(known)}."] if known else []
    lines += [f"Đã gọi họp {called} buổi: người dự được báo ngay."] if called else []
    return "\n".join([*lines, *(clash(*one) for one in clashes[:2])])


def clash(one: str, at: datetime, other: str, other_at: datetime) -> str:
    return f"TRÙNG GIỜ: {one} ({short_when(at)}) và {other} ({short_when(other_at)})."


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN_CELLS
    return "; ".join([*names[:SHOWN_CELLS], *([f"và {more} chi bộ nữa"] if more > 0 else [])])


def assigned(visitor: str, cells: int) -> str:
    return f"Đã phân công {visitor} dự họp tại {cells} chi bộ." if cells else "Đã phân công từ trước, không ghi thêm."


LEFT = "Đã dừng, chưa phân công gì."
NOTHING_NEW = "Các chi bộ này đã được phân công từ trước, không có gì để ghi thêm."


# Whoever goes


def my_title(count: int) -> str:
    return f"Đồng chí được cử dự {count} buổi họp. Mời chọn buổi để trả lời hoặc nhận xét."


def my_choice(cell: str, starts_at: datetime, name: str | None = None) -> str:
    """`name`: on a phone of two people, whose visit it is."""
    return named(cell, f", {short_when(starts_at)}{f' ({given_name(name)})' if name else ''}")


def my_visit(cell: str, kind: str, starts_at: datetime, place: str, answer: str | None, *, is_unannounced: bool) -> str:
    secret = " Dự đột xuất, chi bộ không được báo trước." if is_unannounced else ""
    return f"{cell}, {kind}, {when(starts_at)}, tại {place}.{secret}\n{upper(ANSWERS[answer])}."


def noted(answer: str, starts_at: datetime) -> str:
    said = "SẼ DỰ" if answer == "coming" else "KHÔNG DỰ ĐƯỢC"
    return f"Đã ghi: đồng chí {said} buổi họp {short_when(starts_at)}. Đổi ý, mời chọn lại."


def arrived(starts_at: datetime) -> str:
    return f"Đã ghi: đồng chí có mặt tại buổi họp {short_when(starts_at)}; chi bộ ghi là cấp trên dự."


NOT_THERE = "Đã ghi: không dự buổi họp này."


def remark_page(
    cell: str, starts_at: datetime, came: bool | None, marks: Mapping[str, str], remark: str | None, difficulties: int
) -> str:
    said = {True: "có dự", False: "không dự", None: "chưa ghi có dự hay không"}[came]
    lines = [f"{cell}, họp {short_when(starts_at)}: {said}.", *marks_lines(marks, remark)]
    return "\n".join([*lines, *([f"Khó khăn đã gửi lên: {difficulties}."] if difficulties else [])])


def marks_lines(marks: Mapping[str, str], remark: str | None) -> list[str]:
    given = [f"{CRITERIA[one]}: {GRADES[marks[one]].lower()}" for one in CRITERIA if one in marks]
    return [*([f"{'; '.join(given)}."] if given else []), *([f"Nhận xét: {cut(remark, 600)}"] if remark else [])]


def ask_mark(number: int, criterion: str) -> str:
    return f"{CRITERIA[criterion]} ({number}/{len(CRITERIA)}): đồng chí nhận xét thế nào?"


ASK_WORDS = "Đồng chí nhận xét thêm gì, mời nhắn một câu; cấp ủy cử đồng chí đọc được. Không nêu nội dung mật."
ASK_DIFFICULTY = "Chi bộ có khó khăn gì cần cấp trên giải quyết? Mời nhắn nội dung. Không nêu nội dung mật, tên riêng."
THANKS = "Đã ghi nhận xét. Cảm ơn đồng chí."
DIFFICULTY_SENT = "Đã gửi khó khăn lên cấp ủy đã cử đồng chí. Có trả lời, máy sẽ báo."
SHOWN = "Chi bộ đã được báo và xem được nhận xét này."
ASK_WHO = "Ai có dự? Bấm vào tên để ghi; bấm lần nữa để đổi."
WHICH_VISIT = "Khó khăn này là của chi bộ nào? Mời chọn."


def person_choice(name: str, came: bool | None) -> str:
    return named(name, {True: ": có dự", False: ": không dự", None: ": chưa ghi"}[came])


def remarks_title(unit: str, count: int) -> str:
    return f"{unit}: {count} nhận xét của người dự họp. Mời chọn để xem."


def remark_of(visitor: str, starts_at: datetime, marks: Mapping[str, str], remark: str | None) -> str:
    return "\n".join([f"{upper(visitor)} nhận xét buổi họp {short_when(starts_at)}:", *marks_lines(marks, remark)])


# Difficulties


def difficulties_title(unit: str, open_ones: int, count: int) -> str:
    return f"{unit}: {count} khó khăn của chi bộ gửi lên, {open_ones} chưa trả lời."


def difficulty_choice(cell: str, state: str) -> str:
    return named(cell, f": {STATES[state]}")


def difficulty_page(cell: str, raised_at: datetime, text: str, state: str, answer: str | None) -> str:
    lines = [f"{cell}, gửi lên lúc {clock_and_day(raised_at)} ({STATES[state]}).", cut(text, 700)]
    return "\n".join([*lines, *([f"Trả lời: {cut(answer, 500)}"] if answer else [])])


ASK_ANSWER = "Mời đồng chí nhắn câu trả lời; người gửi lên sẽ nhận được. Không nêu nội dung mật."
ANSWERED = "Đã trả lời. Người gửi lên được báo."
