"""What is said of the monthly series: in the chat, and by the clock that calls its meetings."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.calling import day_choice, says_yes
from bot.words.times import local, short_when, when

SET, CHANGE, EDIT, STOP, KEEP = "Đặt lịch", "Đổi lịch", "Sửa", "Dừng lịch", "Không dừng"
SHOW, CALL, LEAVE = "Xem lịch", "Gọi họp", "Thôi"
MOVE, CANCEL, TALLY = "Dời", "Hoãn", "Xem tình hình"
EXAMPLE = "mùng 3 hằng tháng 19h30, Nhà văn hóa thôn"

ASK = f"Mời đồng chí ghi ngày, giờ và nơi họp hằng tháng, ví dụ: {EXAMPLE}."
ASK_DAY = "Họp ngày nào hằng tháng? Mời đồng chí chọn, hoặc ghi ngày, ví dụ: mùng 3."
ASK_HOUR = "Họp lúc mấy giờ? Mời đồng chí chọn, hoặc ghi giờ, ví dụ: 19h30."
LEFT = "Đã dừng, lịch hằng tháng vẫn như cũ."
AS_BEFORE = "Lịch này đang dùng rồi, không có gì thay đổi."
SHORT_MONTHS = "Tháng không có ngày này thì họp vào ngày cuối tháng."
CALLED_SOON = "Buổi đầu đã gần: máy gọi họp trong ít phút sau khi đặt lịch."

HINTS: Mapping[str, str] = {
    "series_said": f"Đang xem lịch hằng tháng. Mời đồng chí ghi lịch mới, ví dụ: {EXAMPLE}; hoặc “thôi” để giữ như cũ.",
    "series_part": "Đang đặt lịch hằng tháng. Mời đồng chí ghi điều đang hỏi, hoặc “thôi” để giữ lịch cũ.",
    "series_half": "Đang hỏi họp buổi nào. Mời đồng chí chọn, hoặc nhắn “sáng”, “chiều” hay “tối”; hoặc “thôi” để giữ lịch cũ.",
    "series_place": "Đang hỏi nơi họp hằng tháng. Mời đồng chí ghi nơi họp, hoặc “thôi” để giữ lịch cũ.",
    "series_look": "Lịch chưa đặt. Mời đồng chí chọn “Đặt lịch”, ghi lại để sửa, hoặc “thôi” để giữ lịch cũ.",
}
YES = frozenset({"dat lich", "dat", "dong y"})


def is_yes(text: str) -> bool:
    return says_yes(text, YES)


def day_choice_of_month(day: int) -> str:
    """`3) mùng 3`: a bare number typed at this question is a day, and never a place in the list."""
    return f"{day}) mùng {day}" if day <= 10 else f"{day}) ngày {day}"


def none_yet(cell: str) -> str:
    return f"{cell} chưa có lịch hằng tháng.\n{ASK}"


def shown(cell: str, line: str) -> str:
    return f"Lịch hằng tháng của {cell}: {line}."


def next_one(at: datetime, called_at: datetime, now: datetime) -> str:
    calls = f"máy tự gọi họp lúc {short_when(called_at)}" if called_at > now else "máy gọi họp trong ít phút nữa"
    return f"Buổi tới: {when(at)}; {calls}."


def called_already(at: datetime) -> str:
    return f"Buổi {short_when(at)} đã gọi, vẫn giữ nguyên."


def next_ones(dates: Sequence[datetime]) -> str:
    return f"Các buổi tới: {'; '.join(day_choice(local(at).date()) for at in dates)}."


def how_it_goes(days: int, notice_hours: int) -> str:
    before = f"{notice_hours} giờ" if notice_hours % 24 else f"{notice_hours // 24} ngày"
    return f"Máy tự gọi họp trước {days} ngày và báo đồng chí; giấy mời gửi trước buổi họp {before}."


def has_been_set(line: str) -> str:
    return f"Đã đặt lịch hằng tháng: {line}."


def ask_stop(line: str) -> str:
    return f"Dừng lịch hằng tháng ({line})? Buổi họp đã gọi vẫn giữ nguyên."


def stopped(cell: str) -> str:
    return f"Đã dừng lịch hằng tháng của {cell}. Từ nay đồng chí tự gọi họp."


# What the clock tells the secretary


def has_called(lines: str, notice_at: datetime, people: int, now: datetime) -> str:
    leave = f"lúc {short_when(notice_at)}" if notice_at > now else "ngay"
    return f"Máy đã gọi họp theo lịch hằng tháng.\n{lines}\nGiấy mời gửi {leave} tới {people} đồng chí."


def has_not_called(cell: str, at: datetime, why: str) -> str:
    return f"Máy CHƯA gọi được buổi họp {short_when(at)} của {cell} theo lịch hằng tháng.\n{why}"


def unit_closed(cell: str) -> str:
    return f"{cell} đã ngừng hoạt động nên máy dừng lịch họp hằng tháng."
