"""What the page of a personal link says: one call, for one person, without any other name."""

from collections.abc import Mapping
from datetime import datetime

from bot.words.times import when
from bot.words.vi import KINDS

TITLE = "Giấy mời họp"
TIME, PLACE, TOPIC = "Thời gian", "Địa điểm", "Chủ đề"
AGENDA, PAPERS = "Nội dung", "Tài liệu"
ASK = "Đồng chí dự được không? Mời đồng chí chọn."
CHANGE = "Nếu đổi ý, mời đồng chí chọn lại:"
CANCELLED = "Buổi họp này đã HOÃN. Đồng chí không cần đến."
MOVED = "Buổi họp đã THAY ĐỔI thời gian hoặc địa điểm. Mời đồng chí xem lại và trả lời."
BEGUN = "Đã đến giờ họp nên trang này không nhận trả lời nữa. Mời đồng chí báo trực tiếp với bí thư."
ANSWERS: Mapping[str, str] = {
    "coming": "Đã ghi: đồng chí CÓ MẶT.",
    "away": "Đã ghi: đồng chí XIN VẮNG.",
    "undecided": "Đã ghi: đồng chí chưa chắc.",
}
LEAVES: Mapping[str, str] = {
    "pending": "Bí thư sẽ xem xét.",
    "excused": "Bí thư đã đồng ý.",
    "refused": "Bí thư chưa đồng ý. Mời đồng chí sắp xếp dự họp hoặc liên hệ bí thư.",
}
WHY = "Vì sao đồng chí vắng? Không trả lời cũng được."
REASON_NOTED = "Đã ghi lý do vắng."
"""Not which: whoever is shown this page by mistake need not know that somebody is ill."""
OTHER_REASON = "Chọn lý do khác"

NOT_STORED: Mapping[str, str] = {
    "moved": "Buổi họp vừa đổi thời gian hoặc địa điểm nên câu trả lời vừa rồi CHƯA được ghi. Mời đồng chí chọn lại.",
    "too_late": "Câu trả lời vừa rồi KHÔNG được ghi.",
    "not_away": "Lý do CHƯA được ghi vì đồng chí chưa xin vắng. Mời đồng chí chọn lại.",
    "unreadable": "Máy chưa rõ câu trả lời nên CHƯA ghi gì. Mời đồng chí chọn lại.",
}

GONE_TITLE = "Không mở được"
GONE = "Liên kết không đúng hoặc đã hết hạn. Mời đồng chí mở liên kết trong giấy mời mới nhất, hoặc hỏi bí thư chi bộ."
TROUBLE_TITLE = "Máy gặp lỗi"
TROUBLE = "Máy gặp lỗi, chưa mở được giấy mời. Mời đồng chí mở lại liên kết sau ít phút."
NOT_STORED_AT_ALL = "Máy gặp lỗi, CHƯA ghi được câu trả lời. Mời đồng chí mở lại liên kết sau ít phút."


def greeting(given_name: str) -> str:
    return f"Kính gửi đồng chí {given_name}"


def what(kind: str, cell: str) -> str:
    return f"{KINDS[kind].capitalize()}, {cell}."


def noted(answer: str | None, leave: str | None) -> str | None:
    """What stands for the present hour and place, and what was decided; None where nothing was said yet."""
    if answer is None:
        return None
    return f"{ANSWERS[answer]} {LEAVES[leave]}" if leave else ANSWERS[answer]


def facts(starts_at: datetime, place: str, topic: str | None) -> list[tuple[str, str]]:
    """What is to be known, each with its name."""
    said = [(TIME, when(starts_at)), (PLACE, place)]
    return [*said, (TOPIC, topic)] if topic else said


def to_forward(given_name: str, lines: str, link: str) -> str:
    """For a person to send on, by whatever way reaches the member."""
    return f"{greeting(given_name)}.\n{lines}\nMời trả lời tại: {link}"
