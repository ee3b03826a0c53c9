"""Opinions and wishes: how they are sent, what becomes of them, what whoever decides about them reads."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.words.labels import cut
from bot.words.names import fold, tidy
from bot.words.times import day

KINDS: Mapping[str, str] = {
    "party": "Xây dựng Đảng",
    "economy": "Kinh tế, hạ tầng",
    "culture": "Văn hóa, xã hội",
    "environment": "Môi trường",
    "procedures": "Thủ tục hành chính",
    "other": "Việc khác",
}
STATES: Mapping[str, str] = {
    "held": "đang chờ xem xét",
    "asked": "đang hỏi lại",
    "passed": "đã chuyển lên",
    "answered": "đã trả lời",
    "kept": "đã ghi nhận",
    "taken_back": "đã rút",
}
SAY_SEND = frozenset({"gui", "gui di", "gui y kien", "dong y gui"})
HINTS: Mapping[str, str] = {
    "opinion_text": "Đang hỏi nội dung ý kiến. Mời đồng chí nhắn việc gì, ở đâu; hoặc “thôi” để dừng.",
    "opinion_look": "Ý kiến chưa gửi. Mời đồng chí nhắn “gửi”, chọn trong danh sách, hoặc “thôi” để dừng.",
    "opinion_answered": "Đang hỏi câu trả lời. Mời đồng chí nhắn câu trả lời, hoặc “thôi” để dừng.",
    "opinion_asked": "Đang hỏi điều cần làm rõ. Mời đồng chí nhắn câu hỏi, hoặc “thôi” để dừng.",
    "opinion_added": "Đang hỏi phần bổ sung. Mời đồng chí nhắn phần bổ sung, hoặc “thôi” để dừng.",
    "opinion_worded": "Đang hỏi lời văn gửi lên cấp trên. Mời đồng chí nhắn lời văn, hoặc “thôi” để dừng.",
}

# Sending

NEW, MINE = "Gửi ý kiến, kiến nghị", "Ý kiến của tôi"
SEND, SEND_NAMED, EDIT, LEAVE = "Gửi ý kiến", "Gửi, nêu tên với cấp trên", "Sửa nội dung", "Thôi"
ASK_WHO = "Máy này của nhiều đồng chí. Ý kiến này của đồng chí nào? Mời chọn."
ASK_KIND = "Ý kiến về việc gì? Mời đồng chí chọn."
ASK_TEXT = (
    "Mời đồng chí nhắn nội dung ý kiến: việc gì, ở đâu. Nhiều nhất {most} chữ cái. "
    "Tố cáo, khiếu nại về người, việc nhân sự không gửi qua tin nhắn."
)
ASK_PERSON = "Ý kiến này có nói về một người cụ thể không?"
ABOUT_SOMEBODY, ABOUT_NOBODY = "Có, về một người", "Không"
OF_A_PERSON = (
    "Ý kiến về một người cụ thể máy không nhận và không lưu. Mời đồng chí nói trực tiếp với bí thư hoặc tại cuộc họp; "
    "nếu là khiếu nại, tố cáo thì gửi đơn có ký tên, trực tiếp hoặc qua bưu điện, tới ủy ban kiểm tra của cấp ủy."
)
LEFT = "Đã dừng, máy không giữ lại gì."


def preview(kind: str, text: str, whose: str | None, cell: str, above: str | None) -> str:
    """`whose`: on a phone of two, who of them speaks. `above`: who hears it where nobody at the cell does."""
    who = f" của đồng chí {whose}" if whose else ""
    heard = (
        f"{cell} chưa có người nhận ý kiến, nên máy gửi thẳng nguyên văn đến {above}, không nêu tên đồng chí"
        if above
        else "Bí thư chi bộ biết ai gửi. Chuyển lên cấp trên thì không nêu tên"
    )
    return f"Gửi ý kiến này{who}? Loại: {KINDS[kind]}. {heard}, trừ khi đồng chí muốn.\n“{text}”"


def kind_within(kind: str) -> str:
    """Within a sentence: "xây dựng Đảng" keeps its capital."""
    name = KINDS[kind]
    return f"{name[0].lower()}{name[1:]}"


def sent(number: int, cell: str, due_on: date, above: str | None, *, is_told: bool) -> str:
    """`above`: where it went, as nobody at the cell hears any."""
    told = (
        ""
        if is_told
        else f" Máy chưa báo được cho {'người nhận' if above else 'bí thư; mời đồng chí nói thêm với bí thư'}."
    )
    where = f"đến {above}, vì {cell} chưa có người nhận" if above else f"đến {cell}"
    return (
        f"Đã gửi ý kiến số {number} {where}. Hạn xem xét: {day(due_on)}.{told} "
        f"Muốn xem đến đâu, đồng chí nhắn: ý kiến {number}."
    )


# The sender's own

TAKE_BACK, ADD, LOOK, BACK = "Rút ý kiến", "Bổ sung", "Xem", "Quay lại"
YES_BACK, NO_BACK = "Đúng, rút ý kiến", "Không rút"
ASK_BACK = "Rút ý kiến số {number}? Nội dung sẽ bị xóa."
TAKEN_BACK = "Đã rút ý kiến số {number}, nội dung đã xóa."
ASK_ADDITION = "Mời đồng chí nhắn phần bổ sung cho ý kiến số {number}."
ADDED = "Đã ghi phần bổ sung cho ý kiến số {number} và báo nơi hỏi."
NO_WORDS = "(nội dung đã xóa theo thời hạn)"


def none_sent(whose: str | None) -> str:
    who = f"Đồng chí {whose}" if whose else "Đồng chí"
    return f"{who} chưa gửi ý kiến nào. Muốn gửi, mời nhắn: “ý kiến:” rồi ghi nội dung."


def mine_title(count: int, page: int, pages: int, whose: str | None) -> str:
    """`whose`: on a phone of two, who of them has sent these."""
    turned = f" (trang {page}/{pages})" if pages > 1 else ""
    return f"Đồng chí {f'{whose} ' if whose else ''}đã gửi {count} ý kiến{turned}. Mời chọn để xem."


def mine_choice(number: int, kind: str, on: date, state: str) -> str:
    return cut(f"Số {number}, {on:%d/%m}, {kind_within(kind)}: {STATES[state]}")


def own_page(number: int, kind: str, text: str | None, on: date, state: str, whose: str | None = None) -> str:
    """How it stands comes first: by short messages the own words may be cut. `whose`: on a phone of two."""
    who = f", của đồng chí {whose}" if whose else ""
    return f"Ý kiến số {number}{who}, {kind_within(kind)}, gửi ngày {day(on)}.\n{state}\n“{text or NO_WORDS}”"


def read_elsewhere(number: int, state: str) -> str:
    """Where what was answered names somebody and may not go through this network."""
    return f"Ý kiến số {number}: {STATES[state]}. Nội dung có nêu tên nên không gửi qua mạng này."


def lies_at(unit: str, due_on: date, *, is_asked: bool) -> str:
    if is_asked:
        return f"Đang ở {unit}; {unit} đang hỏi lại."
    return f"Đã nhận, đang ở {unit}. Hạn xem xét: {day(due_on)}."


def question_to_you(unit: str, question: str) -> str:
    return f"{unit} hỏi lại: “{question}”"


def answered_by(unit: str, answer: str | None) -> str:
    return f"{unit} đã trả lời: “{answer or NO_WORDS}”"


def kept_by(unit: str) -> str:
    return f"{unit} đã ghi nhận, không chuyển tiếp."


def own_line(number: int, on: date, kind: str, text: str | None, state: str) -> str:
    """In the copy of the own data."""
    return f"{day(on)}, số {number}, {kind_within(kind)}, {STATES[state]}: {tidy(text or NO_WORDS)}"


OWN_COPY = "Ý kiến, kiến nghị đã gửi"

# What people are told; nobody's words but an answer to who sent it

ANSWER_SHOWN = 300


def arrived(number: int, unit: str, source: str | None, kind: str, due_on: date) -> str:
    come = f"{source} chuyển lên" if source else "đảng viên gửi"
    return f"{unit}: ý kiến số {number} do {come}, loại {kind_within(kind)}. Hạn xem xét: {day(due_on)}."


def was_added(number: int, due_on: date) -> str:
    return f"Ý kiến số {number} đã được bổ sung. Hạn xem xét: {day(due_on)}."


def passed_on(number: int, to: str) -> str:
    return f"Ý kiến số {number} của đồng chí đã được chuyển lên {to}."


def ended(number: int, unit: str, answer: str | None, *, is_answered: bool) -> str:
    """`answer`: None where it names somebody, and is only read on the page."""
    if not is_answered:
        return f"Ý kiến số {number} của đồng chí: {kept_by(unit)}"
    if answer is None:
        return f"Ý kiến số {number} của đồng chí: {unit} đã trả lời. Mời đồng chí nhắn “ý kiến {number}” để xem."
    shown = answer if len(answer) <= ANSWER_SHOWN else f"{answer[:ANSWER_SHOWN].rstrip()}…"
    return f"Ý kiến số {number} của đồng chí: {unit} đã trả lời: “{shown}”"


def ended_above(number: int, unit: str, *, is_answered: bool) -> str:
    return f"Ý kiến số {number} đã chuyển lên: {unit} đã {'trả lời' if is_answered else 'ghi nhận'}."


def asked_sender(number: int, unit: str, question: str | None, *, is_again: bool = False) -> str:
    which = f"ý kiến số {number} của đồng chí"
    return _asked(unit, which, question, number, f"ý kiến {number}", is_again=is_again)


def asked_below(number: int, unit: str, question: str | None, *, is_again: bool = False) -> str:
    which = f"ý kiến số {number} đã chuyển lên"
    return _asked(unit, which, question, number, f"xem ý kiến {number}", is_again=is_again)


def _asked(unit: str, which: str, question: str | None, number: int, look: str, *, is_again: bool) -> str:
    """`question`: None where it names somebody, and is only read on the page. Last, where it may be cut."""
    said = f"Câu hỏi: “{question}”" if question else f"Xem câu hỏi: nhắn “{look}”."
    asks = f"Nhắc lại: {unit} đang chờ bổ sung" if is_again else f"{unit} hỏi lại về"
    return f"{asks} {which}. Bổ sung: nhắn “bổ sung ý kiến {number}: …”. {said}"


def due_now(unit: str, numbers: Sequence[int], *, is_late: bool) -> str:
    which = ", ".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
    late = "đã quá hạn" if is_late else "đến hạn hôm nay"
    return f"{unit}: {len(numbers)} ý kiến {late} xem xét, số {which}."


def one_way(number: int, *, is_sender: bool) -> str:
    """Where nobody can say anything back."""
    if is_sender:
        return f"Có tin mới về ý kiến số {number} của đồng chí. Mời đồng chí gặp bí thư để xem."
    return f"Có tin mới về ý kiến số {number}. Mời đồng chí liên hệ văn phòng cấp ủy để xem."


# What is typed

FIRST_NUMBER = re.compile(r"^\D*?(\d{1,9})(?!\d)[\s:,.;-]*(.*)$", re.DOTALL)


def one_number(text: str) -> tuple[int, str] | None:
    """`trả lời ý kiến 12: đã sửa` -> 12 and the words behind it; None where there is no number."""
    found = FIRST_NUMBER.match(tidy(text))
    return (int(found[1]), found[2].strip()) if found else None


def only_number(text: str) -> int | None:
    """`12`, `số 12`; None for anything else."""
    found = re.fullmatch(r"(?:so )?(\d{1,9})[.!]?", fold(text))
    return int(found[1]) if found else None


def numbers(text: str) -> tuple[list[int], str]:
    """`chuyển ý kiến 12, 13: lời văn` -> [12, 13] and the words behind the colon."""
    head_, _, rest = tidy(text).partition(":")
    found = [int(one) for one in re.findall(r"(?<!\w)\d{1,9}(?!\w)", head_)]
    return list(dict.fromkeys(found)), rest.strip()


OPENING = re.compile(r"^(?:xac nhan\s*:?\s*)?(?:y kien|ykien|kien nghi|gop y)\s*[:.-]?\s*")


def behind_opening(text: str) -> str:
    """The opinion behind `ý kiến:`; the folded beginning has as many letters as the written one."""
    said = tidy(text)
    found = OPENING.match(fold(said))
    return said[found.end() :] if found and len(fold(said)) == len(said) else said.partition(":")[2].strip() or said
