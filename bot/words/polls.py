"""Questions with a few answers: how they are written in the chat, what people read, how they answer.

Their number is always that of a `lấy ý kiến`: an `ý kiến` with a number is what a member has sent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.labels import cut
from bot.words.menu import by_link as open_link
from bot.words.office import percent
from bot.words.times import short_when

FEWEST, LONGEST, LONGEST_ANSWER = 5, 200, 40
FEWEST_ANSWERS, MOST_ANSWERS = 2, 6
ASK, TO_ANSWER = "Lấy ý kiến", "Ý kiến cần trả lời"
EDIT = "Sửa lại"
YES_NO, AGREE_OR_NOT = ("Có", "Không"), ("Đồng ý", "Không đồng ý")
LIST, REFRESH, BACK = "Các lần lấy ý kiến", "Xem lại", "Trở lại"
WHO, NUDGE, NUDGE_NOW, NOT_NOW = "Xem từng người", "Nhắc người chưa trả lời", "Nhắc ngay", "Không nhắc"
NOTE = "Ghi hộ"
CLOSE, CLOSE_NOW, KEEP_OPEN = "Chốt sớm", "Chốt ngay", "Chưa chốt"
RECALL, RECALL_NOW, KEEP = "Thu hồi", "Thu hồi ngay", "Không thu hồi"
LEFT = "Đã dừng, chưa lấy ý kiến."
EXAMPLE = "lấy ý kiến: Họp vào thứ mấy? 1. Thứ Bảy 2. Chủ nhật; hạn 25/12"
HINTS: Mapping[str, str] = {
    "poll_question": "Đang chờ câu hỏi lấy ý kiến. Mời đồng chí nhắn câu hỏi, hoặc “thôi” để dừng.",
    "poll_answers": (
        "Đang chờ các câu trả lời. Mời đồng chí nhắn, ngăn nhau bằng dấu chấm phẩy, ví dụ: Thứ Bảy; Chủ nhật; hoặc “thôi”."
    ),
    "poll_look": "Câu hỏi chưa gửi. Mời đồng chí chọn “Gửi”, “Sửa lại”, nhắn “hạn 25/12” để đổi hạn, hoặc “thôi”.",
    "poll_sure": "Câu hỏi chưa gửi. Mời đồng chí chọn nút có số người, hoặc nhắn đúng số người; “thôi” để dừng.",
}

# Why it is not taken

DAY_IS_PAST = "Hạn trả lời cần sau bây giờ ít nhất 1 giờ. Mời nhắn lại, ví dụ: hạn 25/12"
SAME_TWICE = "Có hai câu trả lời giống nhau. Mời ghi lại"


def too_far(days: int) -> str:
    return f"Hạn trả lời xa quá. Mời nhắn một ngày trong vòng {days} ngày tới"


def question_length(count: int) -> str:
    return f"Câu hỏi cần từ {FEWEST} đến {LONGEST} chữ cái, đang có {count}. Mời ghi lại"


def answers_count(count: int) -> str:
    return f"Cần từ {FEWEST_ANSWERS} đến {MOST_ANSWERS} câu trả lời, đang có {count}. Mời ghi lại, ví dụ: {EXAMPLE}"


def answer_length(answer: str) -> str:
    return f"Câu trả lời “{cut(answer)}” dài quá {LONGEST_ANSWER} chữ cái. Mời ghi ngắn lại"


# Writing one


def ask_question(cell: str) -> str:
    return (
        f"{cell} lấy ý kiến có ghi tên. Mời đồng chí nhắn câu hỏi; có thể nhắn cả câu trả lời, ví dụ:\n“{EXAMPLE}”\n"
        "Bầu cử, kết nạp, kỷ luật, bỏ phiếu kín thì bỏ phiếu giấy tại cuộc họp."
    )


def ask_answers(question: str) -> str:
    return (
        f"Câu hỏi: “{question}”\nMời đồng chí chọn, hoặc nhắn các câu trả lời, ngăn nhau bằng dấu chấm phẩy, "
        "ví dụ: Thứ Bảy; Chủ nhật."
    )


def preset(answers: Sequence[str]) -> str:
    return " / ".join(answers)


def preview(cell: str, question: str, answers: Sequence[str], people: str) -> str:
    return f"{cell} lấy ý kiến:\n“{question}”\n{in_a_line(answers)}\n{people}"


def in_a_line(answers: Sequence[str]) -> str:
    """`1. Thứ Bảy; 2. Chủ nhật.`"""
    return "; ".join(f"{number}. {answer}" for number, answer in enumerate(answers, 1)) + "."


def until(closes_at: datetime, leaves_at: datetime | None) -> str:
    """`leaves_at`: only where it waits for the morning."""
    when = f"Tin gửi lúc {short_when(leaves_at)}" if leaves_at else "Bấm gửi là gửi ngay"
    return f"{when}. Trả lời đến {short_when(closes_at)}; muốn đổi, mời nhắn như “hạn 25/12”. Ai trả lời gì, bí thư xem được."


def asked(number: int, people: int, at: datetime | None) -> str:
    when = f"Câu hỏi chờ đến {short_when(at)} mới gửi" if at else "Đang gửi câu hỏi"
    return f"{when} cho {people} đồng chí. Đây là lần lấy ý kiến số {number}."


# What people read


def question(cell: str, name: str, number: int, text: str, closes_at: datetime) -> str:
    return (
        f"{cell} xin ý kiến đồng chí {name} (lấy ý kiến số {number}):\n{text}\n"
        f"Mời đồng chí chọn, trước {short_when(closes_at)}. Câu trả lời có ghi tên."
    )


def question_one_way(cell: str, name: str, number: int, text: str, answers: Sequence[str], closes_at: datetime) -> str:
    """Where nobody can answer by message."""
    return (
        f"{cell} xin ý kiến đồng chí {name} (lấy ý kiến số {number}):\n{text}\n{in_a_line(answers)}\n"
        f"Mời đồng chí báo bí thư trước {short_when(closes_at)}."
    )


def numbered(count: int) -> list[str]:
    """Answers that are not shown themselves."""
    return [f"Câu {number}" for number in range(1, count + 1)]


def hidden(link: str | None) -> str:
    """In the place of a question that names somebody, on a network abroad."""
    return f"Nội dung có nêu tên. {open_link(link)}" if link else "(nội dung có nêu tên: mời đồng chí hỏi bí thư)"


NAMED = "(nội dung có nêu tên)"
GONE = "(nội dung đã xóa theo thời hạn)"
HIDDEN = "(có nêu tên, xem ở “Xem từng người”)"


def whole(cell: str, number: int, text: str, answers: Sequence[str]) -> str:
    """As a file."""
    return f"{cell}, lấy ý kiến số {number}:\n{text}\n" + "\n".join(f"{n}. {one}" for n, one in enumerate(answers, 1))


def nudge(name: str, said: str) -> str:
    return f"Nhắc đồng chí {name}: chưa thấy đồng chí trả lời.\n{said}"


def recalled(cell: str, name: str, number: int, text: str) -> str:
    quoted = f" “{cut(text, 60)}”" if text else ""
    return (
        f"{cell} kính báo đồng chí {name}: lần lấy ý kiến số {number}{quoted} đã THU HỒI, đồng chí không cần trả lời."
    )


def result(cell: str, number: int, text: str, lines: Sequence[str]) -> str:
    return "\n".join([f"Kết quả lấy ý kiến số {number} của {cell}:", f"“{text}”", *lines])


def result_line(number: int, answer: str, part: int, whole: int, rate: str | None) -> str:
    """`1. Thứ Bảy: 12/20 (60,00 %)`."""
    return f"{number}. {answer}: {part}/{whole} ({percent(rate)})"


def short_result(number: int, answer: str, part: int) -> str:
    return f"{number}. {answer}: {part}"


def short_silent(part: int, whole: int) -> str:
    return f"chưa trả lời: {part}/{whole}."


def silent_line(part: int, whole: int, rate: str | None) -> str:
    return f"Chưa trả lời: {part}/{whole} ({percent(rate)})"


# Answers


def noted(number: int, answer: str, closes_at: datetime) -> str:
    return f"Đã ghi: đồng chí chọn “{answer}” cho lần lấy ý kiến số {number}. Đổi ý trước {short_when(closes_at)}, mời chọn lại."


def answer_choice(number: int, answer: str, name: str | None) -> str:
    """On a phone of two people each choice says whose it is."""
    return cut(f"{f'{name}: ' if name else ''}số {number}: {answer}")


WHICH = "Câu trả lời này cho việc nào? Mời đồng chí chọn."
NOTHING_ASKED = "Hiện không có ý kiến nào đồng chí cần trả lời."
WHICH_POLL = "Các ý kiến đang hỏi. Mời đồng chí chọn để trả lời."


def open_choice(number: int, text: str, answered: str | None, name: str | None) -> str:
    whose = f"{name}: " if name else ""
    return cut(f"{whose}số {number}: {f'đã chọn {answered}' if answered else text}")


def already(answer: str) -> str:
    return f"Đồng chí đang chọn “{answer}”."


# How it stands


def standing(number: int, text: str, lines: Sequence[str], state: str) -> str:
    return "\n".join([f"Lấy ý kiến số {number}: “{text}”", *lines, state])


def open_until(closes_at: datetime) -> str:
    return f"Trả lời đến {short_when(closes_at)}."


def closed(closed_at: datetime) -> str:
    return f"Đã chốt lúc {short_when(closed_at)}."


def was_recalled(at: datetime) -> str:
    return f"Đã thu hồi lúc {short_when(at)}."


def poll_choice(number: int, text: str, *, is_open: bool) -> str:
    return cut(f"YK {number}{'' if is_open else ' (đã chốt)'}: {text}")


def ask_nudge(people: int, without: int) -> str:
    rest = f" {without} đồng chí không có kênh nhắn, mời đồng chí hỏi trực tiếp." if without else ""
    return f"{people} đồng chí chưa trả lời. Nhắc lại?{rest}"


def nudged(people: int) -> str:
    return f"Đang nhắc {people} đồng chí chưa trả lời."


NOBODY_TO_NUDGE = "Không có ai để nhắc: mọi đồng chí đã trả lời, đang chờ nhận tin, hoặc chưa có kênh nhắn."


def whose(count: int, page: int, pages: int) -> str:
    which = f" (trang {page}/{pages})" if pages > 1 else ""
    return f"{count} đồng chí chưa trả lời{which}. Ghi hộ câu trả lời đồng chí ấy đã báo trực tiếp: mời chọn."


def ask_for(name: str, text: str) -> str:
    return f"Đồng chí {name} đã báo chọn câu nào?\n“{text}”"


def noted_for(name: str, answer: str) -> str:
    return f"Đã ghi hộ: đồng chí {name} chọn “{answer}”."


ALL_ANSWERED = "Mọi đồng chí đã trả lời."


def ask_close(silent: int) -> str:
    return f"Chốt kết quả ngay và báo cho cả chi bộ? Còn {silent} đồng chí chưa trả lời."


def ask_recall(told: int) -> str:
    return f"Thu hồi câu hỏi này? {told} đồng chí đã nhận sẽ được báo là không cần trả lời. Kết quả không tính."


RECALLED = "Đã thu hồi câu hỏi."
SHEET = "y-kien.txt"
OWN = "Ý kiến đã trả lời chi bộ"


def own_line(text: str, answer: str | None, made_at: datetime) -> str:
    """In one's own data."""
    return f"{short_when(made_at)}: “{text}”: {answer or 'chưa trả lời'}"


def people_title(cell: str, number: int, text: str, page: str = "") -> str:
    return f"{cell}, lấy ý kiến số {number}: “{cut(text, 80)}”{page}"


def person(name: str, answer: str | None) -> str:
    return f"- {name}: {answer or 'chưa trả lời'}"


BY_LINK = "Tên từng đồng chí không gửi qua mạng này."
