"""What is said of what comes back on a document: that it is clear, reminders, questions and their answers."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.words.amounts import amount
from bot.words.labels import cut, named
from bot.words.times import day
from bot.words.vi import cell as cell_name

ACK, ASK = "Đã rõ", "Hỏi lại"
ANSWER, PASS_UP, MEETING = "Trả lời", "Chuyển lên trên", "Giấy mời họp"
OWN_QUESTIONS = "Câu hỏi của tôi"
LONGEST_QUESTION, LONGEST_ANSWER = 500, 1000
HINTS: Mapping[str, str] = {
    "directive_ask": "Đang ghi câu hỏi về văn bản. Mời đồng chí nhắn câu hỏi, hoặc “thôi” để dừng.",
    "directive_answer": "Đang trả lời câu hỏi về văn bản. Mời đồng chí nhắn câu trả lời, hoặc “thôi” để dừng.",
}

# Taking note

WHICH = "Đồng chí đã rõ văn bản nào? Mời chọn."
WHICH_OR_MEETING = "Đồng chí trả lời việc nào? Mời chọn."
NOTHING_OPEN = "Hiện không có văn bản nào chờ đồng chí xác nhận."


def noted(number: str, name: str | None, *, is_late: bool, is_old: bool = False) -> str:
    who = f"đồng chí {name}" if name else "đồng chí"
    return f"Đã ghi: {who} đã rõ văn bản {number}{_late(is_late=is_late, is_old=is_old)}. Trân trọng."


def _late(*, is_late: bool, is_old: bool) -> str:
    """Where a day holds, that it is over; of an old document without any, that it is old."""
    return " (sau hạn)" if is_late else " (muộn, văn bản gửi đã quá 90 ngày)" if is_old else ""


def asked_no_more(number: str, name: str | None) -> str:
    who = f"đồng chí {name}" if name else "đồng chí"
    return f"Văn bản {number} gửi {who} ở đơn vị cũ, nay không phải xác nhận nữa."


def noted_before(number: str, name: str | None) -> str:
    who = f"đồng chí {name}" if name else "đồng chí"
    return f"Văn bản {number}: trước đây đã ghi {who} đã rõ, không phải xác nhận lại."


def withdrawn(number: str) -> str:
    return f"Văn bản {number} đã thu hồi, đồng chí không phải xác nhận nữa."


def ack_choice(number: str, name: str | None) -> str:
    return named(number, f" ({name})") if name else cut(number)


def noted_for(number: str, names: Sequence[str], before: int, *, is_late: bool = False, is_old: bool = False) -> str:
    late = _late(is_late=is_late, is_old=is_old)
    said = f"Đã ghi hộ {len(names)} đồng chí đã rõ văn bản {number}{late}: {', '.join(names)}." if names else ""
    known = f"{before} đồng chí đã ghi từ trước." if before else ""
    return " ".join(filter(None, (said, known)))


FOR_WHOM = "Mời đồng chí ghi tên, ví dụ: đã rõ hộ văn bản {number}: Lan, An."

# Reminders


def reminder(name: str, number: str, summary: str, due_on: date | None, today: date) -> str:
    return f"Nhắc đồng chí {name}: văn bản {number} ({cut(summary, 80)}) {_until(due_on, today)}đồng chí chưa xác nhận đã rõ."


THEN_PRESS = f"Đọc xong, mời bấm “{ACK}” hoặc nhắn “đã rõ”."
THEN_TELL = "Đọc xong, mời báo bí thư chi bộ."


def _until(due_on: date | None, today: date) -> str:
    if due_on is None:
        return ""
    left = (due_on - today).days
    said = "đã quá hạn" if left < 0 else "đến hạn hôm nay" if left == 0 else f"còn {left} ngày là đến hạn"
    return f"{said} ({day(due_on)}), "


STILL_TO_DO: Mapping[str, str] = {
    "pass_on": "chưa chuyển tiếp xuống cấp dưới",
    "study": "{count} đồng chí chưa học",
    "read": "{count} đồng chí chưa xác nhận đã rõ",
    "report": "chưa báo cáo kết quả",
}
HOW_TO_GO_ON: Mapping[str, str] = {
    "pass_on": "Mời nhắn “văn bản {number}” để chuyển tiếp.",
    "study": "Mời nhắn “gọi họp học văn bản {number}”, hoặc “học bù văn bản {number}: tên”.",
    "read": "Mời nhắn “còn thiếu văn bản {number}” để xem.",
    "report": "Mời nhắn “báo cáo văn bản {number}”.",
}


def reminder_to_leader(
    unit: str, number: str, todo: Sequence[tuple[str, int]], due_on: date | None, today: date, *, is_cell: bool
) -> str:
    said = ", ".join(STILL_TO_DO[what].format(count=amount(count)) for what, count in todo)
    return f"Nhắc {cell_name(unit) if is_cell else unit}: văn bản {number} {_until(due_on, today)}{said}."


def reminder_to_helper(unit: str, number: str, due_on: date | None, today: date) -> str:
    return f"Nhắc: văn bản {number} {_until(due_on, today)}{unit} chưa chuyển tiếp, vì ở đó không có người phụ trách."


HOW_TO_HELP = "Mời bấm “Chuyển thay”, hoặc nhắn “chuyển thay văn bản {number}”."

# Questions

WHO_ASKS = "Câu hỏi này của đồng chí nào? Mời chọn."


def ask_question(number: str) -> str:
    return (
        f"Mời đồng chí nhắn câu hỏi về văn bản {number}, nhiều nhất {LONGEST_QUESTION} chữ cái. Không gửi nội dung mật."
    )


def asked(number: str, unit: str, *, is_told: bool) -> str:
    heard = "" if is_told else " Ở đó chưa nhận tin được, câu hỏi vẫn được giữ."
    return f"Đã chuyển câu hỏi về văn bản {number} đến {unit}.{heard} Có trả lời, máy báo ngay. Xem lại: “câu hỏi của tôi”."


def question_to_answer(number: str, unit: str, text: str) -> str:
    return f"{unit} có người hỏi về văn bản {number}: “{text}”"


def answer_to_asker(number: str, unit: str, text: str, question: str) -> str:
    return f"{unit} giải đáp câu hỏi của đồng chí về văn bản {number} (“{cut(question, 60)}”): {text}"


def ask_answer(number: str, text: str) -> str:
    return f"Câu hỏi về văn bản {number}: “{text}”. Mời đồng chí nhắn câu trả lời."


def passed_up(unit: str) -> str:
    return f"Đã chuyển câu hỏi lên {unit}."


ANSWERED, NO_QUESTIONS, NONE_ASKED = (
    "Đã trả lời, người hỏi được báo ngay.",
    "Không có câu hỏi nào chờ trả lời.",
    "Đồng chí chưa hỏi câu nào về văn bản.",
)


def own_question(at: int, number: str, text: str, answer: str | None, unit: str) -> str:
    state = f"Trả lời: {cut(answer, 300)}" if answer is not None else f"Đang chờ {unit} trả lời."
    return f"{at}. Văn bản {number}: “{cut(text, 80)}”. {state}"


def open_questions_title(count: int) -> str:
    return f"{amount(count)} câu hỏi về văn bản chờ trả lời. Mời chọn."


def question_choice(at: int, text: str) -> str:
    return cut(f"{at}) {text}")
