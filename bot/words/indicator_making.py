"""What is said while a committee defines a number, in the chat and at the command line."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.words.amounts import amount
from bot.words.times import day, short_when

RUNNING, NOT_RUNNING, CHOOSE = "Lũy kế từ đầu năm", "Không lũy kế", "Mời đồng chí chọn."
EDIT_LABELS: Mapping[str, str] = {
    "who": "Đổi đơn vị phải báo",
    "repeat": "Đổi kỳ báo",
    "kind": "Đổi cách báo",
    "is_running": "Lũy kế hay không",
}


def still_wrong(why: str) -> str:
    return f"Còn thiếu: {why}."


def nobody_below(unit: str, who: str) -> str:
    return f"Ở dưới {unit} không có {who}. Mời đồng chí đổi đơn vị phải báo."


def ask_name(unit: str, example: str) -> str:
    return f"{unit} lập chỉ tiêu. Mời đồng chí nhắn tên và hạn, ví dụ: {example}."


EDITS = (
    "Sửa bằng cách nhắn: hạn 30/11; hằng tháng, hằng quý, hằng năm; lũy kế; a/b; loại: tốt, khá, trung bình; "
    "hỏi chi bộ, hỏi cơ sở, hỏi xã; đơn vị tính: đảng viên; trước 5 ngày."
)


def reach(units: int, who: str, ways: Sequence[str], unreached: int, leaderless: int) -> str:
    """Exactly whom it would be asked of."""
    said = [*ways, *([f"không nhắn được {amount(unreached)}"] if unreached else [])]
    said += [f"{amount(leaderless)} đơn vị chưa có người phụ trách"] if leaderless else []
    return f"Hỏi {amount(units)} đơn vị ({who}): {'; '.join(said)}."


def asked_at(at: datetime | None) -> str:
    """None: at once."""
    return f"Máy hỏi lúc {short_when(at)}." if at else "Bấm hỏi là hỏi ngay."


def ask_choice(units: int) -> str:
    return f"Hỏi {amount(units)} đơn vị"


def sure_ask(people: int, limit: int) -> str:
    return f"Việc này hỏi {amount(people)} người, nhiều hơn {amount(limit)}. Nếu đúng, mời đồng chí chọn nút có số {amount(people)}, hoặc nhắn: {amount(people)}."


def ask_people(people: int) -> str:
    return f"Hỏi {amount(people)} người"


def defined(number: int, units: int, at: datetime | None) -> str:
    when = f"Máy hỏi {amount(units)} đơn vị lúc {short_when(at)}" if at else f"Máy đang hỏi {amount(units)} đơn vị"
    return f"Đã lập chỉ tiêu {number}. {when}. Có kế hoạch thì nhắn: “kế hoạch chỉ tiêu {number}: tên đơn vị và số”."


def not_begun(number: int, name: str, opens_on: date) -> str:
    return f"Chỉ tiêu {number}, {name}: máy hỏi từ ngày {day(opens_on)}."


# At the command line

NOT_ASKED = "Mới xem thử, chưa hỏi ai. Thêm --ask để hỏi."
WHICH_MONTH = "Đơn vị còn nợ nhiều kỳ. Mời ghi thêm --month, ví dụ --month 2026-11."
CANNOT_WRITE = "Không ghi được tệp. Mời xem lại đường dẫn."


def noted(unit: str, said: str, *, is_late: bool) -> str:
    return f"Đã ghi cho {unit}: {said}{' (báo sau hạn)' if is_late else ''}."
