"""What whoever hears opinions reads of them and is asked: answering, passing up, taking note, asking back."""

from collections.abc import Sequence
from datetime import date

from bot.words.labels import cut
from bot.words.names import tidy
from bot.words.opinions import NO_WORDS, STATES, kind_within
from bot.words.times import day

HEARD, DONE_LIST, WAITING_LIST = "Ý kiến, kiến nghị nhận được", "Đã giải quyết", "Đang chờ"
ANSWER, PASS_UP, KEEP, ASK = "Trả lời", "Chuyển lên cấp trên", "Ghi nhận, không chuyển", "Hỏi lại"
NOTHING_WAITS = "Không có ý kiến nào đang chờ."
NOTHING_DONE = "Chưa có ý kiến nào đã giải quyết."
ASK_ANSWER = "Mời đồng chí nhắn câu trả lời cho ý kiến số {number}. Người gửi đọc được câu này."
ASK_QUESTION = "Mời đồng chí nhắn điều cần hỏi lại về ý kiến số {number}."
ANSWERED = "Đã trả lời ý kiến số {number} và báo người gửi."
ASKED = "Đã gửi câu hỏi về ý kiến số {number}."
ASKED_NOBODY = "Đã ghi câu hỏi về ý kiến số {number}, nhưng máy chưa báo được. Mời đồng chí hỏi trực tiếp."
ASK_KEEP = "Ghi nhận ý kiến số {number}, không trả lời thêm và không chuyển? Người gửi được báo."
YES_KEEP, NO_KEEP = "Đúng, ghi nhận", "Không"
KEPT = "Đã ghi nhận ý kiến số {number} và báo người gửi."
LONGEST_QUESTION = 500
TEXT_BY_LINK = "Nội dung mở bằng đường dẫn riêng."
SHEET = "y-kien-{number}.txt"


def list_title(unit: str, count: int, page: int, pages: int) -> str:
    turned = f" (trang {page}/{pages})" if pages > 1 else ""
    return f"{unit}: {count} ý kiến đang chờ{turned}. Mời chọn."


def done_title(unit: str, count: int, page: int, pages: int) -> str:
    turned = f" (trang {page}/{pages})" if pages > 1 else ""
    return f"{unit}: {count} ý kiến đã giải quyết{turned}. Mời chọn."


def list_choice(number: int, kind: str, due_on: date, *, is_asked: bool, is_late: bool) -> str:
    """Of what was asked back no day is told before it is late: it waits for others."""
    waits = f"QUÁ HẠN {due_on:%d/%m}" if is_late else STATES["asked"] if is_asked else f"hạn {due_on:%d/%m}"
    return cut(f"Số {number}, {kind_within(kind)}, {waits}")


def done_choice(number: int, kind: str, state: str) -> str:
    return cut(f"Số {number}, {kind_within(kind)}: {STATES[state]}")


def head(number: int, kind: str, on: date, state: str, due_on: date | None) -> str:
    """`due_on`: until when its unit has to decide, or those who were asked back have to answer; None once it is over."""
    due = f" Hạn {'bổ sung' if state == 'asked' else 'xem xét'}: {day(due_on)}." if due_on else ""
    return f"Ý kiến số {number}, {kind_within(kind)}, đến ngày {day(on)}: {STATES[state]}.{due}"


def came_from(source: str | None, names: Sequence[str], people: int) -> str:
    """`source`: the unit that passed it up; None at the cell itself."""
    if source is None:
        return f"Người gửi: {', '.join(names)}." if names else "Người gửi: không còn lưu tên."
    hidden = people - len(names)
    who = [*names, *([f"{hidden} đồng chí không nêu tên"] if hidden > 0 else [])]
    return f"{source} chuyển lên. Người gửi: {', '.join(who)}."


def body(text: str | None, question: str | None, addition: str | None, answer: str | None) -> list[str]:
    parts = [f"“{text or NO_WORDS}”"]
    parts += [f"Đã hỏi lại: “{question}”"] if question else []
    parts += [f"Bổ sung: “{tidy(addition)}”"] if addition else []
    return parts + ([f"Trả lời: “{answer}”"] if answer else [])


def now_at(unit: str, state: str) -> str:
    return f"Hiện ở {unit}: {STATES[state]}."


# Passing up

PASS, WORDING, MERGE = "Chuyển", "Viết lại lời văn", "Gộp với ý kiến khác"
AS_IT_IS = "(nguyên văn của người gửi)"
ASK_WORDING = "Mời đồng chí nhắn lời văn gửi lên cấp trên, không nêu tên ai. Nguyên văn của người gửi vẫn ở lại đơn vị."
ASK_MERGE = "Gộp thêm ý kiến nào? Mời chọn."
NOTHING_TO_MERGE = "Không còn ý kiến nào đang chờ để gộp."
MUST_WORD = "Gộp nhiều ý kiến cần một lời văn chung. Mời đồng chí viết lại lời văn."


def pass_preview(numbers: Sequence[int], to: str, text: str) -> str:
    which = ", ".join(map(str, numbers))
    return f"Chuyển ý kiến số {which} lên {to}:\n“{text}”"


def has_passed(numbers: Sequence[int], to: str, new: int) -> str:
    return f"Đã chuyển ý kiến số {', '.join(map(str, numbers))} lên {to} (ở đó là số {new}) và báo người gửi."
