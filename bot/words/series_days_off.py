"""What is said where a day of a series is off: to the secretary, and later to whoever follows the cell."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.words.calling import day_choice
from bot.words.times import month_of, short_when, when

OTHER = "Ngày khác"
CHANGE_ONE = "Đổi một buổi"
HINTS = {
    "day_off_day": "Đang hỏi ngày họp thay cho ngày nghỉ. Mời đồng chí ghi ngày, ví dụ: ngày 5; hoặc nhắn “thôi”.",
}
ASK_DAY = "Mời đồng chí ghi ngày họp trong tháng đó, ví dụ: ngày 5. Giờ và nơi họp giữ như lịch."
DAY_EXAMPLE = "ngày 5"
LEFT = "Chưa đổi gì. Máy chưa gọi buổi này."


def month(on: date) -> str:
    """`02/2027`."""
    return f"{on:%m/%Y}"


def proposal(cell: str, on: date, holiday: str | None, *, has_days: bool) -> str:
    asked = "Mời đồng chí chọn ngày họp." if has_days else "Trong tháng không còn ngày làm việc nào khác; mời chọn."
    return f"{_why(cell, on, holiday)} {asked}"


def proposal_one_way(cell: str, on: date, holiday: str | None, days: Sequence[date]) -> str:
    """Where nobody can answer, the office is told."""
    near = f"Ngày làm việc gần nhất: {', '.join(map(day_choice, days))}. " if days else ""
    return f"{_why(cell, on, holiday)} {near}{TELL_OFFICE}"


TELL_OFFICE = "Mời đồng chí báo ngày họp cho văn phòng cấp ủy."


def _why(cell: str, on: date, holiday: str | None) -> str:
    if holiday is None:
        why = f"Theo lịch là {day_choice(on)}, nhưng vì ngày nghỉ hoặc ngày làm bù nên ngày làm việc của tháng khác đi."
    else:
        why = f"Ngày theo lịch, {day_choice(on)}, là ngày nghỉ: {holiday}."
    return f"{cell}, buổi họp tháng {month(on)}: {why} Máy CHƯA gọi họp."


def reminded(cell: str, on: date) -> str:
    return f"{_again(cell, on)} Mời đồng chí chọn."


def reminded_one_way(cell: str, on: date) -> str:
    return f"{_again(cell, on)} {TELL_OFFICE}"


def _again(cell: str, on: date) -> str:
    return f"Nhắc lại: {cell} chưa định ngày họp tháng {month(on)}, vì {day_choice(on)} là ngày nghỉ."


def day_label(on: date) -> str:
    """`Thứ Tư 03/02`."""
    return day_choice(on)


def keep_label(on: date) -> str:
    """`Giữ nguyên Thứ Tư 10/02`."""
    return f"Giữ nguyên {day_choice(on)}"


def decided(at: datetime, called_at: datetime, now: datetime) -> str:
    calls = f"Máy tự gọi họp lúc {short_when(called_at)}." if called_at > now else "Máy gọi họp trong ít phút nữa."
    return f"Đã chọn: {when(at)}. {calls} Các buổi khác giữ như lịch."


def decided_before(at: datetime) -> str:
    return f"Buổi này đã chọn rồi: {when(at)}. Nếu cần, mời đồng chí đổi lại."


def left_out(on: date) -> str:
    return f"Tháng {month(on)} đã bỏ qua, không họp. Nếu cần, mời đồng chí đổi lại."


def no_longer(on: date) -> str:
    return f"Buổi tháng {month(on)} không còn phải chọn ngày: buổi họp đã gọi, hoặc lịch đã đổi."


def undecided(cells: Sequence[str], on: date) -> str:
    """To whoever follows them."""
    named = "; ".join(cells)
    return f"Chưa định được ngày họp tháng {month_of(on)[5:]}/{on.year} (ngày theo lịch là ngày nghỉ): {named}. Máy chưa gọi họp."
